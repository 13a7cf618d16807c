-- Older code goes on: it knows of no views.
-- What reports may read: counts and dates, of nobody. docs/reports.md says what each view and column is.
IF SCHEMA_ID(N'report') IS NULL EXEC (N'CREATE SCHEMA [report]');

EXEC (N'CREATE VIEW [report].[sources] ([source], [product], [last_success_at], [last_seen_at], [last_poll_at], [last_outcome], [last_error_code], [open_holds]) AS
SELECT s.[source], s.[product], s.[last_success_at], s.[last_seen_at], r.[occurred_at], r.[outcome], r.[error_code],
  (SELECT COUNT(*) FROM [dbo].[deletion_hold] AS h WHERE h.[source] = s.[source] AND h.[state] = N''open'')
FROM [dbo].[source_state] AS s
LEFT JOIN [dbo].[poll_run] AS r ON r.[id] =
  (SELECT MAX(p.[id]) FROM [dbo].[poll_run] AS p WHERE p.[source] = s.[source] AND p.[outcome] <> N''running'')');

-- Whole days alone: who asks again and again within one would see each poll, and each request, come.
EXEC (N'CREATE VIEW [report].[polls_by_day] ([day], [source], [outcome], [error_code], [polls], [seconds], [requests], [throttled]) AS
SELECT p.[day], p.[source], p.[outcome], p.[error_code], COUNT(*), COALESCE(SUM(CAST(p.[duration_ms] AS bigint)), 0) / 1000,
  COALESCE(SUM(CAST(p.[requests] AS bigint)), 0), COALESCE(SUM(CAST(p.[throttled] AS bigint)), 0)
FROM (
  SELECT CAST([occurred_at] AS date) AS [day], [source], [outcome], [error_code],
    [duration_ms], [requests], [throttled]
  FROM [dbo].[poll_run] WHERE [occurred_at] < CAST(SYSUTCDATETIME() AS date)
) AS p
GROUP BY p.[day], p.[source], p.[outcome], p.[error_code]');

-- Both have their floor already: they are the statistics of the API.
EXEC (N'CREATE VIEW [report].[rows_by_day] ([day], [source], [dataset], [row_count]) AS
SELECT CAST([occurred_at] AS date), [source], [dimension], [value] FROM [dbo].[statistic] WHERE [metric] = N''rows''');

EXEC (N'CREATE VIEW [report].[devices_by_day] ([day], [source], [counted_by], [name], [devices]) AS
SELECT CAST([occurred_at] AS date), [source], SUBSTRING([metric], 9, 64), [dimension], [value]
FROM [dbo].[statistic] WHERE [metric] LIKE N''devices.%''');

-- As lib/query/kept-apps.ts tells it: without the group that goes along with those of fewer than five people. CASE: other values
-- may be no JSON object, and an engine may look at them before it looks at their names.
EXEC (N'CREATE VIEW [report].[apps] ([title], [version], [platform], [devices], [counted_at]) AS
SELECT COALESCE(g.[title], g.[app_id] COLLATE DATABASE_DEFAULT), g.[version], g.[platform], g.[devices],
  TRY_CONVERT(datetime2(3), JSON_VALUE(k.[value], ''$.countedAt''), 127)
FROM [dbo].[app_group] AS g
CROSS JOIN (SELECT CASE WHEN [name] = N''app-counts'' THEN [value] END AS [value] FROM [dbo].[setting] WHERE [name] = N''app-counts'') AS k
WHERE g.[persons] >= 5
  AND JSON_VALUE(k.[value], ''$.countedAt'') IS NOT NULL
  AND g.[id] <> COALESCE(TRY_CAST(JSON_VALUE(k.[value], ''$.along'') AS bigint), -1)');

-- As lib/query/traffic.ts tells it: of a day that hides a name the one with the fewest people of the others is hidden, too.
EXEC (N'CREATE VIEW [report].[traffic_by_day] ([day], [counted_by], [name], [persons], [requests], [bytes], [blocked], [errors]) AS
WITH summed AS (
  SELECT d.[day], d.[kind], d.[name], SUM(d.[requests]) AS [requests], SUM(d.[bytes]) AS [bytes], MAX(d.[persons]) AS [persons]
  FROM (
    SELECT CAST([occurred_at] AS date) AS [day], [kind], [name], [requests], [bytes], [persons]
    FROM [dbo].[http_total] WHERE [occurred_at] < CAST(SYSUTCDATETIME() AS date)
  ) AS d
  GROUP BY d.[day], d.[kind], d.[name]
), placed AS (
  SELECT s.*,
    SUM(CASE WHEN s.[persons] >= 5 THEN 0 ELSE 1 END) OVER (PARTITION BY s.[day], s.[kind]) AS [hidden],
    ROW_NUMBER() OVER (
      PARTITION BY s.[day], s.[kind], CASE WHEN s.[persons] >= 5 THEN 1 ELSE 0 END ORDER BY s.[persons], s.[name]
    ) AS [place]
  FROM summed AS s
), told AS (
  SELECT p.*, CASE WHEN p.[kind] IN (N''host'', N''blocked'', N''failed'') THEN N''host'' ELSE N''category'' END AS [of]
  FROM placed AS p
  WHERE p.[persons] >= 5 AND (p.[hidden] = 0 OR p.[place] > 1)
)
SELECT o.[day], o.[kind], o.[name], o.[persons], COALESCE(o.[requests], 0), COALESCE(o.[bytes], 0), o.[blocked],
  CASE WHEN o.[kind] <> N''blocked'' THEN o.[errors] END
FROM (
  SELECT t.*,
    MAX(CASE WHEN t.[kind] IN (N''blocked'', N''category-blocked'') THEN t.[requests] END) OVER (PARTITION BY t.[day], t.[of], t.[name]) AS [blocked],
    MAX(CASE WHEN t.[kind] IN (N''failed'', N''category-failed'') THEN t.[requests] END) OVER (PARTITION BY t.[day], t.[of], t.[name]) AS [errors]
  FROM told AS t
) AS o
WHERE o.[kind] IN (N''host'', N''category'', N''blocked'')');

EXEC (N'CREATE VIEW [report].[holds] ([source], [dataset], [kind], [state], [row_count], [of_rows], [opened_at], [decided_at]) AS
SELECT [source], [dataset], COALESCE([kind], N''removal''), [state], [absent], [total], [opened_at], [decided_at]
FROM [dbo].[deletion_hold]');

EXEC (N'CREATE VIEW [report].[retention] ([dataset], [days], [removed], [rows_left], [oldest_left], [ended_at], [complete]) AS
SELECT d.[key], TRY_CAST(JSON_VALUE(d.[value], ''$.days'') AS bigint), TRY_CAST(JSON_VALUE(d.[value], ''$.removed'') AS bigint),
  TRY_CAST(JSON_VALUE(d.[value], ''$.left'') AS bigint), CAST(TRY_CONVERT(datetime2(3), JSON_VALUE(d.[value], ''$.oldestLeft''), 127) AS date),
  TRY_CONVERT(datetime2(3), JSON_VALUE(s.[value], ''$.endedAt''), 127),
  CAST(CASE JSON_VALUE(s.[value], ''$.complete'') WHEN N''true'' THEN 1 ELSE 0 END AS bit)
FROM (SELECT CASE WHEN [name] = N''retention'' THEN [value] END AS [value] FROM [dbo].[setting] WHERE [name] = N''retention'') AS s
CROSS APPLY OPENJSON(s.[value], ''$.datasets'') AS d');

EXEC (N'CREATE VIEW [report].[collectors] ([collector], [lens_version], [host_version], [node_version], [started_at], [last_seen_at]) AS
SELECT [instance], [lens_version], [host_version], [node_version], [started_at], [last_seen_at]
FROM [dbo].[collector]');
