-- Older code goes on: it leaves the column and the table alone.
-- What became of an answer to the licence check, and how many collectors ran at once on a day.
ALTER TABLE [license_exchange] ADD [answer_code] nvarchar(32) NULL;
CREATE TABLE [collector_peak] (
  [id] bigint IDENTITY(1,1) NOT NULL,
  [occurred_at] datetime2(3) NOT NULL,
  [node_version] nvarchar(32) COLLATE Latin1_General_100_BIN2 NOT NULL,
  [peak] int NOT NULL,
  CONSTRAINT pk_collector_peak PRIMARY KEY CLUSTERED ([id])
);
CREATE UNIQUE INDEX ux_collector_peak_day ON [collector_peak] ([occurred_at], [node_version]);
