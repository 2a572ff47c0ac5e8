-- AlterTable
ALTER TABLE "account" ADD COLUMN     "went_live_on" DATE;

-- CreateTable
CREATE TABLE "opportunity_handover" (
    "organisation_id" UUID NOT NULL,
    "opportunity_id" UUID NOT NULL,
    "promised_on" DATE,
    "receiver_id" UUID,
    "since" TIMESTAMPTZ(3) NOT NULL,
    "rung" INTEGER NOT NULL DEFAULT 0,
    "asked_by" UUID,
    "asked_at" TIMESTAMPTZ(3),
    "answer" TEXT,
    "answered_by" UUID,
    "answered_at" TIMESTAMPTZ(3),

    CONSTRAINT "opportunity_handover_pkey" PRIMARY KEY ("organisation_id","opportunity_id")
);

-- CreateTable
CREATE TABLE "opportunity_benefit" (
    "organisation_id" UUID NOT NULL,
    "opportunity_id" UUID NOT NULL,
    "days" INTEGER NOT NULL,
    "measured_at" TIMESTAMPTZ(3) NOT NULL,
    "verdict" TEXT NOT NULL,
    "basis" TEXT,
    "peers" INTEGER,
    "own" DOUBLE PRECISION,
    "others" DOUBLE PRECISION,
    "effect" DOUBLE PRECISION,
    "low" DOUBLE PRECISION,
    "high" DOUBLE PRECISION,

    CONSTRAINT "opportunity_benefit_pkey" PRIMARY KEY ("organisation_id","opportunity_id","days")
);

-- CreateTable
CREATE TABLE "onboarding" (
    "organisation_id" UUID NOT NULL,
    "id" UUID NOT NULL,
    "account_id" UUID NOT NULL,
    "opportunity_id" UUID,
    "product" TEXT NOT NULL,
    "starts_on" DATE NOT NULL,
    "opened_at" TIMESTAMPTZ(3) NOT NULL,
    "opened_by" UUID,
    "closed_at" TIMESTAMPTZ(3),

    CONSTRAINT "onboarding_pkey" PRIMARY KEY ("organisation_id","id")
);

-- CreateTable
CREATE TABLE "onboarding_milestone" (
    "organisation_id" UUID NOT NULL,
    "onboarding_id" UUID NOT NULL,
    "kind" TEXT NOT NULL,
    "due_on" DATE NOT NULL,
    "done_on" DATE,
    "done_by" UUID,

    CONSTRAINT "onboarding_milestone_pkey" PRIMARY KEY ("organisation_id","onboarding_id","kind")
);

-- CreateTable
CREATE TABLE "onboarding_stall" (
    "organisation_id" UUID NOT NULL,
    "onboarding_id" UUID NOT NULL,
    "cause" TEXT NOT NULL,
    "told_at" TIMESTAMPTZ(3) NOT NULL,
    "escalated_at" TIMESTAMPTZ(3),

    CONSTRAINT "onboarding_stall_pkey" PRIMARY KEY ("organisation_id","onboarding_id","cause")
);

-- CreateIndex
CREATE INDEX "opportunity_benefit_organisation_id_measured_at_idx" ON "opportunity_benefit"("organisation_id", "measured_at");

-- CreateIndex
CREATE INDEX "onboarding_organisation_id_account_id_idx" ON "onboarding"("organisation_id", "account_id");

-- CreateIndex
CREATE UNIQUE INDEX "onboarding_organisation_id_opportunity_id_key" ON "onboarding"("organisation_id", "opportunity_id");

-- AddForeignKey
ALTER TABLE "opportunity_handover" ADD CONSTRAINT "opportunity_handover_organisation_id_opportunity_id_fkey" FOREIGN KEY ("organisation_id", "opportunity_id") REFERENCES "opportunity"("organisation_id", "id") ON DELETE NO ACTION ON UPDATE NO ACTION;

-- AddForeignKey
ALTER TABLE "opportunity_handover" ADD CONSTRAINT "opportunity_handover_organisation_id_receiver_id_fkey" FOREIGN KEY ("organisation_id", "receiver_id") REFERENCES "person"("organisation_id", "id") ON DELETE NO ACTION ON UPDATE NO ACTION;

