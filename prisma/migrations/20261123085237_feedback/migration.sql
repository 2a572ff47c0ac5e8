-- CreateTable
CREATE TABLE "feedback_item" (
    "organisation_id" UUID NOT NULL,
    "id" UUID NOT NULL,
    "theme" TEXT NOT NULL,
    "product" TEXT NOT NULL,
    "product_key" TEXT NOT NULL,
    "state" TEXT NOT NULL,
    "opened_at" TIMESTAMPTZ(3) NOT NULL,
    "planned_at" TIMESTAMPTZ(3),
    "planned_by" UUID,
    "decided_at" TIMESTAMPTZ(3),
    "decided_by" UUID,
    "note" TEXT,
    "place" TEXT,

    CONSTRAINT "feedback_item_pkey" PRIMARY KEY ("organisation_id","id")
);

-- CreateTable
CREATE TABLE "feedback" (
    "organisation_id" UUID NOT NULL,
    "id" UUID NOT NULL,
    "item_id" UUID NOT NULL,
    "account_id" UUID NOT NULL,
    "contact_id" UUID,
    "survey_id" UUID,
    "words" TEXT,
    "passed_by" UUID NOT NULL,
    "passed_at" TIMESTAMPTZ(3) NOT NULL,
    "said_at" TIMESTAMPTZ(3) NOT NULL,

    CONSTRAINT "feedback_pkey" PRIMARY KEY ("organisation_id","id")
);

-- CreateTable
CREATE TABLE "feedback_tell" (
    "organisation_id" UUID NOT NULL,
    "id" UUID NOT NULL,
    "item_id" UUID NOT NULL,
    "account_id" UUID NOT NULL,
    "opened_at" TIMESTAMPTZ(3) NOT NULL,
    "due_at" TIMESTAMPTZ(3) NOT NULL,
    "rung" INTEGER NOT NULL DEFAULT 0,
    "snoozed_until" TIMESTAMPTZ(3),
    "snoozes" INTEGER NOT NULL DEFAULT 0,
    "closed_at" TIMESTAMPTZ(3),
    "closed_by" UUID,
    "closed_as" TEXT,
    "entry_id" UUID,

    CONSTRAINT "feedback_tell_pkey" PRIMARY KEY ("organisation_id","id")
);

-- CreateIndex
CREATE INDEX "feedback_item_organisation_id_state_opened_at_idx" ON "feedback_item"("organisation_id", "state", "opened_at");

-- CreateIndex
CREATE UNIQUE INDEX "feedback_item_one_open" ON "feedback_item"("organisation_id", "theme", "product_key") WHERE (state = ANY (ARRAY['open'::text, 'planned'::text]));

-- CreateIndex
CREATE INDEX "feedback_organisation_id_item_id_passed_at_idx" ON "feedback"("organisation_id", "item_id", "passed_at");

-- CreateIndex
CREATE INDEX "feedback_organisation_id_account_id_idx" ON "feedback"("organisation_id", "account_id");

-- CreateIndex
CREATE INDEX "feedback_organisation_id_survey_id_idx" ON "feedback"("organisation_id", "survey_id");

-- CreateIndex
CREATE INDEX "feedback_organisation_id_said_at_idx" ON "feedback"("organisation_id", "said_at");

-- CreateIndex
CREATE INDEX "feedback_tell_organisation_id_account_id_closed_at_idx" ON "feedback_tell"("organisation_id", "account_id", "closed_at");

-- CreateIndex
CREATE INDEX "feedback_tell_organisation_id_closed_at_idx" ON "feedback_tell"("organisation_id", "closed_at");

-- CreateIndex
CREATE UNIQUE INDEX "feedback_tell_organisation_id_item_id_account_id_key" ON "feedback_tell"("organisation_id", "item_id", "account_id");

-- AddForeignKey
ALTER TABLE "feedback_item" ADD CONSTRAINT "feedback_item_organisation_id_fkey" FOREIGN KEY ("organisation_id") REFERENCES "organisation"("id") ON DELETE NO ACTION ON UPDATE NO ACTION;

-- AddForeignKey
ALTER TABLE "feedback_item" ADD CONSTRAINT "feedback_item_organisation_id_planned_by_fkey" FOREIGN KEY ("organisation_id", "planned_by") REFERENCES "person"("organisation_id", "id") ON DELETE NO ACTION ON UPDATE NO ACTION;

-- AddForeignKey
ALTER TABLE "feedback_item" ADD CONSTRAINT "feedback_item_organisation_id_decided_by_fkey" FOREIGN KEY ("organisation_id", "decided_by") REFERENCES "person"("organisation_id", "id") ON DELETE NO ACTION ON UPDATE NO ACTION;

-- AddForeignKey
ALTER TABLE "feedback" ADD CONSTRAINT "feedback_organisation_id_item_id_fkey" FOREIGN KEY ("organisation_id", "item_id") REFERENCES "feedback_item"("organisation_id", "id") ON DELETE NO ACTION ON UPDATE NO ACTION;

-- AddForeignKey
ALTER TABLE "feedback" ADD CONSTRAINT "feedback_organisation_id_account_id_fkey" FOREIGN KEY ("organisation_id", "account_id") REFERENCES "account"("organisation_id", "id") ON DELETE NO ACTION ON UPDATE NO ACTION;

-- AddForeignKey
ALTER TABLE "feedback" ADD CONSTRAINT "feedback_organisation_id_contact_id_fkey" FOREIGN KEY ("organisation_id", "contact_id") REFERENCES "contact"("organisation_id", "id") ON DELETE NO ACTION ON UPDATE NO ACTION;

-- AddForeignKey
ALTER TABLE "feedback" ADD CONSTRAINT "feedback_organisation_id_survey_id_fkey" FOREIGN KEY ("organisation_id", "survey_id") REFERENCES "survey"("organisation_id", "id") ON DELETE NO ACTION ON UPDATE NO ACTION;

-- AddForeignKey
ALTER TABLE "feedback" ADD CONSTRAINT "feedback_organisation_id_passed_by_fkey" FOREIGN KEY ("organisation_id", "passed_by") REFERENCES "person"("organisation_id", "id") ON DELETE NO ACTION ON UPDATE NO ACTION;

-- AddForeignKey
ALTER TABLE "feedback_tell" ADD CONSTRAINT "feedback_tell_organisation_id_item_id_fkey" FOREIGN KEY ("organisation_id", "item_id") REFERENCES "feedback_item"("organisation_id", "id") ON DELETE NO ACTION ON UPDATE NO ACTION;

-- AddForeignKey
ALTER TABLE "feedback_tell" ADD CONSTRAINT "feedback_tell_organisation_id_account_id_fkey" FOREIGN KEY ("organisation_id", "account_id") REFERENCES "account"("organisation_id", "id") ON DELETE NO ACTION ON UPDATE NO ACTION;

-- AddForeignKey
ALTER TABLE "feedback_tell" ADD CONSTRAINT "feedback_tell_organisation_id_closed_by_fkey" FOREIGN KEY ("organisation_id", "closed_by") REFERENCES "person"("organisation_id", "id") ON DELETE NO ACTION ON UPDATE NO ACTION;

-- Rights
SELECT tandem_protect('"feedback_item"');
SELECT tandem_protect('"feedback"');
SELECT tandem_protect('"feedback_tell"');
