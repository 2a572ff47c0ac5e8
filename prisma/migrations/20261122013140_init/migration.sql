-- CreateTable
CREATE TABLE "organisation" (
    "id" UUID NOT NULL,
    "slug" TEXT NOT NULL,
    "name" TEXT NOT NULL,
    "created_at" TIMESTAMPTZ(3) NOT NULL,

    CONSTRAINT "organisation_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "workspace" (
    "platform" TEXT NOT NULL,
    "external_id" TEXT NOT NULL,
    "organisation_id" UUID NOT NULL,

    CONSTRAINT "workspace_pkey" PRIMARY KEY ("platform","external_id")
);

-- CreateTable
CREATE TABLE "due" (
    "organisation_id" UUID NOT NULL,
    "kind" TEXT NOT NULL,
    "subject" TEXT NOT NULL,
    "due_at" TIMESTAMPTZ(3) NOT NULL,

    CONSTRAINT "due_pkey" PRIMARY KEY ("organisation_id","kind","subject")
);

-- CreateTable
CREATE TABLE "lane" (
    "organisation_id" UUID NOT NULL,
    "address" TEXT NOT NULL,
    "due_at" TIMESTAMPTZ(3) NOT NULL,
    "not_before" TIMESTAMPTZ(3),
    "retry_at" TIMESTAMPTZ(3),
    "fence" BIGINT NOT NULL DEFAULT 0,

    CONSTRAINT "lane_pkey" PRIMARY KEY ("organisation_id","address")
);

-- CreateTable
CREATE TABLE "pace" (
    "window" TEXT NOT NULL,
    "next_at" TIMESTAMPTZ(3) NOT NULL,

    CONSTRAINT "pace_pkey" PRIMARY KEY ("window")
);

-- CreateTable
CREATE TABLE "person" (
    "organisation_id" UUID NOT NULL,
    "id" UUID NOT NULL,
    "email" TEXT NOT NULL,
    "name" TEXT NOT NULL,
    "roles" TEXT[],
    "zone" TEXT,
    "locale" TEXT,
    "region" TEXT,
    "manager_id" UUID,
    "active" BOOLEAN NOT NULL DEFAULT true,
    "digest_at" TEXT,

    CONSTRAINT "person_pkey" PRIMARY KEY ("organisation_id","id")
);

-- CreateTable
CREATE TABLE "handle" (
    "organisation_id" UUID NOT NULL,
    "platform" TEXT NOT NULL,
    "workspace" TEXT NOT NULL,
    "user_id" TEXT NOT NULL,
    "person_id" UUID NOT NULL,

    CONSTRAINT "handle_pkey" PRIMARY KEY ("organisation_id","platform","workspace","user_id")
);

-- CreateTable
CREATE TABLE "account" (
    "organisation_id" UUID NOT NULL,
    "id" UUID NOT NULL,
    "external_id" TEXT NOT NULL,
    "name" TEXT NOT NULL,
    "name_key" TEXT NOT NULL,
    "domain" TEXT,
    "segment" TEXT,
    "region" TEXT,
    "industry" TEXT,
    "lifecycle_stage" TEXT NOT NULL DEFAULT 'onboarding',
    "key_account" BOOLEAN NOT NULL DEFAULT false,
    "zone" TEXT,
    "currency" TEXT,
    "how_to_help" TEXT,
    "merged_into" UUID,

    CONSTRAINT "account_pkey" PRIMARY KEY ("organisation_id","id")
);

-- CreateTable
CREATE TABLE "slot" (
    "organisation_id" UUID NOT NULL,
    "account_id" UUID NOT NULL,
    "slot" TEXT NOT NULL,
    "person_id" UUID NOT NULL,

    CONSTRAINT "slot_pkey" PRIMARY KEY ("organisation_id","account_id","slot")
);

