-- AlterTable
ALTER TABLE "goal" ADD COLUMN     "aligned" BOOLEAN,
ADD COLUMN     "closed_as" TEXT,
ADD COLUMN     "closed_at" TIMESTAMPTZ(3),
ADD COLUMN     "closed_by" UUID,
ADD COLUMN     "closed_reason" TEXT,
ADD COLUMN     "confirmed_by" UUID,
ADD COLUMN     "confirmed_contact_id" UUID,
ADD COLUMN     "confirmed_on" DATE,
ADD COLUMN     "confirmed_words" TEXT,
ADD COLUMN     "kind" TEXT NOT NULL DEFAULT 'goal',
ADD COLUMN     "made_by" UUID,
ADD COLUMN     "opportunity_id" UUID,
ADD COLUMN     "ours" TEXT,
ADD COLUMN     "overridden" JSONB NOT NULL DEFAULT '{}',
ADD COLUMN     "reckoned" DOUBLE PRECISION,
ADD COLUMN     "reckoned_on" DATE,
ADD COLUMN     "reckoned_value" DOUBLE PRECISION,
ADD COLUMN     "verdict" TEXT,
ALTER COLUMN "external_id" DROP NOT NULL;

-- CreateTable
CREATE TABLE "goal_question" (
    "organisation_id" UUID NOT NULL,
    "id" UUID NOT NULL,
    "goal_id" UUID NOT NULL,
    "contact_id" UUID NOT NULL,
    "asked_by" UUID NOT NULL,
    "asked_at" TIMESTAMPTZ(3) NOT NULL,
    "closes_at" TIMESTAMPTZ(3) NOT NULL,
    "share" DOUBLE PRECISION,
    "answered_at" TIMESTAMPTZ(3),
    "words" TEXT,

    CONSTRAINT "goal_question_pkey" PRIMARY KEY ("organisation_id","id")
);

-- CreateTable
CREATE TABLE "satisfaction_target" (
    "organisation_id" UUID NOT NULL,
    "account_id" UUID NOT NULL,
    "target" DOUBLE PRECISION NOT NULL,
    "set_by" UUID NOT NULL,
    "set_at" TIMESTAMPTZ(3) NOT NULL,

    CONSTRAINT "satisfaction_target_pkey" PRIMARY KEY ("organisation_id","account_id")
);

-- CreateTable
CREATE TABLE "value_summary" (
    "organisation_id" UUID NOT NULL,
    "id" UUID NOT NULL,
    "account_id" UUID NOT NULL,
    "quarter" TEXT NOT NULL,
    "drafted_at" TIMESTAMPTZ(3) NOT NULL,
    "owner_id" UUID NOT NULL,
    "body" TEXT,
    "state" TEXT NOT NULL,
    "settled_at" TIMESTAMPTZ(3),
    "settled_by" UUID,
    "contact_id" UUID,

    CONSTRAINT "value_summary_pkey" PRIMARY KEY ("organisation_id","id")
);

-- CreateTable
CREATE TABLE "onboarding_template" (
    "organisation_id" UUID NOT NULL,
    "id" UUID NOT NULL,
    "product" TEXT NOT NULL,
    "product_key" TEXT NOT NULL,
    "kick_off" INTEGER NOT NULL,
    "go_live" INTEGER NOT NULL,
    "first_value" INTEGER NOT NULL,
    "steps" JSONB NOT NULL,
    "changed_by" UUID NOT NULL,
    "changed_at" TIMESTAMPTZ(3) NOT NULL,

    CONSTRAINT "onboarding_template_pkey" PRIMARY KEY ("organisation_id","id")
);

-- CreateTable
CREATE TABLE "onboarding_step" (
    "organisation_id" UUID NOT NULL,
    "id" UUID NOT NULL,
    "onboarding_id" UUID NOT NULL,
    "name" TEXT NOT NULL,
    "due_on" DATE NOT NULL,
    "done_on" DATE,
    "done_by" UUID,

    CONSTRAINT "onboarding_step_pkey" PRIMARY KEY ("organisation_id","id")
);

