import { afterQuietHours } from "../../kernel/business-time.ts";
import type { Touch } from "../../kernel/events.ts";
import type { EntryId, PersonId } from "../../kernel/ids.ts";
import type { Scope } from "../../kernel/permissions.ts";
import type { Context } from "../feature.ts";
import { rosterOf } from "./facts.ts";
import type { Pressure } from "./log-decide.ts";
import { pressureOn } from "./pressure.ts";

/** To the timeline; the touch counts, and whom it collides with hears of it (A14). */
export async function keepContact(context: Context, touch: Touch, scope: Scope): Promise<Pressure | undefined> {
  const { contact, by, direction, at = context.now } = touch;
  const pressure =
    contact && by && direction !== "in" ? await pressureOn(context, scope, contact, { at, by }) : undefined;
  const entry = touch.entry ?? context.ids.next<"timeline-entry">();
  await context.emit({ ...touch, entry, kind: "account-touched" });
  if (pressure?.collision) await tellOther(context, entry, pressure.collision.by);
  return pressure;
}

/** The same, of a contact that another slice knows of. */
export async function keepHeld(context: Context, touch: Touch): Promise<void> {
  const account = await rosterOf(context.tx, touch.account);
  if (account) await keepContact(context, touch, account.scope);
}

async function tellOther({ tx, now, posts, directory }: Context, entry: EntryId, other: PersonId): Promise<void> {
  const calendar = (await directory.person(tx, other))?.calendar;
  const dueAt = calendar ? afterQuietHours(now, calendar) : now;
  posts.announce({ card: "accounts.collision", subject: entry, address: `person:${other}`, slot: "", dueAt });
}