-- CreateTable
CREATE TABLE "contract" (
    "organisation_id" UUID NOT NULL,
    "id" UUID NOT NULL,
    "external_id" TEXT NOT NULL,
    "account_id" UUID NOT NULL,
    "product" TEXT,
    "arr_minor" BIGINT NOT NULL,
    "currency" TEXT NOT NULL,
    "seats" INTEGER,
    "starts_on" DATE NOT NULL,
    "ends_on" DATE,
    "renews_on" DATE,
    "notice_days" INTEGER,
    "auto_renew" BOOLEAN,
    "billing" TEXT,
    "decided_on" DATE,
    "notice_on" DATE,
    "ended_on" DATE,
    "end_reason" TEXT,
    "ingested_at" TIMESTAMPTZ(3) NOT NULL,
    "known_at" TIMESTAMPTZ(3) NOT NULL,

    CONSTRAINT "contract_pkey" PRIMARY KEY ("organisation_id","id")
);

-- CreateTable
CREATE TABLE "metric" (
    "organisation_id" UUID NOT NULL,
    "name" TEXT NOT NULL,
    "kind" TEXT,
    "product" TEXT,
    "label" TEXT,
    "direction" TEXT,
    "limit_value" DECIMAL(20,4),
    "density" TEXT NOT NULL DEFAULT 'dense',
    "lag_days" INTEGER NOT NULL DEFAULT 1,

    CONSTRAINT "metric_pkey" PRIMARY KEY ("organisation_id","name")
);

-- CreateTable
CREATE TABLE "usage" (
    "organisation_id" UUID NOT NULL,
    "account_id" UUID NOT NULL,
    "metric" TEXT NOT NULL,
    "day" DATE NOT NULL,
    "value" DOUBLE PRECISION NOT NULL,
    "ingested_at" TIMESTAMPTZ(3) NOT NULL,
    "known_at" TIMESTAMPTZ(3) NOT NULL,

    CONSTRAINT "usage_pkey" PRIMARY KEY ("organisation_id","account_id","metric","day")
);

-- CreateTable
CREATE TABLE "coverage" (
    "organisation_id" UUID NOT NULL,
    "metric" TEXT NOT NULL,
    "day" DATE NOT NULL,
    "known_at" TIMESTAMPTZ(3) NOT NULL,

    CONSTRAINT "coverage_pkey" PRIMARY KEY ("organisation_id","metric","day")
);

-- CreateTable
CREATE TABLE "timeline" (
    "organisation_id" UUID NOT NULL,
    "id" UUID NOT NULL,
    "account_id" UUID NOT NULL,
    "kind" TEXT NOT NULL,
    "at" TIMESTAMPTZ(3) NOT NULL,
    "person_id" UUID,
    "via" TEXT NOT NULL,
    "proactive" BOOLEAN NOT NULL DEFAULT false,
    "details" JSONB NOT NULL,

    CONSTRAINT "timeline_pkey" PRIMARY KEY ("organisation_id","id")
);

-- CreateTable
CREATE TABLE "risk_snapshot" (
    "organisation_id" UUID NOT NULL,
    "account_id" UUID NOT NULL,
    "day" DATE NOT NULL,
    "version" INTEGER NOT NULL,
    "features" JSONB NOT NULL,
    "p" DOUBLE PRECISION NOT NULL,
    "reasons" JSONB NOT NULL,
    "frozen" BOOLEAN NOT NULL DEFAULT false,
    "data_until" DATE,
    "computed_at" TIMESTAMPTZ(3) NOT NULL,

    CONSTRAINT "risk_snapshot_pkey" PRIMARY KEY ("organisation_id","account_id","day","version")
);

-- CreateTable
CREATE TABLE "risk_state" (
    "organisation_id" UUID NOT NULL,
    "account_id" UUID NOT NULL,
    "state" TEXT NOT NULL,
    "causes" TEXT[],
    "since" TIMESTAMPTZ(3) NOT NULL,
    "band" TEXT NOT NULL,
    "p" DOUBLE PRECISION NOT NULL,
    "clear_days" INTEGER NOT NULL DEFAULT 0,
    "clear_since" DATE,
    "scored_day" DATE NOT NULL,
    "frozen" BOOLEAN NOT NULL DEFAULT false,

    CONSTRAINT "risk_state_pkey" PRIMARY KEY ("organisation_id","account_id")
);

