-- AlterTable
ALTER TABLE "account" ADD COLUMN     "stage_assumed" BOOLEAN NOT NULL DEFAULT false;

-- AlterTable
ALTER TABLE "contact" ADD COLUMN     "chat_fields" TEXT[] DEFAULT ARRAY[]::TEXT[];

-- AlterTable
ALTER TABLE "ingest_key" ADD COLUMN     "source" TEXT NOT NULL DEFAULT 'csv';

-- AlterTable
ALTER TABLE "opportunity" ADD COLUMN     "closed_at" TIMESTAMPTZ(3),
ADD COLUMN     "external_id" TEXT,
ADD COLUMN     "ingested_at" TIMESTAMPTZ(3),
ADD COLUMN     "known_at" TIMESTAMPTZ(3),
ADD COLUMN     "lost_reason" TEXT,
ALTER COLUMN "spotted_by" DROP NOT NULL;

-- CreateTable
CREATE TABLE "goal" (
    "organisation_id" UUID NOT NULL,
    "id" UUID NOT NULL,
    "external_id" TEXT NOT NULL,
    "account_id" UUID NOT NULL,
    "name" TEXT NOT NULL,
    "metric" TEXT,
    "baseline" DOUBLE PRECISION,
    "target" DOUBLE PRECISION,
    "target_on" DATE,
    "owner_id" UUID,
    "contact_id" UUID,
    "measured" DOUBLE PRECISION,
    "confirmed" DOUBLE PRECISION,
    "confirmed_value_minor" BIGINT,
    "currency" TEXT,
    "met_on" DATE,
    "ingested_at" TIMESTAMPTZ(3) NOT NULL,
    "known_at" TIMESTAMPTZ(3) NOT NULL,

    CONSTRAINT "goal_pkey" PRIMARY KEY ("organisation_id","id")
);

-- CreateTable
CREATE TABLE "survey_answer" (
    "organisation_id" UUID NOT NULL,
    "id" UUID NOT NULL,
    "external_id" TEXT NOT NULL,
    "account_id" UUID NOT NULL,
    "contact_id" UUID,
    "kind" TEXT NOT NULL,
    "score" INTEGER,
    "comment" TEXT,
    "asked_on" DATE,
    "answered_at" TIMESTAMPTZ(3),
    "ingested_at" TIMESTAMPTZ(3) NOT NULL,
    "known_at" TIMESTAMPTZ(3) NOT NULL,

    CONSTRAINT "survey_answer_pkey" PRIMARY KEY ("organisation_id","id")
);

-- CreateIndex
CREATE INDEX "goal_organisation_id_account_id_idx" ON "goal"("organisation_id", "account_id");

-- CreateIndex
CREATE UNIQUE INDEX "goal_organisation_id_external_id_key" ON "goal"("organisation_id", "external_id");

-- CreateIndex
CREATE INDEX "survey_answer_organisation_id_account_id_answered_at_idx" ON "survey_answer"("organisation_id", "account_id", "answered_at");

-- CreateIndex
CREATE INDEX "survey_answer_organisation_id_contact_id_idx" ON "survey_answer"("organisation_id", "contact_id");

-- CreateIndex
CREATE UNIQUE INDEX "survey_answer_organisation_id_external_id_key" ON "survey_answer"("organisation_id", "external_id");

-- CreateIndex
CREATE UNIQUE INDEX "opportunity_organisation_id_external_id_key" ON "opportunity"("organisation_id", "external_id");

-- AddForeignKey
ALTER TABLE "goal" ADD CONSTRAINT "goal_organisation_id_fkey" FOREIGN KEY ("organisation_id") REFERENCES "organisation"("id") ON DELETE NO ACTION ON UPDATE NO ACTION;

-- AddForeignKey
ALTER TABLE "goal" ADD CONSTRAINT "goal_organisation_id_account_id_fkey" FOREIGN KEY ("organisation_id", "account_id") REFERENCES "account"("organisation_id", "id") ON DELETE NO ACTION ON UPDATE NO ACTION;

-- AddForeignKey
ALTER TABLE "goal" ADD CONSTRAINT "goal_organisation_id_owner_id_fkey" FOREIGN KEY ("organisation_id", "owner_id") REFERENCES "person"("organisation_id", "id") ON DELETE NO ACTION ON UPDATE NO ACTION;

-- AddForeignKey
ALTER TABLE "goal" ADD CONSTRAINT "goal_organisation_id_contact_id_fkey" FOREIGN KEY ("organisation_id", "contact_id") REFERENCES "contact"("organisation_id", "id") ON DELETE NO ACTION ON UPDATE NO ACTION;

-- AddForeignKey
ALTER TABLE "survey_answer" ADD CONSTRAINT "survey_answer_organisation_id_fkey" FOREIGN KEY ("organisation_id") REFERENCES "organisation"("id") ON DELETE NO ACTION ON UPDATE NO ACTION;

-- AddForeignKey
ALTER TABLE "survey_answer" ADD CONSTRAINT "survey_answer_organisation_id_account_id_fkey" FOREIGN KEY ("organisation_id", "account_id") REFERENCES "account"("organisation_id", "id") ON DELETE NO ACTION ON UPDATE NO ACTION;

-- AddForeignKey
ALTER TABLE "survey_answer" ADD CONSTRAINT "survey_answer_organisation_id_contact_id_fkey" FOREIGN KEY ("organisation_id", "contact_id") REFERENCES "contact"("organisation_id", "id") ON DELETE NO ACTION ON UPDATE NO ACTION;

-- Rights
SELECT tandem_protect('"goal"');
SELECT tandem_protect('"survey_answer"');

-- What the doors check stays true whoever writes.
ALTER TABLE "opportunity" ADD CONSTRAINT "opportunity_spotted_or_imported"
  CHECK ("spotted_by" IS NOT NULL OR "external_id" IS NOT NULL);
ALTER TABLE "opportunity" ADD CONSTRAINT "opportunity_imported_is_over"
  CHECK ("external_id" IS NULL OR "closed_at" IS NOT NULL AND "stage" IN ('done', 'lost', 'withdrawn', 'expired'));
ALTER TABLE "survey_answer" ADD CONSTRAINT "survey_answer_known"
  CHECK ("kind" = 'nps' AND "score" BETWEEN 0 AND 10);
ALTER TABLE "goal" ADD CONSTRAINT "goal_value_has_currency"
  CHECK (("confirmed_value_minor" IS NULL) = ("currency" IS NULL));
ALTER TABLE "ingest_key" ADD CONSTRAINT "ingest_key_known" CHECK ("source" IN ('csv', 'crm'));
