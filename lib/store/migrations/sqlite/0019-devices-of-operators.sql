-- Devices that no system knows when an operator or a telephone system names them: a later one may.
ALTER TABLE "call" ADD COLUMN "device_hash" TEXT;
ALTER TABLE "call" ADD COLUMN "unmanaged" BOOLEAN;
ALTER TABLE "message" ADD COLUMN "device_hash" TEXT;
ALTER TABLE "message" ADD COLUMN "unmanaged" BOOLEAN;
ALTER TABLE "data_usage" ADD COLUMN "device_hash" TEXT;
ALTER TABLE "data_usage" ADD COLUMN "unmanaged" BOOLEAN;
-- SQLite lets a column be null no later than another takes its place.
ALTER TABLE "data_usage" ADD COLUMN "owner" BLOB;
UPDATE "data_usage" SET "owner" = "owner_key", "unmanaged" = 0;
DROP INDEX ix_data_usage_owner;
ALTER TABLE "data_usage" DROP COLUMN "owner_key";
ALTER TABLE "data_usage" RENAME COLUMN "owner" TO "owner_key";
CREATE INDEX ix_data_usage_owner ON "data_usage" ("owner_source", "owner_key", "occurred_at");
ALTER TABLE "data_usage" ADD COLUMN "waits_since" INSTANT;
CREATE INDEX ix_data_usage_waits_since ON "data_usage" ("waits_since") WHERE "waits_since" IS NOT NULL;
