-- AlterTable
ALTER TABLE "survey_loop" ADD COLUMN     "referral_by" UUID,
ADD COLUMN     "referral_closed_as" TEXT,
ADD COLUMN     "referral_closed_at" TIMESTAMPTZ(3),
ADD COLUMN     "referral_company" TEXT,
ADD COLUMN     "referral_to" UUID,
ADD COLUMN     "referral_words" TEXT;
