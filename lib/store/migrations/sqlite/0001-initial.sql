-- The first schema. Names and types follow the catalogue (lib/catalog); a test proves that both agree.
-- `boolean` (0, 1) and `instant` (milliseconds since 1970, UTC) are declared types that the engine decodes by.

-- Shows who works with company devices, and links the names that other systems have for the same person.
CREATE TABLE "directory_user" (
  "id" INTEGER PRIMARY KEY AUTOINCREMENT,
  "source" TEXT NOT NULL,
  "record_key" BLOB NOT NULL,
  "attributes" TEXT,
  "row_hash" BLOB NOT NULL,
  "first_seen_at" INSTANT NOT NULL,
  "changed_at" INSTANT NOT NULL,
  "absent_since" INSTANT,
  "subject_id" INTEGER,
  "subject_link" TEXT,
  "external_id" TEXT NOT NULL,
  "object_guid" TEXT,
  "security_identifier" TEXT,
  "account_name" TEXT,
  "account_name_folded" TEXT,
  "display_name" TEXT,
  "display_name_folded" TEXT,
  "given_name" TEXT,
  "given_name_folded" TEXT,
  "surname" TEXT,
  "surname_folded" TEXT,
  "user_principal_name" TEXT,
  "user_principal_name_folded" TEXT,
  "mail" TEXT,
  "mail_folded" TEXT,
  "phone_number" TEXT,
  "phone_number_hash" TEXT,
  "department" TEXT,
  "department_folded" TEXT,
  "company" TEXT,
  "company_folded" TEXT,
  "job_title" TEXT,
  "office" TEXT,
  "office_folded" TEXT,
  "country" TEXT,
  "country_folded" TEXT,
  "enabled" BOOLEAN,
  "created_at" INSTANT,
  "distinguished_name" TEXT,
  "manager" TEXT,
  "locked" BOOLEAN,
  "password_changed_at" INSTANT,
  "expires_at" INSTANT,
  "last_logon_at" INSTANT
);
CREATE UNIQUE INDEX ux_directory_user_record_key ON "directory_user" ("source", "record_key");
CREATE INDEX ix_directory_user_account_name_folded ON "directory_user" ("account_name_folded");
CREATE INDEX ix_directory_user_display_name_folded ON "directory_user" ("display_name_folded");
CREATE INDEX ix_directory_user_given_name_folded ON "directory_user" ("given_name_folded");
CREATE INDEX ix_directory_user_surname_folded ON "directory_user" ("surname_folded");
CREATE INDEX ix_directory_user_user_principal_name_folded ON "directory_user" ("user_principal_name_folded");
CREATE INDEX ix_directory_user_mail_folded ON "directory_user" ("mail_folded");
CREATE INDEX ix_directory_user_department_folded ON "directory_user" ("department_folded");
CREATE INDEX ix_directory_user_subject ON "directory_user" ("subject_id");
CREATE INDEX ix_directory_user_absent ON "directory_user" ("source", "absent_since");

