import type { Reply } from "../../chat/interaction.ts";
import { done } from "../../chat/reply.ts";
import { ACCOUNT } from "../../kernel/defaults.ts";
import { NotFound } from "../../kernel/errors.ts";
import type { AccountId, EntryId } from "../../kernel/ids.ts";
import { type FieldName, mayRead } from "../../kernel/permissions.ts";
import type { Acting } from "../feature.ts";
import { accountOf, type AccountRoster } from "./facts.ts";
import { looksAfter, readable } from "./rights.ts";
import { timelineCard } from "./timeline-cards.ts";
import { entriesBefore, entryById } from "./timeline-store.ts";

/** Entries about what has a rule of its own are read by whom that rule lets. */
const RULED: readonly (readonly [begins: string, field: FieldName])[] = [
  ["opportunity-", "opportunity"],
  ["risk-", "risk"],
  ["contact-", "contacts"],
  ["feedback-", "feedback"],
  ["goal-", "success-plan"],
  ["promise-", "promises"],
];

/** The newest of an account's timeline that the reader may read; who may read nothing is told what an empty one says. */
export async function showTimeline(acting: Acting, id: AccountId): Promise<Reply> {
  return page(acting, await accountOf(acting, id), undefined);
}

/** What stands before an entry, in place of the page that ended with it. */
export async function showOlder(acting: Acting, before: EntryId): Promise<Reply> {
  const { tx, place } = acting;
  const found = await entryById(tx, before);
  if (!found) throw new NotFound("accounts.gone");
  const reply = await page(acting, await accountOf(acting, found.account), before);
  return reply.kind === "private" && place.ephemeral ? { kind: "replace", card: reply.card } : reply;
}

async function page(acting: Acting, account: AccountRoster, before: EntryId | undefined): Promise<Reply> {
  const { tx, audience, person, view } = acting;
  const { scope } = account;
  const reading = {
    visibilities: readable(audience, scope),
    hiddenKinds: RULED.filter(([, field]) => !mayRead(audience, field, scope)).map(([begins]) => begins),
  };
  const entries = await entriesBefore(tx, account.id, reading, before, ACCOUNT.timelinePage + 1);
  if (entries.length === 0) {
    const isTheirs = before === undefined && looksAfter(person, scope);
    return done(view.say(isTheirs ? "timeline.nothing-yet" : "timeline.nothing", { account: account.name }));
  }
  const shown = entries.slice(0, ACCOUNT.timelinePage);
  const hasOlder = entries.length > shown.length;
  return { kind: "private", card: timelineCard({ account: account.name, entries: shown, hasOlder }, view) };
}
