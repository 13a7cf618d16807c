-- A batch knows its own rows by it, after a COMMIT whose answer was lost.
ALTER TABLE [log_window] ADD [batch] nvarchar(36) COLLATE Latin1_General_100_BIN2 NULL;
