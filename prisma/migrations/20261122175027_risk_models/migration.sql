-- AlterTable
ALTER TABLE "risk_snapshot" ADD COLUMN     "high" DOUBLE PRECISION,
ADD COLUMN     "low" DOUBLE PRECISION,
ADD COLUMN     "model" INTEGER;

-- AlterTable
ALTER TABLE "risk_state" ADD COLUMN     "high" DOUBLE PRECISION,
ADD COLUMN     "low" DOUBLE PRECISION,
ADD COLUMN     "model" INTEGER;

-- CreateTable
CREATE TABLE "risk_model" (
    "organisation_id" UUID NOT NULL,
    "version" INTEGER NOT NULL,
    "kind" TEXT NOT NULL,
    "stage" TEXT NOT NULL,
    "churns" INTEGER NOT NULL,
    "rows" INTEGER NOT NULL,
    "fitted_at" TIMESTAMPTZ(3) NOT NULL,
    "trained_until" DATE NOT NULL,
    "data" JSONB NOT NULL,
    "metrics" JSONB NOT NULL,
    "active" BOOLEAN NOT NULL DEFAULT false,

    CONSTRAINT "risk_model_pkey" PRIMARY KEY ("organisation_id","version")
);

-- CreateTable
CREATE TABLE "risk_row" (
    "organisation_id" UUID NOT NULL,
    "day" DATE NOT NULL,
    "account_id" UUID NOT NULL,
    "features" JSONB NOT NULL,
    "left_on" DATE,
    "built_at" TIMESTAMPTZ(3) NOT NULL,

    CONSTRAINT "risk_row_pkey" PRIMARY KEY ("organisation_id","day","account_id")
);

-- CreateIndex
CREATE UNIQUE INDEX "risk_model_one_active" ON "risk_model"("organisation_id") WHERE (active);

-- AddForeignKey
ALTER TABLE "risk_model" ADD CONSTRAINT "risk_model_organisation_id_fkey" FOREIGN KEY ("organisation_id") REFERENCES "organisation"("id") ON DELETE NO ACTION ON UPDATE NO ACTION;

-- AddForeignKey
ALTER TABLE "risk_row" ADD CONSTRAINT "risk_row_organisation_id_account_id_fkey" FOREIGN KEY ("organisation_id", "account_id") REFERENCES "account"("organisation_id", "id") ON DELETE NO ACTION ON UPDATE NO ACTION;

-- Rights
SELECT tandem_protect('"risk_model"');
SELECT tandem_protect('"risk_row"');
