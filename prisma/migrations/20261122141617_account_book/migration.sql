-- AlterTable
ALTER TABLE "account" ADD COLUMN     "am_pulled_in_until" TIMESTAMPTZ(3),
ADD COLUMN     "stage_held_until" DATE,
ADD COLUMN     "stage_reason" TEXT,
ADD COLUMN     "stage_since" TIMESTAMPTZ(3);

-- AlterTable
ALTER TABLE "timeline" ADD COLUMN     "contact_id" UUID,
ADD COLUMN     "direction" TEXT,
ADD COLUMN     "ingested_at" TIMESTAMPTZ(3),
ADD COLUMN     "known_at" TIMESTAMPTZ(3),
ADD COLUMN     "source_key" TEXT,
ADD COLUMN     "summary" TEXT,
ADD COLUMN     "visibility" TEXT NOT NULL DEFAULT 'internal';

-- CreateTable
CREATE TABLE "ingest_door" (
    "key_id" TEXT NOT NULL,
    "organisation_id" UUID NOT NULL,

    CONSTRAINT "ingest_door_pkey" PRIMARY KEY ("key_id")
);

-- CreateTable
CREATE TABLE "contact" (
    "organisation_id" UUID NOT NULL,
    "id" UUID NOT NULL,
    "account_id" UUID NOT NULL,
    "email" TEXT,
    "name" TEXT NOT NULL,
    "role" TEXT,
    "strength" TEXT,
    "locale" TEXT,
    "zone" TEXT,
    "left_on" DATE,
    "source" TEXT NOT NULL,
    "added_at" TIMESTAMPTZ(3) NOT NULL,
    "changed_at" TIMESTAMPTZ(3) NOT NULL,

    CONSTRAINT "contact_pkey" PRIMARY KEY ("organisation_id","id")
);

-- CreateTable
CREATE TABLE "profile_field" (
    "organisation_id" UUID NOT NULL,
    "account_id" UUID NOT NULL,
    "field" TEXT NOT NULL,
    "value" TEXT NOT NULL,
    "as_of" DATE NOT NULL,
    "source" TEXT NOT NULL,
    "person_id" UUID,
    "changed_at" TIMESTAMPTZ(3) NOT NULL,

    CONSTRAINT "profile_field_pkey" PRIMARY KEY ("organisation_id","account_id","field")
);

-- CreateTable
CREATE TABLE "document" (
    "organisation_id" UUID NOT NULL,
    "id" UUID NOT NULL,
    "account_id" UUID NOT NULL,
    "title" TEXT NOT NULL,
    "url" TEXT NOT NULL,
    "type" TEXT NOT NULL,
    "visibility" TEXT NOT NULL,
    "as_of" DATE,
    "added_by" UUID NOT NULL,
    "added_at" TIMESTAMPTZ(3) NOT NULL,
    "removed_at" TIMESTAMPTZ(3),

    CONSTRAINT "document_pkey" PRIMARY KEY ("organisation_id","id")
);

-- CreateTable
CREATE TABLE "responsibility" (
    "organisation_id" UUID NOT NULL,
    "topic" TEXT NOT NULL,
    "stage" TEXT NOT NULL,
    "slot" TEXT NOT NULL,

    CONSTRAINT "responsibility_pkey" PRIMARY KEY ("organisation_id","topic","stage")
);

-- CreateTable
CREATE TABLE "cover" (
    "organisation_id" UUID NOT NULL,
    "id" UUID NOT NULL,
    "person_id" UUID NOT NULL,
    "cover_id" UUID NOT NULL,
    "from_on" DATE NOT NULL,
    "until_on" DATE NOT NULL,
    "made_by" UUID NOT NULL,
    "made_at" TIMESTAMPTZ(3) NOT NULL,
    "ended_at" TIMESTAMPTZ(3),

    CONSTRAINT "cover_pkey" PRIMARY KEY ("organisation_id","id")
);

