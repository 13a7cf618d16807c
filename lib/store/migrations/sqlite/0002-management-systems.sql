-- The other management systems: networks and SIMs of devices, licences of systems, what administrators set up, and events
-- about devices: positions, roaming, violations, data usage.

ALTER TABLE "device" ADD COLUMN "udid" TEXT;
ALTER TABLE "device" ADD COLUMN "compliance_reasons" TEXT;
ALTER TABLE "device" ADD COLUMN "iccid" TEXT;
ALTER TABLE "device" ADD COLUMN "iccid_hash" TEXT;
ALTER TABLE "device" ADD COLUMN "imsi" TEXT;
ALTER TABLE "device" ADD COLUMN "imsi_hash" TEXT;
ALTER TABLE "device" ADD COLUMN "home_network" TEXT;
ALTER TABLE "device" ADD COLUMN "home_country" TEXT;
ALTER TABLE "device" ADD COLUMN "current_network" TEXT;
ALTER TABLE "device" ADD COLUMN "current_operator" TEXT;
ALTER TABLE "device" ADD COLUMN "current_operator_folded" TEXT;
ALTER TABLE "device" ADD COLUMN "current_country" TEXT;
ALTER TABLE "device" ADD COLUMN "roaming" BOOLEAN;
ALTER TABLE "device" ADD COLUMN "battery_percent" INTEGER;
ALTER TABLE "device_app" ADD COLUMN "install_state" TEXT;
ALTER TABLE "device_app" ADD COLUMN "install_state_folded" TEXT;
ALTER TABLE "infrastructure" ADD COLUMN "units_total" INTEGER;
ALTER TABLE "infrastructure" ADD COLUMN "units_used" INTEGER;
ALTER TABLE "infrastructure" ADD COLUMN "units_free" INTEGER;
CREATE INDEX ix_device_eas_device_id ON "device" ("eas_device_id");
CREATE INDEX ix_device_iccid_hash ON "device" ("iccid_hash");
CREATE INDEX ix_device_imsi_hash ON "device" ("imsi_hash");
CREATE INDEX ix_device_current_country ON "device" ("current_country");

-- Shows what administrators set up in the management systems, to explain what devices and people got.
CREATE TABLE "configuration" (
  "id" INTEGER PRIMARY KEY AUTOINCREMENT,
  "source" TEXT NOT NULL,
  "record_key" BLOB NOT NULL,
  "attributes" TEXT,
  "row_hash" BLOB NOT NULL,
  "first_seen_at" INSTANT NOT NULL,
  "changed_at" INSTANT NOT NULL,
  "absent_since" INSTANT,
  "kind" TEXT NOT NULL,
  "external_id" TEXT NOT NULL,
  "name" TEXT,
  "name_folded" TEXT,
  "state" TEXT,
  "state_folded" TEXT,
  "version" TEXT,
  "platform" TEXT,
  "modified_at" INSTANT
);
CREATE UNIQUE INDEX ux_configuration_record_key ON "configuration" ("source", "record_key");
CREATE INDEX ix_configuration_name_folded ON "configuration" ("name_folded");
CREATE INDEX ix_configuration_kind ON "configuration" ("kind");

-- Finds lost or stolen company devices. Off unless a source switches it on.
CREATE TABLE "location" (
  "id" INTEGER PRIMARY KEY AUTOINCREMENT,
  "source" TEXT NOT NULL,
  "record_key" BLOB NOT NULL,
  "occurred_at" INSTANT NOT NULL,
  "owner_key" BLOB NOT NULL,
  "subject_id" INTEGER,
  "device_external_id" TEXT NOT NULL,
  "fixed_at" INSTANT NOT NULL,
  "latitude" REAL NOT NULL,
  "longitude" REAL NOT NULL,
  "accuracy_metres" REAL,
  "altitude_metres" REAL,
  "speed" REAL,
  "heading" REAL,
  "method" TEXT
);
CREATE INDEX cx_location ON "location" ("occurred_at");
CREATE UNIQUE INDEX ux_location_record_key ON "location" ("source", "record_key");
CREATE INDEX ix_location_owner ON "location" ("source", "owner_key", "occurred_at");
CREATE INDEX ix_location_subject ON "location" ("subject_id", "occurred_at");

-- Explains costs of roaming. Off unless a source switches it on.
CREATE TABLE "roaming" (
  "id" INTEGER PRIMARY KEY AUTOINCREMENT,
  "source" TEXT NOT NULL,
  "record_key" BLOB NOT NULL,
  "occurred_at" INSTANT NOT NULL,
  "owner_key" BLOB NOT NULL,
  "subject_id" INTEGER,
  "device_external_id" TEXT NOT NULL,
  "began_at" INSTANT NOT NULL,
  "ended_at" INSTANT,
  "home_network" TEXT,
  "network" TEXT,
  "operator" TEXT,
  "operator_folded" TEXT,
  "country" TEXT
);
CREATE INDEX cx_roaming ON "roaming" ("occurred_at");
CREATE UNIQUE INDEX ux_roaming_record_key ON "roaming" ("source", "record_key");
CREATE INDEX ix_roaming_owner ON "roaming" ("source", "owner_key", "occurred_at");
CREATE INDEX ix_roaming_subject ON "roaming" ("subject_id", "occurred_at");

-- Shows when a device began and ceased to break the rules of its management system.
CREATE TABLE "violation" (
  "id" INTEGER PRIMARY KEY AUTOINCREMENT,
  "source" TEXT NOT NULL,
  "record_key" BLOB NOT NULL,
  "occurred_at" INSTANT NOT NULL,
  "owner_key" BLOB NOT NULL,
  "subject_id" INTEGER,
  "transition" BLOB NOT NULL,
  "compliance" TEXT NOT NULL,
  "compliance_before" TEXT,
  "compliance_state" TEXT,
  "compliance_state_folded" TEXT,
  "reasons" TEXT
);
CREATE INDEX cx_violation ON "violation" ("occurred_at");
CREATE UNIQUE INDEX ux_violation_record_key ON "violation" ("source", "record_key");
CREATE INDEX ix_violation_owner ON "violation" ("source", "owner_key", "occurred_at");
CREATE INDEX ix_violation_subject ON "violation" ("subject_id", "occurred_at");

-- Shows where mobile data plans are too small or too large.
CREATE TABLE "data_usage" (
  "id" INTEGER PRIMARY KEY AUTOINCREMENT,
  "source" TEXT NOT NULL,
  "record_key" BLOB NOT NULL,
  "occurred_at" INSTANT NOT NULL,
  "owner_key" BLOB NOT NULL,
  "subject_id" INTEGER,
  "device_external_id" TEXT NOT NULL,
  "day" TEXT NOT NULL,
  "home_bytes" INTEGER,
  "roaming_bytes" INTEGER
);
CREATE INDEX cx_data_usage ON "data_usage" ("occurred_at");
CREATE UNIQUE INDEX ux_data_usage_record_key ON "data_usage" ("source", "record_key");
CREATE INDEX ix_data_usage_owner ON "data_usage" ("source", "owner_key", "occurred_at");
CREATE INDEX ix_data_usage_subject ON "data_usage" ("subject_id", "occurred_at");
