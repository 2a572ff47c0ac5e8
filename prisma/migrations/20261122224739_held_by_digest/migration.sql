-- AlterTable
ALTER TABLE "post" ADD COLUMN     "taken_by" UUID;
