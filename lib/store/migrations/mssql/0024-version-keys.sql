-- Sortable keys of versions, and two indexes that find who has an app below, or above, a version. Keys of rows that are
-- here already are made by a duty in batches: how far it is stands in [setting].
ALTER TABLE [device] ADD [os_version_key] varbinary(48) NULL;
ALTER TABLE [device] ADD [security_patch_level_key] varbinary(48) NULL;
ALTER TABLE [device_app] ADD [version_key] varbinary(48) NULL;
DROP INDEX ix_device_app_title_folded ON [device_app];
CREATE INDEX ix_device_app_title_folded ON [device_app] ([title_folded], [version_key], [source], [parent_key]);
CREATE INDEX ix_device_app_app_id ON [device_app] ([app_id], [version_key], [source], [parent_key]);
INSERT INTO [setting] ([name], [value], [changed_at])
  SELECT N'version-keys', N'{}', SYSUTCDATETIME() WHERE EXISTS (SELECT 1 FROM [device]);
