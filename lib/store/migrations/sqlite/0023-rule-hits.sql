-- What the company's own rules found in events, once each.
CREATE TABLE "rule_hit" (
  "id" INTEGER PRIMARY KEY AUTOINCREMENT,
  "source" TEXT NOT NULL,
  "record_key" BLOB NOT NULL,
  "occurred_at" INSTANT NOT NULL,
  "owner_source" TEXT,
  "owner_key" BLOB,
  "device_hash" TEXT,
  "unmanaged" BOOLEAN,
  "subject_id" INTEGER,
  "name_hash" TEXT,
  "waits_since" INSTANT,
  "rule" TEXT NOT NULL,
  "severity" TEXT NOT NULL,
  "dataset" TEXT NOT NULL,
  "judged_key" BLOB NOT NULL,
  "period" TEXT,
  "matched" TEXT,
  "counts" TEXT
);
CREATE INDEX cx_rule_hit ON "rule_hit" ("occurred_at");
CREATE UNIQUE INDEX ux_rule_hit_record_key ON "rule_hit" ("source", "record_key");
CREATE INDEX ix_rule_hit_owner ON "rule_hit" ("owner_source", "owner_key", "occurred_at");
CREATE INDEX ix_rule_hit_subject ON "rule_hit" ("subject_id", "occurred_at");
CREATE INDEX ix_rule_hit_waits_since ON "rule_hit" ("waits_since") WHERE "waits_since" IS NOT NULL;
