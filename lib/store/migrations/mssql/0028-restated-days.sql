-- Rows of one file add up, those of a later one take their place: which one told it last.
ALTER TABLE [data_usage] ADD [teller_hash] nvarchar(64) COLLATE Latin1_General_100_BIN2 NULL;
