-- What several sources write together (who is one person, which rows are one device) is written by one transaction at a
-- time: it updates the row of that kind first. Here all writers wait for each other anyway; the rows are there so that
-- the schema is one.

CREATE TABLE "write_lock" (
  "kind" TEXT NOT NULL,
  "taken" INTEGER NOT NULL,
  CONSTRAINT pk_write_lock PRIMARY KEY ("kind")
) WITHOUT ROWID;
INSERT INTO "write_lock" ("kind", "taken") VALUES ('people', 0), ('hardware', 0);

-- Two persons who proved to be one: what still names the former leads to the other.
ALTER TABLE "subject" ADD COLUMN "merged_into" INTEGER;
CREATE INDEX ix_subject_merged_into ON "subject" ("merged_into");
