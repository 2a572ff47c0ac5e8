-- CreateTable
CREATE TABLE "promise" (
    "organisation_id" UUID NOT NULL,
    "id" UUID NOT NULL,
    "account_id" UUID NOT NULL,
    "contact_id" UUID,
    "words" TEXT NOT NULL,
    "made_by" UUID NOT NULL,
    "made_at" TIMESTAMPTZ(3) NOT NULL,
    "owner_id" UUID NOT NULL,
    "due_on" DATE NOT NULL,
    "rung" INTEGER NOT NULL DEFAULT 0,
    "moved_from" DATE,
    "moved_at" TIMESTAMPTZ(3),
    "moved_by" UUID,
    "moved_reason" TEXT,
    "moves" INTEGER NOT NULL DEFAULT 0,
    "told_at" TIMESTAMPTZ(3),
    "closed_at" TIMESTAMPTZ(3),
    "closed_by" UUID,
    "closed_as" TEXT,
    "closed_reason" TEXT,

    CONSTRAINT "promise_pkey" PRIMARY KEY ("organisation_id","id")
);

-- CreateIndex
CREATE INDEX "promise_organisation_id_account_id_closed_at_idx" ON "promise"("organisation_id", "account_id", "closed_at");

-- CreateIndex
CREATE INDEX "promise_organisation_id_owner_id_closed_at_idx" ON "promise"("organisation_id", "owner_id", "closed_at");

-- AddForeignKey
ALTER TABLE "promise" ADD CONSTRAINT "promise_organisation_id_fkey" FOREIGN KEY ("organisation_id") REFERENCES "organisation"("id") ON DELETE NO ACTION ON UPDATE NO ACTION;

-- AddForeignKey
ALTER TABLE "promise" ADD CONSTRAINT "promise_organisation_id_account_id_fkey" FOREIGN KEY ("organisation_id", "account_id") REFERENCES "account"("organisation_id", "id") ON DELETE NO ACTION ON UPDATE NO ACTION;

-- AddForeignKey
ALTER TABLE "promise" ADD CONSTRAINT "promise_organisation_id_contact_id_fkey" FOREIGN KEY ("organisation_id", "contact_id") REFERENCES "contact"("organisation_id", "id") ON DELETE NO ACTION ON UPDATE NO ACTION;

-- AddForeignKey
ALTER TABLE "promise" ADD CONSTRAINT "promise_organisation_id_made_by_fkey" FOREIGN KEY ("organisation_id", "made_by") REFERENCES "person"("organisation_id", "id") ON DELETE NO ACTION ON UPDATE NO ACTION;

-- AddForeignKey
ALTER TABLE "promise" ADD CONSTRAINT "promise_organisation_id_owner_id_fkey" FOREIGN KEY ("organisation_id", "owner_id") REFERENCES "person"("organisation_id", "id") ON DELETE NO ACTION ON UPDATE NO ACTION;

-- AddForeignKey
ALTER TABLE "promise" ADD CONSTRAINT "promise_organisation_id_moved_by_fkey" FOREIGN KEY ("organisation_id", "moved_by") REFERENCES "person"("organisation_id", "id") ON DELETE NO ACTION ON UPDATE NO ACTION;

-- AddForeignKey
ALTER TABLE "promise" ADD CONSTRAINT "promise_organisation_id_closed_by_fkey" FOREIGN KEY ("organisation_id", "closed_by") REFERENCES "person"("organisation_id", "id") ON DELETE NO ACTION ON UPDATE NO ACTION;

-- Rights
SELECT tandem_protect('"promise"');
