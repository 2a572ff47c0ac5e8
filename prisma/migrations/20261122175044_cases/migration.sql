-- AlterTable
ALTER TABLE "risk_case" ADD COLUMN     "active_at" TIMESTAMPTZ(3),
ADD COLUMN     "alerted_at" TIMESTAMPTZ(3),
ADD COLUMN     "alerted_p" DOUBLE PRECISION,
ADD COLUMN     "closed_by" UUID,
ADD COLUMN     "closed_note" TEXT,
ADD COLUMN     "closed_p" DOUBLE PRECISION,
ADD COLUMN     "contact_at" TIMESTAMPTZ(3),
ADD COLUMN     "escalated_at" TIMESTAMPTZ(3),
ADD COLUMN     "escalated_note" TEXT,
ADD COLUMN     "escalated_to" UUID,
ADD COLUMN     "outcome" TEXT,
ADD COLUMN     "reason" TEXT,
ADD COLUMN     "reminded_at" TIMESTAMPTZ(3),
ADD COLUMN     "snoozed_until" TIMESTAMPTZ(3),
ADD COLUMN     "snoozes" INTEGER NOT NULL DEFAULT 0,
ADD COLUMN     "waiting_since" TIMESTAMPTZ(3);

-- CreateTable
CREATE TABLE "play" (
    "organisation_id" UUID NOT NULL,
    "id" UUID NOT NULL,
    "case_id" UUID NOT NULL,
    "kind" TEXT NOT NULL,
    "due_on" DATE NOT NULL,
    "opened_at" TIMESTAMPTZ(3) NOT NULL,

    CONSTRAINT "play_pkey" PRIMARY KEY ("organisation_id","id")
);

-- CreateTable
CREATE TABLE "play_step" (
    "organisation_id" UUID NOT NULL,
    "id" UUID NOT NULL,
    "play_id" UUID NOT NULL,
    "place" INTEGER NOT NULL,
    "step" TEXT NOT NULL,
    "done_at" TIMESTAMPTZ(3),
    "done_by" UUID,

    CONSTRAINT "play_step_pkey" PRIMARY KEY ("organisation_id","id")
);

-- CreateTable
CREATE TABLE "risk_opinion" (
    "organisation_id" UUID NOT NULL,
    "id" UUID NOT NULL,
    "account_id" UUID NOT NULL,
    "person_id" UUID NOT NULL,
    "opinion" TEXT NOT NULL,
    "reason" TEXT NOT NULL,
    "at" TIMESTAMPTZ(3) NOT NULL,
    "expires_at" TIMESTAMPTZ(3) NOT NULL,

    CONSTRAINT "risk_opinion_pkey" PRIMARY KEY ("organisation_id","id")
);

-- CreateTable
CREATE TABLE "risk_hold" (
    "organisation_id" UUID NOT NULL,
    "id" UUID NOT NULL,
    "as_of" TIMESTAMPTZ(3) NOT NULL,
    "crossed" INTEGER NOT NULL,
    "scored" INTEGER NOT NULL,
    "state" TEXT NOT NULL,
    "decided_by" UUID,
    "decided_at" TIMESTAMPTZ(3),

    CONSTRAINT "risk_hold_pkey" PRIMARY KEY ("organisation_id","id")
);

-- CreateTable
CREATE TABLE "touchpoint" (
    "organisation_id" UUID NOT NULL,
    "id" UUID NOT NULL,
    "account_id" UUID NOT NULL,
    "contact_id" UUID,
    "kind" TEXT NOT NULL,
    "state" TEXT NOT NULL,
    "planned_at" TIMESTAMPTZ(3) NOT NULL,
    "held_at" TIMESTAMPTZ(3),
    "owner_id" UUID NOT NULL,
    "origin" TEXT NOT NULL,
    "note" TEXT,
    "made_at" TIMESTAMPTZ(3) NOT NULL,

    CONSTRAINT "touchpoint_pkey" PRIMARY KEY ("organisation_id","id")
);

-- CreateIndex
CREATE UNIQUE INDEX "play_organisation_id_case_id_key" ON "play"("organisation_id", "case_id");

-- CreateIndex
CREATE UNIQUE INDEX "play_step_organisation_id_play_id_place_key" ON "play_step"("organisation_id", "play_id", "place");

-- CreateIndex
CREATE INDEX "risk_opinion_organisation_id_account_id_at_idx" ON "risk_opinion"("organisation_id", "account_id", "at");

-- CreateIndex
CREATE UNIQUE INDEX "risk_hold_organisation_id_as_of_key" ON "risk_hold"("organisation_id", "as_of");

-- CreateIndex
CREATE INDEX "touchpoint_organisation_id_account_id_state_planned_at_idx" ON "touchpoint"("organisation_id", "account_id", "state", "planned_at");

-- CreateIndex
CREATE INDEX "touchpoint_organisation_id_owner_id_state_planned_at_idx" ON "touchpoint"("organisation_id", "owner_id", "state", "planned_at");

