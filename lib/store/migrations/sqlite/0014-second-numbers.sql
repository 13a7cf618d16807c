-- A field of a directory may hold two phone numbers: each is found by its hash.
ALTER TABLE "directory_user" ADD COLUMN "phone_number_2_hash" TEXT;
ALTER TABLE "emm_user" ADD COLUMN "phone_number_2_hash" TEXT;
ALTER TABLE "device" ADD COLUMN "phone_number_2_hash" TEXT;
