-- CreateTable
CREATE TABLE "survey_door" (
    "token_hash" BYTEA NOT NULL,
    "organisation_id" UUID NOT NULL,
    "survey_id" UUID NOT NULL,
    "kind" TEXT NOT NULL,
    "expires_at" TIMESTAMPTZ(3) NOT NULL,
    "used_at" TIMESTAMPTZ(3),

    CONSTRAINT "survey_door_pkey" PRIMARY KEY ("token_hash")
);

-- CreateTable
CREATE TABLE "contact_handle" (
    "organisation_id" UUID NOT NULL,
    "platform" TEXT NOT NULL,
    "workspace" TEXT NOT NULL,
    "user_id" TEXT NOT NULL,
    "contact_id" UUID NOT NULL,
    "matched_at" TIMESTAMPTZ(3) NOT NULL,

    CONSTRAINT "contact_handle_pkey" PRIMARY KEY ("organisation_id","platform","workspace","user_id","contact_id")
);

-- CreateTable
CREATE TABLE "survey_campaign" (
    "organisation_id" UUID NOT NULL,
    "id" UUID NOT NULL,
    "name" TEXT NOT NULL,
    "state" TEXT NOT NULL,
    "stages" TEXT[] DEFAULT ARRAY[]::TEXT[],
    "segments" TEXT[] DEFAULT ARRAY[]::TEXT[],
    "roles" TEXT[] DEFAULT ARRAY[]::TEXT[],
    "tier" TEXT NOT NULL DEFAULT 'all',
    "questions" JSONB NOT NULL DEFAULT '{}',
    "next_wave_on" DATE NOT NULL,
    "made_by" UUID NOT NULL,
    "made_at" TIMESTAMPTZ(3) NOT NULL,

    CONSTRAINT "survey_campaign_pkey" PRIMARY KEY ("organisation_id","id")
);

-- CreateTable
CREATE TABLE "survey_wave" (
    "organisation_id" UUID NOT NULL,
    "id" UUID NOT NULL,
    "campaign_id" UUID NOT NULL,
    "starts_on" DATE NOT NULL,
    "planned_at" TIMESTAMPTZ(3) NOT NULL,
    "counts" JSONB NOT NULL DEFAULT '{}',

    CONSTRAINT "survey_wave_pkey" PRIMARY KEY ("organisation_id","id")
);

-- CreateTable
CREATE TABLE "survey" (
    "organisation_id" UUID NOT NULL,
    "id" UUID NOT NULL,
    "wave_id" UUID NOT NULL,
    "account_id" UUID NOT NULL,
    "contact_id" UUID,
    "state" TEXT NOT NULL,
    "reason" TEXT,
    "due_at" TIMESTAMPTZ(3),
    "asked_at" TIMESTAMPTZ(3),
    "via" TEXT,
    "reminded_at" TIMESTAMPTZ(3),
    "closes_at" TIMESTAMPTZ(3),
    "answered_at" TIMESTAMPTZ(3),
    "role" TEXT,
    "key_account" BOOLEAN NOT NULL,
    "csm_id" UUID,

    CONSTRAINT "survey_pkey" PRIMARY KEY ("organisation_id","id")
);

-- CreateTable
CREATE TABLE "survey_opt_out" (
    "organisation_id" UUID NOT NULL,
    "who" TEXT NOT NULL,
    "at" TIMESTAMPTZ(3) NOT NULL,
    "via" TEXT NOT NULL,

    CONSTRAINT "survey_opt_out_pkey" PRIMARY KEY ("organisation_id","who")
);

-- CreateTable
CREATE TABLE "survey_loop" (
    "organisation_id" UUID NOT NULL,
    "id" UUID NOT NULL,
    "survey_id" UUID NOT NULL,
    "account_id" UUID NOT NULL,
    "contact_id" UUID,
    "kind" TEXT NOT NULL,
    "owner_id" UUID,
    "opened_at" TIMESTAMPTZ(3) NOT NULL,
    "due_at" TIMESTAMPTZ(3) NOT NULL,
    "rung" INTEGER NOT NULL DEFAULT 0,
    "rung_due_at" TIMESTAMPTZ(3),
    "closed_at" TIMESTAMPTZ(3),
    "closed_by" UUID,
    "closed_as" TEXT,
    "entry_id" UUID,
    "referral" TEXT,

    CONSTRAINT "survey_loop_pkey" PRIMARY KEY ("organisation_id","id")
);

-- CreateIndex
CREATE INDEX "survey_door_organisation_id_survey_id_idx" ON "survey_door"("organisation_id", "survey_id");

-- CreateIndex
CREATE INDEX "survey_door_expires_at_idx" ON "survey_door"("expires_at");

-- CreateIndex
CREATE INDEX "contact_handle_organisation_id_contact_id_idx" ON "contact_handle"("organisation_id", "contact_id");

-- CreateIndex
CREATE UNIQUE INDEX "survey_wave_organisation_id_campaign_id_starts_on_key" ON "survey_wave"("organisation_id", "campaign_id", "starts_on");

-- CreateIndex
CREATE INDEX "survey_organisation_id_contact_id_asked_at_idx" ON "survey"("organisation_id", "contact_id", "asked_at");

-- CreateIndex
CREATE INDEX "survey_organisation_id_account_id_asked_at_idx" ON "survey"("organisation_id", "account_id", "asked_at");

-- CreateIndex
CREATE INDEX "survey_organisation_id_state_due_at_idx" ON "survey"("organisation_id", "state", "due_at");

