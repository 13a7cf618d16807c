-- What the company's own rules found in events, once each.
CREATE TABLE [rule_hit] (
  [id] bigint IDENTITY(1,1) NOT NULL,
  [source] nvarchar(64) COLLATE Latin1_General_100_BIN2 NOT NULL,
  [record_key] varbinary(16) NOT NULL,
  [occurred_at] datetime2(3) NOT NULL,
  [owner_source] nvarchar(64) COLLATE Latin1_General_100_BIN2 NULL,
  [owner_key] varbinary(16) NULL,
  [device_hash] nvarchar(64) COLLATE Latin1_General_100_BIN2 NULL,
  [unmanaged] bit NULL,
  [subject_id] bigint NULL,
  [name_hash] nvarchar(64) COLLATE Latin1_General_100_BIN2 NULL,
  [waits_since] datetime2(3) NULL,
  [rule] nvarchar(64) COLLATE Latin1_General_100_BIN2 NOT NULL,
  [severity] nvarchar(16) COLLATE Latin1_General_100_BIN2 NOT NULL,
  [dataset] nvarchar(64) COLLATE Latin1_General_100_BIN2 NOT NULL,
  [judged_key] varbinary(16) NOT NULL,
  [period] nvarchar(8) COLLATE Latin1_General_100_BIN2 NULL,
  [matched] nvarchar(max) NULL,
  [counts] nvarchar(max) NULL,
  CONSTRAINT pk_rule_hit PRIMARY KEY NONCLUSTERED ([id])
);
CREATE UNIQUE CLUSTERED INDEX cx_rule_hit ON [rule_hit] ([occurred_at], [id]);
CREATE UNIQUE INDEX ux_rule_hit_record_key ON [rule_hit] ([source], [record_key]);
CREATE INDEX ix_rule_hit_owner ON [rule_hit] ([owner_source], [owner_key], [occurred_at]);
CREATE INDEX ix_rule_hit_subject ON [rule_hit] ([subject_id], [occurred_at]);
CREATE INDEX ix_rule_hit_waits_since ON [rule_hit] ([waits_since]) WHERE [waits_since] IS NOT NULL;
