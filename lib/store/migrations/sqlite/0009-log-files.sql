-- How far the files of a source of logs were read, by their content; what is wrong with them stands with the source.
CREATE TABLE "log_file" (
  "source" TEXT NOT NULL,
  "file" BLOB NOT NULL,
  "rungs" TEXT NOT NULL,
  "offset" INTEGER NOT NULL,
  "tail" BLOB NOT NULL,
  "fields" TEXT,
  "state" TEXT,
  "seen" TEXT,
  "newest_at" INSTANT,
  "seen_at" INSTANT NOT NULL,
  CONSTRAINT pk_log_file PRIMARY KEY ("source", "file")
) WITHOUT ROWID;
ALTER TABLE "source_state" ADD COLUMN "files" TEXT;
ALTER TABLE "poll_run" ADD COLUMN "lines" TEXT;
