-- CreateTable
CREATE TABLE "renewal" (
    "organisation_id" UUID NOT NULL,
    "id" UUID NOT NULL,
    "account_id" UUID NOT NULL,
    "contract_id" UUID NOT NULL,
    "kind" TEXT NOT NULL,
    "due_on" DATE NOT NULL,
    "state" TEXT NOT NULL,
    "opened_at" TIMESTAMPTZ(3) NOT NULL,
    "settled_at" TIMESTAMPTZ(3),
    "settled_by" UUID,
    "told" TEXT,
    "told_at" TIMESTAMPTZ(3),
    "reminded_at" TIMESTAMPTZ(3),
    "escalated_at" TIMESTAMPTZ(3),
    "value_owner_id" UUID,
    "terms_owner_id" UUID,
    "reviewed_at" TIMESTAMPTZ(3),
    "reviewed_by" UUID,
    "goals" TEXT,
    "shown" TEXT,
    "mood" TEXT,
    "risks" TEXT,
    "thanks" TEXT,
    "terms_sent_at" TIMESTAMPTZ(3),
    "terms_sent_by" UUID,

    CONSTRAINT "renewal_pkey" PRIMARY KEY ("organisation_id","id")
);

-- CreateIndex
CREATE INDEX "renewal_organisation_id_contract_id_due_on_idx" ON "renewal"("organisation_id", "contract_id", "due_on");

-- CreateIndex
CREATE INDEX "renewal_organisation_id_account_id_state_idx" ON "renewal"("organisation_id", "account_id", "state");

-- CreateIndex
CREATE UNIQUE INDEX "renewal_one_open" ON "renewal"("organisation_id", "contract_id") WHERE (state = 'open'::text);

-- AddForeignKey
ALTER TABLE "renewal" ADD CONSTRAINT "renewal_organisation_id_account_id_fkey" FOREIGN KEY ("organisation_id", "account_id") REFERENCES "account"("organisation_id", "id") ON DELETE NO ACTION ON UPDATE NO ACTION;

-- AddForeignKey
ALTER TABLE "renewal" ADD CONSTRAINT "renewal_organisation_id_contract_id_fkey" FOREIGN KEY ("organisation_id", "contract_id") REFERENCES "contract"("organisation_id", "id") ON DELETE NO ACTION ON UPDATE NO ACTION;

-- AddForeignKey
ALTER TABLE "renewal" ADD CONSTRAINT "renewal_organisation_id_value_owner_id_fkey" FOREIGN KEY ("organisation_id", "value_owner_id") REFERENCES "person"("organisation_id", "id") ON DELETE NO ACTION ON UPDATE NO ACTION;

-- AddForeignKey
ALTER TABLE "renewal" ADD CONSTRAINT "renewal_organisation_id_terms_owner_id_fkey" FOREIGN KEY ("organisation_id", "terms_owner_id") REFERENCES "person"("organisation_id", "id") ON DELETE NO ACTION ON UPDATE NO ACTION;

-- AddForeignKey
ALTER TABLE "renewal" ADD CONSTRAINT "renewal_organisation_id_reviewed_by_fkey" FOREIGN KEY ("organisation_id", "reviewed_by") REFERENCES "person"("organisation_id", "id") ON DELETE NO ACTION ON UPDATE NO ACTION;

-- AddForeignKey
ALTER TABLE "renewal" ADD CONSTRAINT "renewal_organisation_id_terms_sent_by_fkey" FOREIGN KEY ("organisation_id", "terms_sent_by") REFERENCES "person"("organisation_id", "id") ON DELETE NO ACTION ON UPDATE NO ACTION;

-- AddForeignKey
ALTER TABLE "renewal" ADD CONSTRAINT "renewal_organisation_id_settled_by_fkey" FOREIGN KEY ("organisation_id", "settled_by") REFERENCES "person"("organisation_id", "id") ON DELETE NO ACTION ON UPDATE NO ACTION;

-- Rights
SELECT tandem_protect('"renewal"');

ALTER TABLE "renewal" ADD CONSTRAINT "renewal_known"
  CHECK ("kind" IN ('term', 'review') AND "told" IN ('value', 'act', 'terms', '60', '30')
    AND "state" IN ('open', 'signed', 'notice', 'not-renewing', 'renewed', 'reviewed', 'over'));