-- CreateTable
CREATE TABLE "question" (
    "organisation_id" UUID NOT NULL,
    "id" UUID NOT NULL,
    "account_id" UUID NOT NULL,
    "slot" TEXT NOT NULL,
    "asker_id" UUID NOT NULL,
    "askee_id" UUID NOT NULL,
    "question" TEXT NOT NULL,
    "asked_at" TIMESTAMPTZ(3) NOT NULL,
    "state" TEXT NOT NULL,
    "answer" TEXT,
    "answered_by" UUID,
    "answered_at" TIMESTAMPTZ(3),
    "reminded_at" TIMESTAMPTZ(3),
    "escalated_at" TIMESTAMPTZ(3),

    CONSTRAINT "question_pkey" PRIMARY KEY ("organisation_id","id")
);

-- CreateTable
CREATE TABLE "request" (
    "organisation_id" UUID NOT NULL,
    "id" UUID NOT NULL,
    "account_id" UUID NOT NULL,
    "contact_id" UUID,
    "kind" TEXT NOT NULL,
    "text" TEXT NOT NULL,
    "terms" TEXT,
    "discount_percent" DECIMAL(5,2),
    "approved_by" UUID,
    "approved_at" TIMESTAMPTZ(3),
    "logged_by" UUID NOT NULL,
    "at" TIMESTAMPTZ(3) NOT NULL,
    "owner_id" UUID,
    "response_due_at" TIMESTAMPTZ(3) NOT NULL,
    "state" TEXT NOT NULL,
    "responded_at" TIMESTAMPTZ(3),
    "answer" TEXT,
    "closed_at" TIMESTAMPTZ(3),
    "reminded_at" TIMESTAMPTZ(3),
    "escalated_at" TIMESTAMPTZ(3),

    CONSTRAINT "request_pkey" PRIMARY KEY ("organisation_id","id")
);

-- CreateTable
CREATE TABLE "link_code" (
    "organisation_id" UUID NOT NULL,
    "hash" TEXT NOT NULL,
    "person_id" UUID NOT NULL,
    "made_by" UUID NOT NULL,
    "made_at" TIMESTAMPTZ(3) NOT NULL,
    "expires_at" TIMESTAMPTZ(3) NOT NULL,
    "used_at" TIMESTAMPTZ(3),

    CONSTRAINT "link_code_pkey" PRIMARY KEY ("organisation_id","hash")
);

-- CreateTable
CREATE TABLE "preference" (
    "organisation_id" UUID NOT NULL,
    "person_id" UUID NOT NULL,
    "kind" TEXT NOT NULL,
    "wish" TEXT NOT NULL,

    CONSTRAINT "preference_pkey" PRIMARY KEY ("organisation_id","person_id","kind")
);

-- CreateTable
CREATE TABLE "contract_event" (
    "organisation_id" UUID NOT NULL,
    "id" UUID NOT NULL,
    "account_id" UUID NOT NULL,
    "contract_id" UUID NOT NULL,
    "type" TEXT NOT NULL,
    "delta_minor" BIGINT,
    "currency" TEXT,
    "decided_on" DATE,
    "notice_on" DATE,
    "effective_on" DATE NOT NULL,
    "ingested_at" TIMESTAMPTZ(3) NOT NULL,
    "known_at" TIMESTAMPTZ(3) NOT NULL,

    CONSTRAINT "contract_event_pkey" PRIMARY KEY ("organisation_id","id")
);

-- CreateTable
CREATE TABLE "ticket" (
    "organisation_id" UUID NOT NULL,
    "id" UUID NOT NULL,
    "external_id" TEXT NOT NULL,
    "account_id" UUID NOT NULL,
    "opened_at" TIMESTAMPTZ(3) NOT NULL,
    "closed_at" TIMESTAMPTZ(3),
    "severity" INTEGER,
    "escalated" BOOLEAN NOT NULL DEFAULT false,
    "subject" TEXT,
    "ingested_at" TIMESTAMPTZ(3) NOT NULL,
    "known_at" TIMESTAMPTZ(3) NOT NULL,

    CONSTRAINT "ticket_pkey" PRIMARY KEY ("organisation_id","id")
);

