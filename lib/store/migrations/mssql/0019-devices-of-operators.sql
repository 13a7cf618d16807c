-- Devices that no system knows when an operator or a telephone system names them: a later one may.
ALTER TABLE [call] ADD [device_hash] nvarchar(64) COLLATE Latin1_General_100_BIN2 NULL;
ALTER TABLE [call] ADD [unmanaged] bit NULL;
ALTER TABLE [message] ADD [device_hash] nvarchar(64) COLLATE Latin1_General_100_BIN2 NULL;
ALTER TABLE [message] ADD [unmanaged] bit NULL;
ALTER TABLE [data_usage] ADD [device_hash] nvarchar(64) COLLATE Latin1_General_100_BIN2 NULL;
ALTER TABLE [data_usage] ADD [unmanaged] bit NULL;
DROP INDEX ix_data_usage_owner ON [data_usage];
ALTER TABLE [data_usage] ALTER COLUMN [owner_key] varbinary(16) NULL;
CREATE INDEX ix_data_usage_owner ON [data_usage] ([owner_source], [owner_key], [occurred_at]);
UPDATE [data_usage] SET [unmanaged] = 0;
ALTER TABLE [data_usage] ADD [waits_since] datetime2(3) NULL;
CREATE INDEX ix_data_usage_waits_since ON [data_usage] ([waits_since]) WHERE [waits_since] IS NOT NULL;
