-- Which hosts and categories were used and blocked on a day, by how many people; it names nobody.
CREATE TABLE "http_total" (
  "source" TEXT NOT NULL,
  "record_key" BLOB NOT NULL,
  "occurred_at" INSTANT NOT NULL,
  "kind" TEXT NOT NULL,
  "name" TEXT NOT NULL,
  "requests" INTEGER,
  "blocked" INTEGER,
  "errors" INTEGER,
  "bytes" INTEGER,
  "persons" INTEGER,
  "person_hashes" BLOB,
  CONSTRAINT pk_http_total PRIMARY KEY ("occurred_at", "source", "record_key")
) WITHOUT ROWID;

-- Which categories of hosts a person used on a day.
CREATE TABLE "http_category" (
  "source" TEXT NOT NULL,
  "record_key" BLOB NOT NULL,
  "occurred_at" INSTANT NOT NULL,
  "subject_id" INTEGER,
  "name_hash" TEXT,
  "category" TEXT NOT NULL,
  "requests" INTEGER,
  "blocked" INTEGER,
  "errors" INTEGER,
  "bytes" INTEGER,
  CONSTRAINT pk_http_category PRIMARY KEY ("occurred_at", "source", "record_key")
) WITHOUT ROWID;
CREATE INDEX ix_http_category_subject ON "http_category" ("subject_id", "occurred_at");

-- Which hosts a person used in which hour, where a source switches it on.
CREATE TABLE "http_traffic" (
  "source" TEXT NOT NULL,
  "record_key" BLOB NOT NULL,
  "occurred_at" INSTANT NOT NULL,
  "subject_id" INTEGER,
  "name_hash" TEXT,
  "host" TEXT NOT NULL,
  "requests" INTEGER,
  "blocked" INTEGER,
  "errors" INTEGER,
  "bytes" INTEGER,
  CONSTRAINT pk_http_traffic PRIMARY KEY ("occurred_at", "source", "record_key")
) WITHOUT ROWID;
CREATE INDEX ix_http_traffic_subject ON "http_traffic" ("subject_id", "occurred_at");

-- Single requests, where a source switches them on.
CREATE TABLE "http_request" (
  "id" INTEGER PRIMARY KEY AUTOINCREMENT,
  "source" TEXT NOT NULL,
  "record_key" BLOB NOT NULL,
  "occurred_at" INSTANT NOT NULL,
  "subject_id" INTEGER,
  "name_hash" TEXT,
  "host" TEXT NOT NULL,
  "method" TEXT,
  "status" INTEGER,
  "action" TEXT,
  "is_blocked" BOOLEAN,
  "bytes" INTEGER,
  "duration_ms" INTEGER
);
CREATE INDEX cx_http_request ON "http_request" ("occurred_at");
CREATE UNIQUE INDEX ux_http_request_record_key ON "http_request" ("source", "record_key");
CREATE INDEX ix_http_request_subject ON "http_request" ("subject_id", "occurred_at");

-- What hashes of one day are made with: once it is gone nobody can tell whose they are.
CREATE TABLE "day_salt" (
  "id" INTEGER PRIMARY KEY AUTOINCREMENT,
  "occurred_at" INSTANT NOT NULL,
  "source" TEXT NOT NULL,
  "day" INSTANT NOT NULL,
  "salt" BLOB NOT NULL
);
CREATE UNIQUE INDEX ux_day_salt ON "day_salt" ("source", "day");
CREATE INDEX ix_day_salt_age ON "day_salt" ("occurred_at");

-- How many hosts a person has on a day, at least: no browser can fill the database.
CREATE TABLE "person_day" (
  "id" INTEGER PRIMARY KEY AUTOINCREMENT,
  "occurred_at" INSTANT NOT NULL,
  "source" TEXT NOT NULL,
  "day" INSTANT NOT NULL,
  "person" TEXT NOT NULL,
  "hosts" INTEGER NOT NULL
);
CREATE UNIQUE INDEX ux_person_day ON "person_day" ("source", "day", "person");
CREATE INDEX ix_person_day_age ON "person_day" ("occurred_at");
