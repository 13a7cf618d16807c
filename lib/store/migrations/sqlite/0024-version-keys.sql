-- Sortable keys of versions, and two indexes that find who has an app below, or above, a version. Keys of rows that are
-- here already are made by a duty in batches: how far it is stands in "setting".
ALTER TABLE "device" ADD COLUMN "os_version_key" BLOB;
ALTER TABLE "device" ADD COLUMN "security_patch_level_key" BLOB;
ALTER TABLE "device_app" ADD COLUMN "version_key" BLOB;
DROP INDEX ix_device_app_title_folded;
CREATE INDEX ix_device_app_title_folded ON "device_app" ("title_folded", "version_key", "source", "parent_key");
CREATE INDEX ix_device_app_app_id ON "device_app" ("app_id", "version_key", "source", "parent_key");
INSERT INTO "setting" ("name", "value", "changed_at")
  SELECT 'version-keys', '{}', CAST(round(unixepoch('subsec') * 1000) AS INTEGER)
  WHERE EXISTS (SELECT 1 FROM "device");
