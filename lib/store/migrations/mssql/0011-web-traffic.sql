-- Which hosts and categories were used and blocked on a day, by how many people; it names nobody.
CREATE TABLE [http_total] (
  [source] nvarchar(64) COLLATE Latin1_General_100_BIN2 NOT NULL,
  [record_key] varbinary(16) NOT NULL,
  [occurred_at] datetime2(3) NOT NULL,
  [kind] nvarchar(16) COLLATE Latin1_General_100_BIN2 NOT NULL,
  [name] nvarchar(253) COLLATE Latin1_General_100_BIN2 NOT NULL,
  [requests] bigint NULL,
  [blocked] bigint NULL,
  [errors] bigint NULL,
  [bytes] bigint NULL,
  [persons] int NULL,
  [person_hashes] varbinary(8000) NULL,
  CONSTRAINT pk_http_total PRIMARY KEY CLUSTERED ([occurred_at], [source], [record_key])
);

-- Which categories of hosts a person used on a day.
CREATE TABLE [http_category] (
  [source] nvarchar(64) COLLATE Latin1_General_100_BIN2 NOT NULL,
  [record_key] varbinary(16) NOT NULL,
  [occurred_at] datetime2(3) NOT NULL,
  [subject_id] bigint NULL,
  [name_hash] nvarchar(64) COLLATE Latin1_General_100_BIN2 NULL,
  [category] nvarchar(128) COLLATE Latin1_General_100_BIN2 NOT NULL,
  [requests] bigint NULL,
  [blocked] bigint NULL,
  [errors] bigint NULL,
  [bytes] bigint NULL,
  CONSTRAINT pk_http_category PRIMARY KEY CLUSTERED ([occurred_at], [source], [record_key])
);
CREATE INDEX ix_http_category_subject ON [http_category] ([subject_id], [occurred_at]);

-- Which hosts a person used in which hour, where a source switches it on.
CREATE TABLE [http_traffic] (
  [source] nvarchar(64) COLLATE Latin1_General_100_BIN2 NOT NULL,
  [record_key] varbinary(16) NOT NULL,
  [occurred_at] datetime2(3) NOT NULL,
  [subject_id] bigint NULL,
  [name_hash] nvarchar(64) COLLATE Latin1_General_100_BIN2 NULL,
  [host] nvarchar(253) COLLATE Latin1_General_100_BIN2 NOT NULL,
  [requests] bigint NULL,
  [blocked] bigint NULL,
  [errors] bigint NULL,
  [bytes] bigint NULL,
  CONSTRAINT pk_http_traffic PRIMARY KEY CLUSTERED ([occurred_at], [source], [record_key])
);
CREATE INDEX ix_http_traffic_subject ON [http_traffic] ([subject_id], [occurred_at]);

-- Single requests, where a source switches them on.
CREATE TABLE [http_request] (
  [id] bigint IDENTITY(1,1) NOT NULL,
  [source] nvarchar(64) COLLATE Latin1_General_100_BIN2 NOT NULL,
  [record_key] varbinary(16) NOT NULL,
  [occurred_at] datetime2(3) NOT NULL,
  [subject_id] bigint NULL,
  [name_hash] nvarchar(64) COLLATE Latin1_General_100_BIN2 NULL,
  [host] nvarchar(253) COLLATE Latin1_General_100_BIN2 NOT NULL,
  [method] nvarchar(32) COLLATE Latin1_General_100_BIN2 NULL,
  [status] int NULL,
  [action] nvarchar(64) COLLATE Latin1_General_100_BIN2 NULL,
  [is_blocked] bit NULL,
  [bytes] bigint NULL,
  [duration_ms] bigint NULL,
  CONSTRAINT pk_http_request PRIMARY KEY NONCLUSTERED ([id])
);
CREATE UNIQUE CLUSTERED INDEX cx_http_request ON [http_request] ([occurred_at], [id]);
CREATE UNIQUE INDEX ux_http_request_record_key ON [http_request] ([source], [record_key]);
CREATE INDEX ix_http_request_subject ON [http_request] ([subject_id], [occurred_at]);

-- What hashes of one day are made with: once it is gone nobody can tell whose they are.
CREATE TABLE [day_salt] (
  [id] bigint IDENTITY(1,1) NOT NULL,
  [occurred_at] datetime2(3) NOT NULL,
  [source] nvarchar(64) COLLATE Latin1_General_100_BIN2 NOT NULL,
  [day] datetime2(3) NOT NULL,
  [salt] varbinary(32) NOT NULL,
  CONSTRAINT pk_day_salt PRIMARY KEY NONCLUSTERED ([id])
);
CREATE UNIQUE CLUSTERED INDEX ux_day_salt ON [day_salt] ([source], [day]);
CREATE INDEX ix_day_salt_age ON [day_salt] ([occurred_at]);

-- How many hosts a person has on a day, at least: no browser can fill the database.
CREATE TABLE [person_day] (
  [id] bigint IDENTITY(1,1) NOT NULL,
  [occurred_at] datetime2(3) NOT NULL,
  [source] nvarchar(64) COLLATE Latin1_General_100_BIN2 NOT NULL,
  [day] datetime2(3) NOT NULL,
  [person] nvarchar(64) COLLATE Latin1_General_100_BIN2 NOT NULL,
  [hosts] int NOT NULL,
  CONSTRAINT pk_person_day PRIMARY KEY NONCLUSTERED ([id])
);
CREATE UNIQUE CLUSTERED INDEX ux_person_day ON [person_day] ([source], [day], [person]);
CREATE INDEX ix_person_day_age ON [person_day] ([occurred_at]);