-- Shows whom each device management system knows, and which devices are theirs.
CREATE TABLE "emm_user" (
  "id" INTEGER PRIMARY KEY AUTOINCREMENT,
  "source" TEXT NOT NULL,
  "record_key" BLOB NOT NULL,
  "attributes" TEXT,
  "row_hash" BLOB NOT NULL,
  "first_seen_at" INSTANT NOT NULL,
  "changed_at" INSTANT NOT NULL,
  "absent_since" INSTANT,
  "subject_id" INTEGER,
  "subject_link" TEXT,
  "external_id" TEXT NOT NULL,
  "entra_id" TEXT,
  "object_guid" TEXT,
  "security_identifier" TEXT,
  "display_name" TEXT,
  "display_name_folded" TEXT,
  "given_name" TEXT,
  "given_name_folded" TEXT,
  "surname" TEXT,
  "surname_folded" TEXT,
  "user_principal_name" TEXT,
  "user_principal_name_folded" TEXT,
  "mail" TEXT,
  "mail_folded" TEXT,
  "phone_number" TEXT,
  "phone_number_hash" TEXT,
  "department" TEXT,
  "department_folded" TEXT,
  "company" TEXT,
  "company_folded" TEXT,
  "job_title" TEXT,
  "office" TEXT,
  "office_folded" TEXT,
  "country" TEXT,
  "country_folded" TEXT,
  "enabled" BOOLEAN,
  "created_at" INSTANT,
  "user_type" TEXT,
  "user_type_folded" TEXT
);
CREATE UNIQUE INDEX ux_emm_user_record_key ON "emm_user" ("source", "record_key");
CREATE INDEX ix_emm_user_display_name_folded ON "emm_user" ("display_name_folded");
CREATE INDEX ix_emm_user_given_name_folded ON "emm_user" ("given_name_folded");
CREATE INDEX ix_emm_user_surname_folded ON "emm_user" ("surname_folded");
CREATE INDEX ix_emm_user_user_principal_name_folded ON "emm_user" ("user_principal_name_folded");
CREATE INDEX ix_emm_user_mail_folded ON "emm_user" ("mail_folded");
CREATE INDEX ix_emm_user_department_folded ON "emm_user" ("department_folded");
CREATE INDEX ix_emm_user_subject ON "emm_user" ("subject_id");
CREATE INDEX ix_emm_user_external ON "emm_user" ("source", "external_id");
CREATE INDEX ix_emm_user_entra ON "emm_user" ("entra_id");
CREATE INDEX ix_emm_user_absent ON "emm_user" ("source", "absent_since");

-- Inventory, support and security of the devices that hold company data.
CREATE TABLE "device" (
  "id" INTEGER PRIMARY KEY AUTOINCREMENT,
  "source" TEXT NOT NULL,
  "record_key" BLOB NOT NULL,
  "attributes" TEXT,
  "row_hash" BLOB NOT NULL,
  "first_seen_at" INSTANT NOT NULL,
  "changed_at" INSTANT NOT NULL,
  "absent_since" INSTANT,
  "external_id" TEXT NOT NULL,
  "user_external_id" TEXT,
  "device_name" TEXT,
  "device_name_folded" TEXT,
  "serial_number" TEXT,
  "serial_number_folded" TEXT,
  "imei" TEXT,
  "meid" TEXT,
  "entra_device_id" TEXT,
  "eas_device_id" TEXT,
  "wifi_mac" TEXT,
  "phone_number" TEXT,
  "phone_number_hash" TEXT,
  "user_principal_name" TEXT,
  "user_principal_name_folded" TEXT,
  "mail" TEXT,
  "mail_folded" TEXT,
  "platform" TEXT,
  "os" TEXT,
  "os_folded" TEXT,
  "os_version" TEXT,
  "os_version_folded" TEXT,
  "security_patch_level" TEXT,
  "security_patch_level_folded" TEXT,
  "manufacturer" TEXT,
  "manufacturer_folded" TEXT,
  "model" TEXT,
  "model_folded" TEXT,
  "ownership" TEXT,
  "compliance" TEXT,
  "compliance_state" TEXT,
  "compliance_state_folded" TEXT,
  "management_state" TEXT,
  "management_state_folded" TEXT,
  "encrypted" BOOLEAN,
  "supervised" BOOLEAN,
  "compromised" BOOLEAN,
  "carrier" TEXT,
  "carrier_folded" TEXT,
  "storage_total_bytes" INTEGER,
  "storage_free_bytes" INTEGER,
  "enrolled_at" INSTANT,
  "last_seen_at" INSTANT
);
CREATE UNIQUE INDEX ux_device_record_key ON "device" ("source", "record_key");
CREATE INDEX ix_device_device_name_folded ON "device" ("device_name_folded");
CREATE INDEX ix_device_serial_number_folded ON "device" ("serial_number_folded");
CREATE INDEX ix_device_user_principal_name_folded ON "device" ("user_principal_name_folded");
CREATE INDEX ix_device_os_version_folded ON "device" ("os_version_folded");
CREATE INDEX ix_device_model_folded ON "device" ("model_folded");
CREATE INDEX ix_device_enrolled_at ON "device" ("enrolled_at");
CREATE INDEX ix_device_last_seen_at ON "device" ("last_seen_at");
CREATE INDEX ix_device_user ON "device" ("source", "user_external_id");
CREATE INDEX ix_device_absent ON "device" ("source", "absent_since");
CREATE INDEX ix_device_imei ON "device" ("imei");
CREATE INDEX ix_device_platform ON "device" ("platform");
CREATE INDEX ix_device_compliance ON "device" ("compliance");

