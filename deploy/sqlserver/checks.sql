-- Whether the database is as it should be, and what went wrong in it. Changes nothing; prints what may be run.
-- VIEW DATABASE STATE, VIEW SERVER STATE; backups: db_datareader in msdb.
--   sqlcmd -b -S sql.example.org -d emm_lens -i checks.sql -Y 60
-- sqlcmd turns it off, and reading XML needs it.
SET QUOTED_IDENTIFIER ON;
GO
SET NOCOUNT ON;

SELECT c.[what], c.[is], CASE WHEN c.[is] = c.[should_be] THEN N'' ELSE c.[may_be_run] END AS [may_be_run]
FROM sys.databases AS d
CROSS APPLY (VALUES
  (N'READ_COMMITTED_SNAPSHOT', CASE d.[is_read_committed_snapshot_on] WHEN 1 THEN N'on' ELSE N'off' END, N'on',
    N'ALTER DATABASE CURRENT SET READ_COMMITTED_SNAPSHOT ON WITH ROLLBACK IMMEDIATE;'),
  (N'encryption (TDE)', CASE d.[is_encrypted] WHEN 1 THEN N'on' ELSE N'off' END, N'on',
    N'CREATE DATABASE ENCRYPTION KEY .., then ALTER DATABASE CURRENT SET ENCRYPTION ON; (docs/operate.md)'),
  (N'Query Store', CASE d.[is_query_store_on] WHEN 1 THEN N'on' ELSE N'off' END, N'on',
    N'ALTER DATABASE CURRENT SET QUERY_STORE = ON (OPERATION_MODE = READ_WRITE, QUERY_CAPTURE_MODE = AUTO, MAX_STORAGE_SIZE_MB = 1000, CLEANUP_POLICY = (STALE_QUERY_THRESHOLD_DAYS = 30));'),
  (N'compatibility level of 130 or more', CASE WHEN d.[compatibility_level] >= 130 THEN N'yes' ELSE N'no' END, N'yes',
    N'ALTER DATABASE CURRENT SET COMPATIBILITY_LEVEL = 150;'),
  (N'PAGE_VERIFY', d.[page_verify_option_desc] COLLATE DATABASE_DEFAULT, N'CHECKSUM', N'ALTER DATABASE CURRENT SET PAGE_VERIFY CHECKSUM;'),
  (N'AUTO_CLOSE', CASE d.[is_auto_close_on] WHEN 1 THEN N'on' ELSE N'off' END, N'off', N'ALTER DATABASE CURRENT SET AUTO_CLOSE OFF;'),
  (N'AUTO_SHRINK', CASE d.[is_auto_shrink_on] WHEN 1 THEN N'on' ELSE N'off' END, N'off', N'ALTER DATABASE CURRENT SET AUTO_SHRINK OFF;'),
  (N'AUTO_UPDATE_STATISTICS', CASE d.[is_auto_update_stats_on] WHEN 1 THEN N'on' ELSE N'off' END, N'on', N'ALTER DATABASE CURRENT SET AUTO_UPDATE_STATISTICS ON;'),
  (N'owner of schema report is that of the tables',
    CASE WHEN (SELECT s.[principal_id] FROM sys.schemas AS s WHERE s.[name] = N'report') = (SELECT s.[principal_id] FROM sys.schemas AS s WHERE s.[name] = N'dbo') THEN N'yes' ELSE N'no' END,
    N'yes', N'ALTER AUTHORIZATION ON SCHEMA::[report] TO [dbo];'),
  (N'last good DBCC CHECKDB within 7 days',
    CASE WHEN CONVERT(datetime, DATABASEPROPERTYEX(DB_NAME(), 'LastGoodCheckDbTime')) > DATEADD(day, -7, GETDATE()) THEN N'yes' ELSE N'no' END,
    N'yes', N'DBCC CHECKDB WITH NO_INFOMSGS;'),
  (N'last backup of the log within an hour, or recovery SIMPLE',
    CASE WHEN d.[recovery_model_desc] = N'SIMPLE' OR EXISTS (
      SELECT 1 FROM [msdb].[dbo].[backupset] AS b WHERE b.[database_name] = DB_NAME() AND b.[type] = 'L' AND b.[backup_finish_date] > DATEADD(hour, -1, GETDATE())
    ) THEN N'yes' ELSE N'no' END, N'yes', N'BACKUP LOG [emm_lens] TO DISK = N''..'' WITH CHECKSUM; (docs/upgrade.md)')
) AS c ([what], [is], [should_be], [may_be_run])
WHERE d.[database_id] = DB_ID();

-- Query Store: it may be full, and then reads no more.
SELECT [actual_state_desc], [readonly_reason], [current_storage_size_mb], [max_storage_size_mb] FROM sys.database_query_store_options;

-- What took the most CPU in a day. Queries of EMM Lens have parameters: no values of people are in their texts.
SELECT TOP (20) SUM(r.[count_executions]) AS [executions], CONVERT(bigint, SUM(r.[avg_cpu_time] * r.[count_executions]) / 1000) AS [cpu_ms],
  CONVERT(bigint, MAX(r.[max_duration]) / 1000) AS [longest_ms], COUNT(DISTINCT p.[plan_id]) AS [plans], q.[query_id], LEFT(t.[query_sql_text], 200) AS [query]
FROM sys.query_store_runtime_stats AS r
JOIN sys.query_store_runtime_stats_interval AS i ON i.[runtime_stats_interval_id] = r.[runtime_stats_interval_id]
JOIN sys.query_store_plan AS p ON p.[plan_id] = r.[plan_id]
JOIN sys.query_store_query AS q ON q.[query_id] = p.[query_id]
JOIN sys.query_store_query_text AS t ON t.[query_text_id] = q.[query_text_id]
WHERE i.[start_time] > DATEADD(day, -1, SYSDATETIMEOFFSET())
GROUP BY q.[query_id], LEFT(t.[query_sql_text], 200)
ORDER BY [cpu_ms] DESC;

-- Deadlocks, as the session system_health keeps them some days: EMM Lens tries such a transaction again. Their graphs quote keys of
-- rows: they stay with the DBA.
SELECT x.[event].value('(/event/@timestamp)[1]', 'datetime2(3)') AS [at_utc],
  x.[event].value('count(/event/data/value/deadlock/process-list/process)', 'int') AS [processes],
  x.[event].value('(/event/data/value/deadlock/resource-list/*/@objectname)[1]', 'nvarchar(400)') AS [object]
FROM (
  SELECT CONVERT(xml, f.[event_data]) AS [event]
  FROM sys.fn_xe_file_target_read_file(N'system_health*.xel', NULL, NULL, NULL) AS f
  WHERE f.[object_name] = N'xml_deadlock_report'
) AS x
WHERE x.[event].exist('/event/data/value/deadlock/process-list/process[@clientapp="EMM Lens"]') = 1
ORDER BY [at_utc] DESC;
