import { afterQuietHours } from "../../kernel/business-time.ts";
import type { Person } from "../../kernel/directory.ts";
import type { OpportunityId } from "../../kernel/ids.ts";
import type { AccountRoster } from "../accounts/facts.ts";
import type { Context } from "../feature.ts";
import { leadersReading } from "../leading.ts";
import type { StoredOpportunity } from "./store.ts";

/** Puts what was found, or confirmed too long ago, to the account's CSM; what it is about stands on the card. */
export async function putToCsm(context: Context, id: OpportunityId, { scope }: AccountRoster): Promise<void> {
  const csm = await activePerson(context, scope.csm);
  if (!csm) return;
  const { now, posts } = context;
  const dueAt = afterQuietHours(now, csm.calendar);
  posts.announce({ card: "opportunities.spotter", subject: id, address: `person:${csm.id}`, slot: "", dueAt });
}

/** The CSM's word has lapsed before it was offered: they are asked anew, once for each time they gave it (D3). */
export async function askAgain(context: Context, { id, confirmed }: StoredOpportunity, { scope }: AccountRoster) {
  const csm = await activePerson(context, scope.csm);
  if (!csm) return;
  const { now, posts } = context;
  const dueAt = afterQuietHours(now, csm.calendar);
  const slot = `${(confirmed?.at ?? now).toISOString()} confirm`;
  posts.announce({ card: "opportunities.nudge", subject: id, address: `person:${csm.id}`, slot, dueAt });
}

/**
 * Too little is known: a manager decides, another one than whose word it is.
 * @param again they were asked and haven't decided yet @returns whom it was put to
 */
export async function askManager(
  context: Context,
  { id, confirmed }: StoredOpportunity,
  { scope }: AccountRoster,
  again = false,
): Promise<Person | undefined> {
  const { tx, now, directory, posts } = context;
  const people = await directory.people(tx);
  const manager = leadersReading("opportunity", scope, people).find((each) => each.id !== confirmed?.by);
  if (!manager || !confirmed) return undefined;
  const dueAt = afterQuietHours(now, manager.calendar);
  const slot = `${confirmed.at.toISOString()}${again ? " again" : ""}`;
  posts.announce({ card: "opportunities.approval", subject: id, address: `person:${manager.id}`, slot, dueAt });
  return manager;
}

async function activePerson({ tx, directory }: Context, id: string | undefined): Promise<Person | undefined> {
  const found = (await directory.people(tx)).find((each) => each.id === id);
  return found?.active ? found : undefined;
}