-- CreateTable
CREATE TABLE "invoice" (
    "organisation_id" UUID NOT NULL,
    "id" UUID NOT NULL,
    "external_id" TEXT NOT NULL,
    "account_id" UUID NOT NULL,
    "due_on" DATE NOT NULL,
    "paid_on" DATE,
    "amount_minor" BIGINT NOT NULL,
    "currency" TEXT NOT NULL,
    "ingested_at" TIMESTAMPTZ(3) NOT NULL,
    "known_at" TIMESTAMPTZ(3) NOT NULL,

    CONSTRAINT "invoice_pkey" PRIMARY KEY ("organisation_id","id")
);

-- CreateTable
CREATE TABLE "quota" (
    "organisation_id" UUID NOT NULL,
    "person_id" UUID NOT NULL,
    "period" TEXT NOT NULL,
    "amount_minor" BIGINT NOT NULL,
    "currency" TEXT NOT NULL,

    CONSTRAINT "quota_pkey" PRIMARY KEY ("organisation_id","person_id","period")
);

-- CreateTable
CREATE TABLE "rate" (
    "organisation_id" UUID NOT NULL,
    "currency" TEXT NOT NULL,
    "on" DATE NOT NULL,
    "rate" DECIMAL(20,10) NOT NULL,

    CONSTRAINT "rate_pkey" PRIMARY KEY ("organisation_id","currency","on")
);

-- CreateTable
CREATE TABLE "installation" (
    "organisation_id" UUID NOT NULL,
    "platform" TEXT NOT NULL,
    "workspace" TEXT NOT NULL,
    "key_id" TEXT NOT NULL,
    "sealed" BYTEA NOT NULL,
    "version" INTEGER NOT NULL,
    "scopes" TEXT[],
    "installed_by" TEXT,
    "installed_at" TIMESTAMPTZ(3) NOT NULL,

    CONSTRAINT "installation_pkey" PRIMARY KEY ("organisation_id","platform","workspace")
);

-- CreateTable
CREATE TABLE "ingest_key" (
    "organisation_id" UUID NOT NULL,
    "key_id" TEXT NOT NULL,
    "name" TEXT NOT NULL,
    "encryption_key_id" TEXT NOT NULL,
    "sealed" BYTEA NOT NULL,
    "version" INTEGER NOT NULL,
    "made_by" UUID,
    "made_at" TIMESTAMPTZ(3) NOT NULL,
    "expires_at" TIMESTAMPTZ(3),
    "revoked_at" TIMESTAMPTZ(3),
    "last_used_on" DATE,

    CONSTRAINT "ingest_key_pkey" PRIMARY KEY ("organisation_id","key_id")
);

-- CreateTable
CREATE TABLE "channel_approval" (
    "organisation_id" UUID NOT NULL,
    "channel_id" UUID NOT NULL,
    "user_id" TEXT NOT NULL,
    "approved" BOOLEAN,
    "decided_by" UUID,
    "at" TIMESTAMPTZ(3) NOT NULL,

    CONSTRAINT "channel_approval_pkey" PRIMARY KEY ("organisation_id","channel_id","user_id")
);

-- CreateTable
CREATE TABLE "erasure" (
    "organisation_id" UUID NOT NULL,
    "address_hmac" TEXT NOT NULL,
    "at" TIMESTAMPTZ(3) NOT NULL,

    CONSTRAINT "erasure_pkey" PRIMARY KEY ("organisation_id","address_hmac")
);

-- CreateIndex
CREATE INDEX "contact_organisation_id_email_idx" ON "contact"("organisation_id", "email");

-- CreateIndex
CREATE UNIQUE INDEX "contact_organisation_id_account_id_email_key" ON "contact"("organisation_id", "account_id", "email");

