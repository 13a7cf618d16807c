-- Products write the same ActiveSync id in capitals or not: it is looked for and linked by its folded twin, and what is only
-- shown has the collation of the database. Rows that differ by that alone are linked by the next daily duty.
DROP INDEX ix_device_eas_device_id ON [device];
ALTER TABLE [device] ALTER COLUMN [eas_device_id] nvarchar(64);
ALTER TABLE [device] ADD [eas_device_id_folded] nvarchar(64) COLLATE Latin1_General_100_BIN2 NULL;
UPDATE [device] SET [eas_device_id_folded] = LOWER(LTRIM(RTRIM([eas_device_id]))) WHERE [eas_device_id] IS NOT NULL;
CREATE INDEX ix_device_eas_device_id_folded ON [device] ([eas_device_id_folded]);
