-- What several sources write together (who is one person, which rows are one device) is written by one transaction at a
-- time: it updates the row of that kind first, and reads what the others have committed only then.

CREATE TABLE [write_lock] (
  [kind] nvarchar(32) COLLATE Latin1_General_100_BIN2 NOT NULL,
  [taken] bigint NOT NULL,
  CONSTRAINT pk_write_lock PRIMARY KEY CLUSTERED ([kind])
);
INSERT INTO [write_lock] ([kind], [taken]) VALUES (N'people', 0), (N'hardware', 0);

-- Two persons who proved to be one: what still names the former leads to the other.
ALTER TABLE [subject] ADD [merged_into] bigint NULL;
CREATE INDEX ix_subject_merged_into ON [subject] ([merged_into]);
