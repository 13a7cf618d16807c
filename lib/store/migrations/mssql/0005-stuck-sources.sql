-- What keeps a source from being polled well, whichever collector polls it, and whatever restarts: refused sign-ins, polls
-- that fail at the same place, and removals of the last day.
ALTER TABLE [source_state] ADD [sign_in] nvarchar(max) NULL;
ALTER TABLE [source_state] ADD [stuck] nvarchar(max) NULL;
ALTER TABLE [source_state] ADD [removals] nvarchar(max) NULL;

-- What operators asked for and decided.
CREATE TABLE [operator_journal] (
  [id] bigint IDENTITY(1,1) NOT NULL,
  [occurred_at] datetime2(3) NOT NULL,
  [principal] nvarchar(128) COLLATE Latin1_General_100_BIN2 NOT NULL,
  [operation] nvarchar(64) COLLATE Latin1_General_100_BIN2 NOT NULL,
  [source] nvarchar(64) COLLATE Latin1_General_100_BIN2 NULL,
  [details] nvarchar(max) NOT NULL,
  CONSTRAINT pk_operator_journal PRIMARY KEY CLUSTERED ([id])
);
CREATE INDEX ix_operator_journal_occurred_at ON [operator_journal] ([occurred_at]);
