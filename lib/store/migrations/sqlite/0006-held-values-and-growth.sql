-- Values that most rows of a dataset lost at once, and rows beyond what a day may bring, are held as removals are.
ALTER TABLE "deletion_hold" ADD COLUMN "kind" TEXT;
ALTER TABLE "deletion_hold" ADD COLUMN "parameters" TEXT;
ALTER TABLE "source_state" ADD COLUMN "arrivals" TEXT;

-- Which values a source tells no more of a row: they stay until the end of the poll, or until it is decided.
CREATE TABLE "kept_value" (
  "source" TEXT NOT NULL,
  "dataset" TEXT NOT NULL,
  "row_id" INTEGER NOT NULL,
  "parameters" TEXT NOT NULL,
  CONSTRAINT pk_kept_value PRIMARY KEY ("source", "dataset", "row_id")
) WITHOUT ROWID;
