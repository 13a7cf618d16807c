-- Values that most rows of a dataset lost at once, and rows beyond what a day may bring, are held as removals are.
ALTER TABLE [deletion_hold] ADD [kind] nvarchar(16) COLLATE Latin1_General_100_BIN2 NULL;
ALTER TABLE [deletion_hold] ADD [parameters] nvarchar(max) NULL;
ALTER TABLE [source_state] ADD [arrivals] nvarchar(max) NULL;

-- Which values a source tells no more of a row: they stay until the end of the poll, or until it is decided.
CREATE TABLE [kept_value] (
  [source] nvarchar(64) COLLATE Latin1_General_100_BIN2 NOT NULL,
  [dataset] nvarchar(64) COLLATE Latin1_General_100_BIN2 NOT NULL,
  [row_id] bigint NOT NULL,
  [parameters] nvarchar(max) NOT NULL,
  CONSTRAINT pk_kept_value PRIMARY KEY CLUSTERED ([source], [dataset], [row_id])
);