-- CreateTable
CREATE TABLE "risk_case" (
    "organisation_id" UUID NOT NULL,
    "id" UUID NOT NULL,
    "account_id" UUID NOT NULL,
    "state" TEXT NOT NULL,
    "causes" TEXT[],
    "opened_at" TIMESTAMPTZ(3) NOT NULL,
    "owner_id" UUID,
    "owned_at" TIMESTAMPTZ(3),
    "closed_at" TIMESTAMPTZ(3),

    CONSTRAINT "risk_case_pkey" PRIMARY KEY ("organisation_id","id")
);

-- CreateTable
CREATE TABLE "opportunity" (
    "organisation_id" UUID NOT NULL,
    "id" UUID NOT NULL,
    "account_id" UUID NOT NULL,
    "product" TEXT NOT NULL,
    "product_key" TEXT NOT NULL,
    "stage" TEXT NOT NULL,
    "parked" TEXT,
    "parked_at" TIMESTAMPTZ(3),
    "origin" TEXT NOT NULL,
    "spotted_by" UUID NOT NULL,
    "spotted_at" TIMESTAMPTZ(3) NOT NULL,
    "benefit" TEXT NOT NULL,
    "gate" JSONB NOT NULL,
    "value_minor" BIGINT,
    "currency" TEXT,
    "region" TEXT,
    "assignee_id" UUID,
    "pool" BOOLEAN NOT NULL DEFAULT false,
    "routed_at" TIMESTAMPTZ(3),
    "claimed_by" UUID,
    "claimed_at" TIMESTAMPTZ(3),
    "contact_by" TIMESTAMPTZ(3),

    CONSTRAINT "opportunity_pkey" PRIMARY KEY ("organisation_id","id")
);

-- CreateTable
CREATE TABLE "channel" (
    "organisation_id" UUID NOT NULL,
    "id" UUID NOT NULL,
    "platform" TEXT NOT NULL,
    "workspace" TEXT NOT NULL,
    "conversation" TEXT NOT NULL,
    "name" TEXT NOT NULL,
    "purpose" TEXT NOT NULL,
    "clearance" TEXT NOT NULL,
    "manager_id" UUID,
    "region" TEXT,
    "locale" TEXT,
    "digest_at" TEXT,
    "external" BOOLEAN NOT NULL DEFAULT true,
    "archived" BOOLEAN NOT NULL DEFAULT false,
    "flags_read_at" TIMESTAMPTZ(3),
    "members_read_at" TIMESTAMPTZ(3),

    CONSTRAINT "channel_pkey" PRIMARY KEY ("organisation_id","id")
);

-- CreateTable
CREATE TABLE "channel_member" (
    "organisation_id" UUID NOT NULL,
    "channel_id" UUID NOT NULL,
    "user_id" TEXT NOT NULL,
    "kind" TEXT NOT NULL,

    CONSTRAINT "channel_member_pkey" PRIMARY KEY ("organisation_id","channel_id","user_id")
);

-- CreateTable
CREATE TABLE "setting" (
    "organisation_id" UUID NOT NULL,
    "name" TEXT NOT NULL,
    "value" JSONB NOT NULL,

    CONSTRAINT "setting_pkey" PRIMARY KEY ("organisation_id","name")
);

-- CreateTable
CREATE TABLE "edition" (
    "organisation_id" UUID NOT NULL,
    "id" UUID NOT NULL,
    "kind" TEXT NOT NULL,
    "owner" TEXT NOT NULL,
    "day" DATE NOT NULL,
    "figures" JSONB NOT NULL,
    "created_at" TIMESTAMPTZ(3) NOT NULL,

    CONSTRAINT "edition_pkey" PRIMARY KEY ("organisation_id","id")
);

-- CreateTable
CREATE TABLE "post" (
    "organisation_id" UUID NOT NULL,
    "id" UUID NOT NULL,
    "card" TEXT NOT NULL,
    "subject" TEXT NOT NULL,
    "address" TEXT NOT NULL,
    "slot" TEXT NOT NULL,
    "wanted" INTEGER NOT NULL DEFAULT 1,
    "drawn" INTEGER NOT NULL DEFAULT 0,
    "ref" JSONB,
    "state" TEXT NOT NULL DEFAULT 'wanted',
    "reason" TEXT,
    "due_at" TIMESTAMPTZ(3) NOT NULL,
    "useless_after" TIMESTAMPTZ(3),
    "not_before" TIMESTAMPTZ(3),
    "attempts" INTEGER NOT NULL DEFAULT 0,
    "delivery_id" UUID,
    "fence" BIGINT,
    "created_at" TIMESTAMPTZ(3) NOT NULL,

    CONSTRAINT "post_pkey" PRIMARY KEY ("organisation_id","id")
);

