-- CreateTable
CREATE TABLE "content_item" (
    "organisation_id" UUID NOT NULL,
    "id" UUID NOT NULL,
    "kind" TEXT NOT NULL,
    "title" TEXT NOT NULL,
    "link" TEXT NOT NULL,
    "product" TEXT,
    "feature" TEXT,
    "segment" TEXT,
    "language" TEXT,
    "until_on" DATE,
    "added_by" UUID NOT NULL,
    "added_at" TIMESTAMPTZ(3) NOT NULL,
    "retired_by" UUID,
    "retired_at" TIMESTAMPTZ(3),

    CONSTRAINT "content_item_pkey" PRIMARY KEY ("organisation_id","id")
);

-- CreateTable
CREATE TABLE "content_proposal" (
    "organisation_id" UUID NOT NULL,
    "id" UUID NOT NULL,
    "account_id" UUID NOT NULL,
    "item_id" UUID NOT NULL,
    "because" TEXT NOT NULL,
    "feature" TEXT NOT NULL,
    "csm_id" UUID NOT NULL,
    "proposed_at" TIMESTAMPTZ(3) NOT NULL,
    "state" TEXT NOT NULL DEFAULT 'proposed',
    "decided_at" TIMESTAMPTZ(3),
    "decided_by" UUID,
    "contact_id" UUID,
    "used_before" INTEGER,
    "used_after" INTEGER,
    "measured_at" TIMESTAMPTZ(3),

    CONSTRAINT "content_proposal_pkey" PRIMARY KEY ("organisation_id","id")
);

-- CreateIndex
CREATE INDEX "content_item_organisation_id_retired_at_added_at_idx" ON "content_item"("organisation_id", "retired_at", "added_at");

-- CreateIndex
CREATE INDEX "content_proposal_organisation_id_csm_id_proposed_at_idx" ON "content_proposal"("organisation_id", "csm_id", "proposed_at");

-- CreateIndex
CREATE UNIQUE INDEX "content_proposal_organisation_id_account_id_item_id_key" ON "content_proposal"("organisation_id", "account_id", "item_id");

-- AddForeignKey
ALTER TABLE "content_item" ADD CONSTRAINT "content_item_organisation_id_fkey" FOREIGN KEY ("organisation_id") REFERENCES "organisation"("id") ON DELETE NO ACTION ON UPDATE NO ACTION;

-- AddForeignKey
ALTER TABLE "content_item" ADD CONSTRAINT "content_item_organisation_id_added_by_fkey" FOREIGN KEY ("organisation_id", "added_by") REFERENCES "person"("organisation_id", "id") ON DELETE NO ACTION ON UPDATE NO ACTION;

-- AddForeignKey
ALTER TABLE "content_item" ADD CONSTRAINT "content_item_organisation_id_retired_by_fkey" FOREIGN KEY ("organisation_id", "retired_by") REFERENCES "person"("organisation_id", "id") ON DELETE NO ACTION ON UPDATE NO ACTION;

-- AddForeignKey
ALTER TABLE "content_proposal" ADD CONSTRAINT "content_proposal_organisation_id_fkey" FOREIGN KEY ("organisation_id") REFERENCES "organisation"("id") ON DELETE NO ACTION ON UPDATE NO ACTION;

-- AddForeignKey
ALTER TABLE "content_proposal" ADD CONSTRAINT "content_proposal_organisation_id_account_id_fkey" FOREIGN KEY ("organisation_id", "account_id") REFERENCES "account"("organisation_id", "id") ON DELETE NO ACTION ON UPDATE NO ACTION;

-- AddForeignKey
ALTER TABLE "content_proposal" ADD CONSTRAINT "content_proposal_organisation_id_item_id_fkey" FOREIGN KEY ("organisation_id", "item_id") REFERENCES "content_item"("organisation_id", "id") ON DELETE NO ACTION ON UPDATE NO ACTION;

-- AddForeignKey
ALTER TABLE "content_proposal" ADD CONSTRAINT "content_proposal_organisation_id_csm_id_fkey" FOREIGN KEY ("organisation_id", "csm_id") REFERENCES "person"("organisation_id", "id") ON DELETE NO ACTION ON UPDATE NO ACTION;

-- AddForeignKey
ALTER TABLE "content_proposal" ADD CONSTRAINT "content_proposal_organisation_id_decided_by_fkey" FOREIGN KEY ("organisation_id", "decided_by") REFERENCES "person"("organisation_id", "id") ON DELETE NO ACTION ON UPDATE NO ACTION;

-- AddForeignKey
ALTER TABLE "content_proposal" ADD CONSTRAINT "content_proposal_organisation_id_contact_id_fkey" FOREIGN KEY ("organisation_id", "contact_id") REFERENCES "contact"("organisation_id", "id") ON DELETE NO ACTION ON UPDATE NO ACTION;

-- Rights
SELECT tandem_protect('"content_item"');
SELECT tandem_protect('"content_proposal"');
