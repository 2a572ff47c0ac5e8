import type { OrganisationId } from "../kernel/ids.ts";
import type { System } from "./system.ts";
import type { Database } from "./transaction.ts";

const DAY_MS = 86_400_000;
/** Slack repeats an input for minutes; this is room for a person who asks what became of it. */
const INPUTS_KEPT_MS = 14 * DAY_MS;
const FIRED_KEPT_MS = 400 * DAY_MS;
const CONVERSATIONS_KEPT_MS = 30 * DAY_MS;
const PACES_KEPT_MS = DAY_MS;
/** So many at once are gone long before a statement's time is over. */
const AT_ONCE = 5000;

/** Forgets inputs with their replies, and fired occurrences, that nothing can repeat any more. */
export async function forgetOld(db: Database, organisation: OrganisationId, now: Date): Promise<void> {
  await forget(db, organisation, "input", new Date(now.getTime() - INPUTS_KEPT_MS));
  await forget(db, organisation, "fired", new Date(now.getTime() - FIRED_KEPT_MS));
}

async function forget(
  db: Database,
  organisation: OrganisationId,
  table: "input" | "fired",
  before: Date,
): Promise<void> {
  let gone: object[];
  do {
    gone = await db.write(organisation, (tx) =>
      tx.rows(
        `delete from ${table} where ctid = any(array(select ctid from ${table} where at < $1 limit ${AT_ONCE})) returning 1`,
        [before],
      ),
    );
  } while (gone.length === AT_ONCE);
}

/**
 * Forgets conversations in Teams that the bot was sent away from long ago, and sending windows that nobody uses.
 * @param now wall time
 */
export async function forgetUnused(system: System, now: Date): Promise<void> {
  await system.rows("delete from teams_conversation where gone and coalesce(gone_at, met_at) < $1", [
    new Date(now.getTime() - CONVERSATIONS_KEPT_MS),
  ]);
  await system.rows("delete from pace where next_at < $1 and $1 > all(recent)", [
    new Date(now.getTime() - PACES_KEPT_MS),
  ]);
}
