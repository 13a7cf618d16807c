-- Kept counts of apps, and what has to be counted anew.
CREATE TABLE [app_group] (
  [id] bigint IDENTITY(1,1) NOT NULL,
  [title_key] nvarchar(256) COLLATE Latin1_General_100_BIN2 NOT NULL,
  [version_text] nvarchar(64) COLLATE Latin1_General_100_BIN2 NOT NULL,
  [platform] nvarchar(16) COLLATE Latin1_General_100_BIN2 NOT NULL,
  [title] nvarchar(256) NULL,
  [version] nvarchar(64) NULL,
  [app_id] nvarchar(256) COLLATE Latin1_General_100_BIN2 NOT NULL,
  [installations] int NOT NULL,
  [devices] int NOT NULL,
  [persons] int NOT NULL,
  CONSTRAINT pk_app_group PRIMARY KEY CLUSTERED ([id])
);
CREATE UNIQUE INDEX ux_app_group_app ON [app_group] ([title_key], [version_text], [platform]);
CREATE INDEX ix_app_group_devices ON [app_group] ([devices], [id]);
CREATE TABLE [app_mark] (
  [id] bigint IDENTITY(1,1) NOT NULL,
  [title_key] nvarchar(256) COLLATE Latin1_General_100_BIN2 NULL,
  [device_id] bigint NULL,
  CONSTRAINT pk_app_mark PRIMARY KEY CLUSTERED ([id])
);
