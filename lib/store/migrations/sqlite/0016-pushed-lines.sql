-- Who pushes lines to a source of logs, and hashes of those that came lately: one that comes again is known.
CREATE TABLE "log_sender" (
  "source" TEXT NOT NULL,
  "sender" TEXT NOT NULL,
  "number" INTEGER NOT NULL,
  "fields" TEXT,
  "accepted" INTEGER NOT NULL,
  "known" INTEGER NOT NULL,
  "ignored" INTEGER NOT NULL,
  "rejected" INTEGER NOT NULL,
  "seen_at" INSTANT NOT NULL,
  CONSTRAINT pk_log_sender PRIMARY KEY ("source", "sender")
) WITHOUT ROWID;

CREATE TABLE "log_window" (
  "id" INTEGER PRIMARY KEY AUTOINCREMENT,
  "occurred_at" INSTANT NOT NULL,
  "source" TEXT NOT NULL,
  "sender" TEXT NOT NULL,
  "number" INTEGER NOT NULL,
  "hashes" BLOB NOT NULL
);
CREATE UNIQUE INDEX ux_log_window ON "log_window" ("source", "sender", "number");
CREATE INDEX ix_log_window_age ON "log_window" ("occurred_at");
