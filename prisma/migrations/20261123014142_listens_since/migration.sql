-- AlterTable
ALTER TABLE "channel" ADD COLUMN     "listens_since" TIMESTAMPTZ(3);