-- Security and licences: which software, in which version, is on company devices.
CREATE TABLE "device_app" (
  "id" INTEGER PRIMARY KEY AUTOINCREMENT,
  "source" TEXT NOT NULL,
  "record_key" BLOB NOT NULL,
  "attributes" TEXT,
  "row_hash" BLOB NOT NULL,
  "first_seen_at" INSTANT NOT NULL,
  "changed_at" INSTANT NOT NULL,
  "absent_since" INSTANT,
  "parent_key" BLOB NOT NULL,
  "device_external_id" TEXT NOT NULL,
  "app_id" TEXT NOT NULL,
  "title" TEXT,
  "title_folded" TEXT,
  "version" TEXT,
  "version_folded" TEXT,
  "publisher" TEXT,
  "publisher_folded" TEXT,
  "platform" TEXT,
  "size_bytes" INTEGER,
  "managed" BOOLEAN
);
CREATE UNIQUE INDEX ux_device_app_record_key ON "device_app" ("source", "parent_key", "record_key");
CREATE INDEX ix_device_app_title_folded ON "device_app" ("title_folded");

-- Keeps the management systems themselves running: servers, connectors, certificates, tokens, licences.
CREATE TABLE "infrastructure" (
  "id" INTEGER PRIMARY KEY AUTOINCREMENT,
  "source" TEXT NOT NULL,
  "record_key" BLOB NOT NULL,
  "attributes" TEXT,
  "row_hash" BLOB NOT NULL,
  "first_seen_at" INSTANT NOT NULL,
  "changed_at" INSTANT NOT NULL,
  "absent_since" INSTANT,
  "component" TEXT NOT NULL,
  "external_id" TEXT NOT NULL,
  "name" TEXT,
  "name_folded" TEXT,
  "state" TEXT,
  "state_folded" TEXT,
  "version" TEXT,
  "expires_at" INSTANT,
  "last_activity_at" INSTANT
);
CREATE UNIQUE INDEX ux_infrastructure_record_key ON "infrastructure" ("source", "record_key");
CREATE INDEX ix_infrastructure_name_folded ON "infrastructure" ("name_folded");
CREATE INDEX ix_infrastructure_expires_at ON "infrastructure" ("expires_at");

-- Shows what changed on a device or an account, to find the cause of a fault or an incident.
CREATE TABLE "change" (
  "id" INTEGER PRIMARY KEY AUTOINCREMENT,
  "source" TEXT NOT NULL,
  "record_key" BLOB NOT NULL,
  "occurred_at" INSTANT NOT NULL,
  "transition" BLOB NOT NULL,
  "dataset" TEXT NOT NULL,
  "owner_key" BLOB NOT NULL,
  "subject_id" INTEGER,
  "kind" TEXT NOT NULL,
  "parameter" TEXT,
  "old_value" TEXT,
  "new_value" TEXT
);
CREATE INDEX ix_change_occurred_at ON "change" ("occurred_at");
CREATE UNIQUE INDEX ux_change_record_key ON "change" ("source", "record_key");
CREATE INDEX ix_change_owner ON "change" ("source", "owner_key", "occurred_at");
CREATE INDEX ix_change_subject ON "change" ("subject_id", "occurred_at");