-- CreateTable
CREATE TABLE "post_subject" (
    "organisation_id" UUID NOT NULL,
    "post_id" UUID NOT NULL,
    "subject" TEXT NOT NULL,

    CONSTRAINT "post_subject_pkey" PRIMARY KEY ("organisation_id","post_id","subject")
);

-- CreateTable
CREATE TABLE "input" (
    "organisation_id" UUID NOT NULL,
    "key" TEXT NOT NULL,
    "at" TIMESTAMPTZ(3) NOT NULL,
    "reply" JSONB,

    CONSTRAINT "input_pkey" PRIMARY KEY ("organisation_id","key")
);

-- CreateTable
CREATE TABLE "fired" (
    "organisation_id" UUID NOT NULL,
    "schedule" TEXT NOT NULL,
    "subject" TEXT NOT NULL,
    "day" DATE NOT NULL,
    "at" TIMESTAMPTZ(3) NOT NULL,

    CONSTRAINT "fired_pkey" PRIMARY KEY ("organisation_id","schedule","subject","day")
);

-- CreateTable
CREATE TABLE "audit" (
    "organisation_id" UUID NOT NULL,
    "id" UUID NOT NULL,
    "at" TIMESTAMPTZ(3) NOT NULL,
    "person_id" UUID,
    "action" TEXT NOT NULL,
    "subject" TEXT NOT NULL,
    "details" JSONB NOT NULL,

    CONSTRAINT "audit_pkey" PRIMARY KEY ("organisation_id","id")
);

-- CreateIndex
CREATE UNIQUE INDEX "organisation_slug_key" ON "organisation"("slug");

-- CreateIndex
CREATE INDEX "due_due_at_idx" ON "due"("due_at");

-- CreateIndex
CREATE INDEX "lane_due_at_idx" ON "lane"("due_at");

-- CreateIndex
CREATE UNIQUE INDEX "person_organisation_id_email_key" ON "person"("organisation_id", "email");

-- CreateIndex
CREATE UNIQUE INDEX "handle_organisation_id_platform_workspace_person_id_key" ON "handle"("organisation_id", "platform", "workspace", "person_id");

-- CreateIndex
CREATE INDEX "account_organisation_id_name_key_idx" ON "account"("organisation_id", "name_key");

-- CreateIndex
CREATE INDEX "account_organisation_id_domain_idx" ON "account"("organisation_id", "domain");

-- CreateIndex
CREATE UNIQUE INDEX "account_organisation_id_external_id_key" ON "account"("organisation_id", "external_id");

-- CreateIndex
CREATE INDEX "slot_organisation_id_person_id_idx" ON "slot"("organisation_id", "person_id");

-- CreateIndex
CREATE INDEX "contract_organisation_id_account_id_idx" ON "contract"("organisation_id", "account_id");

-- CreateIndex
CREATE UNIQUE INDEX "contract_organisation_id_external_id_key" ON "contract"("organisation_id", "external_id");

-- CreateIndex
CREATE INDEX "timeline_organisation_id_account_id_at_idx" ON "timeline"("organisation_id", "account_id", "at");

-- CreateIndex
CREATE INDEX "risk_snapshot_organisation_id_day_idx" ON "risk_snapshot"("organisation_id", "day");

-- CreateIndex
CREATE UNIQUE INDEX "risk_case_one_open" ON "risk_case"("organisation_id", "account_id") WHERE (state = 'open');

-- CreateIndex
CREATE INDEX "opportunity_organisation_id_account_id_idx" ON "opportunity"("organisation_id", "account_id");

-- CreateIndex
CREATE UNIQUE INDEX "opportunity_one_open" ON "opportunity"("organisation_id", "account_id", "product_key") WHERE (stage IN ('spotted', 'gated', 'routed', 'claimed', 'contacted', 'proposed'));

-- CreateIndex
CREATE UNIQUE INDEX "channel_organisation_id_platform_workspace_conversation_key" ON "channel"("organisation_id", "platform", "workspace", "conversation");

