-- The database as the service `database` of deploy/compose.yaml makes it, before logins.sql; what is there is left alone.
IF DB_ID(N'emm_lens') IS NULL CREATE DATABASE [emm_lens];
GO
IF (SELECT [is_read_committed_snapshot_on] FROM sys.databases WHERE [name] = N'emm_lens') = 0
  ALTER DATABASE [emm_lens] SET READ_COMMITTED_SNAPSHOT ON WITH ROLLBACK IMMEDIATE;
GO
