-- CreateTable
CREATE TABLE "cadence_pair" (
    "organisation_id" UUID NOT NULL,
    "id" UUID NOT NULL,
    "csm_id" UUID NOT NULL,
    "am_id" UUID NOT NULL,
    "state" TEXT NOT NULL,
    "frequency" TEXT NOT NULL,
    "weekday" INTEGER NOT NULL,
    "at" TEXT NOT NULL,
    "zone" TEXT NOT NULL,
    "minutes" INTEGER NOT NULL,
    "starts_on" DATE,
    "proposed_at" TIMESTAMPTZ(3),
    "csm_accepted_at" TIMESTAMPTZ(3),
    "am_accepted_at" TIMESTAMPTZ(3),
    "rests_until" DATE,
    "rested_by" UUID,
    "joint_with" UUID,
    "ended_by" TEXT,
    "ended_at" TIMESTAMPTZ(3),

    CONSTRAINT "cadence_pair_pkey" PRIMARY KEY ("organisation_id","id")
);

-- CreateTable
CREATE TABLE "cadence_meeting" (
    "organisation_id" UUID NOT NULL,
    "id" UUID NOT NULL,
    "pair_id" UUID NOT NULL,
    "original_on" DATE NOT NULL,
    "state" TEXT NOT NULL,
    "slots" TIMESTAMPTZ(3)[],
    "starts_at" TIMESTAMPTZ(3),
    "minutes" INTEGER NOT NULL,
    "by_clock" BOOLEAN NOT NULL DEFAULT false,
    "booked_by" UUID,
    "sequence" INTEGER,
    "invited_at" TIMESTAMPTZ(3),
    "asked_at" TIMESTAMPTZ(3),
    "settled_at" TIMESTAMPTZ(3),
    "settled_by" UUID,
    "notes" TEXT,

    CONSTRAINT "cadence_meeting_pkey" PRIMARY KEY ("organisation_id","id")
);

-- CreateTable
CREATE TABLE "cadence_item" (
    "organisation_id" UUID NOT NULL,
    "id" UUID NOT NULL,
    "pair_id" UUID NOT NULL,
    "kind" TEXT NOT NULL,
    "text" TEXT NOT NULL,
    "owner_id" UUID,
    "due_on" DATE,
    "added_by" UUID NOT NULL,
    "added_at" TIMESTAMPTZ(3) NOT NULL,
    "closed_at" TIMESTAMPTZ(3),
    "closed_by" UUID,

    CONSTRAINT "cadence_item_pkey" PRIMARY KEY ("organisation_id","id")
);

-- CreateTable
CREATE TABLE "cadence_removed" (
    "organisation_id" UUID NOT NULL,
    "pair_id" UUID NOT NULL,
    "line" TEXT NOT NULL,
    "removed_by" UUID NOT NULL,
    "removed_at" TIMESTAMPTZ(3) NOT NULL,

    CONSTRAINT "cadence_removed_pkey" PRIMARY KEY ("organisation_id","pair_id","line")
);

-- CreateIndex
CREATE UNIQUE INDEX "cadence_pair_one_live" ON "cadence_pair"("organisation_id", "csm_id", "am_id") WHERE (ended_at is null);

-- CreateIndex
CREATE INDEX "cadence_meeting_organisation_id_pair_id_original_on_idx" ON "cadence_meeting"("organisation_id", "pair_id", "original_on");

-- CreateIndex
CREATE UNIQUE INDEX "cadence_meeting_one_open" ON "cadence_meeting"("organisation_id", "pair_id") WHERE (state = ANY (ARRAY['waiting'::text, 'offered'::text, 'booked'::text]));

-- CreateIndex
CREATE INDEX "cadence_item_organisation_id_pair_id_closed_at_idx" ON "cadence_item"("organisation_id", "pair_id", "closed_at");

-- AddForeignKey
ALTER TABLE "cadence_pair" ADD CONSTRAINT "cadence_pair_organisation_id_csm_id_fkey" FOREIGN KEY ("organisation_id", "csm_id") REFERENCES "person"("organisation_id", "id") ON DELETE NO ACTION ON UPDATE NO ACTION;

