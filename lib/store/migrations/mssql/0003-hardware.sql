-- One device, several systems: rows that share a serial number, an IMEI or an ActiveSync id are the same hardware. The id
-- is ours: the least id of the rows that are linked, null for a row that is linked to none. Rows that are here already
-- are linked by the next daily duty.

ALTER TABLE [device] ADD [hardware_id] bigint NULL;
CREATE INDEX ix_device_hardware_id ON [device] ([hardware_id]);
