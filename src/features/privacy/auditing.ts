import type { Reply } from "../../chat/interaction.ts";
import type { Acting } from "../feature.ts";
import { adminOnly } from "../settings/facts.ts";
import { auditCard } from "./audit-cards.ts";
import { type Decided, decidedBefore } from "./audit-store.ts";

const PAGE = 20;
const DAYS = 30;
const MOST_DAYS = 731;
const DAY_MS = 86_400_000;

export async function showAudit(acting: Acting, words: string): Promise<Reply> {
  const refusal = await adminOnly(acting);
  if (refusal) return refusal;
  const { now, view } = acting;
  const typed = words.trim();
  const days = typed === "" ? DAYS : /^\d{1,3}$/.test(typed) ? Number(typed) : 0;
  if (days < 1 || days > MOST_DAYS)
    return { kind: "done", sentence: view.say("privacy.audit-days", { most: MOST_DAYS }) };
  const since = new Date(now.getTime() - days * DAY_MS);
  const reply = await page(acting, { since });
  return reply ?? { kind: "done", sentence: view.say("privacy.audit-none", { count: days }) };
}

/** What was decided before the last of a page, in its place. */
export async function showOlder(acting: Acting, before: Decided["id"]): Promise<Reply> {
  const refusal = await adminOnly(acting);
  if (refusal) return refusal;
  const reply = await page(acting, { before });
  if (!reply) return { kind: "done", sentence: acting.view.say("privacy.audit-end") };
  return acting.place.ephemeral ? { kind: "replace", card: reply.card } : reply;
}

async function page(
  { tx, view }: Acting,
  from: Parameters<typeof decidedBefore>[1],
): Promise<Extract<Reply, { kind: "private" }> | undefined> {
  const decided = await decidedBefore(tx, from, PAGE + 1);
  if (decided.length === 0) return undefined;
  return { kind: "private", card: auditCard(decided.slice(0, PAGE), decided.length > PAGE, view) };
}
