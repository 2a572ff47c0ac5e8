-- AlterTable
ALTER TABLE "person_calendar" ADD COLUMN     "seen_until" TIMESTAMPTZ(3),
ADD COLUMN     "suggests_since" TIMESTAMPTZ(3);

-- CreateTable
CREATE TABLE "meeting_seen" (
    "organisation_id" UUID NOT NULL,
    "id" UUID NOT NULL,
    "person_id" UUID NOT NULL,
    "event_hmac" TEXT NOT NULL,
    "title" TEXT NOT NULL,
    "starts_at" TIMESTAMPTZ(3) NOT NULL,
    "ends_at" TIMESTAMPTZ(3) NOT NULL,
    "seen_at" TIMESTAMPTZ(3) NOT NULL,
    "asked_at" TIMESTAMPTZ(3),

    CONSTRAINT "meeting_seen_pkey" PRIMARY KEY ("organisation_id","id")
);

-- CreateTable
CREATE TABLE "meeting_seen_contact" (
    "organisation_id" UUID NOT NULL,
    "meeting_id" UUID NOT NULL,
    "contact_id" UUID NOT NULL,

    CONSTRAINT "meeting_seen_contact_pkey" PRIMARY KEY ("organisation_id","meeting_id","contact_id")
);

-- CreateTable
CREATE TABLE "meeting_mark" (
    "organisation_id" UUID NOT NULL,
    "person_id" UUID NOT NULL,
    "hmac" TEXT NOT NULL,
    "until" TIMESTAMPTZ(3),

    CONSTRAINT "meeting_mark_pkey" PRIMARY KEY ("organisation_id","person_id","hmac")
);

-- CreateIndex
CREATE INDEX "meeting_seen_organisation_id_person_id_starts_at_idx" ON "meeting_seen"("organisation_id", "person_id", "starts_at");

-- CreateIndex
CREATE INDEX "meeting_seen_contact_organisation_id_contact_id_idx" ON "meeting_seen_contact"("organisation_id", "contact_id");

-- AddForeignKey
ALTER TABLE "meeting_seen" ADD CONSTRAINT "meeting_seen_organisation_id_person_id_fkey" FOREIGN KEY ("organisation_id", "person_id") REFERENCES "person"("organisation_id", "id") ON DELETE NO ACTION ON UPDATE NO ACTION;

-- AddForeignKey
ALTER TABLE "meeting_seen_contact" ADD CONSTRAINT "meeting_seen_contact_organisation_id_meeting_id_fkey" FOREIGN KEY ("organisation_id", "meeting_id") REFERENCES "meeting_seen"("organisation_id", "id") ON DELETE NO ACTION ON UPDATE NO ACTION;

-- AddForeignKey
ALTER TABLE "meeting_seen_contact" ADD CONSTRAINT "meeting_seen_contact_organisation_id_contact_id_fkey" FOREIGN KEY ("organisation_id", "contact_id") REFERENCES "contact"("organisation_id", "id") ON DELETE NO ACTION ON UPDATE NO ACTION;

-- AddForeignKey
ALTER TABLE "meeting_mark" ADD CONSTRAINT "meeting_mark_organisation_id_person_id_fkey" FOREIGN KEY ("organisation_id", "person_id") REFERENCES "person"("organisation_id", "id") ON DELETE NO ACTION ON UPDATE NO ACTION;

-- Rights
SELECT tandem_protect('"meeting_seen"');
SELECT tandem_protect('"meeting_seen_contact"');
SELECT tandem_protect('"meeting_mark"');
