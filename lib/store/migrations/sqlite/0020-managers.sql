-- A manager is named by DN: found by the hash of it.
ALTER TABLE "directory_user" ADD COLUMN "dn_key" BLOB;
ALTER TABLE "directory_user" ADD COLUMN "manager_key" BLOB;
CREATE INDEX ix_directory_user_dn ON "directory_user" ("source", "dn_key");