-- AddForeignKey
ALTER TABLE "cadence_pair" ADD CONSTRAINT "cadence_pair_organisation_id_am_id_fkey" FOREIGN KEY ("organisation_id", "am_id") REFERENCES "person"("organisation_id", "id") ON DELETE NO ACTION ON UPDATE NO ACTION;

-- AddForeignKey
ALTER TABLE "cadence_pair" ADD CONSTRAINT "cadence_pair_organisation_id_rested_by_fkey" FOREIGN KEY ("organisation_id", "rested_by") REFERENCES "person"("organisation_id", "id") ON DELETE NO ACTION ON UPDATE NO ACTION;

-- AddForeignKey
ALTER TABLE "cadence_pair" ADD CONSTRAINT "cadence_pair_organisation_id_joint_with_fkey" FOREIGN KEY ("organisation_id", "joint_with") REFERENCES "cadence_pair"("organisation_id", "id") ON DELETE NO ACTION ON UPDATE NO ACTION;

-- AddForeignKey
ALTER TABLE "cadence_meeting" ADD CONSTRAINT "cadence_meeting_organisation_id_pair_id_fkey" FOREIGN KEY ("organisation_id", "pair_id") REFERENCES "cadence_pair"("organisation_id", "id") ON DELETE NO ACTION ON UPDATE NO ACTION;

-- AddForeignKey
ALTER TABLE "cadence_meeting" ADD CONSTRAINT "cadence_meeting_organisation_id_booked_by_fkey" FOREIGN KEY ("organisation_id", "booked_by") REFERENCES "person"("organisation_id", "id") ON DELETE NO ACTION ON UPDATE NO ACTION;

-- AddForeignKey
ALTER TABLE "cadence_meeting" ADD CONSTRAINT "cadence_meeting_organisation_id_settled_by_fkey" FOREIGN KEY ("organisation_id", "settled_by") REFERENCES "person"("organisation_id", "id") ON DELETE NO ACTION ON UPDATE NO ACTION;

-- AddForeignKey
ALTER TABLE "cadence_item" ADD CONSTRAINT "cadence_item_organisation_id_pair_id_fkey" FOREIGN KEY ("organisation_id", "pair_id") REFERENCES "cadence_pair"("organisation_id", "id") ON DELETE NO ACTION ON UPDATE NO ACTION;

-- AddForeignKey
ALTER TABLE "cadence_item" ADD CONSTRAINT "cadence_item_organisation_id_owner_id_fkey" FOREIGN KEY ("organisation_id", "owner_id") REFERENCES "person"("organisation_id", "id") ON DELETE NO ACTION ON UPDATE NO ACTION;

-- AddForeignKey
ALTER TABLE "cadence_item" ADD CONSTRAINT "cadence_item_organisation_id_added_by_fkey" FOREIGN KEY ("organisation_id", "added_by") REFERENCES "person"("organisation_id", "id") ON DELETE NO ACTION ON UPDATE NO ACTION;

-- AddForeignKey
ALTER TABLE "cadence_item" ADD CONSTRAINT "cadence_item_organisation_id_closed_by_fkey" FOREIGN KEY ("organisation_id", "closed_by") REFERENCES "person"("organisation_id", "id") ON DELETE NO ACTION ON UPDATE NO ACTION;

-- AddForeignKey
ALTER TABLE "cadence_removed" ADD CONSTRAINT "cadence_removed_organisation_id_pair_id_fkey" FOREIGN KEY ("organisation_id", "pair_id") REFERENCES "cadence_pair"("organisation_id", "id") ON DELETE NO ACTION ON UPDATE NO ACTION;

-- AddForeignKey
ALTER TABLE "cadence_removed" ADD CONSTRAINT "cadence_removed_organisation_id_removed_by_fkey" FOREIGN KEY ("organisation_id", "removed_by") REFERENCES "person"("organisation_id", "id") ON DELETE NO ACTION ON UPDATE NO ACTION;

-- Rights
SELECT tandem_protect('"cadence_pair"');
SELECT tandem_protect('"cadence_meeting"');
SELECT tandem_protect('"cadence_item"');
SELECT tandem_protect('"cadence_removed"');