-- CreateIndex
CREATE INDEX "document_organisation_id_account_id_idx" ON "document"("organisation_id", "account_id");

-- CreateIndex
CREATE INDEX "cover_organisation_id_cover_id_until_on_idx" ON "cover"("organisation_id", "cover_id", "until_on");

-- CreateIndex
CREATE INDEX "cover_organisation_id_person_id_until_on_idx" ON "cover"("organisation_id", "person_id", "until_on");

-- CreateIndex
CREATE INDEX "question_organisation_id_account_id_idx" ON "question"("organisation_id", "account_id");

-- CreateIndex
CREATE INDEX "question_organisation_id_askee_id_state_idx" ON "question"("organisation_id", "askee_id", "state");

-- CreateIndex
CREATE INDEX "request_organisation_id_account_id_idx" ON "request"("organisation_id", "account_id");

-- CreateIndex
CREATE INDEX "request_organisation_id_state_response_due_at_idx" ON "request"("organisation_id", "state", "response_due_at");

-- CreateIndex
CREATE INDEX "contract_event_organisation_id_account_id_effective_on_idx" ON "contract_event"("organisation_id", "account_id", "effective_on");

-- CreateIndex
CREATE UNIQUE INDEX "contract_event_organisation_id_contract_id_type_effective_o_key" ON "contract_event"("organisation_id", "contract_id", "type", "effective_on");

-- CreateIndex
CREATE INDEX "ticket_organisation_id_account_id_opened_at_idx" ON "ticket"("organisation_id", "account_id", "opened_at");

-- CreateIndex
CREATE UNIQUE INDEX "ticket_organisation_id_external_id_key" ON "ticket"("organisation_id", "external_id");

-- CreateIndex
CREATE INDEX "invoice_organisation_id_account_id_due_on_idx" ON "invoice"("organisation_id", "account_id", "due_on");

-- CreateIndex
CREATE UNIQUE INDEX "invoice_organisation_id_external_id_key" ON "invoice"("organisation_id", "external_id");

-- CreateIndex
CREATE INDEX "timeline_organisation_id_contact_id_at_idx" ON "timeline"("organisation_id", "contact_id", "at");

-- CreateIndex
CREATE UNIQUE INDEX "timeline_organisation_id_source_key_key" ON "timeline"("organisation_id", "source_key");

-- AddForeignKey
ALTER TABLE "ingest_door" ADD CONSTRAINT "ingest_door_organisation_id_fkey" FOREIGN KEY ("organisation_id") REFERENCES "organisation"("id") ON DELETE NO ACTION ON UPDATE NO ACTION;

-- AddForeignKey
ALTER TABLE "timeline" ADD CONSTRAINT "timeline_organisation_id_contact_id_fkey" FOREIGN KEY ("organisation_id", "contact_id") REFERENCES "contact"("organisation_id", "id") ON DELETE NO ACTION ON UPDATE NO ACTION;

-- AddForeignKey
ALTER TABLE "contact" ADD CONSTRAINT "contact_organisation_id_fkey" FOREIGN KEY ("organisation_id") REFERENCES "organisation"("id") ON DELETE NO ACTION ON UPDATE NO ACTION;

-- AddForeignKey
ALTER TABLE "contact" ADD CONSTRAINT "contact_organisation_id_account_id_fkey" FOREIGN KEY ("organisation_id", "account_id") REFERENCES "account"("organisation_id", "id") ON DELETE NO ACTION ON UPDATE NO ACTION;

-- AddForeignKey
ALTER TABLE "profile_field" ADD CONSTRAINT "profile_field_organisation_id_fkey" FOREIGN KEY ("organisation_id") REFERENCES "organisation"("id") ON DELETE NO ACTION ON UPDATE NO ACTION;

-- AddForeignKey
ALTER TABLE "profile_field" ADD CONSTRAINT "profile_field_organisation_id_account_id_fkey" FOREIGN KEY ("organisation_id", "account_id") REFERENCES "account"("organisation_id", "id") ON DELETE NO ACTION ON UPDATE NO ACTION;

