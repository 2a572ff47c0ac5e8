/** Entries of the timeline that are a contact with the customer by themselves. */
const HELD: readonly string[] = ["meeting", "on-site"];
/** Those that are one when somebody turned to somebody. */
const DIRECTED: readonly string[] = ["call", "email", "message", "check-in"];

/** Whether an entry of the timeline tells of a contact with the customer. */
export function isContact(what: string, direction: "in" | "out" | undefined): boolean {
  return HELD.includes(what) || (DIRECTED.includes(what) && direction !== undefined);
}

/** Whether it is a talk: what is written doesn't do what was to be called about. */
export function isTalk(what: string): boolean {
  return what === "call" || HELD.includes(what);
}

/**
 * The first and the last contact that was imported of while a case c was open. What is told before its time is a plan.
 * @param knownBefore an expression: what was known by then
 */
export function importedContacts(knownBefore = "'infinity'::timestamptz"): string {
  return `select min(t.at) as first_at, max(t.at) as last_at from timeline t
           where t.organisation_id = c.organisation_id and t.account_id = c.account_id and t.source_key is not null
             and t.at >= c.opened_at and (c.closed_at is null or t.at <= c.closed_at)
             and t.at <= t.known_at and t.known_at < ${knownBefore}
             and (t.kind in (${listed(HELD)}) or t.kind in (${listed(DIRECTED)}) and t.direction is not null)`;
}

function listed(kinds: readonly string[]): string {
  return kinds.map((kind) => `'${kind}'`).join(", ");
}
