-- The first schema. Names and types follow the catalogue (lib/catalog); a test proves that both agree.
-- Text that is compared is binary-collated and normalised by EMM Lens; it depends on no collation of the database.

-- Shows who works with company devices, and links the names that other systems have for the same person.
CREATE TABLE [directory_user] (
  [id] bigint IDENTITY(1,1) NOT NULL,
  [source] nvarchar(64) COLLATE Latin1_General_100_BIN2 NOT NULL,
  [record_key] varbinary(16) NOT NULL,
  [attributes] nvarchar(max) NULL,
  [row_hash] varbinary(16) NOT NULL,
  [first_seen_at] datetime2(3) NOT NULL,
  [changed_at] datetime2(3) NOT NULL,
  [absent_since] datetime2(3) NULL,
  [subject_id] bigint NULL,
  [subject_link] nvarchar(16) COLLATE Latin1_General_100_BIN2 NULL,
  [external_id] nvarchar(64) COLLATE Latin1_General_100_BIN2 NOT NULL,
  [object_guid] nvarchar(64) COLLATE Latin1_General_100_BIN2 NULL,
  [security_identifier] nvarchar(192) COLLATE Latin1_General_100_BIN2 NULL,
  [account_name] nvarchar(256) NULL,
  [account_name_folded] nvarchar(256) COLLATE Latin1_General_100_BIN2 NULL,
  [display_name] nvarchar(256) NULL,
  [display_name_folded] nvarchar(256) COLLATE Latin1_General_100_BIN2 NULL,
  [given_name] nvarchar(128) NULL,
  [given_name_folded] nvarchar(128) COLLATE Latin1_General_100_BIN2 NULL,
  [surname] nvarchar(128) NULL,
  [surname_folded] nvarchar(128) COLLATE Latin1_General_100_BIN2 NULL,
  [user_principal_name] nvarchar(320) NULL,
  [user_principal_name_folded] nvarchar(320) COLLATE Latin1_General_100_BIN2 NULL,
  [mail] nvarchar(320) NULL,
  [mail_folded] nvarchar(320) COLLATE Latin1_General_100_BIN2 NULL,
  [phone_number] nvarchar(64) NULL,
  [phone_number_hash] nvarchar(64) COLLATE Latin1_General_100_BIN2 NULL,
  [department] nvarchar(128) NULL,
  [department_folded] nvarchar(128) COLLATE Latin1_General_100_BIN2 NULL,
  [company] nvarchar(128) NULL,
  [company_folded] nvarchar(128) COLLATE Latin1_General_100_BIN2 NULL,
  [job_title] nvarchar(128) NULL,
  [office] nvarchar(128) NULL,
  [office_folded] nvarchar(128) COLLATE Latin1_General_100_BIN2 NULL,
  [country] nvarchar(64) NULL,
  [country_folded] nvarchar(64) COLLATE Latin1_General_100_BIN2 NULL,
  [enabled] bit NULL,
  [created_at] datetime2(3) NULL,
  [distinguished_name] nvarchar(max) NULL,
  [manager] nvarchar(256) NULL,
  [locked] bit NULL,
  [password_changed_at] datetime2(3) NULL,
  [expires_at] datetime2(3) NULL,
  [last_logon_at] datetime2(3) NULL,
  CONSTRAINT pk_directory_user PRIMARY KEY CLUSTERED ([id])
);
CREATE UNIQUE INDEX ux_directory_user_record_key ON [directory_user] ([source], [record_key]) INCLUDE ([row_hash], [absent_since]);
CREATE INDEX ix_directory_user_account_name_folded ON [directory_user] ([account_name_folded]);
CREATE INDEX ix_directory_user_display_name_folded ON [directory_user] ([display_name_folded]);
CREATE INDEX ix_directory_user_given_name_folded ON [directory_user] ([given_name_folded]);
CREATE INDEX ix_directory_user_surname_folded ON [directory_user] ([surname_folded]);
CREATE INDEX ix_directory_user_user_principal_name_folded ON [directory_user] ([user_principal_name_folded]);
CREATE INDEX ix_directory_user_mail_folded ON [directory_user] ([mail_folded]);
CREATE INDEX ix_directory_user_department_folded ON [directory_user] ([department_folded]);
CREATE INDEX ix_directory_user_subject ON [directory_user] ([subject_id]);
CREATE INDEX ix_directory_user_absent ON [directory_user] ([source], [absent_since]);

