-- Products write the same ActiveSync id in capitals or not: it is looked for and linked by its folded twin. Rows that differ
-- by that alone are linked by the next daily duty.
ALTER TABLE "device" ADD COLUMN "eas_device_id_folded" TEXT;
UPDATE "device" SET "eas_device_id_folded" = lower(trim("eas_device_id")) WHERE "eas_device_id" IS NOT NULL;
DROP INDEX ix_device_eas_device_id;
CREATE INDEX ix_device_eas_device_id_folded ON "device" ("eas_device_id_folded");
