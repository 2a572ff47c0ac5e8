-- CreateTable
CREATE TABLE "check_series" (
    "organisation_id" UUID NOT NULL,
    "id" UUID NOT NULL,
    "account_id" UUID NOT NULL,
    "kind" TEXT NOT NULL,
    "tier" TEXT NOT NULL,
    "phase" TEXT NOT NULL,
    "rule" TEXT NOT NULL,
    "begun_at" TIMESTAMPTZ(3) NOT NULL,
    "ended_at" TIMESTAMPTZ(3),
    "ended_by" TEXT,

    CONSTRAINT "check_series_pkey" PRIMARY KEY ("organisation_id","id")
);

-- CreateTable
CREATE TABLE "check_in" (
    "organisation_id" UUID NOT NULL,
    "id" UUID NOT NULL,
    "series_id" UUID NOT NULL,
    "account_id" UUID NOT NULL,
    "kind" TEXT NOT NULL,
    "original_on" DATE NOT NULL,
    "due_on" DATE NOT NULL,
    "scheduled_at" TIMESTAMPTZ(3),
    "state" TEXT NOT NULL,
    "told_at" TIMESTAMPTZ(3),
    "snoozed_until" DATE,
    "no_shows" INTEGER NOT NULL DEFAULT 0,
    "settled_at" TIMESTAMPTZ(3),
    "settled_by" UUID,
    "reason" TEXT,
    "needs" TEXT,
    "goals" TEXT,
    "blockers" TEXT,
    "sentiment" TEXT,
    "next_step" TEXT,

    CONSTRAINT "check_in_pkey" PRIMARY KEY ("organisation_id","id")
);

-- CreateTable
CREATE TABLE "well_task" (
    "organisation_id" UUID NOT NULL,
    "id" UUID NOT NULL,
    "account_id" UUID NOT NULL,
    "source" TEXT NOT NULL,
    "source_id" UUID NOT NULL,
    "subject" TEXT,
    "owner_id" UUID,
    "opened_at" TIMESTAMPTZ(3) NOT NULL,
    "due_at" TIMESTAMPTZ(3) NOT NULL,
    "rung" INTEGER NOT NULL DEFAULT 0,
    "closed_at" TIMESTAMPTZ(3),
    "closed_by" UUID,
    "closed_as" TEXT,

    CONSTRAINT "well_task_pkey" PRIMARY KEY ("organisation_id","id")
);

-- CreateIndex
CREATE UNIQUE INDEX "check_series_one_running" ON "check_series"("organisation_id", "account_id", "kind") WHERE (ended_at is null);

-- CreateIndex
CREATE INDEX "check_in_organisation_id_account_id_kind_settled_at_idx" ON "check_in"("organisation_id", "account_id", "kind", "settled_at");

-- CreateIndex
CREATE INDEX "check_in_organisation_id_state_due_on_idx" ON "check_in"("organisation_id", "state", "due_on");

-- CreateIndex
CREATE UNIQUE INDEX "check_in_one_open" ON "check_in"("organisation_id", "account_id", "kind") WHERE (state = 'open'::text);

-- CreateIndex
CREATE INDEX "well_task_organisation_id_account_id_closed_at_idx" ON "well_task"("organisation_id", "account_id", "closed_at");

-- CreateIndex
CREATE UNIQUE INDEX "well_task_organisation_id_source_source_id_key" ON "well_task"("organisation_id", "source", "source_id");

-- AddForeignKey
ALTER TABLE "check_series" ADD CONSTRAINT "check_series_organisation_id_account_id_fkey" FOREIGN KEY ("organisation_id", "account_id") REFERENCES "account"("organisation_id", "id") ON DELETE NO ACTION ON UPDATE NO ACTION;

-- AddForeignKey
ALTER TABLE "check_in" ADD CONSTRAINT "check_in_organisation_id_series_id_fkey" FOREIGN KEY ("organisation_id", "series_id") REFERENCES "check_series"("organisation_id", "id") ON DELETE NO ACTION ON UPDATE NO ACTION;

-- AddForeignKey
ALTER TABLE "check_in" ADD CONSTRAINT "check_in_organisation_id_account_id_fkey" FOREIGN KEY ("organisation_id", "account_id") REFERENCES "account"("organisation_id", "id") ON DELETE NO ACTION ON UPDATE NO ACTION;

-- AddForeignKey
ALTER TABLE "check_in" ADD CONSTRAINT "check_in_organisation_id_settled_by_fkey" FOREIGN KEY ("organisation_id", "settled_by") REFERENCES "person"("organisation_id", "id") ON DELETE NO ACTION ON UPDATE NO ACTION;

-- AddForeignKey
ALTER TABLE "well_task" ADD CONSTRAINT "well_task_organisation_id_account_id_fkey" FOREIGN KEY ("organisation_id", "account_id") REFERENCES "account"("organisation_id", "id") ON DELETE NO ACTION ON UPDATE NO ACTION;

-- AddForeignKey
ALTER TABLE "well_task" ADD CONSTRAINT "well_task_organisation_id_owner_id_fkey" FOREIGN KEY ("organisation_id", "owner_id") REFERENCES "person"("organisation_id", "id") ON DELETE NO ACTION ON UPDATE NO ACTION;

-- AddForeignKey
ALTER TABLE "well_task" ADD CONSTRAINT "well_task_organisation_id_closed_by_fkey" FOREIGN KEY ("organisation_id", "closed_by") REFERENCES "person"("organisation_id", "id") ON DELETE NO ACTION ON UPDATE NO ACTION;

-- Rights
SELECT tandem_protect('"check_series"');
SELECT tandem_protect('"check_in"');
SELECT tandem_protect('"well_task"');
