-- Whom an answer spoke about, where it was several people: the first 8 bytes of the keyed hash of each, 8,000 at most; and
-- the name of the field that a list was sorted by.
ALTER TABLE [access_log] ADD [sort] nvarchar(64) COLLATE Latin1_General_100_BIN2 NULL;
ALTER TABLE [access_log] ADD [subject_hashes] varbinary(8000) NULL;