-- CreateIndex
CREATE UNIQUE INDEX "edition_organisation_id_kind_owner_day_key" ON "edition"("organisation_id", "kind", "owner", "day");

-- CreateIndex
CREATE INDEX "post_organisation_id_address_state_idx" ON "post"("organisation_id", "address", "state");

-- CreateIndex
CREATE UNIQUE INDEX "post_organisation_id_card_subject_address_slot_key" ON "post"("organisation_id", "card", "subject", "address", "slot");

-- CreateIndex
CREATE INDEX "post_subject_organisation_id_subject_idx" ON "post_subject"("organisation_id", "subject");

-- CreateIndex
CREATE INDEX "input_organisation_id_at_idx" ON "input"("organisation_id", "at");

-- CreateIndex
CREATE INDEX "audit_organisation_id_at_idx" ON "audit"("organisation_id", "at");

-- AddForeignKey
ALTER TABLE "workspace" ADD CONSTRAINT "workspace_organisation_id_fkey" FOREIGN KEY ("organisation_id") REFERENCES "organisation"("id") ON DELETE NO ACTION ON UPDATE NO ACTION;

-- AddForeignKey
ALTER TABLE "due" ADD CONSTRAINT "due_organisation_id_fkey" FOREIGN KEY ("organisation_id") REFERENCES "organisation"("id") ON DELETE NO ACTION ON UPDATE NO ACTION;

-- AddForeignKey
ALTER TABLE "lane" ADD CONSTRAINT "lane_organisation_id_fkey" FOREIGN KEY ("organisation_id") REFERENCES "organisation"("id") ON DELETE NO ACTION ON UPDATE NO ACTION;

-- AddForeignKey
ALTER TABLE "person" ADD CONSTRAINT "person_organisation_id_fkey" FOREIGN KEY ("organisation_id") REFERENCES "organisation"("id") ON DELETE NO ACTION ON UPDATE NO ACTION;

-- AddForeignKey
ALTER TABLE "person" ADD CONSTRAINT "person_organisation_id_manager_id_fkey" FOREIGN KEY ("organisation_id", "manager_id") REFERENCES "person"("organisation_id", "id") ON DELETE NO ACTION ON UPDATE NO ACTION;

-- AddForeignKey
ALTER TABLE "handle" ADD CONSTRAINT "handle_organisation_id_person_id_fkey" FOREIGN KEY ("organisation_id", "person_id") REFERENCES "person"("organisation_id", "id") ON DELETE NO ACTION ON UPDATE NO ACTION;

-- AddForeignKey
ALTER TABLE "account" ADD CONSTRAINT "account_organisation_id_fkey" FOREIGN KEY ("organisation_id") REFERENCES "organisation"("id") ON DELETE NO ACTION ON UPDATE NO ACTION;

-- AddForeignKey
ALTER TABLE "account" ADD CONSTRAINT "account_organisation_id_merged_into_fkey" FOREIGN KEY ("organisation_id", "merged_into") REFERENCES "account"("organisation_id", "id") ON DELETE NO ACTION ON UPDATE NO ACTION;

-- AddForeignKey
ALTER TABLE "slot" ADD CONSTRAINT "slot_organisation_id_account_id_fkey" FOREIGN KEY ("organisation_id", "account_id") REFERENCES "account"("organisation_id", "id") ON DELETE NO ACTION ON UPDATE NO ACTION;

-- AddForeignKey
ALTER TABLE "slot" ADD CONSTRAINT "slot_organisation_id_person_id_fkey" FOREIGN KEY ("organisation_id", "person_id") REFERENCES "person"("organisation_id", "id") ON DELETE NO ACTION ON UPDATE NO ACTION;

-- AddForeignKey
ALTER TABLE "contract" ADD CONSTRAINT "contract_organisation_id_account_id_fkey" FOREIGN KEY ("organisation_id", "account_id") REFERENCES "account"("organisation_id", "id") ON DELETE NO ACTION ON UPDATE NO ACTION;

-- AddForeignKey
ALTER TABLE "metric" ADD CONSTRAINT "metric_organisation_id_fkey" FOREIGN KEY ("organisation_id") REFERENCES "organisation"("id") ON DELETE NO ACTION ON UPDATE NO ACTION;

