-- AlterTable
ALTER TABLE "cadence_meeting" ADD COLUMN     "invited" UUID[];
