-- AlterTable
ALTER TABLE "post" ADD COLUMN     "looks" INTEGER NOT NULL DEFAULT 0,
ADD COLUMN     "sending_at" TIMESTAMPTZ(3),
ADD COLUMN     "sent_to" JSONB;

-- CreateTable. Unlogged: what it holds is of use for minutes, and a crash may forget it.
CREATE UNLOGGED TABLE "seen" (
    "key" TEXT NOT NULL,
    "at" TIMESTAMPTZ(3) NOT NULL,

    CONSTRAINT "seen_pkey" PRIMARY KEY ("key")
);

-- CreateIndex
CREATE INDEX "seen_at_idx" ON "seen"("at");

-- Rights
SELECT tandem_share('"seen"');
