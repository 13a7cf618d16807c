-- Who pushes lines to a source of logs, and hashes of those that came lately: one that comes again is known.
CREATE TABLE [log_sender] (
  [source] nvarchar(64) COLLATE Latin1_General_100_BIN2 NOT NULL,
  [sender] nvarchar(64) COLLATE Latin1_General_100_BIN2 NOT NULL,
  [number] bigint NOT NULL,
  [fields] nvarchar(max) NULL,
  [accepted] bigint NOT NULL,
  [known] bigint NOT NULL,
  [ignored] bigint NOT NULL,
  [rejected] bigint NOT NULL,
  [seen_at] datetime2(3) NOT NULL,
  CONSTRAINT pk_log_sender PRIMARY KEY ([source], [sender])
);

CREATE TABLE [log_window] (
  [id] bigint IDENTITY(1,1) NOT NULL,
  [occurred_at] datetime2(3) NOT NULL,
  [source] nvarchar(64) COLLATE Latin1_General_100_BIN2 NOT NULL,
  [sender] nvarchar(64) COLLATE Latin1_General_100_BIN2 NOT NULL,
  [number] bigint NOT NULL,
  [hashes] varbinary(8000) NOT NULL,
  CONSTRAINT pk_log_window PRIMARY KEY NONCLUSTERED ([id])
);
CREATE UNIQUE CLUSTERED INDEX ux_log_window ON [log_window] ([source], [sender], [number]);
CREATE INDEX ix_log_window_age ON [log_window] ([occurred_at]);
