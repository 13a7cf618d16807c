-- Older code goes on: it leaves the column alone.
-- With which roles a function key read what the access log says. Kept as they were then.
ALTER TABLE [access_log] ADD [roles] nvarchar(64) COLLATE Latin1_General_100_BIN2 NULL;