-- Shows whom each device management system knows, and which devices are theirs.
CREATE TABLE [emm_user] (
  [id] bigint IDENTITY(1,1) NOT NULL,
  [source] nvarchar(64) COLLATE Latin1_General_100_BIN2 NOT NULL,
  [record_key] varbinary(16) NOT NULL,
  [attributes] nvarchar(max) NULL,
  [row_hash] varbinary(16) NOT NULL,
  [first_seen_at] datetime2(3) NOT NULL,
  [changed_at] datetime2(3) NOT NULL,
  [absent_since] datetime2(3) NULL,
  [subject_id] bigint NULL,
  [subject_link] nvarchar(16) COLLATE Latin1_General_100_BIN2 NULL,
  [external_id] nvarchar(128) COLLATE Latin1_General_100_BIN2 NOT NULL,
  [entra_id] nvarchar(64) COLLATE Latin1_General_100_BIN2 NULL,
  [object_guid] nvarchar(64) COLLATE Latin1_General_100_BIN2 NULL,
  [security_identifier] nvarchar(192) COLLATE Latin1_General_100_BIN2 NULL,
  [display_name] nvarchar(256) NULL,
  [display_name_folded] nvarchar(256) COLLATE Latin1_General_100_BIN2 NULL,
  [given_name] nvarchar(128) NULL,
  [given_name_folded] nvarchar(128) COLLATE Latin1_General_100_BIN2 NULL,
  [surname] nvarchar(128) NULL,
  [surname_folded] nvarchar(128) COLLATE Latin1_General_100_BIN2 NULL,
  [user_principal_name] nvarchar(320) NULL,
  [user_principal_name_folded] nvarchar(320) COLLATE Latin1_General_100_BIN2 NULL,
  [mail] nvarchar(320) NULL,
  [mail_folded] nvarchar(320) COLLATE Latin1_General_100_BIN2 NULL,
  [phone_number] nvarchar(64) NULL,
  [phone_number_hash] nvarchar(64) COLLATE Latin1_General_100_BIN2 NULL,
  [department] nvarchar(128) NULL,
  [department_folded] nvarchar(128) COLLATE Latin1_General_100_BIN2 NULL,
  [company] nvarchar(128) NULL,
  [company_folded] nvarchar(128) COLLATE Latin1_General_100_BIN2 NULL,
  [job_title] nvarchar(128) NULL,
  [office] nvarchar(128) NULL,
  [office_folded] nvarchar(128) COLLATE Latin1_General_100_BIN2 NULL,
  [country] nvarchar(64) NULL,
  [country_folded] nvarchar(64) COLLATE Latin1_General_100_BIN2 NULL,
  [enabled] bit NULL,
  [created_at] datetime2(3) NULL,
  [user_type] nvarchar(32) NULL,
  [user_type_folded] nvarchar(32) COLLATE Latin1_General_100_BIN2 NULL,
  CONSTRAINT pk_emm_user PRIMARY KEY CLUSTERED ([id])
);
CREATE UNIQUE INDEX ux_emm_user_record_key ON [emm_user] ([source], [record_key]) INCLUDE ([row_hash], [absent_since]);
CREATE INDEX ix_emm_user_display_name_folded ON [emm_user] ([display_name_folded]);
CREATE INDEX ix_emm_user_given_name_folded ON [emm_user] ([given_name_folded]);
CREATE INDEX ix_emm_user_surname_folded ON [emm_user] ([surname_folded]);
CREATE INDEX ix_emm_user_user_principal_name_folded ON [emm_user] ([user_principal_name_folded]);
CREATE INDEX ix_emm_user_mail_folded ON [emm_user] ([mail_folded]);
CREATE INDEX ix_emm_user_department_folded ON [emm_user] ([department_folded]);
CREATE INDEX ix_emm_user_subject ON [emm_user] ([subject_id]);
CREATE INDEX ix_emm_user_external ON [emm_user] ([source], [external_id]);
CREATE INDEX ix_emm_user_entra ON [emm_user] ([entra_id]);
CREATE INDEX ix_emm_user_absent ON [emm_user] ([source], [absent_since]);