-- AddForeignKey
ALTER TABLE "profile_field" ADD CONSTRAINT "profile_field_organisation_id_person_id_fkey" FOREIGN KEY ("organisation_id", "person_id") REFERENCES "person"("organisation_id", "id") ON DELETE NO ACTION ON UPDATE NO ACTION;

-- AddForeignKey
ALTER TABLE "document" ADD CONSTRAINT "document_organisation_id_fkey" FOREIGN KEY ("organisation_id") REFERENCES "organisation"("id") ON DELETE NO ACTION ON UPDATE NO ACTION;

-- AddForeignKey
ALTER TABLE "document" ADD CONSTRAINT "document_organisation_id_account_id_fkey" FOREIGN KEY ("organisation_id", "account_id") REFERENCES "account"("organisation_id", "id") ON DELETE NO ACTION ON UPDATE NO ACTION;

-- AddForeignKey
ALTER TABLE "document" ADD CONSTRAINT "document_organisation_id_added_by_fkey" FOREIGN KEY ("organisation_id", "added_by") REFERENCES "person"("organisation_id", "id") ON DELETE NO ACTION ON UPDATE NO ACTION;

-- AddForeignKey
ALTER TABLE "responsibility" ADD CONSTRAINT "responsibility_organisation_id_fkey" FOREIGN KEY ("organisation_id") REFERENCES "organisation"("id") ON DELETE NO ACTION ON UPDATE NO ACTION;

-- AddForeignKey
ALTER TABLE "cover" ADD CONSTRAINT "cover_organisation_id_fkey" FOREIGN KEY ("organisation_id") REFERENCES "organisation"("id") ON DELETE NO ACTION ON UPDATE NO ACTION;

-- AddForeignKey
ALTER TABLE "cover" ADD CONSTRAINT "cover_organisation_id_person_id_fkey" FOREIGN KEY ("organisation_id", "person_id") REFERENCES "person"("organisation_id", "id") ON DELETE NO ACTION ON UPDATE NO ACTION;

-- AddForeignKey
ALTER TABLE "cover" ADD CONSTRAINT "cover_organisation_id_cover_id_fkey" FOREIGN KEY ("organisation_id", "cover_id") REFERENCES "person"("organisation_id", "id") ON DELETE NO ACTION ON UPDATE NO ACTION;

-- AddForeignKey
ALTER TABLE "cover" ADD CONSTRAINT "cover_organisation_id_made_by_fkey" FOREIGN KEY ("organisation_id", "made_by") REFERENCES "person"("organisation_id", "id") ON DELETE NO ACTION ON UPDATE NO ACTION;

-- AddForeignKey
ALTER TABLE "question" ADD CONSTRAINT "question_organisation_id_fkey" FOREIGN KEY ("organisation_id") REFERENCES "organisation"("id") ON DELETE NO ACTION ON UPDATE NO ACTION;

-- AddForeignKey
ALTER TABLE "question" ADD CONSTRAINT "question_organisation_id_account_id_fkey" FOREIGN KEY ("organisation_id", "account_id") REFERENCES "account"("organisation_id", "id") ON DELETE NO ACTION ON UPDATE NO ACTION;

-- AddForeignKey
ALTER TABLE "question" ADD CONSTRAINT "question_organisation_id_asker_id_fkey" FOREIGN KEY ("organisation_id", "asker_id") REFERENCES "person"("organisation_id", "id") ON DELETE NO ACTION ON UPDATE NO ACTION;

-- AddForeignKey
ALTER TABLE "question" ADD CONSTRAINT "question_organisation_id_askee_id_fkey" FOREIGN KEY ("organisation_id", "askee_id") REFERENCES "person"("organisation_id", "id") ON DELETE NO ACTION ON UPDATE NO ACTION;

