-- AlterTable
ALTER TABLE "opportunity" ADD COLUMN     "claim_by" TIMESTAMPTZ(3);

-- AlterTable
ALTER TABLE "opportunity_release" ADD COLUMN     "by_id" UUID,
ADD COLUMN     "note" TEXT,
ADD COLUMN     "reason" TEXT,
ADD COLUMN     "stage" TEXT,
ADD COLUMN     "stage_at" TIMESTAMPTZ(3);

-- AlterTable
ALTER TABLE "request" ADD COLUMN     "opportunity_id" UUID,
ADD COLUMN     "own_clock" BOOLEAN NOT NULL DEFAULT false;

-- CreateIndex
CREATE INDEX "opportunity_release_organisation_id_opportunity_id_at_idx" ON "opportunity_release"("organisation_id", "opportunity_id", "at");

-- CreateIndex
CREATE INDEX "request_organisation_id_opportunity_id_idx" ON "request"("organisation_id", "opportunity_id");

-- AddForeignKey
ALTER TABLE "opportunity_release" ADD CONSTRAINT "opportunity_release_organisation_id_by_id_fkey" FOREIGN KEY ("organisation_id", "by_id") REFERENCES "person"("organisation_id", "id") ON DELETE NO ACTION ON UPDATE NO ACTION;

-- AddForeignKey
ALTER TABLE "request" ADD CONSTRAINT "request_organisation_id_opportunity_id_fkey" FOREIGN KEY ("organisation_id", "opportunity_id") REFERENCES "opportunity"("organisation_id", "id") ON DELETE NO ACTION ON UPDATE NO ACTION;
