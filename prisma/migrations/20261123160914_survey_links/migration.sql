-- AlterTable
ALTER TABLE "survey" ADD COLUMN     "link_fetched_at" TIMESTAMPTZ(3),
ADD COLUMN     "link_on" DATE,
ADD COLUMN     "link_to" UUID;
