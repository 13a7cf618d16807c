-- A manager is named by DN: found by the hash of it.
ALTER TABLE [directory_user] ADD [dn_key] varbinary(16) NULL;
ALTER TABLE [directory_user] ADD [manager_key] varbinary(16) NULL;
CREATE INDEX ix_directory_user_dn ON [directory_user] ([source], [dn_key]);