-- Shows operators what each poll read, wrote, rejected and removed.
CREATE TABLE "poll_run" (
  "id" INTEGER PRIMARY KEY AUTOINCREMENT,
  "source" TEXT NOT NULL,
  "record_key" BLOB NOT NULL,
  "occurred_at" INSTANT NOT NULL,
  "run" TEXT NOT NULL,
  "collector" TEXT NOT NULL,
  "outcome" TEXT NOT NULL,
  "error_code" TEXT,
  "error_hint" TEXT,
  "duration_ms" INTEGER,
  "rows_read" INTEGER,
  "rows_written" INTEGER,
  "rows_removed" INTEGER,
  "rejected" TEXT,
  "datasets" TEXT,
  "requests" INTEGER,
  "throttled" INTEGER,
  "clock_skew_ms" INTEGER
);
CREATE INDEX ix_poll_run_occurred_at ON "poll_run" ("occurred_at");
CREATE UNIQUE INDEX ux_poll_run_record_key ON "poll_run" ("source", "record_key");
CREATE INDEX ix_poll_run_source ON "poll_run" ("source", "occurred_at");

-- Numbers over time, without persons: rows per source and dataset, one value a day.
CREATE TABLE "statistic" (
  "id" INTEGER PRIMARY KEY AUTOINCREMENT,
  "source" TEXT NOT NULL,
  "record_key" BLOB NOT NULL,
  "occurred_at" INSTANT NOT NULL,
  "day" TEXT NOT NULL,
  "metric" TEXT NOT NULL,
  "dimension" TEXT NOT NULL,
  "value" INTEGER NOT NULL
);
CREATE INDEX ix_statistic_occurred_at ON "statistic" ("occurred_at");
CREATE UNIQUE INDEX ux_statistic_record_key ON "statistic" ("source", "record_key");
CREATE INDEX ix_statistic_metric ON "statistic" ("metric", "dimension", "occurred_at");

-- One entry per person, over the views of all sources: what lists of users show.
CREATE TABLE "subject" (
  "id" INTEGER PRIMARY KEY AUTOINCREMENT,
  "present" BOOLEAN NOT NULL,
  "display_name" TEXT,
  "display_name_folded" TEXT,
  "user_principal_name" TEXT,
  "user_principal_name_folded" TEXT,
  "mail" TEXT,
  "mail_folded" TEXT,
  "department" TEXT,
  "department_folded" TEXT,
  "enabled" BOOLEAN,
  "sources" INTEGER NOT NULL,
  "created_at" INSTANT NOT NULL,
  "changed_at" INSTANT NOT NULL
);
CREATE INDEX ix_subject_display_name_folded ON "subject" ("display_name_folded");
CREATE INDEX ix_subject_user_principal_name_folded ON "subject" ("user_principal_name_folded");
CREATE INDEX ix_subject_mail_folded ON "subject" ("mail_folded");
CREATE INDEX ix_subject_department_folded ON "subject" ("department_folded");
CREATE INDEX ix_subject_created_at ON "subject" ("created_at");

-- Names that sources have, or had, for a person: links records, and finds a leaver for export and erasure.
CREATE TABLE "subject_alias" (
  "id" INTEGER PRIMARY KEY AUTOINCREMENT,
  "subject_id" INTEGER NOT NULL,
  "source" TEXT NOT NULL,
  "dataset" TEXT NOT NULL,
  "record_key" BLOB NOT NULL,
  "kind" TEXT NOT NULL,
  "value" TEXT NOT NULL,
  "valid_from" INSTANT NOT NULL,
  "valid_to" INSTANT
);
CREATE INDEX ix_subject_alias_value ON "subject_alias" ("kind", "value");
CREATE INDEX ix_subject_alias_record ON "subject_alias" ("source", "dataset", "record_key");
CREATE INDEX ix_subject_alias_subject ON "subject_alias" ("subject_id");

