-- Calls and messages of company devices; mobile data that operators tell, with daily numbers of calls and messages.
CREATE TABLE [call] (
  [id] bigint IDENTITY(1,1) NOT NULL,
  [source] nvarchar(64) COLLATE Latin1_General_100_BIN2 NOT NULL,
  [record_key] varbinary(16) NOT NULL,
  [occurred_at] datetime2(3) NOT NULL,
  [owner_source] nvarchar(64) COLLATE Latin1_General_100_BIN2 NULL,
  [owner_key] varbinary(16) NULL,
  [subject_id] bigint NULL,
  [name_hash] nvarchar(64) COLLATE Latin1_General_100_BIN2 NULL,
  [direction] nvarchar(16) COLLATE Latin1_General_100_BIN2 NOT NULL,
  [duration_seconds] int NULL,
  [number] nvarchar(64) NULL,
  [number_hash] nvarchar(64) COLLATE Latin1_General_100_BIN2 NULL,
  [number_kind] nvarchar(16) COLLATE Latin1_General_100_BIN2 NULL,
  [number_country] nvarchar(2) COLLATE Latin1_General_100_BIN2 NULL,
  CONSTRAINT pk_call PRIMARY KEY NONCLUSTERED ([id])
);
CREATE UNIQUE CLUSTERED INDEX cx_call ON [call] ([occurred_at], [id]);
CREATE UNIQUE INDEX ux_call_record_key ON [call] ([source], [record_key]);
CREATE INDEX ix_call_owner ON [call] ([owner_source], [owner_key], [occurred_at]);
CREATE INDEX ix_call_subject ON [call] ([subject_id], [occurred_at]);

CREATE TABLE [message] (
  [id] bigint IDENTITY(1,1) NOT NULL,
  [source] nvarchar(64) COLLATE Latin1_General_100_BIN2 NOT NULL,
  [record_key] varbinary(16) NOT NULL,
  [occurred_at] datetime2(3) NOT NULL,
  [owner_source] nvarchar(64) COLLATE Latin1_General_100_BIN2 NULL,
  [owner_key] varbinary(16) NULL,
  [subject_id] bigint NULL,
  [name_hash] nvarchar(64) COLLATE Latin1_General_100_BIN2 NULL,
  [direction] nvarchar(16) COLLATE Latin1_General_100_BIN2 NOT NULL,
  [kind] nvarchar(32) NULL,
  [kind_folded] nvarchar(32) COLLATE Latin1_General_100_BIN2 NULL,
  [recipients] int NULL,
  [number] nvarchar(64) NULL,
  [number_hash] nvarchar(64) COLLATE Latin1_General_100_BIN2 NULL,
  [number_kind] nvarchar(16) COLLATE Latin1_General_100_BIN2 NULL,
  [number_country] nvarchar(2) COLLATE Latin1_General_100_BIN2 NULL,
  [number_countries] nvarchar(max) NULL,
  [content] nvarchar(4000) NULL,
  CONSTRAINT pk_message PRIMARY KEY NONCLUSTERED ([id])
);
CREATE UNIQUE CLUSTERED INDEX cx_message ON [message] ([occurred_at], [id]);
CREATE UNIQUE INDEX ux_message_record_key ON [message] ([source], [record_key]);
CREATE INDEX ix_message_owner ON [message] ([owner_source], [owner_key], [occurred_at]);
CREATE INDEX ix_message_subject ON [message] ([subject_id], [occurred_at]);

-- Operators have no devices: they name one by its number, which is looked for in any system.
ALTER TABLE [data_usage] ADD [owner_source] nvarchar(64) COLLATE Latin1_General_100_BIN2 NULL;
UPDATE [data_usage] SET [owner_source] = [source];
DROP INDEX ix_data_usage_owner ON [data_usage];
CREATE INDEX ix_data_usage_owner ON [data_usage] ([owner_source], [owner_key], [occurred_at]);
CREATE INDEX ix_device_phone_number_hash ON [device] ([phone_number_hash]);
CREATE INDEX ix_device_phone_number_2_hash ON [device] ([phone_number_2_hash]);
ALTER TABLE [data_usage] ADD [incoming_voice] bigint NULL;
ALTER TABLE [data_usage] ADD [outgoing_voice] bigint NULL;
ALTER TABLE [data_usage] ADD [incoming_messages] bigint NULL;
ALTER TABLE [data_usage] ADD [outgoing_messages] bigint NULL;
