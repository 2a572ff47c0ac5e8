-- AlterTable
ALTER TABLE "survey_door" ADD COLUMN     "goal_question_id" UUID,
ALTER COLUMN "survey_id" DROP NOT NULL;

-- CreateIndex
CREATE INDEX "survey_door_organisation_id_goal_question_id_idx" ON "survey_door"("organisation_id", "goal_question_id");

-- AddForeignKey
ALTER TABLE "survey_door" ADD CONSTRAINT "survey_door_organisation_id_goal_question_id_fkey" FOREIGN KEY ("organisation_id", "goal_question_id") REFERENCES "goal_question"("organisation_id", "id") ON DELETE NO ACTION ON UPDATE NO ACTION;

-- A link leads to one question.
ALTER TABLE "survey_door" ADD CONSTRAINT "survey_door_leads_to_one" CHECK (num_nonnulls("survey_id", "goal_question_id") = 1);