-- One row per source: lease, fence and checkpoint.
CREATE TABLE "source_state" (
  "source" TEXT NOT NULL,
  "product" TEXT NOT NULL,
  "fence" INTEGER NOT NULL,
  "holder" TEXT,
  "lease_until" INSTANT,
  "checkpoint" TEXT,
  "collected" TEXT,
  "versions" TEXT,
  "passes" TEXT,
  "next_poll_at" INSTANT,
  "last_success_at" INSTANT,
  "last_seen_at" INSTANT NOT NULL,
  CONSTRAINT pk_source_state PRIMARY KEY ("source")
) WITHOUT ROWID;

-- A refused mass removal, kept until an operator decides, the source recovers, or its time is up.
CREATE TABLE "deletion_hold" (
  "id" INTEGER PRIMARY KEY AUTOINCREMENT,
  "source" TEXT NOT NULL,
  "dataset" TEXT NOT NULL,
  "state" TEXT NOT NULL,
  "absent" INTEGER NOT NULL,
  "total" INTEGER NOT NULL,
  "sample" TEXT NOT NULL,
  "opened_at" INSTANT NOT NULL,
  "confirmed_at" INSTANT NOT NULL,
  "decided_at" INSTANT
);
CREATE INDEX ix_deletion_hold_source ON "deletion_hold" ("source", "dataset", "state");

-- The running processes of the bundle.
CREATE TABLE "collector" (
  "instance" TEXT NOT NULL,
  "host_version" TEXT NOT NULL,
  "node_version" TEXT NOT NULL,
  "lens_version" TEXT NOT NULL,
  "sources" TEXT NOT NULL,
  "started_at" INSTANT NOT NULL,
  "last_seen_at" INSTANT NOT NULL,
  CONSTRAINT pk_collector PRIMARY KEY ("instance")
) WITHOUT ROWID;

-- Who read personal data, when and why; asked for by data protection officers and works councils.
CREATE TABLE "access_log" (
  "id" INTEGER PRIMARY KEY AUTOINCREMENT,
  "occurred_at" INSTANT NOT NULL,
  "principal" TEXT NOT NULL,
  "operation" TEXT NOT NULL,
  "dataset" TEXT NOT NULL,
  "purpose" TEXT,
  "fields" TEXT NOT NULL,
  "filters" TEXT NOT NULL,
  "row_count" INTEGER NOT NULL,
  "subject_hash" TEXT
);
CREATE INDEX ix_access_log_occurred_at ON "access_log" ("occurred_at");
CREATE INDEX ix_access_log_principal ON "access_log" ("principal", "occurred_at");

-- What was sent to the vendor, byte for byte.
CREATE TABLE "license_exchange" (
  "id" INTEGER PRIMARY KEY AUTOINCREMENT,
  "occurred_at" INSTANT NOT NULL,
  "payload" TEXT NOT NULL,
  "status" INTEGER,
  "error_code" TEXT
);
CREATE INDEX ix_license_exchange_occurred_at ON "license_exchange" ("occurred_at");

-- Values of the whole installation: server identifier, due times of daily duties, the last retention receipt.
CREATE TABLE "setting" (
  "name" TEXT NOT NULL,
  "value" TEXT NOT NULL,
  "changed_at" INSTANT NOT NULL,
  CONSTRAINT pk_setting PRIMARY KEY ("name")
) WITHOUT ROWID;

-- One digest per parent and child dataset: what did not change is not read again.
CREATE TABLE "parent_digest" (
  "source" TEXT NOT NULL,
  "dataset" TEXT NOT NULL,
  "parent_key" BLOB NOT NULL,
  "digest" BLOB NOT NULL,
  "rows" INTEGER NOT NULL,
  CONSTRAINT pk_parent_digest PRIMARY KEY ("source", "dataset", "parent_key")
) WITHOUT ROWID;

-- Keys that an unfinished pass has read so far: what is not among them at its end is gone.
CREATE TABLE "pass_key" (
  "source" TEXT NOT NULL,
  "dataset" TEXT NOT NULL,
  "pass" INTEGER NOT NULL,
  "record_key" BLOB NOT NULL
);
CREATE INDEX ix_pass_key ON "pass_key" ("source", "dataset", "pass", "record_key");