-- AddForeignKey
ALTER TABLE "usage" ADD CONSTRAINT "usage_organisation_id_account_id_fkey" FOREIGN KEY ("organisation_id", "account_id") REFERENCES "account"("organisation_id", "id") ON DELETE NO ACTION ON UPDATE NO ACTION;

-- AddForeignKey
ALTER TABLE "usage" ADD CONSTRAINT "usage_organisation_id_metric_fkey" FOREIGN KEY ("organisation_id", "metric") REFERENCES "metric"("organisation_id", "name") ON DELETE NO ACTION ON UPDATE NO ACTION;

-- AddForeignKey
ALTER TABLE "coverage" ADD CONSTRAINT "coverage_organisation_id_metric_fkey" FOREIGN KEY ("organisation_id", "metric") REFERENCES "metric"("organisation_id", "name") ON DELETE NO ACTION ON UPDATE NO ACTION;

-- AddForeignKey
ALTER TABLE "timeline" ADD CONSTRAINT "timeline_organisation_id_account_id_fkey" FOREIGN KEY ("organisation_id", "account_id") REFERENCES "account"("organisation_id", "id") ON DELETE NO ACTION ON UPDATE NO ACTION;

-- AddForeignKey
ALTER TABLE "timeline" ADD CONSTRAINT "timeline_organisation_id_person_id_fkey" FOREIGN KEY ("organisation_id", "person_id") REFERENCES "person"("organisation_id", "id") ON DELETE NO ACTION ON UPDATE NO ACTION;

-- AddForeignKey
ALTER TABLE "risk_snapshot" ADD CONSTRAINT "risk_snapshot_organisation_id_account_id_fkey" FOREIGN KEY ("organisation_id", "account_id") REFERENCES "account"("organisation_id", "id") ON DELETE NO ACTION ON UPDATE NO ACTION;

-- AddForeignKey
ALTER TABLE "risk_state" ADD CONSTRAINT "risk_state_organisation_id_account_id_fkey" FOREIGN KEY ("organisation_id", "account_id") REFERENCES "account"("organisation_id", "id") ON DELETE NO ACTION ON UPDATE NO ACTION;

-- AddForeignKey
ALTER TABLE "risk_case" ADD CONSTRAINT "risk_case_organisation_id_account_id_fkey" FOREIGN KEY ("organisation_id", "account_id") REFERENCES "account"("organisation_id", "id") ON DELETE NO ACTION ON UPDATE NO ACTION;

-- AddForeignKey
ALTER TABLE "risk_case" ADD CONSTRAINT "risk_case_organisation_id_owner_id_fkey" FOREIGN KEY ("organisation_id", "owner_id") REFERENCES "person"("organisation_id", "id") ON DELETE NO ACTION ON UPDATE NO ACTION;

-- AddForeignKey
ALTER TABLE "opportunity" ADD CONSTRAINT "opportunity_organisation_id_account_id_fkey" FOREIGN KEY ("organisation_id", "account_id") REFERENCES "account"("organisation_id", "id") ON DELETE NO ACTION ON UPDATE NO ACTION;

-- AddForeignKey
ALTER TABLE "opportunity" ADD CONSTRAINT "opportunity_organisation_id_spotted_by_fkey" FOREIGN KEY ("organisation_id", "spotted_by") REFERENCES "person"("organisation_id", "id") ON DELETE NO ACTION ON UPDATE NO ACTION;

-- AddForeignKey
ALTER TABLE "opportunity" ADD CONSTRAINT "opportunity_organisation_id_assignee_id_fkey" FOREIGN KEY ("organisation_id", "assignee_id") REFERENCES "person"("organisation_id", "id") ON DELETE NO ACTION ON UPDATE NO ACTION;

-- AddForeignKey
ALTER TABLE "opportunity" ADD CONSTRAINT "opportunity_organisation_id_claimed_by_fkey" FOREIGN KEY ("organisation_id", "claimed_by") REFERENCES "person"("organisation_id", "id") ON DELETE NO ACTION ON UPDATE NO ACTION;

