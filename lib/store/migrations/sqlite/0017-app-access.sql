-- Which apps people reach from which devices, as sign-ins, tunnels and gateways are logged.
-- What finds the device of an event and names no hardware.
CREATE INDEX ix_device_external_id ON "device" ("external_id");
CREATE INDEX ix_device_entra_device_id ON "device" ("entra_device_id");
CREATE INDEX ix_device_udid ON "device" ("udid");

-- Shows which apps people reach from which devices, and why they do not: for support and security.
CREATE TABLE "app_access" (
  "source" TEXT NOT NULL,
  "record_key" BLOB NOT NULL,
  "occurred_at" INSTANT NOT NULL,
  "owner_source" TEXT,
  "owner_key" BLOB,
  "device_hash" TEXT,
  "unmanaged" BOOLEAN,
  "subject_id" INTEGER,
  "name_hash" TEXT,
  "app_id" TEXT NOT NULL,
  "app" TEXT,
  "app_folded" TEXT,
  "kind" TEXT NOT NULL,
  "result" TEXT NOT NULL,
  "code" TEXT,
  "meaning" TEXT,
  "failed_at" INSTANT,
  "requests" INTEGER,
  "client" TEXT,
  "client_folded" TEXT,
  "host" TEXT,
  "device_type" TEXT,
  "device_type_folded" TEXT,
  CONSTRAINT pk_app_access PRIMARY KEY ("occurred_at", "source", "record_key")
) WITHOUT ROWID;
CREATE INDEX ix_app_access_owner ON "app_access" ("owner_source", "owner_key", "occurred_at");
CREATE INDEX ix_app_access_subject ON "app_access" ("subject_id", "occurred_at");

-- Ids of what sources told lately, by the hour: what is told again is not counted again.
CREATE TABLE "told_id" (
  "id" INTEGER PRIMARY KEY AUTOINCREMENT,
  "occurred_at" INSTANT NOT NULL,
  "source" TEXT NOT NULL,
  "hashes" BLOB NOT NULL
);
CREATE INDEX cx_told_id ON "told_id" ("occurred_at", "source");
