-- What keeps a source from being polled well, whichever collector polls it, and whatever restarts: refused sign-ins, polls
-- that fail at the same place, and removals of the last day.
ALTER TABLE "source_state" ADD COLUMN "sign_in" TEXT;
ALTER TABLE "source_state" ADD COLUMN "stuck" TEXT;
ALTER TABLE "source_state" ADD COLUMN "removals" TEXT;

-- What operators asked for and decided.
CREATE TABLE "operator_journal" (
  "id" INTEGER PRIMARY KEY AUTOINCREMENT,
  "occurred_at" INSTANT NOT NULL,
  "principal" TEXT NOT NULL,
  "operation" TEXT NOT NULL,
  "source" TEXT,
  "details" TEXT NOT NULL
);
CREATE INDEX ix_operator_journal_occurred_at ON "operator_journal" ("occurred_at");