-- AddForeignKey
ALTER TABLE "channel" ADD CONSTRAINT "channel_organisation_id_fkey" FOREIGN KEY ("organisation_id") REFERENCES "organisation"("id") ON DELETE NO ACTION ON UPDATE NO ACTION;

-- AddForeignKey
ALTER TABLE "channel" ADD CONSTRAINT "channel_organisation_id_manager_id_fkey" FOREIGN KEY ("organisation_id", "manager_id") REFERENCES "person"("organisation_id", "id") ON DELETE NO ACTION ON UPDATE NO ACTION;

-- AddForeignKey
ALTER TABLE "channel_member" ADD CONSTRAINT "channel_member_organisation_id_channel_id_fkey" FOREIGN KEY ("organisation_id", "channel_id") REFERENCES "channel"("organisation_id", "id") ON DELETE NO ACTION ON UPDATE NO ACTION;

-- AddForeignKey
ALTER TABLE "setting" ADD CONSTRAINT "setting_organisation_id_fkey" FOREIGN KEY ("organisation_id") REFERENCES "organisation"("id") ON DELETE NO ACTION ON UPDATE NO ACTION;

-- AddForeignKey
ALTER TABLE "edition" ADD CONSTRAINT "edition_organisation_id_fkey" FOREIGN KEY ("organisation_id") REFERENCES "organisation"("id") ON DELETE NO ACTION ON UPDATE NO ACTION;

-- AddForeignKey
ALTER TABLE "post" ADD CONSTRAINT "post_organisation_id_fkey" FOREIGN KEY ("organisation_id") REFERENCES "organisation"("id") ON DELETE NO ACTION ON UPDATE NO ACTION;

-- AddForeignKey
ALTER TABLE "post_subject" ADD CONSTRAINT "post_subject_organisation_id_post_id_fkey" FOREIGN KEY ("organisation_id", "post_id") REFERENCES "post"("organisation_id", "id") ON DELETE NO ACTION ON UPDATE NO ACTION;

-- AddForeignKey
ALTER TABLE "input" ADD CONSTRAINT "input_organisation_id_fkey" FOREIGN KEY ("organisation_id") REFERENCES "organisation"("id") ON DELETE NO ACTION ON UPDATE NO ACTION;

-- AddForeignKey
ALTER TABLE "fired" ADD CONSTRAINT "fired_organisation_id_fkey" FOREIGN KEY ("organisation_id") REFERENCES "organisation"("id") ON DELETE NO ACTION ON UPDATE NO ACTION;

-- AddForeignKey
ALTER TABLE "audit" ADD CONSTRAINT "audit_organisation_id_fkey" FOREIGN KEY ("organisation_id") REFERENCES "organisation"("id") ON DELETE NO ACTION ON UPDATE NO ACTION;

-- AddForeignKey
ALTER TABLE "audit" ADD CONSTRAINT "audit_organisation_id_person_id_fkey" FOREIGN KEY ("organisation_id", "person_id") REFERENCES "person"("organisation_id", "id") ON DELETE NO ACTION ON UPDATE NO ACTION;

-- Rights
GRANT SELECT ON "organisation" TO tandem_app;
SELECT tandem_share('"workspace"');
SELECT tandem_share('"due"');
SELECT tandem_share('"lane"');
SELECT tandem_share('"pace"');
SELECT tandem_protect('"person"');
SELECT tandem_protect('"handle"');
SELECT tandem_protect('"account"');
SELECT tandem_protect('"slot"');
SELECT tandem_protect('"contract"');
SELECT tandem_protect('"metric"');
SELECT tandem_protect('"usage"');
SELECT tandem_protect('"coverage"');
SELECT tandem_protect('"timeline"');
SELECT tandem_protect('"risk_snapshot"');
SELECT tandem_protect('"risk_state"');
SELECT tandem_protect('"risk_case"');
SELECT tandem_protect('"opportunity"');
SELECT tandem_protect('"channel"');
SELECT tandem_protect('"channel_member"');
SELECT tandem_protect('"setting"');
SELECT tandem_protect('"edition"');
SELECT tandem_protect('"post"');
SELECT tandem_protect('"post_subject"');
SELECT tandem_protect('"input"');
SELECT tandem_protect('"fired"');
SELECT tandem_protect('"audit"');
