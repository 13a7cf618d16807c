-- Ids are kept from when they were read: what happened long ago, or is dated ahead, is known again as long as all else. They
-- are found by the hour in which what they stand for happened, as the source tells it.
ALTER TABLE [told_id] ADD [hour] datetime2(3) NULL;
UPDATE [told_id] SET [hour] = [occurred_at];
CREATE INDEX ix_told_id_hour ON [told_id] ([source], [hour], [id]);
