import { localDateOf, nextOccurrence } from "../../../kernel/business-time.ts";
import { CADENCE } from "../../../kernel/defaults-cadence.ts";
import type { Person } from "../../../kernel/directory.ts";
import type { PersonId } from "../../../kernel/ids.ts";
import type { Context, Reminder } from "../../feature.ts";
import { suggested } from "./story.ts";
import { forgetSeen, keepWaiting, saveAsked, seenOf, suggestedTo } from "./store.ts";

const DAY_MS = 86_400_000;

/** They are asked at their digest's time, on a working day of theirs. */
export function remindOf({ now, reminders }: Context, { id, digestAt, calendar }: Person): void {
  const { dueAt } = nextOccurrence({ at: digestAt, days: "working-days" }, calendar, now);
  reminders.set("cadence.seen", id, dueAt);
}

/** Each night: who is asked in the morning, and what nobody answered is deleted. Who is away is asked on their return. */
export async function nightOfSeen(context: Context): Promise<void> {
  const { tx, now, posts, directory } = context;
  const before = (days: number): Date => new Date(now.getTime() - days * DAY_MS);
  const away: PersonId[] = [];
  for (const id of await suggestedTo(tx)) {
    const person = await directory.person(tx, id);
    if (person) remindOf(context, person);
    if (person?.cover) away.push(id);
  }
  if (away.length > 0) keepWaiting(tx, away, now);
  const gone = await forgetSeen(tx, {
    askedBefore: before(CADENCE.seenKeptDays),
    seenBefore: before(CADENCE.seenUnaskedDays),
    heldBefore: before(CADENCE.seenHeldDays),
    now,
  });
  posts.redraw(...gone);
}

/** One card a morning with all that isn't answered, and none without something new. */
export const askInTheMorning: Reminder = {
  async fire(context, subject) {
    const { tx, now, posts, directory } = context;
    const person = await directory.person(tx, subject as PersonId);
    if (!person?.active || person.cover) return;
    const found = await suggested(context, person.id, await seenOf(tx, person.id));
    const open = found.filter(({ seen }) => seen.askedAt !== undefined);
    const added = found
      .filter(({ seen }) => seen.askedAt === undefined)
      .slice(0, Math.max(0, CADENCE.seenAtMost - open.length));
    if (added.length === 0) return;
    const ids = added.map(({ seen }) => seen.id);
    saveAsked(tx, ids, now);
    posts.announce({
      ...{ card: "cadence.seen", subject: person.id, address: `person:${person.id}` },
      slot: localDateOf(now, person.calendar.zone),
      shows: [...open.map(({ seen }) => seen.id), ...ids],
    });
  },
};
