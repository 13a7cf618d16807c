-- The clear id of a device that no system knows, where a source names what for.
ALTER TABLE [pim_activity] ADD [unmanaged_id] nvarchar(64) COLLATE Latin1_General_100_BIN2 NULL;
ALTER TABLE [pim_request] ADD [unmanaged_id] nvarchar(64) COLLATE Latin1_General_100_BIN2 NULL;
