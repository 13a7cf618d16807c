-- Page compression for what is kept by age, and for apps: what it would save, by samples, and what to run. Changes nothing itself.
-- VIEW DATABASE STATE; the estimate, of samples in tempdb, SELECT and VIEW DEFINITION on the tables.
--   sqlcmd -b -S sql.example.org -d emm_lens -i compression.sql -Y 60
SET NOCOUNT ON;

-- Text of two bytes a character, the same names again and again: such rows become a half to a quarter. Events are written once and
-- removed by age; counters are added to for two days. Not for tables that each poll rewrites (source_state, pass_key, parent_digest).
DECLARE @tables TABLE ([name] sysname NOT NULL, [pages] bigint NOT NULL);
INSERT INTO @tables ([name], [pages])
SELECT t.[name], SUM(p.[used_page_count])
FROM sys.tables AS t
JOIN sys.dm_db_partition_stats AS p ON p.[object_id] = t.[object_id]
JOIN sys.partitions AS c ON c.[partition_id] = p.[partition_id]
WHERE c.[data_compression] = 0
  AND (t.[name] = N'device_app' OR EXISTS (SELECT 1 FROM sys.columns AS o WHERE o.[object_id] = t.[object_id] AND o.[name] = N'occurred_at'))
GROUP BY t.[name]
HAVING SUM(p.[used_page_count]) > 1000;

DECLARE @estimate nvarchar(max);
SELECT @estimate = STRING_AGG(CONVERT(nvarchar(max), N'EXEC sys.sp_estimate_data_compression_savings N''dbo'', N''' + [name] + N''', NULL, NULL, N''PAGE'''), N'; ')
FROM @tables;
IF @estimate IS NOT NULL EXEC sys.sp_executesql @estimate;

-- A rebuild takes as much space again meanwhile, and keeps writers out unless ONLINE = ON (Enterprise). MAXDOP = 2 leaves CPU to others.
SELECT [name] AS [table], [pages] * 8 / 1024 AS [mb], [may_be_run]
FROM (
  SELECT s.[name], s.[pages], 0 AS [place], N'ALTER TABLE [dbo].' + QUOTENAME(s.[name]) + N' REBUILD WITH (DATA_COMPRESSION = PAGE, MAXDOP = 2);' AS [may_be_run]
  FROM @tables AS s
  UNION ALL
  SELECT s.[name], s.[pages], 1, N'ALTER INDEX ' + QUOTENAME(i.[name]) + N' ON [dbo].' + QUOTENAME(s.[name]) + N' REBUILD WITH (DATA_COMPRESSION = PAGE, MAXDOP = 2);'
  FROM @tables AS s
  JOIN sys.indexes AS i ON i.[object_id] = OBJECT_ID(N'dbo.' + s.[name]) AND i.[index_id] > 1
) AS r
ORDER BY [pages] DESC, [name], [place];
