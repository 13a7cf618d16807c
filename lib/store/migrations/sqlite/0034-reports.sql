-- Older code goes on: it knows of no views.
-- What reports may read: counts and dates, of nobody. docs/reports.md says what each view and column is.
CREATE VIEW "report_sources" ("source", "product", "last_success_at", "last_seen_at", "last_poll_at", "last_outcome", "last_error_code", "open_holds") AS
SELECT s."source", s."product",
  strftime('%Y-%m-%dT%H:%M:%fZ', s."last_success_at" / 1000.0, 'unixepoch'),
  strftime('%Y-%m-%dT%H:%M:%fZ', s."last_seen_at" / 1000.0, 'unixepoch'),
  strftime('%Y-%m-%dT%H:%M:%fZ', r."occurred_at" / 1000.0, 'unixepoch'),
  r."outcome", r."error_code",
  (SELECT COUNT(*) FROM "deletion_hold" AS h WHERE h."source" = s."source" AND h."state" = 'open')
FROM "source_state" AS s
LEFT JOIN "poll_run" AS r ON r."id" =
  (SELECT MAX(p."id") FROM "poll_run" AS p WHERE p."source" = s."source" AND p."outcome" <> 'running');

-- Whole days alone: who asks again and again within one would see each poll, and each request, come.
CREATE VIEW "report_polls_by_day" ("day", "source", "outcome", "error_code", "polls", "seconds", "requests", "throttled") AS
SELECT p."day", p."source", p."outcome", p."error_code", COUNT(*), COALESCE(SUM(p."duration_ms"), 0) / 1000,
  COALESCE(SUM(p."requests"), 0), COALESCE(SUM(p."throttled"), 0)
FROM (
  SELECT strftime('%Y-%m-%d', "occurred_at" / 1000, 'unixepoch') AS "day", "source", "outcome", "error_code",
    "duration_ms", "requests", "throttled"
  FROM "poll_run" WHERE "occurred_at" < CAST(strftime('%s', 'now', 'start of day') AS INTEGER) * 1000
) AS p
GROUP BY p."day", p."source", p."outcome", p."error_code";

-- Both have their floor already: they are the statistics of the API.
CREATE VIEW "report_rows_by_day" ("day", "source", "dataset", "row_count") AS
SELECT "day", "source", "dimension", "value" FROM "statistic" WHERE "metric" = 'rows';

CREATE VIEW "report_devices_by_day" ("day", "source", "counted_by", "name", "devices") AS
SELECT "day", "source", SUBSTR("metric", 9), "dimension", "value" FROM "statistic" WHERE "metric" LIKE 'devices.%';

-- As lib/query/kept-apps.ts tells it: without the group that goes along with those of fewer than five people.
CREATE VIEW "report_apps" ("title", "version", "platform", "devices", "counted_at") AS
SELECT COALESCE(g."title", g."app_id"), g."version", g."platform", g."devices", json_extract(k."value", '$.countedAt')
FROM "app_group" AS g
JOIN "setting" AS k ON k."name" = 'app-counts'
WHERE g."persons" >= 5
  AND json_extract(k."value", '$.countedAt') IS NOT NULL
  AND g."id" <> COALESCE(json_extract(k."value", '$.along'), -1);

-- As lib/query/traffic.ts tells it: of a day that hides a name the one with the fewest people of the others is hidden, too.
CREATE VIEW "report_traffic_by_day" ("day", "counted_by", "name", "persons", "requests", "bytes", "blocked", "errors") AS
WITH summed AS (
  SELECT d."day", d."kind", d."name", SUM(d."requests") AS "requests", SUM(d."bytes") AS "bytes", MAX(d."persons") AS "persons"
  FROM (
    SELECT strftime('%Y-%m-%d', "occurred_at" / 1000, 'unixepoch') AS "day", "kind", "name", "requests", "bytes", "persons"
    FROM "http_total" WHERE "occurred_at" < CAST(strftime('%s', 'now', 'start of day') AS INTEGER) * 1000
  ) AS d
  GROUP BY d."day", d."kind", d."name"
), placed AS (
  SELECT s.*,
    SUM(CASE WHEN s."persons" >= 5 THEN 0 ELSE 1 END) OVER (PARTITION BY s."day", s."kind") AS "hidden",
    ROW_NUMBER() OVER (
      PARTITION BY s."day", s."kind", CASE WHEN s."persons" >= 5 THEN 1 ELSE 0 END ORDER BY s."persons", s."name"
    ) AS "place"
  FROM summed AS s
), told AS (
  SELECT p.*, CASE WHEN p."kind" IN ('host', 'blocked', 'failed') THEN 'host' ELSE 'category' END AS "of"
  FROM placed AS p
  WHERE p."persons" >= 5 AND (p."hidden" = 0 OR p."place" > 1)
)
SELECT o."day", o."kind", o."name", o."persons", COALESCE(o."requests", 0), COALESCE(o."bytes", 0), o."blocked",
  CASE WHEN o."kind" <> 'blocked' THEN o."errors" END
FROM (
  SELECT t.*,
    MAX(CASE WHEN t."kind" IN ('blocked', 'category-blocked') THEN t."requests" END) OVER (PARTITION BY t."day", t."of", t."name") AS "blocked",
    MAX(CASE WHEN t."kind" IN ('failed', 'category-failed') THEN t."requests" END) OVER (PARTITION BY t."day", t."of", t."name") AS "errors"
  FROM told AS t
) AS o
WHERE o."kind" IN ('host', 'category', 'blocked');

CREATE VIEW "report_holds" ("source", "dataset", "kind", "state", "row_count", "of_rows", "opened_at", "decided_at") AS
SELECT "source", "dataset", COALESCE("kind", 'removal'), "state", "absent", "total",
  strftime('%Y-%m-%dT%H:%M:%fZ', "opened_at" / 1000.0, 'unixepoch'),
  strftime('%Y-%m-%dT%H:%M:%fZ', "decided_at" / 1000.0, 'unixepoch')
FROM "deletion_hold";

CREATE VIEW "report_retention" ("dataset", "days", "removed", "rows_left", "oldest_left", "ended_at", "complete") AS
SELECT d."key", json_extract(d."value", '$.days'), json_extract(d."value", '$.removed'), json_extract(d."value", '$.left'),
  substr(json_extract(d."value", '$.oldestLeft'), 1, 10), json_extract(s."value", '$.endedAt'), json_extract(s."value", '$.complete')
FROM "setting" AS s, json_each(s."value", '$.datasets') AS d
WHERE s."name" = 'retention';

CREATE VIEW "report_collectors" ("collector", "lens_version", "host_version", "node_version", "started_at", "last_seen_at") AS
SELECT "instance", "lens_version", "host_version", "node_version",
  strftime('%Y-%m-%dT%H:%M:%fZ', "started_at" / 1000.0, 'unixepoch'),
  strftime('%Y-%m-%dT%H:%M:%fZ', "last_seen_at" / 1000.0, 'unixepoch')
FROM "collector";
