-- AlterTable
ALTER TABLE "opportunity" ADD COLUMN     "accepted_at" TIMESTAMPTZ(3),
ADD COLUMN     "accepted_by" UUID,
ADD COLUMN     "asked_back" TEXT,
ADD COLUMN     "confirmed_at" TIMESTAMPTZ(3),
ADD COLUMN     "confirmed_by" UUID,
ADD COLUMN     "contacted_at" TIMESTAMPTZ(3),
ADD COLUMN     "evidence" JSONB,
ADD COLUMN     "expires_at" TIMESTAMPTZ(3),
ADD COLUMN     "hold_decide_by" TIMESTAMPTZ(3),
ADD COLUMN     "hold_decided_at" TIMESTAMPTZ(3),
ADD COLUMN     "hold_decided_by" UUID,
ADD COLUMN     "hold_decision" TEXT,
ADD COLUMN     "hold_reason" TEXT,
ADD COLUMN     "manager_ok_at" TIMESTAMPTZ(3),
ADD COLUMN     "manager_ok_by" UUID,
ADD COLUMN     "promised" TEXT,
ADD COLUMN     "proposed_at" TIMESTAMPTZ(3),
ADD COLUMN     "rung" INTEGER NOT NULL DEFAULT 0,
ADD COLUMN     "rung_due_at" TIMESTAMPTZ(3),
ADD COLUMN     "snoozed_until" TIMESTAMPTZ(3),
ADD COLUMN     "snoozes" INTEGER NOT NULL DEFAULT 0,
ADD COLUMN     "stopped_at" TIMESTAMPTZ(3),
ADD COLUMN     "tried" UUID[] DEFAULT ARRAY[]::UUID[],
ADD COLUMN     "won_at" TIMESTAMPTZ(3);

-- CreateTable
CREATE TABLE "open_detractor" (
    "organisation_id" UUID NOT NULL,
    "account_id" UUID NOT NULL,
    "contact_id" UUID NOT NULL,
    "since" TIMESTAMPTZ(3) NOT NULL,

    CONSTRAINT "open_detractor_pkey" PRIMARY KEY ("organisation_id","account_id","contact_id")
);

-- CreateTable
CREATE TABLE "opportunity_pass" (
    "organisation_id" UUID NOT NULL,
    "opportunity_id" UUID NOT NULL,
    "person_id" UUID NOT NULL,
    "reason" TEXT NOT NULL,
    "note" TEXT,
    "at" TIMESTAMPTZ(3) NOT NULL,

    CONSTRAINT "opportunity_pass_pkey" PRIMARY KEY ("organisation_id","opportunity_id","person_id")
);

-- CreateTable
CREATE TABLE "opportunity_release" (
    "organisation_id" UUID NOT NULL,
    "id" UUID NOT NULL,
    "opportunity_id" UUID NOT NULL,
    "person_id" UUID NOT NULL,
    "claimed_at" TIMESTAMPTZ(3) NOT NULL,
    "at" TIMESTAMPTZ(3) NOT NULL,
    "kind" TEXT NOT NULL,

    CONSTRAINT "opportunity_release_pkey" PRIMARY KEY ("organisation_id","id")
);

-- CreateIndex
CREATE INDEX "opportunity_pass_organisation_id_person_id_at_idx" ON "opportunity_pass"("organisation_id", "person_id", "at");

-- CreateIndex
CREATE INDEX "opportunity_release_organisation_id_person_id_at_idx" ON "opportunity_release"("organisation_id", "person_id", "at");

-- CreateIndex
CREATE INDEX "opportunity_organisation_id_claimed_by_claimed_at_idx" ON "opportunity"("organisation_id", "claimed_by", "claimed_at");

-- AddForeignKey
ALTER TABLE "opportunity" ADD CONSTRAINT "opportunity_organisation_id_confirmed_by_fkey" FOREIGN KEY ("organisation_id", "confirmed_by") REFERENCES "person"("organisation_id", "id") ON DELETE NO ACTION ON UPDATE NO ACTION;

