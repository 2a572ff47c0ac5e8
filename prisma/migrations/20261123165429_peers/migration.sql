-- CreateTable
CREATE TABLE "peer_exchange" (
    "organisation_id" UUID NOT NULL,
    "id" UUID NOT NULL,
    "because" TEXT NOT NULL,
    "feature" TEXT NOT NULL,
    "state" TEXT NOT NULL,
    "proposed_by" UUID NOT NULL,
    "proposed_at" TIMESTAMPTZ(3) NOT NULL,
    "joined_at" TIMESTAMPTZ(3),
    "since" TIMESTAMPTZ(3) NOT NULL,
    "reminded_at" TIMESTAMPTZ(3),
    "ended_as" TEXT,
    "decided_at" TIMESTAMPTZ(3),
    "decided_by" UUID,
    "reason" TEXT,
    "reviewed_at" TIMESTAMPTZ(3),

    CONSTRAINT "peer_exchange_pkey" PRIMARY KEY ("organisation_id","id")
);

-- CreateTable
CREATE TABLE "peer_side" (
    "organisation_id" UUID NOT NULL,
    "id" UUID NOT NULL,
    "exchange_id" UUID NOT NULL,
    "account_id" UUID NOT NULL,
    "part" TEXT NOT NULL,
    "open" BOOLEAN NOT NULL DEFAULT true,
    "answer" TEXT,
    "contact_id" UUID,
    "words" TEXT,
    "answered_at" TIMESTAMPTZ(3),
    "answered_by" UUID,
    "helped" TEXT,
    "helped_at" TIMESTAMPTZ(3),
    "helped_by" UUID,

    CONSTRAINT "peer_side_pkey" PRIMARY KEY ("organisation_id","id")
);

-- CreateIndex
CREATE INDEX "peer_exchange_organisation_id_state_idx" ON "peer_exchange"("organisation_id", "state");

-- CreateIndex
CREATE INDEX "peer_side_organisation_id_account_id_idx" ON "peer_side"("organisation_id", "account_id");

-- CreateIndex
CREATE UNIQUE INDEX "peer_side_organisation_id_exchange_id_part_key" ON "peer_side"("organisation_id", "exchange_id", "part");

-- CreateIndex
CREATE UNIQUE INDEX "peer_side_one_open" ON "peer_side"("organisation_id", "account_id") WHERE (open);

-- AddForeignKey
ALTER TABLE "peer_exchange" ADD CONSTRAINT "peer_exchange_organisation_id_fkey" FOREIGN KEY ("organisation_id") REFERENCES "organisation"("id") ON DELETE NO ACTION ON UPDATE NO ACTION;

-- AddForeignKey
ALTER TABLE "peer_exchange" ADD CONSTRAINT "peer_exchange_organisation_id_proposed_by_fkey" FOREIGN KEY ("organisation_id", "proposed_by") REFERENCES "person"("organisation_id", "id") ON DELETE NO ACTION ON UPDATE NO ACTION;

-- AddForeignKey
ALTER TABLE "peer_exchange" ADD CONSTRAINT "peer_exchange_organisation_id_decided_by_fkey" FOREIGN KEY ("organisation_id", "decided_by") REFERENCES "person"("organisation_id", "id") ON DELETE NO ACTION ON UPDATE NO ACTION;

-- AddForeignKey
ALTER TABLE "peer_side" ADD CONSTRAINT "peer_side_organisation_id_fkey" FOREIGN KEY ("organisation_id") REFERENCES "organisation"("id") ON DELETE NO ACTION ON UPDATE NO ACTION;

-- AddForeignKey
ALTER TABLE "peer_side" ADD CONSTRAINT "peer_side_organisation_id_exchange_id_fkey" FOREIGN KEY ("organisation_id", "exchange_id") REFERENCES "peer_exchange"("organisation_id", "id") ON DELETE NO ACTION ON UPDATE NO ACTION;

-- AddForeignKey
ALTER TABLE "peer_side" ADD CONSTRAINT "peer_side_organisation_id_account_id_fkey" FOREIGN KEY ("organisation_id", "account_id") REFERENCES "account"("organisation_id", "id") ON DELETE NO ACTION ON UPDATE NO ACTION;

-- AddForeignKey
ALTER TABLE "peer_side" ADD CONSTRAINT "peer_side_organisation_id_contact_id_fkey" FOREIGN KEY ("organisation_id", "contact_id") REFERENCES "contact"("organisation_id", "id") ON DELETE NO ACTION ON UPDATE NO ACTION;

-- AddForeignKey
ALTER TABLE "peer_side" ADD CONSTRAINT "peer_side_organisation_id_answered_by_fkey" FOREIGN KEY ("organisation_id", "answered_by") REFERENCES "person"("organisation_id", "id") ON DELETE NO ACTION ON UPDATE NO ACTION;

-- AddForeignKey
ALTER TABLE "peer_side" ADD CONSTRAINT "peer_side_organisation_id_helped_by_fkey" FOREIGN KEY ("organisation_id", "helped_by") REFERENCES "person"("organisation_id", "id") ON DELETE NO ACTION ON UPDATE NO ACTION;

-- Rights
SELECT tandem_protect('"peer_exchange"');
SELECT tandem_protect('"peer_side"');
