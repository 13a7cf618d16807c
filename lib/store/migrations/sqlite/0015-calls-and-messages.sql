-- Calls and messages of company devices; mobile data that operators tell, with daily numbers of calls and messages.
CREATE TABLE "call" (
  "id" INTEGER PRIMARY KEY AUTOINCREMENT,
  "source" TEXT NOT NULL,
  "record_key" BLOB NOT NULL,
  "occurred_at" INSTANT NOT NULL,
  "owner_source" TEXT,
  "owner_key" BLOB,
  "subject_id" INTEGER,
  "name_hash" TEXT,
  "direction" TEXT NOT NULL,
  "duration_seconds" INTEGER,
  "number" TEXT,
  "number_hash" TEXT,
  "number_kind" TEXT,
  "number_country" TEXT
);
CREATE INDEX cx_call ON "call" ("occurred_at");
CREATE UNIQUE INDEX ux_call_record_key ON "call" ("source", "record_key");
CREATE INDEX ix_call_owner ON "call" ("owner_source", "owner_key", "occurred_at");
CREATE INDEX ix_call_subject ON "call" ("subject_id", "occurred_at");

CREATE TABLE "message" (
  "id" INTEGER PRIMARY KEY AUTOINCREMENT,
  "source" TEXT NOT NULL,
  "record_key" BLOB NOT NULL,
  "occurred_at" INSTANT NOT NULL,
  "owner_source" TEXT,
  "owner_key" BLOB,
  "subject_id" INTEGER,
  "name_hash" TEXT,
  "direction" TEXT NOT NULL,
  "kind" TEXT,
  "kind_folded" TEXT,
  "recipients" INTEGER,
  "number" TEXT,
  "number_hash" TEXT,
  "number_kind" TEXT,
  "number_country" TEXT,
  "number_countries" TEXT,
  "content" TEXT
);
CREATE INDEX cx_message ON "message" ("occurred_at");
CREATE UNIQUE INDEX ux_message_record_key ON "message" ("source", "record_key");
CREATE INDEX ix_message_owner ON "message" ("owner_source", "owner_key", "occurred_at");
CREATE INDEX ix_message_subject ON "message" ("subject_id", "occurred_at");

-- Operators have no devices: they name one by its number, which is looked for in any system.
ALTER TABLE "data_usage" ADD COLUMN "owner_source" TEXT;
UPDATE "data_usage" SET "owner_source" = "source";
DROP INDEX ix_data_usage_owner;
CREATE INDEX ix_data_usage_owner ON "data_usage" ("owner_source", "owner_key", "occurred_at");
CREATE INDEX ix_device_phone_number_hash ON "device" ("phone_number_hash");
CREATE INDEX ix_device_phone_number_2_hash ON "device" ("phone_number_2_hash");
ALTER TABLE "data_usage" ADD COLUMN "incoming_voice" INTEGER;
ALTER TABLE "data_usage" ADD COLUMN "outgoing_voice" INTEGER;
ALTER TABLE "data_usage" ADD COLUMN "incoming_messages" INTEGER;
ALTER TABLE "data_usage" ADD COLUMN "outgoing_messages" INTEGER;
