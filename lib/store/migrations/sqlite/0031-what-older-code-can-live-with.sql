-- Older code goes on: it leaves the column out, and reads none of it.
-- Which schema code must know at least to live with this one; null: the row's own. Older code judges by it what it has
-- never heard of.
ALTER TABLE "schema_version" ADD COLUMN "needs" INTEGER;
