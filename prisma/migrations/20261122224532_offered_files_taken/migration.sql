-- AlterTable
ALTER TABLE "offered_file" ADD COLUMN     "taken_at" TIMESTAMPTZ(3);
