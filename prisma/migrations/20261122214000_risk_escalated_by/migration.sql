-- AlterTable
ALTER TABLE "risk_case" ADD COLUMN     "escalated_by" UUID;

-- AddForeignKey
ALTER TABLE "risk_case" ADD CONSTRAINT "risk_case_organisation_id_escalated_by_fkey" FOREIGN KEY ("organisation_id", "escalated_by") REFERENCES "person"("organisation_id", "id") ON DELETE NO ACTION ON UPDATE NO ACTION;
