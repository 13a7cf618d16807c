-- Older code goes on: it leaves the column and the table alone.
-- What became of an answer to the licence check, and how many collectors ran at once on a day.
ALTER TABLE "license_exchange" ADD COLUMN "answer_code" TEXT;
CREATE TABLE "collector_peak" (
  "id" INTEGER PRIMARY KEY AUTOINCREMENT,
  "occurred_at" INSTANT NOT NULL,
  "node_version" TEXT NOT NULL,
  "peak" INTEGER NOT NULL
);
CREATE UNIQUE INDEX ux_collector_peak_day ON "collector_peak" ("occurred_at", "node_version");
