-- CreateTable
CREATE TABLE "teams_conversation" (
    "tenant" TEXT NOT NULL,
    "conversation" TEXT NOT NULL,
    "send_to" TEXT NOT NULL,
    "kind" TEXT NOT NULL,
    "service_url" TEXT NOT NULL,
    "team" TEXT,
    "gone" BOOLEAN NOT NULL DEFAULT false,
    "met_at" TIMESTAMPTZ(3) NOT NULL,

    CONSTRAINT "teams_conversation_pkey" PRIMARY KEY ("tenant","conversation")
);

-- CreateIndex
CREATE INDEX "teams_conversation_tenant_team_idx" ON "teams_conversation"("tenant", "team");

-- No rights: only the shell's own door reads and writes it.