-- AddForeignKey
ALTER TABLE "question" ADD CONSTRAINT "question_organisation_id_answered_by_fkey" FOREIGN KEY ("organisation_id", "answered_by") REFERENCES "person"("organisation_id", "id") ON DELETE NO ACTION ON UPDATE NO ACTION;

-- AddForeignKey
ALTER TABLE "request" ADD CONSTRAINT "request_organisation_id_fkey" FOREIGN KEY ("organisation_id") REFERENCES "organisation"("id") ON DELETE NO ACTION ON UPDATE NO ACTION;

-- AddForeignKey
ALTER TABLE "request" ADD CONSTRAINT "request_organisation_id_account_id_fkey" FOREIGN KEY ("organisation_id", "account_id") REFERENCES "account"("organisation_id", "id") ON DELETE NO ACTION ON UPDATE NO ACTION;

-- AddForeignKey
ALTER TABLE "request" ADD CONSTRAINT "request_organisation_id_contact_id_fkey" FOREIGN KEY ("organisation_id", "contact_id") REFERENCES "contact"("organisation_id", "id") ON DELETE NO ACTION ON UPDATE NO ACTION;

-- AddForeignKey
ALTER TABLE "request" ADD CONSTRAINT "request_organisation_id_logged_by_fkey" FOREIGN KEY ("organisation_id", "logged_by") REFERENCES "person"("organisation_id", "id") ON DELETE NO ACTION ON UPDATE NO ACTION;

-- AddForeignKey
ALTER TABLE "request" ADD CONSTRAINT "request_organisation_id_owner_id_fkey" FOREIGN KEY ("organisation_id", "owner_id") REFERENCES "person"("organisation_id", "id") ON DELETE NO ACTION ON UPDATE NO ACTION;

-- AddForeignKey
ALTER TABLE "request" ADD CONSTRAINT "request_organisation_id_approved_by_fkey" FOREIGN KEY ("organisation_id", "approved_by") REFERENCES "person"("organisation_id", "id") ON DELETE NO ACTION ON UPDATE NO ACTION;

-- AddForeignKey
ALTER TABLE "link_code" ADD CONSTRAINT "link_code_organisation_id_fkey" FOREIGN KEY ("organisation_id") REFERENCES "organisation"("id") ON DELETE NO ACTION ON UPDATE NO ACTION;

-- AddForeignKey
ALTER TABLE "link_code" ADD CONSTRAINT "link_code_organisation_id_person_id_fkey" FOREIGN KEY ("organisation_id", "person_id") REFERENCES "person"("organisation_id", "id") ON DELETE NO ACTION ON UPDATE NO ACTION;

-- AddForeignKey
ALTER TABLE "link_code" ADD CONSTRAINT "link_code_organisation_id_made_by_fkey" FOREIGN KEY ("organisation_id", "made_by") REFERENCES "person"("organisation_id", "id") ON DELETE NO ACTION ON UPDATE NO ACTION;

-- AddForeignKey
ALTER TABLE "preference" ADD CONSTRAINT "preference_organisation_id_fkey" FOREIGN KEY ("organisation_id") REFERENCES "organisation"("id") ON DELETE NO ACTION ON UPDATE NO ACTION;

-- AddForeignKey
ALTER TABLE "preference" ADD CONSTRAINT "preference_organisation_id_person_id_fkey" FOREIGN KEY ("organisation_id", "person_id") REFERENCES "person"("organisation_id", "id") ON DELETE NO ACTION ON UPDATE NO ACTION;

-- AddForeignKey
ALTER TABLE "contract_event" ADD CONSTRAINT "contract_event_organisation_id_fkey" FOREIGN KEY ("organisation_id") REFERENCES "organisation"("id") ON DELETE NO ACTION ON UPDATE NO ACTION;

-- AddForeignKey
ALTER TABLE "contract_event" ADD CONSTRAINT "contract_event_organisation_id_account_id_fkey" FOREIGN KEY ("organisation_id", "account_id") REFERENCES "account"("organisation_id", "id") ON DELETE NO ACTION ON UPDATE NO ACTION;

