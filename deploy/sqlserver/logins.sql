-- Three logins and what each may do: lens_migrate makes the schema, lens_run is that of collectors, lens_report reads views alone.
-- A DBA runs it in the database of EMM Lens, before the first migration; it may be run again. Passwords come from the environment:
--   export LENS_MIGRATE_PASSWORD=.. LENS_RUN_PASSWORD=.. LENS_REPORT_PASSWORD=..
--   sqlcmd -b -S sql.example.org -d emm_lens -i logins.sql
-- For accounts of Windows make logins and users of them in place of these, and members of the same roles.
SET NOCOUNT ON;
IF SUSER_ID(N'lens_migrate') IS NULL CREATE LOGIN [lens_migrate] WITH PASSWORD = N'$(LENS_MIGRATE_PASSWORD)';
IF SUSER_ID(N'lens_run') IS NULL CREATE LOGIN [lens_run] WITH PASSWORD = N'$(LENS_RUN_PASSWORD)';
IF SUSER_ID(N'lens_report') IS NULL CREATE LOGIN [lens_report] WITH PASSWORD = N'$(LENS_REPORT_PASSWORD)';
GO
IF USER_ID(N'lens_migrate') IS NULL CREATE USER [lens_migrate] FOR LOGIN [lens_migrate] WITH DEFAULT_SCHEMA = [dbo];
IF USER_ID(N'lens_run') IS NULL CREATE USER [lens_run] FOR LOGIN [lens_run] WITH DEFAULT_SCHEMA = [dbo];
IF USER_ID(N'lens_report') IS NULL CREATE USER [lens_report] FOR LOGIN [lens_report] WITH DEFAULT_SCHEMA = [report];
GO
IF DATABASE_PRINCIPAL_ID(N'emm_lens_migrate') IS NULL CREATE ROLE [emm_lens_migrate];
IF DATABASE_PRINCIPAL_ID(N'emm_lens_run') IS NULL CREATE ROLE [emm_lens_run];
IF DATABASE_PRINCIPAL_ID(N'emm_lens_report') IS NULL CREATE ROLE [emm_lens_report];
GO
-- Views read tables for whoever may read them only where both have one owner: without this, reports are refused (229), and a
-- right on the tables would be the wrong cure.
IF SCHEMA_ID(N'report') IS NULL EXEC (N'CREATE SCHEMA [report] AUTHORIZATION [dbo]');
GO
ALTER AUTHORIZATION ON SCHEMA::[report] TO [dbo];
GO
-- A migration makes tables, indexes and views, and moves rows.
GRANT CREATE TABLE, CREATE VIEW TO [emm_lens_migrate];
GRANT ALTER, SELECT, INSERT, UPDATE, DELETE ON SCHEMA::[dbo] TO [emm_lens_migrate];
GRANT ALTER ON SCHEMA::[report] TO [emm_lens_migrate];
-- A collector reads and writes rows. It makes temporary tables, which everybody may; no table, no procedure.
GRANT SELECT, INSERT, UPDATE, DELETE ON SCHEMA::[dbo] TO [emm_lens_run];
-- Reports read views. The tables below them are closed.
GRANT SELECT ON SCHEMA::[report] TO [emm_lens_report];
GO
ALTER ROLE [emm_lens_migrate] ADD MEMBER [lens_migrate];
ALTER ROLE [emm_lens_run] ADD MEMBER [lens_run];
ALTER ROLE [emm_lens_report] ADD MEMBER [lens_report];
GO
