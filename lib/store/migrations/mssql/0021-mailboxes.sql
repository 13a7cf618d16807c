-- Shows how large mailboxes are, whose quota runs out, and which are not used any more.
CREATE TABLE [mailbox] (
  [id] bigint IDENTITY(1,1) NOT NULL,
  [source] nvarchar(64) COLLATE Latin1_General_100_BIN2 NOT NULL,
  [record_key] varbinary(16) NOT NULL,
  [attributes] nvarchar(max) NULL,
  [row_hash] varbinary(16) NOT NULL,
  [first_seen_at] datetime2(3) NOT NULL,
  [changed_at] datetime2(3) NOT NULL,
  [absent_since] datetime2(3) NULL,
  [external_id] nvarchar(384) COLLATE Latin1_General_100_BIN2 NOT NULL,
  [display_name] nvarchar(256) NULL,
  [display_name_folded] nvarchar(256) COLLATE Latin1_General_100_BIN2 NULL,
  [object_guid] nvarchar(64) COLLATE Latin1_General_100_BIN2 NULL,
  [entra_id] nvarchar(64) COLLATE Latin1_General_100_BIN2 NULL,
  [user_principal_name] nvarchar(320) NULL,
  [user_principal_name_folded] nvarchar(320) COLLATE Latin1_General_100_BIN2 NULL,
  [mail] nvarchar(320) NULL,
  [mail_folded] nvarchar(320) COLLATE Latin1_General_100_BIN2 NULL,
  [type] nvarchar(64) NULL,
  [type_folded] nvarchar(64) COLLATE Latin1_General_100_BIN2 NULL,
  [size_bytes] bigint NULL,
  [item_count] bigint NULL,
  [deleted_item_count] bigint NULL,
  [deleted_size_bytes] bigint NULL,
  [warning_quota_bytes] bigint NULL,
  [send_quota_bytes] bigint NULL,
  [send_receive_quota_bytes] bigint NULL,
  [quota_state] nvarchar(32) NULL,
  [quota_state_folded] nvarchar(32) COLLATE Latin1_General_100_BIN2 NULL,
  [last_logon_at] datetime2(3) NULL,
  [last_activity_at] datetime2(3) NULL,
  [clients] nvarchar(max) NULL,
  [has_archive] bit NULL,
  [is_archive] bit NULL,
  [database_name] nvarchar(128) NULL,
  [database_name_folded] nvarchar(128) COLLATE Latin1_General_100_BIN2 NULL,
  [created_at] datetime2(3) NULL,
  [deleted_at] datetime2(3) NULL,
  [reported_at] datetime2(3) NULL,
  CONSTRAINT pk_mailbox PRIMARY KEY CLUSTERED ([id])
);
CREATE UNIQUE INDEX ux_mailbox_record_key ON [mailbox] ([source], [record_key]) INCLUDE ([row_hash], [absent_since]);
CREATE INDEX ix_mailbox_display_name_folded ON [mailbox] ([display_name_folded]);
CREATE INDEX ix_mailbox_user_principal_name_folded ON [mailbox] ([user_principal_name_folded]);
CREATE INDEX ix_mailbox_mail_folded ON [mailbox] ([mail_folded]);
CREATE INDEX ix_mailbox_size_bytes ON [mailbox] ([size_bytes]);
CREATE INDEX ix_mailbox_last_logon_at ON [mailbox] ([last_logon_at]);
CREATE INDEX ix_mailbox_last_activity_at ON [mailbox] ([last_activity_at]);
CREATE INDEX ix_mailbox_object_guid ON [mailbox] ([object_guid]);
CREATE INDEX ix_mailbox_entra_id ON [mailbox] ([entra_id]);
CREATE INDEX ix_mailbox_absent ON [mailbox] ([source], [absent_since]);