-- AddForeignKey
ALTER TABLE "contract_event" ADD CONSTRAINT "contract_event_organisation_id_contract_id_fkey" FOREIGN KEY ("organisation_id", "contract_id") REFERENCES "contract"("organisation_id", "id") ON DELETE NO ACTION ON UPDATE NO ACTION;

-- AddForeignKey
ALTER TABLE "ticket" ADD CONSTRAINT "ticket_organisation_id_fkey" FOREIGN KEY ("organisation_id") REFERENCES "organisation"("id") ON DELETE NO ACTION ON UPDATE NO ACTION;

-- AddForeignKey
ALTER TABLE "ticket" ADD CONSTRAINT "ticket_organisation_id_account_id_fkey" FOREIGN KEY ("organisation_id", "account_id") REFERENCES "account"("organisation_id", "id") ON DELETE NO ACTION ON UPDATE NO ACTION;

-- AddForeignKey
ALTER TABLE "invoice" ADD CONSTRAINT "invoice_organisation_id_fkey" FOREIGN KEY ("organisation_id") REFERENCES "organisation"("id") ON DELETE NO ACTION ON UPDATE NO ACTION;

-- AddForeignKey
ALTER TABLE "invoice" ADD CONSTRAINT "invoice_organisation_id_account_id_fkey" FOREIGN KEY ("organisation_id", "account_id") REFERENCES "account"("organisation_id", "id") ON DELETE NO ACTION ON UPDATE NO ACTION;

-- AddForeignKey
ALTER TABLE "quota" ADD CONSTRAINT "quota_organisation_id_fkey" FOREIGN KEY ("organisation_id") REFERENCES "organisation"("id") ON DELETE NO ACTION ON UPDATE NO ACTION;

-- AddForeignKey
ALTER TABLE "quota" ADD CONSTRAINT "quota_organisation_id_person_id_fkey" FOREIGN KEY ("organisation_id", "person_id") REFERENCES "person"("organisation_id", "id") ON DELETE NO ACTION ON UPDATE NO ACTION;

-- AddForeignKey
ALTER TABLE "rate" ADD CONSTRAINT "rate_organisation_id_fkey" FOREIGN KEY ("organisation_id") REFERENCES "organisation"("id") ON DELETE NO ACTION ON UPDATE NO ACTION;

-- AddForeignKey
ALTER TABLE "installation" ADD CONSTRAINT "installation_organisation_id_fkey" FOREIGN KEY ("organisation_id") REFERENCES "organisation"("id") ON DELETE NO ACTION ON UPDATE NO ACTION;

-- AddForeignKey
ALTER TABLE "ingest_key" ADD CONSTRAINT "ingest_key_organisation_id_fkey" FOREIGN KEY ("organisation_id") REFERENCES "organisation"("id") ON DELETE NO ACTION ON UPDATE NO ACTION;

-- AddForeignKey
ALTER TABLE "ingest_key" ADD CONSTRAINT "ingest_key_organisation_id_made_by_fkey" FOREIGN KEY ("organisation_id", "made_by") REFERENCES "person"("organisation_id", "id") ON DELETE NO ACTION ON UPDATE NO ACTION;

-- AddForeignKey
ALTER TABLE "channel_approval" ADD CONSTRAINT "channel_approval_organisation_id_fkey" FOREIGN KEY ("organisation_id") REFERENCES "organisation"("id") ON DELETE NO ACTION ON UPDATE NO ACTION;

-- AddForeignKey
ALTER TABLE "channel_approval" ADD CONSTRAINT "channel_approval_organisation_id_channel_id_fkey" FOREIGN KEY ("organisation_id", "channel_id") REFERENCES "channel"("organisation_id", "id") ON DELETE NO ACTION ON UPDATE NO ACTION;

