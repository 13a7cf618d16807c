-- Which apps people reach from which devices, as sign-ins, tunnels and gateways are logged.
-- What finds the device of an event and names no hardware.
CREATE INDEX ix_device_external_id ON [device] ([external_id]);
CREATE INDEX ix_device_entra_device_id ON [device] ([entra_device_id]);
CREATE INDEX ix_device_udid ON [device] ([udid]);

-- Shows which apps people reach from which devices, and why they do not: for support and security.
CREATE TABLE [app_access] (
  [source] nvarchar(64) COLLATE Latin1_General_100_BIN2 NOT NULL,
  [record_key] varbinary(16) NOT NULL,
  [occurred_at] datetime2(3) NOT NULL,
  [owner_source] nvarchar(64) COLLATE Latin1_General_100_BIN2 NULL,
  [owner_key] varbinary(16) NULL,
  [device_hash] nvarchar(64) COLLATE Latin1_General_100_BIN2 NULL,
  [unmanaged] bit NULL,
  [subject_id] bigint NULL,
  [name_hash] nvarchar(64) COLLATE Latin1_General_100_BIN2 NULL,
  [app_id] nvarchar(256) COLLATE Latin1_General_100_BIN2 NOT NULL,
  [app] nvarchar(256) NULL,
  [app_folded] nvarchar(256) COLLATE Latin1_General_100_BIN2 NULL,
  [kind] nvarchar(16) COLLATE Latin1_General_100_BIN2 NOT NULL,
  [result] nvarchar(16) COLLATE Latin1_General_100_BIN2 NOT NULL,
  [code] nvarchar(64) COLLATE Latin1_General_100_BIN2 NULL,
  [meaning] nvarchar(256) NULL,
  [failed_at] datetime2(3) NULL,
  [requests] bigint NULL,
  [client] nvarchar(64) NULL,
  [client_folded] nvarchar(64) COLLATE Latin1_General_100_BIN2 NULL,
  [host] nvarchar(253) COLLATE Latin1_General_100_BIN2 NULL,
  [device_type] nvarchar(64) NULL,
  [device_type_folded] nvarchar(64) COLLATE Latin1_General_100_BIN2 NULL,
  CONSTRAINT pk_app_access PRIMARY KEY CLUSTERED ([occurred_at], [source], [record_key])
);
CREATE INDEX ix_app_access_owner ON [app_access] ([owner_source], [owner_key], [occurred_at]);
CREATE INDEX ix_app_access_subject ON [app_access] ([subject_id], [occurred_at]);

-- Ids of what sources told lately, by the hour: what is told again is not counted again.
CREATE TABLE [told_id] (
  [id] bigint IDENTITY(1,1) NOT NULL,
  [occurred_at] datetime2(3) NOT NULL,
  [source] nvarchar(64) COLLATE Latin1_General_100_BIN2 NOT NULL,
  [hashes] varbinary(8000) NOT NULL,
  CONSTRAINT pk_told_id PRIMARY KEY NONCLUSTERED ([id])
);
CREATE UNIQUE CLUSTERED INDEX cx_told_id ON [told_id] ([occurred_at], [source], [id]);
