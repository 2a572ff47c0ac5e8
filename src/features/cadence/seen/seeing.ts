import type { Hmacs } from "../../../db/hmacs.ts";
import { localDateOf } from "../../../kernel/business-time.ts";
import { CADENCE } from "../../../kernel/defaults-cadence.ts";
import type { Tx } from "../../../kernel/deps.ts";
import type { Person } from "../../../kernel/directory.ts";
import type { Ids } from "../../../kernel/ids.ts";
import { accountsById, hasMeetingNear } from "../../accounts/facts.ts";
import { looksAfter } from "../../looking-after.ts";
import type { HeldEvent } from "../calendar-held.ts";
import { isOurs } from "../invitation.ts";
import { contactsAddressed, insertSeen, isMarked, mark, saveLookedUntil } from "./store.ts";

const DAY_MS = 86_400_000;

export interface SeeingParts {
  readonly tx: Tx;
  readonly ids: Ids;
  readonly now: Date;
  readonly hmacsOf: Hmacs;
}

/** From when on what was held is looked for. */
export function seenSince(until: Date | undefined, now: Date): Date {
  const earliest = now.getTime() - CADENCE.seenDays * DAY_MS;
  return new Date(Math.max(earliest, until?.getTime() ?? earliest));
}

/**
 * Keeps, until their owner says what they were, the meetings with contacts of customers whom they look after: each once,
 * none that is private, none that we invited colleagues to, and none that stands on the timeline already.
 */
export async function keepSeen(
  { tx, ids, now, hmacsOf }: SeeingParts,
  owner: Person,
  held: readonly HeldEvent[],
): Promise<void> {
  if (!(await saveLookedUntil(tx, owner.id, now))) return;
  const known = await contactsAddressed(tx, [...new Set(held.flatMap(({ attendees }) => attendees))]);
  const { zone } = owner.calendar;
  const today = localDateOf(now, zone);
  const accounts = await accountsById(tx, [...new Set(known.map(({ account }) => account))], today);
  const theirs = known.filter(({ account }) => {
    const found = accounts.get(account);
    return found !== undefined && looksAfter(owner, found.scope);
  });
  for (const { uid, original, title, from, to, attendees } of held) {
    if (isOurs(uid)) continue;
    const day = localDateOf(from, zone);
    const there = theirs.filter(({ email, leftOn }) => attendees.includes(email) && !(leftOn && leftOn <= day));
    if (there.length === 0) continue;
    const event = hmacsOf(tx.organisation, `${owner.id}\n${uid}`);
    const occurrence = hmacsOf(tx.organisation, `${owner.id}\n${uid}\n${original.toISOString()}`);
    if (await isMarked(tx, owner.id, [...event, ...occurrence])) continue;
    const places = [...new Set(there.map(({ account }) => account))];
    const kept = await Promise.all(places.map((account) => hasMeetingNear(tx, account, from, zone)));
    if (kept.some(Boolean)) continue;
    if (!(await mark(tx, owner.id, occurrence[0], new Date(now.getTime() + CADENCE.seenMarkedDays * DAY_MS)))) continue;
    const contacts = there.map(({ id }) => id);
    await insertSeen(
      tx,
      { id: ids.next<"meeting-seen">(), person: owner.id, title, from, to, eventHmac: event[0], contacts },
      now,
    );
  }
}
