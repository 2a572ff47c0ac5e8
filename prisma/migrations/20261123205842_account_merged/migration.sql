-- CreateIndex
CREATE INDEX "account_merged" ON "account"("organisation_id", "merged_into") WHERE (merged_into IS NOT NULL);
