-- What devices do with mail, calendar and contacts, as mail servers log it; and the names that such logs have for people.
ALTER TABLE [directory_user] ADD [domain_account] nvarchar(320) NULL;

-- Shows which devices read and write whose mail, calendar and contacts, and with what result.
CREATE TABLE [pim_activity] (
  [source] nvarchar(64) COLLATE Latin1_General_100_BIN2 NOT NULL,
  [record_key] varbinary(16) NOT NULL,
  [occurred_at] datetime2(3) NOT NULL,
  [owner_source] nvarchar(64) COLLATE Latin1_General_100_BIN2 NULL,
  [owner_key] varbinary(16) NULL,
  [device_hash] nvarchar(64) COLLATE Latin1_General_100_BIN2 NULL,
  [unmanaged] bit NULL,
  [subject_id] bigint NULL,
  [name_hash] nvarchar(64) COLLATE Latin1_General_100_BIN2 NULL,
  [activity] nvarchar(24) COLLATE Latin1_General_100_BIN2 NOT NULL,
  [class] nvarchar(16) COLLATE Latin1_General_100_BIN2 NOT NULL,
  [device_type] nvarchar(64) NULL,
  [device_type_folded] nvarchar(64) COLLATE Latin1_General_100_BIN2 NULL,
  [first_at] datetime2(3) NULL,
  [last_at] datetime2(3) NULL,
  [requests] bigint NULL,
  [items_in] bigint NULL,
  [items_out] bigint NULL,
  [errors] bigint NULL,
  [last_status] nvarchar(80) COLLATE Latin1_General_100_BIN2 NULL,
  CONSTRAINT pk_pim_activity PRIMARY KEY CLUSTERED ([occurred_at], [source], [record_key])
);
CREATE INDEX ix_pim_activity_owner ON [pim_activity] ([owner_source], [owner_key], [occurred_at]);
CREATE INDEX ix_pim_activity_subject ON [pim_activity] ([subject_id], [occurred_at]);

-- Shows single requests of devices to a mail server, to find the cause of a fault. Off unless switched on.
CREATE TABLE [pim_request] (
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
  [activity] nvarchar(24) COLLATE Latin1_General_100_BIN2 NOT NULL,
  [classes] nvarchar(64) NULL,
  [device_type] nvarchar(64) NULL,
  [device_type_folded] nvarchar(64) COLLATE Latin1_General_100_BIN2 NULL,
  [items_in] bigint NULL,
  [items_out] bigint NULL,
  [failed] bit NULL,
  [status] nvarchar(80) COLLATE Latin1_General_100_BIN2 NULL,
  [duration_ms] int NULL,
  CONSTRAINT pk_pim_request PRIMARY KEY NONCLUSTERED ([id])
);
CREATE UNIQUE CLUSTERED INDEX cx_pim_request ON [pim_request] ([occurred_at], [id]);
CREATE UNIQUE INDEX ux_pim_request_record_key ON [pim_request] ([source], [record_key]);
CREATE INDEX ix_pim_request_owner ON [pim_request] ([owner_source], [owner_key], [occurred_at]);
CREATE INDEX ix_pim_request_subject ON [pim_request] ([subject_id], [occurred_at]);
