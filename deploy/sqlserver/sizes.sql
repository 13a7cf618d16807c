-- How large the database is, what of it grows, and what 10,000 devices take. Changes nothing. VIEW DATABASE STATE.
--   sqlcmd -b -S sql.example.org -d emm_lens -i sizes.sql -Y 40
SET NOCOUNT ON;

-- Each table: rows, space, and the same for 10,000 devices, by the devices that there are.
SELECT t.[name] AS [table], s.[row_count], s.[reserved_kb], s.[data_kb], s.[index_kb],
  CASE WHEN s.[row_count] > 0 THEN s.[reserved_kb] * 1024 / s.[row_count] END AS [bytes_a_row],
  CASE WHEN d.[devices] > 0 THEN s.[reserved_kb] * 10000 / 1024 / d.[devices] END AS [mb_for_10000_devices],
  s.[compression]
FROM (
  SELECT p.[object_id],
    SUM(CASE WHEN p.[index_id] IN (0, 1) THEN p.[row_count] ELSE 0 END) AS [row_count],
    SUM(p.[reserved_page_count]) * 8 AS [reserved_kb],
    SUM(CASE WHEN p.[index_id] IN (0, 1) THEN p.[used_page_count] ELSE 0 END) * 8 AS [data_kb],
    SUM(CASE WHEN p.[index_id] > 1 THEN p.[used_page_count] ELSE 0 END) * 8 AS [index_kb],
    MAX(c.[data_compression_desc]) AS [compression]
  FROM sys.dm_db_partition_stats AS p
  JOIN sys.partitions AS c ON c.[partition_id] = p.[partition_id]
  GROUP BY p.[object_id]
) AS s
JOIN sys.tables AS t ON t.[object_id] = s.[object_id]
CROSS JOIN (SELECT COUNT_BIG(*) AS [devices] FROM [dbo].[device]) AS d
ORDER BY s.[reserved_kb] DESC;

-- What grows: rows a day of each table that is kept by age, from its oldest to its newest row.
DECLARE @grows nvarchar(max);
SELECT @grows = STRING_AGG(CONVERT(nvarchar(max), N'SELECT N''' + t.[name] + N''' AS [table], ' + CONVERT(nvarchar(20), r.[row_count])
  + N' AS [row_count], MIN([occurred_at]) AS [oldest], MAX([occurred_at]) AS [newest], ' + CONVERT(nvarchar(20), r.[row_count])
  + N' / (1 + DATEDIFF(day, MIN([occurred_at]), MAX([occurred_at]))) AS [rows_a_day] FROM [dbo].' + QUOTENAME(t.[name])), N' UNION ALL ')
FROM sys.tables AS t
JOIN sys.columns AS c ON c.[object_id] = t.[object_id] AND c.[name] = N'occurred_at'
JOIN (
  SELECT p.[object_id], SUM(p.[row_count]) AS [row_count] FROM sys.dm_db_partition_stats AS p WHERE p.[index_id] IN (0, 1) GROUP BY p.[object_id]
) AS r ON r.[object_id] = t.[object_id]
WHERE r.[row_count] > 0;
SET @grows = @grows + N' ORDER BY [rows_a_day] DESC';
IF @grows IS NOT NULL EXEC sys.sp_executesql @grows;

-- Files, what is free in them, and what the log waits for before it is used again.
SELECT f.[name] AS [file], f.[type_desc] AS [kind], f.[size] / 128 AS [mb], FILEPROPERTY(f.[name], 'SpaceUsed') / 128 AS [used_mb],
  CASE WHEN f.[is_percent_growth] = 1 THEN CONVERT(nvarchar(20), f.[growth]) + N' %' ELSE CONVERT(nvarchar(20), f.[growth] / 128) + N' MB' END AS [grows_by],
  d.[log_reuse_wait_desc] AS [log_waits_for]
FROM sys.database_files AS f
CROSS JOIN sys.databases AS d
WHERE d.[database_id] = DB_ID();
