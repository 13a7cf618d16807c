-- What left is still told by the id that it had.
ALTER TABLE [change] ADD [left_id] bigint NULL;
CREATE INDEX ix_change_left_id ON [change] ([left_id]) WHERE [left_id] IS NOT NULL;