-- Inventory, support and security of the devices that hold company data.
CREATE TABLE [device] (
  [id] bigint IDENTITY(1,1) NOT NULL,
  [source] nvarchar(64) COLLATE Latin1_General_100_BIN2 NOT NULL,
  [record_key] varbinary(16) NOT NULL,
  [attributes] nvarchar(max) NULL,
  [row_hash] varbinary(16) NOT NULL,
  [first_seen_at] datetime2(3) NOT NULL,
  [changed_at] datetime2(3) NOT NULL,
  [absent_since] datetime2(3) NULL,
  [external_id] nvarchar(128) COLLATE Latin1_General_100_BIN2 NOT NULL,
  [user_external_id] nvarchar(128) COLLATE Latin1_General_100_BIN2 NULL,
  [device_name] nvarchar(256) NULL,
  [device_name_folded] nvarchar(256) COLLATE Latin1_General_100_BIN2 NULL,
  [serial_number] nvarchar(128) NULL,
  [serial_number_folded] nvarchar(128) COLLATE Latin1_General_100_BIN2 NULL,
  [imei] nvarchar(32) COLLATE Latin1_General_100_BIN2 NULL,
  [meid] nvarchar(32) COLLATE Latin1_General_100_BIN2 NULL,
  [entra_device_id] nvarchar(64) COLLATE Latin1_General_100_BIN2 NULL,
  [eas_device_id] nvarchar(64) COLLATE Latin1_General_100_BIN2 NULL,
  [wifi_mac] nvarchar(32) COLLATE Latin1_General_100_BIN2 NULL,
  [phone_number] nvarchar(64) NULL,
  [phone_number_hash] nvarchar(64) COLLATE Latin1_General_100_BIN2 NULL,
  [user_principal_name] nvarchar(320) NULL,
  [user_principal_name_folded] nvarchar(320) COLLATE Latin1_General_100_BIN2 NULL,
  [mail] nvarchar(320) NULL,
  [mail_folded] nvarchar(320) COLLATE Latin1_General_100_BIN2 NULL,
  [platform] nvarchar(16) COLLATE Latin1_General_100_BIN2 NULL,
  [os] nvarchar(64) NULL,
  [os_folded] nvarchar(64) COLLATE Latin1_General_100_BIN2 NULL,
  [os_version] nvarchar(64) NULL,
  [os_version_folded] nvarchar(64) COLLATE Latin1_General_100_BIN2 NULL,
  [security_patch_level] nvarchar(32) NULL,
  [security_patch_level_folded] nvarchar(32) COLLATE Latin1_General_100_BIN2 NULL,
  [manufacturer] nvarchar(128) NULL,
  [manufacturer_folded] nvarchar(128) COLLATE Latin1_General_100_BIN2 NULL,
  [model] nvarchar(128) NULL,
  [model_folded] nvarchar(128) COLLATE Latin1_General_100_BIN2 NULL,
  [ownership] nvarchar(16) COLLATE Latin1_General_100_BIN2 NULL,
  [compliance] nvarchar(16) COLLATE Latin1_General_100_BIN2 NULL,
  [compliance_state] nvarchar(64) NULL,
  [compliance_state_folded] nvarchar(64) COLLATE Latin1_General_100_BIN2 NULL,
  [management_state] nvarchar(64) NULL,
  [management_state_folded] nvarchar(64) COLLATE Latin1_General_100_BIN2 NULL,
  [encrypted] bit NULL,
  [supervised] bit NULL,
  [compromised] bit NULL,
  [carrier] nvarchar(128) NULL,
  [carrier_folded] nvarchar(128) COLLATE Latin1_General_100_BIN2 NULL,
  [storage_total_bytes] bigint NULL,
  [storage_free_bytes] bigint NULL,
  [enrolled_at] datetime2(3) NULL,
  [last_seen_at] datetime2(3) NULL,
  CONSTRAINT pk_device PRIMARY KEY CLUSTERED ([id])
);
CREATE UNIQUE INDEX ux_device_record_key ON [device] ([source], [record_key]) INCLUDE ([row_hash], [absent_since]);
CREATE INDEX ix_device_device_name_folded ON [device] ([device_name_folded]);
CREATE INDEX ix_device_serial_number_folded ON [device] ([serial_number_folded]);
CREATE INDEX ix_device_user_principal_name_folded ON [device] ([user_principal_name_folded]);
CREATE INDEX ix_device_os_version_folded ON [device] ([os_version_folded]);
CREATE INDEX ix_device_model_folded ON [device] ([model_folded]);
CREATE INDEX ix_device_enrolled_at ON [device] ([enrolled_at]);
CREATE INDEX ix_device_last_seen_at ON [device] ([last_seen_at]);
CREATE INDEX ix_device_user ON [device] ([source], [user_external_id]);
CREATE INDEX ix_device_absent ON [device] ([source], [absent_since]);
CREATE INDEX ix_device_imei ON [device] ([imei]);
CREATE INDEX ix_device_platform ON [device] ([platform]);
CREATE INDEX ix_device_compliance ON [device] ([compliance]);

