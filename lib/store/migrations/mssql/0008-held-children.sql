-- Children that their source has no more are counted, and held, as rows are.
CREATE INDEX ix_device_app_absent ON [device_app] ([source], [absent_since]) WHERE [absent_since] IS NOT NULL;

-- When a row lost a value: what an operator approved are those that were lost until then.
ALTER TABLE [kept_value] ADD [noted_at] datetime2(3) NULL;
