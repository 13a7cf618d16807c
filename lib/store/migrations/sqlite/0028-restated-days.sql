-- Rows of one file add up, those of a later one take their place: which one told it last.
ALTER TABLE "data_usage" ADD COLUMN "teller_hash" TEXT;