-- AddForeignKey
ALTER TABLE "channel_approval" ADD CONSTRAINT "channel_approval_organisation_id_decided_by_fkey" FOREIGN KEY ("organisation_id", "decided_by") REFERENCES "person"("organisation_id", "id") ON DELETE NO ACTION ON UPDATE NO ACTION;

-- AddForeignKey
ALTER TABLE "erasure" ADD CONSTRAINT "erasure_organisation_id_fkey" FOREIGN KEY ("organisation_id") REFERENCES "organisation"("id") ON DELETE NO ACTION ON UPDATE NO ACTION;

-- Rights
SELECT tandem_share('"ingest_door"');
SELECT tandem_protect('"contact"');
SELECT tandem_protect('"profile_field"');
SELECT tandem_protect('"document"');
SELECT tandem_protect('"responsibility"');
SELECT tandem_protect('"cover"');
SELECT tandem_protect('"question"');
SELECT tandem_protect('"request"');
SELECT tandem_protect('"link_code"');
SELECT tandem_protect('"preference"');
SELECT tandem_protect('"contract_event"');
SELECT tandem_protect('"ticket"');
SELECT tandem_protect('"invoice"');
SELECT tandem_protect('"quota"');
SELECT tandem_protect('"rate"');
SELECT tandem_protect('"installation"');
SELECT tandem_protect('"ingest_key"');
SELECT tandem_protect('"channel_approval"');
SELECT tandem_protect('"erasure"');

-- Nobody changes or takes away what is in a timeline; erasure has functions of its own.
REVOKE UPDATE, DELETE ON "timeline" FROM tandem_app;

-- What the doors check stays true whoever writes.
ALTER TABLE "slot" ADD CONSTRAINT "slot_known"
  CHECK ("slot" IN ('csm', 'am', 'sponsor', 'support', 'training', 'product', 'marketing', 'sales'));
ALTER TABLE "responsibility" ADD CONSTRAINT "responsibility_slot_known"
  CHECK ("slot" IN ('csm', 'am', 'sponsor', 'support', 'training', 'product', 'marketing', 'sales'));
ALTER TABLE "contract" ADD CONSTRAINT "contract_days_in_order"
  CHECK ("ends_on" >= "starts_on" AND "renews_on" >= "starts_on" AND "ended_on" >= "starts_on");
ALTER TABLE "contract_event" ADD CONSTRAINT "contract_event_known"
  CHECK ("type" IN ('new', 'expansion', 'contraction', 'renewal', 'notice', 'churn'));
ALTER TABLE "timeline" ADD CONSTRAINT "timeline_known"
  CHECK ("direction" IN ('in', 'out') AND "visibility" IN ('internal', 'commercial', 'customer'));
ALTER TABLE "contact" ADD CONSTRAINT "contact_known"
  CHECK ("role" IN ('champion', 'buyer', 'sponsor', 'user', 'blocker') AND "strength" IN ('strong', 'fair', 'weak'));
ALTER TABLE "profile_field" ADD CONSTRAINT "profile_field_known"
  CHECK ("field" IN ('how-to-help', 'needs', 'future-needs', 'industry'));
ALTER TABLE "document" ADD CONSTRAINT "document_known"
  CHECK ("type" IN ('contract', 'offer', 'plan', 'notes', 'presentation', 'security', 'other')
    AND "visibility" IN ('internal', 'commercial', 'customer'));
ALTER TABLE "cover" ADD CONSTRAINT "cover_days_in_order"
  CHECK ("until_on" >= "from_on" AND "cover_id" <> "person_id");
ALTER TABLE "question" ADD CONSTRAINT "question_known"
  CHECK ("slot" IN ('csm', 'am') AND "state" IN ('open', 'answered', 'withdrawn'));
ALTER TABLE "request" ADD CONSTRAINT "request_known"
  CHECK ("kind" IN ('commercial', 'technical', 'complaint') AND "state" IN ('open', 'responded', 'closed'));
ALTER TABLE "preference" ADD CONSTRAINT "preference_known" CHECK ("wish" IN ('now', 'digest', 'off'));
