-- Devices that no system knows when an operator or a telephone system names them: a later one may.
ALTER TABLE [call] ADD [device_hash] nvarchar(64) COLLATE Latin1_General_100_BIN2 NULL;
ALTER TABLE [call] ADD [unmanaged] bit NULL;
ALTER TABLE [message] ADD [device_hash] nvarchar(64) COLLATE Latin1_General_100_BIN2 NULL;
ALTER TABLE [message] ADD [unmanaged] bit NULL;
ALTER TABLE [data_usage] ADD [device_hash] nvarchar(64) COLLATE Latin1_General_100_BIN2 NULL;
ALTER TABLE [data_usage] ADD [unmanaged] bit NULL;
-- Copied there and back: not every engine lets a column be null later on (ALTER COLUMN .. NULL).
ALTER TABLE [data_usage] ADD [owner] varbinary(16) NULL;
UPDATE [data_usage] SET [owner] = [owner_key], [unmanaged] = 0;
DROP INDEX ix_data_usage_owner ON [data_usage];
ALTER TABLE [data_usage] DROP COLUMN [owner_key];
ALTER TABLE [data_usage] ADD [owner_key] varbinary(16) NULL;
UPDATE [data_usage] SET [owner_key] = [owner];
ALTER TABLE [data_usage] DROP COLUMN [owner];
CREATE INDEX ix_data_usage_owner ON [data_usage] ([owner_source], [owner_key], [occurred_at]);
ALTER TABLE [data_usage] ADD [waits_since] datetime2(3) NULL;
CREATE INDEX ix_data_usage_waits_since ON [data_usage] ([waits_since]) WHERE [waits_since] IS NOT NULL;