-- Security and licences: which software, in which version, is on company devices.
CREATE TABLE [device_app] (
  [id] bigint IDENTITY(1,1) NOT NULL,
  [source] nvarchar(64) COLLATE Latin1_General_100_BIN2 NOT NULL,
  [record_key] varbinary(16) NOT NULL,
  [attributes] nvarchar(max) NULL,
  [row_hash] varbinary(16) NOT NULL,
  [first_seen_at] datetime2(3) NOT NULL,
  [changed_at] datetime2(3) NOT NULL,
  [absent_since] datetime2(3) NULL,
  [parent_key] varbinary(16) NOT NULL,
  [device_external_id] nvarchar(128) COLLATE Latin1_General_100_BIN2 NOT NULL,
  [app_id] nvarchar(256) COLLATE Latin1_General_100_BIN2 NOT NULL,
  [title] nvarchar(256) NULL,
  [title_folded] nvarchar(256) COLLATE Latin1_General_100_BIN2 NULL,
  [version] nvarchar(64) NULL,
  [version_folded] nvarchar(64) COLLATE Latin1_General_100_BIN2 NULL,
  [publisher] nvarchar(256) NULL,
  [publisher_folded] nvarchar(256) COLLATE Latin1_General_100_BIN2 NULL,
  [platform] nvarchar(16) COLLATE Latin1_General_100_BIN2 NULL,
  [size_bytes] bigint NULL,
  [managed] bit NULL,
  CONSTRAINT pk_device_app PRIMARY KEY CLUSTERED ([id])
);
CREATE UNIQUE INDEX ux_device_app_record_key ON [device_app] ([source], [parent_key], [record_key]) INCLUDE ([row_hash], [absent_since]);
CREATE INDEX ix_device_app_title_folded ON [device_app] ([title_folded]);

-- Keeps the management systems themselves running: servers, connectors, certificates, tokens, licences.
CREATE TABLE [infrastructure] (
  [id] bigint IDENTITY(1,1) NOT NULL,
  [source] nvarchar(64) COLLATE Latin1_General_100_BIN2 NOT NULL,
  [record_key] varbinary(16) NOT NULL,
  [attributes] nvarchar(max) NULL,
  [row_hash] varbinary(16) NOT NULL,
  [first_seen_at] datetime2(3) NOT NULL,
  [changed_at] datetime2(3) NOT NULL,
  [absent_since] datetime2(3) NULL,
  [component] nvarchar(64) COLLATE Latin1_General_100_BIN2 NOT NULL,
  [external_id] nvarchar(256) COLLATE Latin1_General_100_BIN2 NOT NULL,
  [name] nvarchar(256) NULL,
  [name_folded] nvarchar(256) COLLATE Latin1_General_100_BIN2 NULL,
  [state] nvarchar(64) NULL,
  [state_folded] nvarchar(64) COLLATE Latin1_General_100_BIN2 NULL,
  [version] nvarchar(64) NULL,
  [expires_at] datetime2(3) NULL,
  [last_activity_at] datetime2(3) NULL,
  CONSTRAINT pk_infrastructure PRIMARY KEY CLUSTERED ([id])
);
CREATE UNIQUE INDEX ux_infrastructure_record_key ON [infrastructure] ([source], [record_key]) INCLUDE ([row_hash], [absent_since]);
CREATE INDEX ix_infrastructure_name_folded ON [infrastructure] ([name_folded]);
CREATE INDEX ix_infrastructure_expires_at ON [infrastructure] ([expires_at]);

