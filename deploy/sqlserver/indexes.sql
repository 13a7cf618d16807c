-- Indexes: how fragmented, how used, whether statements locked whole tables. Changes nothing; prints what may be run at a quiet
-- hour. VIEW DATABASE STATE; usage and locks are since the last start of the instance.
--   sqlcmd -b -S sql.example.org -d emm_lens -i indexes.sql -Y 60
SET NOCOUNT ON;

-- Keys are hashes: new rows come between others, so that indexes by record_key have half-full pages whatever is done. 30 % and more
-- in tables that are read by range (device_app, search_term, events by owner) is worth a rebuild; 1,000 pages and less are never.
-- ONLINE = ON is of Enterprise, RESUMABLE too; elsewhere REORGANIZE lets others read and write.
SELECT t.[name] AS [table], i.[name] AS [index], f.[page_count] * 8 / 1024 AS [mb],
  CONVERT(decimal(5, 1), f.[avg_fragmentation_in_percent]) AS [fragmented_percent],
  CASE
    WHEN f.[avg_fragmentation_in_percent] >= 30 AND CONVERT(int, SERVERPROPERTY('EngineEdition')) IN (3, 5, 8)
      THEN N'ALTER INDEX ' + QUOTENAME(i.[name]) + N' ON [dbo].' + QUOTENAME(t.[name]) + N' REBUILD WITH (ONLINE = ON, FILLFACTOR = 85);'
    ELSE N'ALTER INDEX ' + QUOTENAME(i.[name]) + N' ON [dbo].' + QUOTENAME(t.[name]) + N' REORGANIZE;'
  END AS [may_be_run]
FROM sys.dm_db_index_physical_stats(DB_ID(), NULL, NULL, NULL, 'LIMITED') AS f
JOIN sys.tables AS t ON t.[object_id] = f.[object_id]
JOIN sys.indexes AS i ON i.[object_id] = f.[object_id] AND i.[index_id] = f.[index_id]
WHERE f.[page_count] > 1000 AND f.[avg_fragmentation_in_percent] >= 10 AND f.[alloc_unit_type_desc] = N'IN_ROW_DATA'
ORDER BY f.[page_count] DESC;

-- Do not drop one that was never read: retention, removals and lists that nobody asked for yet need theirs, and `npm run migrate`
-- counts on all of them. It is told to see which queries there are.
SELECT t.[name] AS [table], i.[name] AS [index], u.[user_seeks] AS [seeks], u.[user_scans] AS [scans], u.[user_lookups] AS [lookups], u.[user_updates] AS [writes]
FROM sys.indexes AS i
JOIN sys.tables AS t ON t.[object_id] = i.[object_id]
LEFT JOIN sys.dm_db_index_usage_stats AS u ON u.[database_id] = DB_ID() AND u.[object_id] = i.[object_id] AND u.[index_id] = i.[index_id]
WHERE i.[name] IS NOT NULL
ORDER BY u.[user_scans] DESC, u.[user_updates] DESC;

-- Locks that became one of the whole table: none, since a statement takes 4,800 of an index at most. Waits for locks and pages.
SELECT t.[name] AS [table], SUM(o.[index_lock_promotion_count]) AS [table_locks], SUM(o.[row_lock_wait_count]) AS [row_lock_waits],
  SUM(o.[row_lock_wait_in_ms]) AS [row_lock_wait_ms], SUM(o.[page_latch_wait_count]) AS [latch_waits], SUM(o.[page_latch_wait_in_ms]) AS [latch_wait_ms]
FROM sys.dm_db_index_operational_stats(DB_ID(), NULL, NULL, NULL) AS o
JOIN sys.tables AS t ON t.[object_id] = o.[object_id]
GROUP BY t.[name]
HAVING SUM(o.[index_lock_promotion_count]) + SUM(o.[row_lock_wait_count]) + SUM(o.[page_latch_wait_count]) > 0
ORDER BY [row_lock_wait_ms] DESC;
