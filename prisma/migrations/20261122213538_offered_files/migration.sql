-- CreateTable
CREATE TABLE "offered_file" (
    "organisation_id" UUID NOT NULL,
    "id" UUID NOT NULL,
    "key_id" TEXT NOT NULL,
    "sealed" BYTEA,
    "offered_at" TIMESTAMPTZ(3) NOT NULL,

    CONSTRAINT "offered_file_pkey" PRIMARY KEY ("organisation_id","id")
);

-- AddForeignKey
ALTER TABLE "offered_file" ADD CONSTRAINT "offered_file_organisation_id_fkey" FOREIGN KEY ("organisation_id") REFERENCES "organisation"("id") ON DELETE NO ACTION ON UPDATE NO ACTION;

-- Rights
SELECT tandem_protect('"offered_file"');
