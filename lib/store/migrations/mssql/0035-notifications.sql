-- Older code goes on: it leaves the tables alone.
-- What operators were told of by webhook or mail, and what is still to be delivered.
CREATE TABLE [notification] (
  [id] bigint IDENTITY(1,1) NOT NULL,
  [kind] nvarchar(32) COLLATE Latin1_General_100_BIN2 NOT NULL,
  [source] nvarchar(64) COLLATE Latin1_General_100_BIN2 NOT NULL,
  [about] nvarchar(64) COLLATE Latin1_General_100_BIN2 NOT NULL,
  [opened_at] datetime2(3) NOT NULL,
  [seen_at] datetime2(3) NOT NULL,
  [told_at] datetime2(3) NULL,
  CONSTRAINT pk_notification PRIMARY KEY CLUSTERED ([id])
);
CREATE UNIQUE INDEX ux_notification_kind ON [notification] ([kind], [source], [about]);
CREATE TABLE [notification_delivery] (
  [id] bigint IDENTITY(1,1) NOT NULL,
  [occurred_at] datetime2(3) NOT NULL,
  [channel] nvarchar(16) COLLATE Latin1_General_100_BIN2 NOT NULL,
  [kind] nvarchar(32) COLLATE Latin1_General_100_BIN2 NOT NULL,
  [message] nvarchar(max) NOT NULL,
  [attempts] int NOT NULL,
  [next_attempt_at] datetime2(3) NULL,
  [outcome] nvarchar(16) COLLATE Latin1_General_100_BIN2 NULL,
  [error_code] nvarchar(64) NULL,
  CONSTRAINT pk_notification_delivery PRIMARY KEY CLUSTERED ([id])
);
CREATE INDEX ix_notification_delivery_occurred_at ON [notification_delivery] ([occurred_at]);
CREATE INDEX ix_notification_delivery_next_attempt_at ON [notification_delivery] ([next_attempt_at]) WHERE [next_attempt_at] IS NOT NULL;
INSERT INTO [write_lock] ([kind], [taken]) VALUES (N'notifications', 0);
