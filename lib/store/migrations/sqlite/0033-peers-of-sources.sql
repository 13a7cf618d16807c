-- Older code goes on: it leaves the column alone.
-- By which TLS each server of a source was reached, and when its certificate ends.
ALTER TABLE "source_state" ADD COLUMN "peers" TEXT;
