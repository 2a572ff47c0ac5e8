-- AlterTable
ALTER TABLE "survey_answer" ADD COLUMN     "comment_score" INTEGER;

-- AlterTable
ALTER TABLE "survey_loop" ADD COLUMN     "score" INTEGER;
