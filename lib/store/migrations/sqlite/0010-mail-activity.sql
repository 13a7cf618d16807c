-- What devices do with mail, calendar and contacts, as mail servers log it; and the names that such logs have for people.
ALTER TABLE "directory_user" ADD COLUMN "domain_account" TEXT;

-- Shows which devices read and write whose mail, calendar and contacts, and with what result.
CREATE TABLE "pim_activity" (
  "source" TEXT NOT NULL,
  "record_key" BLOB NOT NULL,
  "occurred_at" INSTANT NOT NULL,
  "owner_source" TEXT,
  "owner_key" BLOB,
  "device_hash" TEXT,
  "unmanaged" BOOLEAN,
  "subject_id" INTEGER,
  "name_hash" TEXT,
  "activity" TEXT NOT NULL,
  "class" TEXT NOT NULL,
  "device_type" TEXT,
  "device_type_folded" TEXT,
  "first_at" INSTANT,
  "last_at" INSTANT,
  "requests" INTEGER,
  "items_in" INTEGER,
  "items_out" INTEGER,
  "errors" INTEGER,
  "last_status" TEXT,
  CONSTRAINT pk_pim_activity PRIMARY KEY ("occurred_at", "source", "record_key")
) WITHOUT ROWID;
CREATE INDEX ix_pim_activity_owner ON "pim_activity" ("owner_source", "owner_key", "occurred_at");
CREATE INDEX ix_pim_activity_subject ON "pim_activity" ("subject_id", "occurred_at");

-- Shows single requests of devices to a mail server, to find the cause of a fault. Off unless switched on.
CREATE TABLE "pim_request" (
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
  "activity" TEXT NOT NULL,
  "classes" TEXT,
  "device_type" TEXT,
  "device_type_folded" TEXT,
  "items_in" INTEGER,
  "items_out" INTEGER,
  "failed" BOOLEAN,
  "status" TEXT,
  "duration_ms" INTEGER
);
CREATE INDEX cx_pim_request ON "pim_request" ("occurred_at");
CREATE UNIQUE INDEX ux_pim_request_record_key ON "pim_request" ("source", "record_key");
CREATE INDEX ix_pim_request_owner ON "pim_request" ("owner_source", "owner_key", "occurred_at");
CREATE INDEX ix_pim_request_subject ON "pim_request" ("subject_id", "occurred_at");