-- CreateIndex
CREATE INDEX "goal_question_organisation_id_goal_id_idx" ON "goal_question"("organisation_id", "goal_id");

-- CreateIndex
CREATE UNIQUE INDEX "value_summary_organisation_id_account_id_quarter_key" ON "value_summary"("organisation_id", "account_id", "quarter");

-- CreateIndex
CREATE UNIQUE INDEX "onboarding_template_organisation_id_product_key_key" ON "onboarding_template"("organisation_id", "product_key");

-- CreateIndex
CREATE INDEX "onboarding_step_organisation_id_onboarding_id_idx" ON "onboarding_step"("organisation_id", "onboarding_id");

-- CreateIndex
CREATE UNIQUE INDEX "goal_organisation_id_opportunity_id_key" ON "goal"("organisation_id", "opportunity_id");

-- AddForeignKey
ALTER TABLE "goal" ADD CONSTRAINT "goal_organisation_id_opportunity_id_fkey" FOREIGN KEY ("organisation_id", "opportunity_id") REFERENCES "opportunity"("organisation_id", "id") ON DELETE NO ACTION ON UPDATE NO ACTION;

-- AddForeignKey
ALTER TABLE "goal" ADD CONSTRAINT "goal_organisation_id_confirmed_contact_id_fkey" FOREIGN KEY ("organisation_id", "confirmed_contact_id") REFERENCES "contact"("organisation_id", "id") ON DELETE NO ACTION ON UPDATE NO ACTION;

-- AddForeignKey
ALTER TABLE "goal" ADD CONSTRAINT "goal_organisation_id_confirmed_by_fkey" FOREIGN KEY ("organisation_id", "confirmed_by") REFERENCES "person"("organisation_id", "id") ON DELETE NO ACTION ON UPDATE NO ACTION;

-- AddForeignKey
ALTER TABLE "goal" ADD CONSTRAINT "goal_organisation_id_made_by_fkey" FOREIGN KEY ("organisation_id", "made_by") REFERENCES "person"("organisation_id", "id") ON DELETE NO ACTION ON UPDATE NO ACTION;

-- AddForeignKey
ALTER TABLE "goal" ADD CONSTRAINT "goal_organisation_id_closed_by_fkey" FOREIGN KEY ("organisation_id", "closed_by") REFERENCES "person"("organisation_id", "id") ON DELETE NO ACTION ON UPDATE NO ACTION;

-- AddForeignKey
ALTER TABLE "goal_question" ADD CONSTRAINT "goal_question_organisation_id_fkey" FOREIGN KEY ("organisation_id") REFERENCES "organisation"("id") ON DELETE NO ACTION ON UPDATE NO ACTION;

-- AddForeignKey
ALTER TABLE "goal_question" ADD CONSTRAINT "goal_question_organisation_id_goal_id_fkey" FOREIGN KEY ("organisation_id", "goal_id") REFERENCES "goal"("organisation_id", "id") ON DELETE NO ACTION ON UPDATE NO ACTION;

-- AddForeignKey
ALTER TABLE "goal_question" ADD CONSTRAINT "goal_question_organisation_id_contact_id_fkey" FOREIGN KEY ("organisation_id", "contact_id") REFERENCES "contact"("organisation_id", "id") ON DELETE NO ACTION ON UPDATE NO ACTION;

-- AddForeignKey
ALTER TABLE "goal_question" ADD CONSTRAINT "goal_question_organisation_id_asked_by_fkey" FOREIGN KEY ("organisation_id", "asked_by") REFERENCES "person"("organisation_id", "id") ON DELETE NO ACTION ON UPDATE NO ACTION;

