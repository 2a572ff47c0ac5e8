-- CreateTable
CREATE TABLE "person_calendar" (
    "organisation_id" UUID NOT NULL,
    "person_id" UUID NOT NULL,
    "key_id" TEXT NOT NULL,
    "sealed" BYTEA NOT NULL,
    "version" UUID NOT NULL,
    "host" TEXT NOT NULL,
    "set_at" TIMESTAMPTZ(3) NOT NULL,
    "read_at" TIMESTAMPTZ(3),
    "problem" TEXT,
    "unread" INTEGER NOT NULL DEFAULT 0,

    CONSTRAINT "person_calendar_pkey" PRIMARY KEY ("organisation_id","person_id")
);

-- CreateTable
CREATE TABLE "calendar_busy" (
    "organisation_id" UUID NOT NULL,
    "person_id" UUID NOT NULL,
    "starts_at" TIMESTAMPTZ(3) NOT NULL,
    "ends_at" TIMESTAMPTZ(3) NOT NULL,

    CONSTRAINT "calendar_busy_pkey" PRIMARY KEY ("organisation_id","person_id","starts_at","ends_at")
);

-- AddForeignKey
ALTER TABLE "person_calendar" ADD CONSTRAINT "person_calendar_organisation_id_person_id_fkey" FOREIGN KEY ("organisation_id", "person_id") REFERENCES "person"("organisation_id", "id") ON DELETE NO ACTION ON UPDATE NO ACTION;

-- AddForeignKey
ALTER TABLE "calendar_busy" ADD CONSTRAINT "calendar_busy_organisation_id_person_id_fkey" FOREIGN KEY ("organisation_id", "person_id") REFERENCES "person"("organisation_id", "id") ON DELETE NO ACTION ON UPDATE NO ACTION;

-- Rights
SELECT tandem_protect('"person_calendar"');
SELECT tandem_protect('"calendar_busy"');