-- AddForeignKey
ALTER TABLE "opportunity_handover" ADD CONSTRAINT "opportunity_handover_organisation_id_asked_by_fkey" FOREIGN KEY ("organisation_id", "asked_by") REFERENCES "person"("organisation_id", "id") ON DELETE NO ACTION ON UPDATE NO ACTION;

-- AddForeignKey
ALTER TABLE "opportunity_handover" ADD CONSTRAINT "opportunity_handover_organisation_id_answered_by_fkey" FOREIGN KEY ("organisation_id", "answered_by") REFERENCES "person"("organisation_id", "id") ON DELETE NO ACTION ON UPDATE NO ACTION;

-- AddForeignKey
ALTER TABLE "opportunity_benefit" ADD CONSTRAINT "opportunity_benefit_organisation_id_opportunity_id_fkey" FOREIGN KEY ("organisation_id", "opportunity_id") REFERENCES "opportunity"("organisation_id", "id") ON DELETE NO ACTION ON UPDATE NO ACTION;

-- AddForeignKey
ALTER TABLE "onboarding" ADD CONSTRAINT "onboarding_organisation_id_account_id_fkey" FOREIGN KEY ("organisation_id", "account_id") REFERENCES "account"("organisation_id", "id") ON DELETE NO ACTION ON UPDATE NO ACTION;

-- AddForeignKey
ALTER TABLE "onboarding" ADD CONSTRAINT "onboarding_organisation_id_opportunity_id_fkey" FOREIGN KEY ("organisation_id", "opportunity_id") REFERENCES "opportunity"("organisation_id", "id") ON DELETE NO ACTION ON UPDATE NO ACTION;

-- AddForeignKey
ALTER TABLE "onboarding" ADD CONSTRAINT "onboarding_organisation_id_opened_by_fkey" FOREIGN KEY ("organisation_id", "opened_by") REFERENCES "person"("organisation_id", "id") ON DELETE NO ACTION ON UPDATE NO ACTION;

-- AddForeignKey
ALTER TABLE "onboarding_milestone" ADD CONSTRAINT "onboarding_milestone_organisation_id_onboarding_id_fkey" FOREIGN KEY ("organisation_id", "onboarding_id") REFERENCES "onboarding"("organisation_id", "id") ON DELETE NO ACTION ON UPDATE NO ACTION;

-- AddForeignKey
ALTER TABLE "onboarding_milestone" ADD CONSTRAINT "onboarding_milestone_organisation_id_done_by_fkey" FOREIGN KEY ("organisation_id", "done_by") REFERENCES "person"("organisation_id", "id") ON DELETE NO ACTION ON UPDATE NO ACTION;

-- AddForeignKey
ALTER TABLE "onboarding_stall" ADD CONSTRAINT "onboarding_stall_organisation_id_onboarding_id_fkey" FOREIGN KEY ("organisation_id", "onboarding_id") REFERENCES "onboarding"("organisation_id", "id") ON DELETE NO ACTION ON UPDATE NO ACTION;

-- Rights
SELECT tandem_protect('"opportunity_handover"');
SELECT tandem_protect('"opportunity_benefit"');
SELECT tandem_protect('"onboarding"');
SELECT tandem_protect('"onboarding_milestone"');
SELECT tandem_protect('"onboarding_stall"');

-- What the doors check stays true whoever writes.
ALTER TABLE "opportunity_handover" ADD CONSTRAINT "opportunity_handover_known"
  CHECK ("rung" BETWEEN 0 AND 2 AND ("answered_at" IS NULL OR "asked_at" IS NOT NULL));
ALTER TABLE "opportunity_benefit" ADD CONSTRAINT "opportunity_benefit_known"
  CHECK ("days" IN (90, 180) AND "verdict" IN ('rose', 'unclear', 'not-raised', 'too-few', 'no-data'));
ALTER TABLE "onboarding_milestone" ADD CONSTRAINT "onboarding_milestone_known"
  CHECK ("kind" IN ('kick-off', 'go-live', 'first-value'));
ALTER TABLE "onboarding_stall" ADD CONSTRAINT "onboarding_stall_known"
  CHECK ("cause" IN ('kick-off', 'go-live', 'first-value', 'integration'));
