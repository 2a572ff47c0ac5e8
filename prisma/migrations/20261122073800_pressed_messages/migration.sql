-- AlterTable
ALTER TABLE "post" ADD COLUMN     "message" TEXT GENERATED ALWAYS AS ("ref" ->> 'ref') STORED;

-- CreateIndex
CREATE INDEX "post_organisation_id_message_idx" ON "post"("organisation_id", "message");

-- CreateIndex
CREATE INDEX "risk_case_organisation_id_account_id_idx" ON "risk_case"("organisation_id", "account_id");

-- AlterTable
ALTER TABLE "seen" ADD COLUMN     "arrival" TEXT NOT NULL DEFAULT '';