-- AddForeignKey
ALTER TABLE "opportunity" ADD CONSTRAINT "opportunity_organisation_id_manager_ok_by_fkey" FOREIGN KEY ("organisation_id", "manager_ok_by") REFERENCES "person"("organisation_id", "id") ON DELETE NO ACTION ON UPDATE NO ACTION;

-- AddForeignKey
ALTER TABLE "opportunity" ADD CONSTRAINT "opportunity_organisation_id_accepted_by_fkey" FOREIGN KEY ("organisation_id", "accepted_by") REFERENCES "person"("organisation_id", "id") ON DELETE NO ACTION ON UPDATE NO ACTION;

-- AddForeignKey
ALTER TABLE "opportunity" ADD CONSTRAINT "opportunity_organisation_id_hold_decided_by_fkey" FOREIGN KEY ("organisation_id", "hold_decided_by") REFERENCES "person"("organisation_id", "id") ON DELETE NO ACTION ON UPDATE NO ACTION;

-- AddForeignKey
ALTER TABLE "open_detractor" ADD CONSTRAINT "open_detractor_organisation_id_account_id_fkey" FOREIGN KEY ("organisation_id", "account_id") REFERENCES "account"("organisation_id", "id") ON DELETE NO ACTION ON UPDATE NO ACTION;

-- AddForeignKey
ALTER TABLE "open_detractor" ADD CONSTRAINT "open_detractor_organisation_id_contact_id_fkey" FOREIGN KEY ("organisation_id", "contact_id") REFERENCES "contact"("organisation_id", "id") ON DELETE NO ACTION ON UPDATE NO ACTION;

-- AddForeignKey
ALTER TABLE "opportunity_pass" ADD CONSTRAINT "opportunity_pass_organisation_id_opportunity_id_fkey" FOREIGN KEY ("organisation_id", "opportunity_id") REFERENCES "opportunity"("organisation_id", "id") ON DELETE NO ACTION ON UPDATE NO ACTION;

-- AddForeignKey
ALTER TABLE "opportunity_pass" ADD CONSTRAINT "opportunity_pass_organisation_id_person_id_fkey" FOREIGN KEY ("organisation_id", "person_id") REFERENCES "person"("organisation_id", "id") ON DELETE NO ACTION ON UPDATE NO ACTION;

-- AddForeignKey
ALTER TABLE "opportunity_release" ADD CONSTRAINT "opportunity_release_organisation_id_opportunity_id_fkey" FOREIGN KEY ("organisation_id", "opportunity_id") REFERENCES "opportunity"("organisation_id", "id") ON DELETE NO ACTION ON UPDATE NO ACTION;

-- AddForeignKey
ALTER TABLE "opportunity_release" ADD CONSTRAINT "opportunity_release_organisation_id_person_id_fkey" FOREIGN KEY ("organisation_id", "person_id") REFERENCES "person"("organisation_id", "id") ON DELETE NO ACTION ON UPDATE NO ACTION;

-- Rights
SELECT tandem_protect('"open_detractor"');
SELECT tandem_protect('"opportunity_pass"');
SELECT tandem_protect('"opportunity_release"');

-- What the doors check stays true whoever writes.
ALTER TABLE "opportunity" ADD CONSTRAINT "opportunity_stage_known"
  CHECK ("stage" IN ('spotted', 'gate-failed', 'gated', 'routed', 'claimed', 'contacted', 'proposed', 'won', 'done', 'lost',
                     'withdrawn', 'expired'));
ALTER TABLE "opportunity" ADD CONSTRAINT "opportunity_hold_known"
  CHECK ("hold_decision" IN ('continue', 'pause') AND "snoozes" BETWEEN 0 AND 2 AND "rung" BETWEEN 0 AND 3);
ALTER TABLE "opportunity" ADD CONSTRAINT "opportunity_done_is_accepted"
  CHECK ("stage" <> 'done' OR "accepted_at" IS NOT NULL OR "external_id" IS NOT NULL);
ALTER TABLE "opportunity_release" ADD CONSTRAINT "opportunity_release_known" CHECK ("kind" IN ('released', 'lapsed'));