-- AddForeignKey
ALTER TABLE "risk_case" ADD CONSTRAINT "risk_case_organisation_id_escalated_to_fkey" FOREIGN KEY ("organisation_id", "escalated_to") REFERENCES "person"("organisation_id", "id") ON DELETE NO ACTION ON UPDATE NO ACTION;

-- AddForeignKey
ALTER TABLE "risk_case" ADD CONSTRAINT "risk_case_organisation_id_closed_by_fkey" FOREIGN KEY ("organisation_id", "closed_by") REFERENCES "person"("organisation_id", "id") ON DELETE NO ACTION ON UPDATE NO ACTION;

-- AddForeignKey
ALTER TABLE "play" ADD CONSTRAINT "play_organisation_id_case_id_fkey" FOREIGN KEY ("organisation_id", "case_id") REFERENCES "risk_case"("organisation_id", "id") ON DELETE NO ACTION ON UPDATE NO ACTION;

-- AddForeignKey
ALTER TABLE "play_step" ADD CONSTRAINT "play_step_organisation_id_play_id_fkey" FOREIGN KEY ("organisation_id", "play_id") REFERENCES "play"("organisation_id", "id") ON DELETE NO ACTION ON UPDATE NO ACTION;

-- AddForeignKey
ALTER TABLE "play_step" ADD CONSTRAINT "play_step_organisation_id_done_by_fkey" FOREIGN KEY ("organisation_id", "done_by") REFERENCES "person"("organisation_id", "id") ON DELETE NO ACTION ON UPDATE NO ACTION;

-- AddForeignKey
ALTER TABLE "risk_opinion" ADD CONSTRAINT "risk_opinion_organisation_id_account_id_fkey" FOREIGN KEY ("organisation_id", "account_id") REFERENCES "account"("organisation_id", "id") ON DELETE NO ACTION ON UPDATE NO ACTION;

-- AddForeignKey
ALTER TABLE "risk_opinion" ADD CONSTRAINT "risk_opinion_organisation_id_person_id_fkey" FOREIGN KEY ("organisation_id", "person_id") REFERENCES "person"("organisation_id", "id") ON DELETE NO ACTION ON UPDATE NO ACTION;

-- AddForeignKey
ALTER TABLE "risk_hold" ADD CONSTRAINT "risk_hold_organisation_id_fkey" FOREIGN KEY ("organisation_id") REFERENCES "organisation"("id") ON DELETE NO ACTION ON UPDATE NO ACTION;

-- AddForeignKey
ALTER TABLE "risk_hold" ADD CONSTRAINT "risk_hold_organisation_id_decided_by_fkey" FOREIGN KEY ("organisation_id", "decided_by") REFERENCES "person"("organisation_id", "id") ON DELETE NO ACTION ON UPDATE NO ACTION;

-- AddForeignKey
ALTER TABLE "touchpoint" ADD CONSTRAINT "touchpoint_organisation_id_account_id_fkey" FOREIGN KEY ("organisation_id", "account_id") REFERENCES "account"("organisation_id", "id") ON DELETE NO ACTION ON UPDATE NO ACTION;

-- AddForeignKey
ALTER TABLE "touchpoint" ADD CONSTRAINT "touchpoint_organisation_id_contact_id_fkey" FOREIGN KEY ("organisation_id", "contact_id") REFERENCES "contact"("organisation_id", "id") ON DELETE NO ACTION ON UPDATE NO ACTION;

-- AddForeignKey
ALTER TABLE "touchpoint" ADD CONSTRAINT "touchpoint_organisation_id_owner_id_fkey" FOREIGN KEY ("organisation_id", "owner_id") REFERENCES "person"("organisation_id", "id") ON DELETE NO ACTION ON UPDATE NO ACTION;

-- Rights
SELECT tandem_protect('"play"');
SELECT tandem_protect('"play_step"');
SELECT tandem_protect('"risk_opinion"');
SELECT tandem_protect('"risk_hold"');
SELECT tandem_protect('"touchpoint"');

ALTER TABLE "touchpoint" ADD CONSTRAINT "touchpoint_known"
  CHECK ("kind" IN ('check-in', 'call', 'meeting', 'on-site') AND "state" IN ('planned', 'held', 'cancelled'));
ALTER TABLE "risk_case" ADD CONSTRAINT "risk_case_outcome_known"
  CHECK ("outcome" IN ('saved', 'lost', 'no-action', 'not-a-risk', 'recovered', 'calmed', 'left') AND "snoozes" BETWEEN 0 AND 2);
ALTER TABLE "risk_opinion" ADD CONSTRAINT "risk_opinion_known" CHECK ("opinion" IN ('good', 'watch', 'bad'));
ALTER TABLE "risk_hold" ADD CONSTRAINT "risk_hold_known" CHECK ("state" IN ('held', 'sent', 'kept-back'));
