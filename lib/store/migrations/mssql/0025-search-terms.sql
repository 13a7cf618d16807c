-- What people and devices are found by: the folded text of their fields that the search looks through. Rows that are there
-- get theirs by a duty, while the API answers.
CREATE TABLE [search_term] (
  [class] int NOT NULL,
  [term] nvarchar(64) COLLATE Latin1_General_100_BIN2 NOT NULL,
  [owner] bigint NOT NULL,
  CONSTRAINT pk_search_term PRIMARY KEY CLUSTERED ([class], [term], [owner])
);
CREATE INDEX ix_search_term_owner ON [search_term] ([owner], [class], [term]);

-- Nobody asks these any more.
DROP INDEX ix_directory_user_display_name_folded ON [directory_user];
DROP INDEX ix_directory_user_given_name_folded ON [directory_user];
DROP INDEX ix_directory_user_surname_folded ON [directory_user];
DROP INDEX ix_directory_user_department_folded ON [directory_user];
DROP INDEX ix_emm_user_display_name_folded ON [emm_user];
DROP INDEX ix_emm_user_given_name_folded ON [emm_user];
DROP INDEX ix_emm_user_surname_folded ON [emm_user];
DROP INDEX ix_emm_user_department_folded ON [emm_user];
ALTER TABLE [directory_user] DROP COLUMN [given_name_folded];
ALTER TABLE [directory_user] DROP COLUMN [surname_folded];
ALTER TABLE [emm_user] DROP COLUMN [given_name_folded];
ALTER TABLE [emm_user] DROP COLUMN [surname_folded];
