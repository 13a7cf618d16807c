-- The other management systems: networks and SIMs of devices, licences of systems, what administrators set up, and events
-- about devices: positions, roaming, violations, data usage.

ALTER TABLE [device] ADD [udid] nvarchar(64) COLLATE Latin1_General_100_BIN2 NULL;
ALTER TABLE [device] ADD [compliance_reasons] nvarchar(max) NULL;
ALTER TABLE [device] ADD [iccid] nvarchar(32) NULL;
ALTER TABLE [device] ADD [iccid_hash] nvarchar(64) COLLATE Latin1_General_100_BIN2 NULL;
ALTER TABLE [device] ADD [imsi] nvarchar(32) NULL;
ALTER TABLE [device] ADD [imsi_hash] nvarchar(64) COLLATE Latin1_General_100_BIN2 NULL;
ALTER TABLE [device] ADD [home_network] nvarchar(8) COLLATE Latin1_General_100_BIN2 NULL;
ALTER TABLE [device] ADD [home_country] nvarchar(2) COLLATE Latin1_General_100_BIN2 NULL;
ALTER TABLE [device] ADD [current_network] nvarchar(8) COLLATE Latin1_General_100_BIN2 NULL;
ALTER TABLE [device] ADD [current_operator] nvarchar(128) NULL;
ALTER TABLE [device] ADD [current_operator_folded] nvarchar(128) COLLATE Latin1_General_100_BIN2 NULL;
ALTER TABLE [device] ADD [current_country] nvarchar(2) COLLATE Latin1_General_100_BIN2 NULL;
ALTER TABLE [device] ADD [roaming] bit NULL;
ALTER TABLE [device] ADD [battery_percent] int NULL;
ALTER TABLE [device_app] ADD [install_state] nvarchar(64) NULL;
ALTER TABLE [device_app] ADD [install_state_folded] nvarchar(64) COLLATE Latin1_General_100_BIN2 NULL;
ALTER TABLE [infrastructure] ADD [units_total] bigint NULL;
ALTER TABLE [infrastructure] ADD [units_used] bigint NULL;
ALTER TABLE [infrastructure] ADD [units_free] bigint NULL;
CREATE INDEX ix_device_eas_device_id ON [device] ([eas_device_id]);
CREATE INDEX ix_device_iccid_hash ON [device] ([iccid_hash]);
CREATE INDEX ix_device_imsi_hash ON [device] ([imsi_hash]);
CREATE INDEX ix_device_current_country ON [device] ([current_country]);

-- Shows what administrators set up in the management systems, to explain what devices and people got.
CREATE TABLE [configuration] (
  [id] bigint IDENTITY(1,1) NOT NULL,
  [source] nvarchar(64) COLLATE Latin1_General_100_BIN2 NOT NULL,
  [record_key] varbinary(16) NOT NULL,
  [attributes] nvarchar(max) NULL,
  [row_hash] varbinary(16) NOT NULL,
  [first_seen_at] datetime2(3) NOT NULL,
  [changed_at] datetime2(3) NOT NULL,
  [absent_since] datetime2(3) NULL,
  [kind] nvarchar(64) COLLATE Latin1_General_100_BIN2 NOT NULL,
  [external_id] nvarchar(256) COLLATE Latin1_General_100_BIN2 NOT NULL,
  [name] nvarchar(256) NULL,
  [name_folded] nvarchar(256) COLLATE Latin1_General_100_BIN2 NULL,
  [state] nvarchar(64) NULL,
  [state_folded] nvarchar(64) COLLATE Latin1_General_100_BIN2 NULL,
  [version] nvarchar(64) NULL,
  [platform] nvarchar(16) COLLATE Latin1_General_100_BIN2 NULL,
  [modified_at] datetime2(3) NULL,
  CONSTRAINT pk_configuration PRIMARY KEY CLUSTERED ([id])
);
CREATE UNIQUE INDEX ux_configuration_record_key ON [configuration] ([source], [record_key]) INCLUDE ([row_hash], [absent_since]);
CREATE INDEX ix_configuration_name_folded ON [configuration] ([name_folded]);
CREATE INDEX ix_configuration_kind ON [configuration] ([kind]);

-- Finds lost or stolen company devices. Off unless a source switches it on.
CREATE TABLE [location] (
  [id] bigint IDENTITY(1,1) NOT NULL,
  [source] nvarchar(64) COLLATE Latin1_General_100_BIN2 NOT NULL,
  [record_key] varbinary(16) NOT NULL,
  [occurred_at] datetime2(3) NOT NULL,
  [owner_key] varbinary(16) NOT NULL,
  [subject_id] bigint NULL,
  [device_external_id] nvarchar(128) COLLATE Latin1_General_100_BIN2 NOT NULL,
  [fixed_at] datetime2(3) NOT NULL,
  [latitude] decimal(9,6) NOT NULL,
  [longitude] decimal(9,6) NOT NULL,
  [accuracy_metres] decimal(10,1) NULL,
  [altitude_metres] decimal(10,1) NULL,
  [speed] decimal(10,1) NULL,
  [heading] decimal(5,1) NULL,
  [method] nvarchar(32) COLLATE Latin1_General_100_BIN2 NULL,
  CONSTRAINT pk_location PRIMARY KEY NONCLUSTERED ([id])
);
CREATE UNIQUE CLUSTERED INDEX cx_location ON [location] ([occurred_at], [id]);
CREATE UNIQUE INDEX ux_location_record_key ON [location] ([source], [record_key]);
CREATE INDEX ix_location_owner ON [location] ([source], [owner_key], [occurred_at]);
CREATE INDEX ix_location_subject ON [location] ([subject_id], [occurred_at]);