-- Shows which devices synchronise whose mailbox, and which of them are allowed, blocked or forgotten.
CREATE TABLE [mail_device] (
  [id] bigint IDENTITY(1,1) NOT NULL,
  [source] nvarchar(64) COLLATE Latin1_General_100_BIN2 NOT NULL,
  [record_key] varbinary(16) NOT NULL,
  [attributes] nvarchar(max) NULL,
  [row_hash] varbinary(16) NOT NULL,
  [first_seen_at] datetime2(3) NOT NULL,
  [changed_at] datetime2(3) NOT NULL,
  [absent_since] datetime2(3) NULL,
  [owner_source] nvarchar(64) COLLATE Latin1_General_100_BIN2 NULL,
  [owner_key] varbinary(16) NULL,
  [device_hash] nvarchar(64) COLLATE Latin1_General_100_BIN2 NULL,
  [unmanaged] bit NULL,
  [external_id] nvarchar(64) COLLATE Latin1_General_100_BIN2 NOT NULL,
  [mailbox_id] nvarchar(384) COLLATE Latin1_General_100_BIN2 NULL,
  [object_guid] nvarchar(64) COLLATE Latin1_General_100_BIN2 NULL,
  [entra_id] nvarchar(64) COLLATE Latin1_General_100_BIN2 NULL,
  [user_principal_name] nvarchar(320) NULL,
  [user_principal_name_folded] nvarchar(320) COLLATE Latin1_General_100_BIN2 NULL,
  [mail] nvarchar(320) NULL,
  [mail_folded] nvarchar(320) COLLATE Latin1_General_100_BIN2 NULL,
  [eas_device_id] nvarchar(64) NULL,
  [eas_device_id_folded] nvarchar(64) COLLATE Latin1_General_100_BIN2 NULL,
  [unmanaged_id] nvarchar(64) COLLATE Latin1_General_100_BIN2 NULL,
  [device_name] nvarchar(256) NULL,
  [device_name_folded] nvarchar(256) COLLATE Latin1_General_100_BIN2 NULL,
  [device_type] nvarchar(64) NULL,
  [device_type_folded] nvarchar(64) COLLATE Latin1_General_100_BIN2 NULL,
  [model] nvarchar(128) NULL,
  [model_folded] nvarchar(128) COLLATE Latin1_General_100_BIN2 NULL,
  [os] nvarchar(128) NULL,
  [os_folded] nvarchar(128) COLLATE Latin1_General_100_BIN2 NULL,
  [client_type] nvarchar(32) NULL,
  [client_type_folded] nvarchar(32) COLLATE Latin1_General_100_BIN2 NULL,
  [protocol_version] nvarchar(16) COLLATE Latin1_General_100_BIN2 NULL,
  [first_sync_at] datetime2(3) NULL,
  [last_sync_at] datetime2(3) NULL,
  [last_attempt_at] datetime2(3) NULL,
  [folders] int NULL,
  [status] nvarchar(64) NULL,
  [status_folded] nvarchar(64) COLLATE Latin1_General_100_BIN2 NULL,
  [access_state] nvarchar(32) NULL,
  [access_state_folded] nvarchar(32) COLLATE Latin1_General_100_BIN2 NULL,
  [access_reason] nvarchar(64) NULL,
  [access_reason_folded] nvarchar(64) COLLATE Latin1_General_100_BIN2 NULL,
  [policy] nvarchar(128) NULL,
  [policy_folded] nvarchar(128) COLLATE Latin1_General_100_BIN2 NULL,
  [policy_state] nvarchar(64) NULL,
  [policy_state_folded] nvarchar(64) COLLATE Latin1_General_100_BIN2 NULL,
  CONSTRAINT pk_mail_device PRIMARY KEY CLUSTERED ([id])
);
CREATE UNIQUE INDEX ux_mail_device_record_key ON [mail_device] ([source], [record_key]) INCLUDE ([row_hash], [absent_since]);
CREATE INDEX ix_mail_device_user_principal_name_folded ON [mail_device] ([user_principal_name_folded]);
CREATE INDEX ix_mail_device_mail_folded ON [mail_device] ([mail_folded]);
CREATE INDEX ix_mail_device_first_sync_at ON [mail_device] ([first_sync_at]);
CREATE INDEX ix_mail_device_last_sync_at ON [mail_device] ([last_sync_at]);
CREATE INDEX ix_mail_device_object_guid ON [mail_device] ([object_guid]);
CREATE INDEX ix_mail_device_entra_id ON [mail_device] ([entra_id]);
CREATE INDEX ix_mail_device_owner ON [mail_device] ([owner_source], [owner_key]);
CREATE INDEX ix_mail_device_absent ON [mail_device] ([source], [absent_since]);
