-- A field of a directory may hold two phone numbers: each is found by its hash.
ALTER TABLE [directory_user] ADD [phone_number_2_hash] nvarchar(64) COLLATE Latin1_General_100_BIN2 NULL;
ALTER TABLE [emm_user] ADD [phone_number_2_hash] nvarchar(64) COLLATE Latin1_General_100_BIN2 NULL;
ALTER TABLE [device] ADD [phone_number_2_hash] nvarchar(64) COLLATE Latin1_General_100_BIN2 NULL;