-- Shows what changed on a device or an account, to find the cause of a fault or an incident.
CREATE TABLE [change] (
  [id] bigint IDENTITY(1,1) NOT NULL,
  [source] nvarchar(64) COLLATE Latin1_General_100_BIN2 NOT NULL,
  [record_key] varbinary(16) NOT NULL,
  [occurred_at] datetime2(3) NOT NULL,
  [transition] varbinary(16) NOT NULL,
  [dataset] nvarchar(64) COLLATE Latin1_General_100_BIN2 NOT NULL,
  [owner_key] varbinary(16) NOT NULL,
  [subject_id] bigint NULL,
  [kind] nvarchar(16) COLLATE Latin1_General_100_BIN2 NOT NULL,
  [parameter] nvarchar(128) COLLATE Latin1_General_100_BIN2 NULL,
  [old_value] nvarchar(400) NULL,
  [new_value] nvarchar(400) NULL,
  CONSTRAINT pk_change PRIMARY KEY NONCLUSTERED ([id])
);
CREATE UNIQUE CLUSTERED INDEX cx_change ON [change] ([occurred_at], [id]);
CREATE UNIQUE INDEX ux_change_record_key ON [change] ([source], [record_key]);
CREATE INDEX ix_change_owner ON [change] ([source], [owner_key], [occurred_at]);
CREATE INDEX ix_change_subject ON [change] ([subject_id], [occurred_at]);

-- Shows operators what each poll read, wrote, rejected and removed.
CREATE TABLE [poll_run] (
  [id] bigint IDENTITY(1,1) NOT NULL,
  [source] nvarchar(64) COLLATE Latin1_General_100_BIN2 NOT NULL,
  [record_key] varbinary(16) NOT NULL,
  [occurred_at] datetime2(3) NOT NULL,
  [run] nvarchar(36) COLLATE Latin1_General_100_BIN2 NOT NULL,
  [collector] nvarchar(36) COLLATE Latin1_General_100_BIN2 NOT NULL,
  [outcome] nvarchar(16) COLLATE Latin1_General_100_BIN2 NOT NULL,
  [error_code] nvarchar(64) COLLATE Latin1_General_100_BIN2 NULL,
  [error_hint] nvarchar(400) NULL,
  [duration_ms] int NULL,
  [rows_read] bigint NULL,
  [rows_written] bigint NULL,
  [rows_removed] bigint NULL,
  [rejected] nvarchar(max) NULL,
  [datasets] nvarchar(max) NULL,
  [requests] int NULL,
  [throttled] int NULL,
  [clock_skew_ms] int NULL,
  CONSTRAINT pk_poll_run PRIMARY KEY NONCLUSTERED ([id])
);
CREATE UNIQUE CLUSTERED INDEX cx_poll_run ON [poll_run] ([occurred_at], [id]);
CREATE UNIQUE INDEX ux_poll_run_record_key ON [poll_run] ([source], [record_key]);
CREATE INDEX ix_poll_run_source ON [poll_run] ([source], [occurred_at]);

-- Numbers over time, without persons: rows per source and dataset, one value a day.
CREATE TABLE [statistic] (
  [id] bigint IDENTITY(1,1) NOT NULL,
  [source] nvarchar(64) COLLATE Latin1_General_100_BIN2 NOT NULL,
  [record_key] varbinary(16) NOT NULL,
  [occurred_at] datetime2(3) NOT NULL,
  [day] nvarchar(10) COLLATE Latin1_General_100_BIN2 NOT NULL,
  [metric] nvarchar(64) COLLATE Latin1_General_100_BIN2 NOT NULL,
  [dimension] nvarchar(128) COLLATE Latin1_General_100_BIN2 NOT NULL,
  [value] bigint NOT NULL,
  CONSTRAINT pk_statistic PRIMARY KEY NONCLUSTERED ([id])
);
CREATE UNIQUE CLUSTERED INDEX cx_statistic ON [statistic] ([occurred_at], [id]);
CREATE UNIQUE INDEX ux_statistic_record_key ON [statistic] ([source], [record_key]);
CREATE INDEX ix_statistic_metric ON [statistic] ([metric], [dimension], [occurred_at]);

