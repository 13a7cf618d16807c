-- A batch knows its own rows by it, after a COMMIT whose answer was lost.
ALTER TABLE "log_window" ADD COLUMN "batch" TEXT;
