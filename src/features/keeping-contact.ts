import type { Text } from "../chat/card.ts";
import { afterQuietHours } from "../kernel/business-time.ts";
import type { Touch } from "../kernel/events.ts";
import type { EntryId, PersonId } from "../kernel/ids.ts";
import type { Scope } from "../kernel/permissions.ts";
import { type Pressure, pressureOn, pressureTexts } from "./accounts/facts.ts";
import type { Acting, Context } from "./context.ts";

/** Whom a contact was with, and at whose customer. */
interface With {
  readonly scope: Scope;
  /** what they are called; left out where the touch names nobody, or its maker may not read the name */
  readonly contact: string | undefined;
  /** for which side who touches them speaks; left out: as their slot there says */
  readonly as?: "csm";
}

/**
 * Keeps a contact of one of us with a customer on the timeline, from whatever slice it was made; the touch counts, and
 * whom it collides with hears of it (A14).
 * @param said what its maker is told of it
 * @returns the same, and where somebody is reached too often, or by another of us of late, that too
 */
export async function keepContact(
  acting: Acting,
  touch: Touch,
  { scope, contact, as }: With,
  said: Text,
): Promise<Text> {
  const pressure = await keep(acting, touch, scope, as);
  const more = pressure && contact !== undefined ? await pressureTexts(acting, contact, pressure) : [];
  return [said, ...more].flatMap((sentence, at) => (at === 0 ? sentence : [" ", ...sentence]));
}

async function keep(context: Context, touch: Touch, scope: Scope, as?: "csm"): Promise<Pressure | undefined> {
  const { contact, by, direction, at = context.now } = touch;
  const pressure =
    contact && by && direction !== "in" ? await pressureOn(context, scope, contact, { at, by }, as) : undefined;
  const entry = touch.entry ?? context.ids.next<"timeline-entry">();
  await context.emit({ ...touch, entry, kind: "account-touched" });
  if (pressure?.collision) await tellOther(context, entry, pressure.collision.by);
  return pressure;
}

/** Whom a contact collides with is shown its entry. */
export async function tellOther(
  { tx, now, posts, directory }: Context,
  entry: EntryId,
  other: PersonId,
): Promise<void> {
  const calendar = (await directory.person(tx, other))?.calendar;
  const dueAt = calendar ? afterQuietHours(now, calendar) : now;
  posts.announce({ card: "accounts.collision", subject: entry, address: `person:${other}`, slot: "", dueAt });
}
