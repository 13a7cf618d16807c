-- Shows how large mailboxes are, whose quota runs out, and which are not used any more.
CREATE TABLE "mailbox" (
  "id" INTEGER PRIMARY KEY AUTOINCREMENT,
  "source" TEXT NOT NULL,
  "record_key" BLOB NOT NULL,
  "attributes" TEXT,
  "row_hash" BLOB NOT NULL,
  "first_seen_at" INSTANT NOT NULL,
  "changed_at" INSTANT NOT NULL,
  "absent_since" INSTANT,
  "external_id" TEXT NOT NULL,
  "display_name" TEXT,
  "display_name_folded" TEXT,
  "object_guid" TEXT,
  "entra_id" TEXT,
  "user_principal_name" TEXT,
  "user_principal_name_folded" TEXT,
  "mail" TEXT,
  "mail_folded" TEXT,
  "type" TEXT,
  "type_folded" TEXT,
  "size_bytes" INTEGER,
  "item_count" INTEGER,
  "deleted_item_count" INTEGER,
  "deleted_size_bytes" INTEGER,
  "warning_quota_bytes" INTEGER,
  "send_quota_bytes" INTEGER,
  "send_receive_quota_bytes" INTEGER,
  "quota_state" TEXT,
  "quota_state_folded" TEXT,
  "last_logon_at" INSTANT,
  "last_activity_at" INSTANT,
  "clients" TEXT,
  "has_archive" BOOLEAN,
  "is_archive" BOOLEAN,
  "database_name" TEXT,
  "database_name_folded" TEXT,
  "created_at" INSTANT,
  "deleted_at" INSTANT,
  "reported_at" INSTANT
);
CREATE UNIQUE INDEX ux_mailbox_record_key ON "mailbox" ("source", "record_key");
CREATE INDEX ix_mailbox_display_name_folded ON "mailbox" ("display_name_folded");
CREATE INDEX ix_mailbox_user_principal_name_folded ON "mailbox" ("user_principal_name_folded");
CREATE INDEX ix_mailbox_mail_folded ON "mailbox" ("mail_folded");
CREATE INDEX ix_mailbox_size_bytes ON "mailbox" ("size_bytes");
CREATE INDEX ix_mailbox_last_logon_at ON "mailbox" ("last_logon_at");
CREATE INDEX ix_mailbox_last_activity_at ON "mailbox" ("last_activity_at");
CREATE INDEX ix_mailbox_object_guid ON "mailbox" ("object_guid");
CREATE INDEX ix_mailbox_entra_id ON "mailbox" ("entra_id");
CREATE INDEX ix_mailbox_absent ON "mailbox" ("source", "absent_since");

-- Shows which devices synchronise whose mailbox, and which of them are allowed, blocked or forgotten.
CREATE TABLE "mail_device" (
  "id" INTEGER PRIMARY KEY AUTOINCREMENT,
  "source" TEXT NOT NULL,
  "record_key" BLOB NOT NULL,
  "attributes" TEXT,
  "row_hash" BLOB NOT NULL,
  "first_seen_at" INSTANT NOT NULL,
  "changed_at" INSTANT NOT NULL,
  "absent_since" INSTANT,
  "owner_source" TEXT,
  "owner_key" BLOB,
  "device_hash" TEXT,
  "unmanaged" BOOLEAN,
  "external_id" TEXT NOT NULL,
  "mailbox_id" TEXT,
  "object_guid" TEXT,
  "entra_id" TEXT,
  "user_principal_name" TEXT,
  "user_principal_name_folded" TEXT,
  "mail" TEXT,
  "mail_folded" TEXT,
  "eas_device_id" TEXT,
  "eas_device_id_folded" TEXT,
  "unmanaged_id" TEXT,
  "device_name" TEXT,
  "device_name_folded" TEXT,
  "device_type" TEXT,
  "device_type_folded" TEXT,
  "model" TEXT,
  "model_folded" TEXT,
  "os" TEXT,
  "os_folded" TEXT,
  "client_type" TEXT,
  "client_type_folded" TEXT,
  "protocol_version" TEXT,
  "first_sync_at" INSTANT,
  "last_sync_at" INSTANT,
  "last_attempt_at" INSTANT,
  "folders" INTEGER,
  "status" TEXT,
  "status_folded" TEXT,
  "access_state" TEXT,
  "access_state_folded" TEXT,
  "access_reason" TEXT,
  "access_reason_folded" TEXT,
  "policy" TEXT,
  "policy_folded" TEXT,
  "policy_state" TEXT,
  "policy_state_folded" TEXT
);
CREATE UNIQUE INDEX ux_mail_device_record_key ON "mail_device" ("source", "record_key");
CREATE INDEX ix_mail_device_user_principal_name_folded ON "mail_device" ("user_principal_name_folded");
CREATE INDEX ix_mail_device_mail_folded ON "mail_device" ("mail_folded");
CREATE INDEX ix_mail_device_first_sync_at ON "mail_device" ("first_sync_at");
CREATE INDEX ix_mail_device_last_sync_at ON "mail_device" ("last_sync_at");
CREATE INDEX ix_mail_device_object_guid ON "mail_device" ("object_guid");
CREATE INDEX ix_mail_device_entra_id ON "mail_device" ("entra_id");
CREATE INDEX ix_mail_device_owner ON "mail_device" ("owner_source", "owner_key");
CREATE INDEX ix_mail_device_absent ON "mail_device" ("source", "absent_since");
