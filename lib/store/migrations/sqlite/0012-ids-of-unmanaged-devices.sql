-- The clear id of a device that no system knows, where a source names what for.
ALTER TABLE "pim_activity" ADD COLUMN "unmanaged_id" TEXT;
ALTER TABLE "pim_request" ADD COLUMN "unmanaged_id" TEXT;