-- One entry per person, over the views of all sources: what lists of users show.
CREATE TABLE [subject] (
  [id] bigint IDENTITY(1,1) NOT NULL,
  [present] bit NOT NULL,
  [display_name] nvarchar(256) NULL,
  [display_name_folded] nvarchar(256) COLLATE Latin1_General_100_BIN2 NULL,
  [user_principal_name] nvarchar(320) NULL,
  [user_principal_name_folded] nvarchar(320) COLLATE Latin1_General_100_BIN2 NULL,
  [mail] nvarchar(320) NULL,
  [mail_folded] nvarchar(320) COLLATE Latin1_General_100_BIN2 NULL,
  [department] nvarchar(128) NULL,
  [department_folded] nvarchar(128) COLLATE Latin1_General_100_BIN2 NULL,
  [enabled] bit NULL,
  [sources] int NOT NULL,
  [created_at] datetime2(3) NOT NULL,
  [changed_at] datetime2(3) NOT NULL,
  CONSTRAINT pk_subject PRIMARY KEY CLUSTERED ([id])
);
CREATE INDEX ix_subject_display_name_folded ON [subject] ([display_name_folded]);
CREATE INDEX ix_subject_user_principal_name_folded ON [subject] ([user_principal_name_folded]);
CREATE INDEX ix_subject_mail_folded ON [subject] ([mail_folded]);
CREATE INDEX ix_subject_department_folded ON [subject] ([department_folded]);
CREATE INDEX ix_subject_created_at ON [subject] ([created_at]);

-- Names that sources have, or had, for a person: links records, and finds a leaver for export and erasure.
CREATE TABLE [subject_alias] (
  [id] bigint IDENTITY(1,1) NOT NULL,
  [subject_id] bigint NOT NULL,
  [source] nvarchar(64) COLLATE Latin1_General_100_BIN2 NOT NULL,
  [dataset] nvarchar(64) COLLATE Latin1_General_100_BIN2 NOT NULL,
  [record_key] varbinary(16) NOT NULL,
  [kind] nvarchar(32) COLLATE Latin1_General_100_BIN2 NOT NULL,
  [value] nvarchar(320) COLLATE Latin1_General_100_BIN2 NOT NULL,
  [valid_from] datetime2(3) NOT NULL,
  [valid_to] datetime2(3) NULL,
  CONSTRAINT pk_subject_alias PRIMARY KEY CLUSTERED ([id])
);
CREATE INDEX ix_subject_alias_value ON [subject_alias] ([kind], [value]);
CREATE INDEX ix_subject_alias_record ON [subject_alias] ([source], [dataset], [record_key]);
CREATE INDEX ix_subject_alias_subject ON [subject_alias] ([subject_id]);

-- One row per source: lease, fence and checkpoint.
CREATE TABLE [source_state] (
  [source] nvarchar(64) COLLATE Latin1_General_100_BIN2 NOT NULL,
  [product] nvarchar(32) COLLATE Latin1_General_100_BIN2 NOT NULL,
  [fence] bigint NOT NULL,
  [holder] nvarchar(36) NULL,
  [lease_until] datetime2(3) NULL,
  [checkpoint] nvarchar(max) NULL,
  [collected] nvarchar(max) NULL,
  [versions] nvarchar(max) NULL,
  [passes] nvarchar(max) NULL,
  [next_poll_at] datetime2(3) NULL,
  [last_success_at] datetime2(3) NULL,
  [last_seen_at] datetime2(3) NOT NULL,
  CONSTRAINT pk_source_state PRIMARY KEY CLUSTERED ([source])
);

-- A refused mass removal, kept until an operator decides, the source recovers, or its time is up.
CREATE TABLE [deletion_hold] (
  [id] bigint IDENTITY(1,1) NOT NULL,
  [source] nvarchar(64) COLLATE Latin1_General_100_BIN2 NOT NULL,
  [dataset] nvarchar(64) COLLATE Latin1_General_100_BIN2 NOT NULL,
  [state] nvarchar(16) COLLATE Latin1_General_100_BIN2 NOT NULL,
  [absent] int NOT NULL,
  [total] int NOT NULL,
  [sample] nvarchar(max) NOT NULL,
  [opened_at] datetime2(3) NOT NULL,
  [confirmed_at] datetime2(3) NOT NULL,
  [decided_at] datetime2(3) NULL,
  CONSTRAINT pk_deletion_hold PRIMARY KEY CLUSTERED ([id])
);
CREATE INDEX ix_deletion_hold_source ON [deletion_hold] ([source], [dataset], [state]);

