-- Kept counts of apps, and what has to be counted anew.
CREATE TABLE "app_group" (
  "id" INTEGER PRIMARY KEY AUTOINCREMENT,
  "title_key" TEXT NOT NULL,
  "version_text" TEXT NOT NULL,
  "platform" TEXT NOT NULL,
  "title" TEXT,
  "version" TEXT,
  "app_id" TEXT NOT NULL,
  "installations" INTEGER NOT NULL,
  "devices" INTEGER NOT NULL,
  "persons" INTEGER NOT NULL
);
CREATE UNIQUE INDEX ux_app_group_app ON "app_group" ("title_key", "version_text", "platform");
CREATE INDEX ix_app_group_devices ON "app_group" ("devices", "id");
CREATE TABLE "app_mark" (
  "id" INTEGER PRIMARY KEY AUTOINCREMENT,
  "title_key" TEXT,
  "device_id" INTEGER
);
