-- How far the files of a source of logs were read, by their content; what is wrong with them stands with the source.
CREATE TABLE [log_file] (
  [source] nvarchar(64) COLLATE Latin1_General_100_BIN2 NOT NULL,
  [file] varbinary(16) NOT NULL,
  [rungs] nvarchar(max) NOT NULL,
  [offset] bigint NOT NULL,
  [tail] varbinary(16) NOT NULL,
  [fields] nvarchar(max) NULL,
  [state] nvarchar(32) COLLATE Latin1_General_100_BIN2 NULL,
  [seen] nvarchar(32) COLLATE Latin1_General_100_BIN2 NULL,
  [newest_at] datetime2(3) NULL,
  [seen_at] datetime2(3) NOT NULL,
  CONSTRAINT pk_log_file PRIMARY KEY CLUSTERED ([source], [file])
);
ALTER TABLE [source_state] ADD [files] nvarchar(max) NULL;
ALTER TABLE [poll_run] ADD [lines] nvarchar(max) NULL;
