-- Lists of devices that are narrowed by one field and sorted by another: each index of a sortable field has what lists are
-- narrowed by, so that it alone is walked until a page is full.
DROP INDEX ix_device_device_name_folded;
DROP INDEX ix_device_os_version_folded;
DROP INDEX ix_device_model_folded;
DROP INDEX ix_device_enrolled_at;
DROP INDEX ix_device_last_seen_at;
CREATE INDEX ix_device_device_name_folded ON "device" ("device_name_folded", "id", "platform", "compliance", "ownership", "model_folded", "source");
CREATE INDEX ix_device_os_version_folded ON "device" ("os_version_folded", "id", "platform", "compliance", "ownership", "model_folded", "source");
CREATE INDEX ix_device_model_folded ON "device" ("model_folded", "id", "platform", "compliance", "ownership", "source");
CREATE INDEX ix_device_enrolled_at ON "device" ("enrolled_at", "id", "platform", "compliance", "ownership", "model_folded", "source");
CREATE INDEX ix_device_last_seen_at ON "device" ("last_seen_at", "id", "platform", "compliance", "ownership", "model_folded", "source");
