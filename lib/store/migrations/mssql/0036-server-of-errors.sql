-- Older code goes on: it leaves the column alone.
-- Which server of a source the error of a poll is of: host and port.
ALTER TABLE [poll_run] ADD [error_server] nvarchar(255) NULL;
