-- Older code goes on: it leaves the tables alone.
-- What operators were told of by webhook or mail, and what is still to be delivered.
CREATE TABLE "notification" (
  "id" INTEGER PRIMARY KEY AUTOINCREMENT,
  "kind" TEXT NOT NULL,
  "source" TEXT NOT NULL,
  "about" TEXT NOT NULL,
  "opened_at" INSTANT NOT NULL,
  "seen_at" INSTANT NOT NULL,
  "told_at" INSTANT
);
CREATE UNIQUE INDEX ux_notification_kind ON "notification" ("kind", "source", "about");
CREATE TABLE "notification_delivery" (
  "id" INTEGER PRIMARY KEY AUTOINCREMENT,
  "occurred_at" INSTANT NOT NULL,
  "channel" TEXT NOT NULL,
  "kind" TEXT NOT NULL,
  "message" TEXT NOT NULL,
  "attempts" INTEGER NOT NULL,
  "next_attempt_at" INSTANT,
  "outcome" TEXT,
  "error_code" TEXT
);
CREATE INDEX ix_notification_delivery_occurred_at ON "notification_delivery" ("occurred_at");
CREATE INDEX ix_notification_delivery_next_attempt_at ON "notification_delivery" ("next_attempt_at") WHERE "next_attempt_at" IS NOT NULL;
INSERT INTO "write_lock" ("kind", "taken") VALUES ('notifications', 0);
