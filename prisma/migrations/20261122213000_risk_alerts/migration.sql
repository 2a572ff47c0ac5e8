-- CreateTable
CREATE TABLE "risk_alert" (
    "organisation_id" UUID NOT NULL,
    "case_id" UUID NOT NULL,
    "at" TIMESTAMPTZ(3) NOT NULL,
    "day" DATE NOT NULL,
    "channel_id" UUID,
    "passes" BOOLEAN NOT NULL,

    CONSTRAINT "risk_alert_pkey" PRIMARY KEY ("organisation_id","case_id","at")
);

-- CreateIndex
CREATE INDEX "risk_alert_organisation_id_day_idx" ON "risk_alert"("organisation_id", "day");

-- AddForeignKey
ALTER TABLE "risk_alert" ADD CONSTRAINT "risk_alert_organisation_id_case_id_fkey" FOREIGN KEY ("organisation_id", "case_id") REFERENCES "risk_case"("organisation_id", "id") ON DELETE NO ACTION ON UPDATE NO ACTION;

-- AddForeignKey
ALTER TABLE "risk_alert" ADD CONSTRAINT "risk_alert_organisation_id_channel_id_fkey" FOREIGN KEY ("organisation_id", "channel_id") REFERENCES "channel"("organisation_id", "id") ON DELETE NO ACTION ON UPDATE NO ACTION;

-- Rights
SELECT tandem_protect('"risk_alert"');