-- The running processes of the bundle.
CREATE TABLE [collector] (
  [instance] nvarchar(36) COLLATE Latin1_General_100_BIN2 NOT NULL,
  [host_version] nvarchar(64) NOT NULL,
  [node_version] nvarchar(32) NOT NULL,
  [lens_version] nvarchar(32) NOT NULL,
  [sources] nvarchar(max) NOT NULL,
  [started_at] datetime2(3) NOT NULL,
  [last_seen_at] datetime2(3) NOT NULL,
  CONSTRAINT pk_collector PRIMARY KEY CLUSTERED ([instance])
);

-- Who read personal data, when and why; asked for by data protection officers and works councils.
CREATE TABLE [access_log] (
  [id] bigint IDENTITY(1,1) NOT NULL,
  [occurred_at] datetime2(3) NOT NULL,
  [principal] nvarchar(128) COLLATE Latin1_General_100_BIN2 NOT NULL,
  [operation] nvarchar(64) COLLATE Latin1_General_100_BIN2 NOT NULL,
  [dataset] nvarchar(64) COLLATE Latin1_General_100_BIN2 NOT NULL,
  [purpose] nvarchar(64) COLLATE Latin1_General_100_BIN2 NULL,
  [fields] nvarchar(max) NOT NULL,
  [filters] nvarchar(max) NOT NULL,
  [row_count] int NOT NULL,
  [subject_hash] nvarchar(64) COLLATE Latin1_General_100_BIN2 NULL,
  CONSTRAINT pk_access_log PRIMARY KEY CLUSTERED ([id])
);
CREATE INDEX ix_access_log_occurred_at ON [access_log] ([occurred_at]);
CREATE INDEX ix_access_log_principal ON [access_log] ([principal], [occurred_at]);

-- What was sent to the vendor, byte for byte.
CREATE TABLE [license_exchange] (
  [id] bigint IDENTITY(1,1) NOT NULL,
  [occurred_at] datetime2(3) NOT NULL,
  [payload] nvarchar(max) NOT NULL,
  [status] int NULL,
  [error_code] nvarchar(64) NULL,
  CONSTRAINT pk_license_exchange PRIMARY KEY CLUSTERED ([id])
);
CREATE INDEX ix_license_exchange_occurred_at ON [license_exchange] ([occurred_at]);

-- Values of the whole installation: server identifier, due times of daily duties, the last retention receipt.
CREATE TABLE [setting] (
  [name] nvarchar(64) COLLATE Latin1_General_100_BIN2 NOT NULL,
  [value] nvarchar(max) NOT NULL,
  [changed_at] datetime2(3) NOT NULL,
  CONSTRAINT pk_setting PRIMARY KEY CLUSTERED ([name])
);

-- One digest per parent and child dataset: what did not change is not read again.
CREATE TABLE [parent_digest] (
  [source] nvarchar(64) COLLATE Latin1_General_100_BIN2 NOT NULL,
  [dataset] nvarchar(64) COLLATE Latin1_General_100_BIN2 NOT NULL,
  [parent_key] varbinary(16) NOT NULL,
  [digest] varbinary(16) NOT NULL,
  [rows] int NOT NULL,
  CONSTRAINT pk_parent_digest PRIMARY KEY CLUSTERED ([source], [dataset], [parent_key])
);

-- Keys that an unfinished pass has read so far: what is not among them at its end is gone.
CREATE TABLE [pass_key] (
  [source] nvarchar(64) COLLATE Latin1_General_100_BIN2 NOT NULL,
  [dataset] nvarchar(64) COLLATE Latin1_General_100_BIN2 NOT NULL,
  [pass] bigint NOT NULL,
  [record_key] varbinary(16) NOT NULL
);
CREATE CLUSTERED INDEX cx_pass_key ON [pass_key] ([source], [dataset], [pass], [record_key]);
