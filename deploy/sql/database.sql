-- Database, account and rights for the collectors; what is there is left alone. Run by sqlcmd, which replaces $(LENS_PASSWORD)
-- by what its environment says. docs/operate.md has what a DBA may want otherwise.
IF DB_ID(N'emm_lens') IS NULL CREATE DATABASE emm_lens;
GO
IF (SELECT is_read_committed_snapshot_on FROM sys.databases WHERE name = N'emm_lens') = 0
  ALTER DATABASE emm_lens SET READ_COMMITTED_SNAPSHOT ON WITH ROLLBACK IMMEDIATE;
GO
IF SUSER_ID(N'lens') IS NULL
  CREATE LOGIN lens WITH PASSWORD = N'$(LENS_PASSWORD)', DEFAULT_DATABASE = emm_lens;
GO
USE emm_lens;
GO
IF DATABASE_PRINCIPAL_ID(N'lens') IS NULL CREATE USER lens FOR LOGIN lens;
ALTER ROLE db_datareader ADD MEMBER lens;
ALTER ROLE db_datawriter ADD MEMBER lens;
ALTER ROLE db_ddladmin ADD MEMBER lens;
GO