-- CreateIndex
CREATE UNIQUE INDEX "survey_organisation_id_wave_id_contact_id_key" ON "survey"("organisation_id", "wave_id", "contact_id");

-- CreateIndex
CREATE INDEX "survey_loop_organisation_id_account_id_closed_at_idx" ON "survey_loop"("organisation_id", "account_id", "closed_at");

-- CreateIndex
CREATE UNIQUE INDEX "survey_loop_organisation_id_survey_id_kind_key" ON "survey_loop"("organisation_id", "survey_id", "kind");

-- AddForeignKey
ALTER TABLE "survey_door" ADD CONSTRAINT "survey_door_organisation_id_fkey" FOREIGN KEY ("organisation_id") REFERENCES "organisation"("id") ON DELETE NO ACTION ON UPDATE NO ACTION;

-- AddForeignKey
ALTER TABLE "contact_handle" ADD CONSTRAINT "contact_handle_organisation_id_fkey" FOREIGN KEY ("organisation_id") REFERENCES "organisation"("id") ON DELETE NO ACTION ON UPDATE NO ACTION;

-- AddForeignKey
ALTER TABLE "contact_handle" ADD CONSTRAINT "contact_handle_organisation_id_contact_id_fkey" FOREIGN KEY ("organisation_id", "contact_id") REFERENCES "contact"("organisation_id", "id") ON DELETE NO ACTION ON UPDATE NO ACTION;

-- AddForeignKey
ALTER TABLE "survey_campaign" ADD CONSTRAINT "survey_campaign_organisation_id_fkey" FOREIGN KEY ("organisation_id") REFERENCES "organisation"("id") ON DELETE NO ACTION ON UPDATE NO ACTION;

-- AddForeignKey
ALTER TABLE "survey_campaign" ADD CONSTRAINT "survey_campaign_organisation_id_made_by_fkey" FOREIGN KEY ("organisation_id", "made_by") REFERENCES "person"("organisation_id", "id") ON DELETE NO ACTION ON UPDATE NO ACTION;

-- AddForeignKey
ALTER TABLE "survey_wave" ADD CONSTRAINT "survey_wave_organisation_id_campaign_id_fkey" FOREIGN KEY ("organisation_id", "campaign_id") REFERENCES "survey_campaign"("organisation_id", "id") ON DELETE NO ACTION ON UPDATE NO ACTION;

-- AddForeignKey
ALTER TABLE "survey" ADD CONSTRAINT "survey_organisation_id_wave_id_fkey" FOREIGN KEY ("organisation_id", "wave_id") REFERENCES "survey_wave"("organisation_id", "id") ON DELETE NO ACTION ON UPDATE NO ACTION;

-- AddForeignKey
ALTER TABLE "survey" ADD CONSTRAINT "survey_organisation_id_account_id_fkey" FOREIGN KEY ("organisation_id", "account_id") REFERENCES "account"("organisation_id", "id") ON DELETE NO ACTION ON UPDATE NO ACTION;

-- AddForeignKey
ALTER TABLE "survey" ADD CONSTRAINT "survey_organisation_id_contact_id_fkey" FOREIGN KEY ("organisation_id", "contact_id") REFERENCES "contact"("organisation_id", "id") ON DELETE NO ACTION ON UPDATE NO ACTION;

-- AddForeignKey
ALTER TABLE "survey_opt_out" ADD CONSTRAINT "survey_opt_out_organisation_id_fkey" FOREIGN KEY ("organisation_id") REFERENCES "organisation"("id") ON DELETE NO ACTION ON UPDATE NO ACTION;

-- AddForeignKey
ALTER TABLE "survey_loop" ADD CONSTRAINT "survey_loop_organisation_id_survey_id_fkey" FOREIGN KEY ("organisation_id", "survey_id") REFERENCES "survey"("organisation_id", "id") ON DELETE NO ACTION ON UPDATE NO ACTION;

-- AddForeignKey
ALTER TABLE "survey_loop" ADD CONSTRAINT "survey_loop_organisation_id_account_id_fkey" FOREIGN KEY ("organisation_id", "account_id") REFERENCES "account"("organisation_id", "id") ON DELETE NO ACTION ON UPDATE NO ACTION;

-- AddForeignKey
ALTER TABLE "survey_loop" ADD CONSTRAINT "survey_loop_organisation_id_contact_id_fkey" FOREIGN KEY ("organisation_id", "contact_id") REFERENCES "contact"("organisation_id", "id") ON DELETE NO ACTION ON UPDATE NO ACTION;

-- AddForeignKey
ALTER TABLE "survey_loop" ADD CONSTRAINT "survey_loop_organisation_id_owner_id_fkey" FOREIGN KEY ("organisation_id", "owner_id") REFERENCES "person"("organisation_id", "id") ON DELETE NO ACTION ON UPDATE NO ACTION;

-- AddForeignKey
ALTER TABLE "survey_loop" ADD CONSTRAINT "survey_loop_organisation_id_closed_by_fkey" FOREIGN KEY ("organisation_id", "closed_by") REFERENCES "person"("organisation_id", "id") ON DELETE NO ACTION ON UPDATE NO ACTION;

-- Rights
SELECT tandem_share('"survey_door"');
SELECT tandem_protect('"contact_handle"');
SELECT tandem_protect('"survey_campaign"');
SELECT tandem_protect('"survey_wave"');
SELECT tandem_protect('"survey"');
SELECT tandem_protect('"survey_opt_out"');
SELECT tandem_protect('"survey_loop"');