-- Explains costs of roaming. Off unless a source switches it on.
CREATE TABLE [roaming] (
  [id] bigint IDENTITY(1,1) NOT NULL,
  [source] nvarchar(64) COLLATE Latin1_General_100_BIN2 NOT NULL,
  [record_key] varbinary(16) NOT NULL,
  [occurred_at] datetime2(3) NOT NULL,
  [owner_key] varbinary(16) NOT NULL,
  [subject_id] bigint NULL,
  [device_external_id] nvarchar(128) COLLATE Latin1_General_100_BIN2 NOT NULL,
  [began_at] datetime2(3) NOT NULL,
  [ended_at] datetime2(3) NULL,
  [home_network] nvarchar(8) COLLATE Latin1_General_100_BIN2 NULL,
  [network] nvarchar(8) COLLATE Latin1_General_100_BIN2 NULL,
  [operator] nvarchar(128) NULL,
  [operator_folded] nvarchar(128) COLLATE Latin1_General_100_BIN2 NULL,
  [country] nvarchar(2) COLLATE Latin1_General_100_BIN2 NULL,
  CONSTRAINT pk_roaming PRIMARY KEY NONCLUSTERED ([id])
);
CREATE UNIQUE CLUSTERED INDEX cx_roaming ON [roaming] ([occurred_at], [id]);
CREATE UNIQUE INDEX ux_roaming_record_key ON [roaming] ([source], [record_key]);
CREATE INDEX ix_roaming_owner ON [roaming] ([source], [owner_key], [occurred_at]);
CREATE INDEX ix_roaming_subject ON [roaming] ([subject_id], [occurred_at]);

-- Shows when a device began and ceased to break the rules of its management system.
CREATE TABLE [violation] (
  [id] bigint IDENTITY(1,1) NOT NULL,
  [source] nvarchar(64) COLLATE Latin1_General_100_BIN2 NOT NULL,
  [record_key] varbinary(16) NOT NULL,
  [occurred_at] datetime2(3) NOT NULL,
  [owner_key] varbinary(16) NOT NULL,
  [subject_id] bigint NULL,
  [transition] varbinary(16) NOT NULL,
  [compliance] nvarchar(16) COLLATE Latin1_General_100_BIN2 NOT NULL,
  [compliance_before] nvarchar(16) COLLATE Latin1_General_100_BIN2 NULL,
  [compliance_state] nvarchar(64) NULL,
  [compliance_state_folded] nvarchar(64) COLLATE Latin1_General_100_BIN2 NULL,
  [reasons] nvarchar(max) NULL,
  CONSTRAINT pk_violation PRIMARY KEY NONCLUSTERED ([id])
);
CREATE UNIQUE CLUSTERED INDEX cx_violation ON [violation] ([occurred_at], [id]);
CREATE UNIQUE INDEX ux_violation_record_key ON [violation] ([source], [record_key]);
CREATE INDEX ix_violation_owner ON [violation] ([source], [owner_key], [occurred_at]);
CREATE INDEX ix_violation_subject ON [violation] ([subject_id], [occurred_at]);

-- Shows where mobile data plans are too small or too large.
CREATE TABLE [data_usage] (
  [id] bigint IDENTITY(1,1) NOT NULL,
  [source] nvarchar(64) COLLATE Latin1_General_100_BIN2 NOT NULL,
  [record_key] varbinary(16) NOT NULL,
  [occurred_at] datetime2(3) NOT NULL,
  [owner_key] varbinary(16) NOT NULL,
  [subject_id] bigint NULL,
  [device_external_id] nvarchar(128) COLLATE Latin1_General_100_BIN2 NOT NULL,
  [day] nvarchar(10) COLLATE Latin1_General_100_BIN2 NOT NULL,
  [home_bytes] bigint NULL,
  [roaming_bytes] bigint NULL,
  CONSTRAINT pk_data_usage PRIMARY KEY NONCLUSTERED ([id])
);
CREATE UNIQUE CLUSTERED INDEX cx_data_usage ON [data_usage] ([occurred_at], [id]);
CREATE UNIQUE INDEX ux_data_usage_record_key ON [data_usage] ([source], [record_key]);
CREATE INDEX ix_data_usage_owner ON [data_usage] ([source], [owner_key], [occurred_at]);
CREATE INDEX ix_data_usage_subject ON [data_usage] ([subject_id], [occurred_at]);