-- AddForeignKey
ALTER TABLE "satisfaction_target" ADD CONSTRAINT "satisfaction_target_organisation_id_fkey" FOREIGN KEY ("organisation_id") REFERENCES "organisation"("id") ON DELETE NO ACTION ON UPDATE NO ACTION;

-- AddForeignKey
ALTER TABLE "satisfaction_target" ADD CONSTRAINT "satisfaction_target_organisation_id_account_id_fkey" FOREIGN KEY ("organisation_id", "account_id") REFERENCES "account"("organisation_id", "id") ON DELETE NO ACTION ON UPDATE NO ACTION;

-- AddForeignKey
ALTER TABLE "satisfaction_target" ADD CONSTRAINT "satisfaction_target_organisation_id_set_by_fkey" FOREIGN KEY ("organisation_id", "set_by") REFERENCES "person"("organisation_id", "id") ON DELETE NO ACTION ON UPDATE NO ACTION;

-- AddForeignKey
ALTER TABLE "value_summary" ADD CONSTRAINT "value_summary_organisation_id_fkey" FOREIGN KEY ("organisation_id") REFERENCES "organisation"("id") ON DELETE NO ACTION ON UPDATE NO ACTION;

-- AddForeignKey
ALTER TABLE "value_summary" ADD CONSTRAINT "value_summary_organisation_id_account_id_fkey" FOREIGN KEY ("organisation_id", "account_id") REFERENCES "account"("organisation_id", "id") ON DELETE NO ACTION ON UPDATE NO ACTION;

-- AddForeignKey
ALTER TABLE "value_summary" ADD CONSTRAINT "value_summary_organisation_id_owner_id_fkey" FOREIGN KEY ("organisation_id", "owner_id") REFERENCES "person"("organisation_id", "id") ON DELETE NO ACTION ON UPDATE NO ACTION;

-- AddForeignKey
ALTER TABLE "value_summary" ADD CONSTRAINT "value_summary_organisation_id_settled_by_fkey" FOREIGN KEY ("organisation_id", "settled_by") REFERENCES "person"("organisation_id", "id") ON DELETE NO ACTION ON UPDATE NO ACTION;

-- AddForeignKey
ALTER TABLE "value_summary" ADD CONSTRAINT "value_summary_organisation_id_contact_id_fkey" FOREIGN KEY ("organisation_id", "contact_id") REFERENCES "contact"("organisation_id", "id") ON DELETE NO ACTION ON UPDATE NO ACTION;

-- AddForeignKey
ALTER TABLE "onboarding_template" ADD CONSTRAINT "onboarding_template_organisation_id_fkey" FOREIGN KEY ("organisation_id") REFERENCES "organisation"("id") ON DELETE NO ACTION ON UPDATE NO ACTION;

-- AddForeignKey
ALTER TABLE "onboarding_template" ADD CONSTRAINT "onboarding_template_organisation_id_changed_by_fkey" FOREIGN KEY ("organisation_id", "changed_by") REFERENCES "person"("organisation_id", "id") ON DELETE NO ACTION ON UPDATE NO ACTION;

-- AddForeignKey
ALTER TABLE "onboarding_step" ADD CONSTRAINT "onboarding_step_organisation_id_onboarding_id_fkey" FOREIGN KEY ("organisation_id", "onboarding_id") REFERENCES "onboarding"("organisation_id", "id") ON DELETE NO ACTION ON UPDATE NO ACTION;

-- AddForeignKey
ALTER TABLE "onboarding_step" ADD CONSTRAINT "onboarding_step_organisation_id_done_by_fkey" FOREIGN KEY ("organisation_id", "done_by") REFERENCES "person"("organisation_id", "id") ON DELETE NO ACTION ON UPDATE NO ACTION;

-- Rights
SELECT tandem_protect('"goal_question"');
SELECT tandem_protect('"satisfaction_target"');
SELECT tandem_protect('"value_summary"');
SELECT tandem_protect('"onboarding_template"');
SELECT tandem_protect('"onboarding_step"');
