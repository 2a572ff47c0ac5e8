import { z } from "zod";
import type { AccountId, ContactId, PersonId } from "../../../../kernel/ids.ts";
import { CONTACT_KINDS } from "../../log-decide.ts";
import { cell, email, externalId, maybe, oneOf, words, yesNo } from "./columns.ts";
import type { World } from "./intake.ts";
import { instantOfMoment, knownSince, moment, momentFlaws } from "./moments.ts";
import { accountFlaws, contactFlaws, contactOf, personFlaws } from "./refers.ts";
import { tableKind } from "./table.ts";

const MOST_SUMMARY = 2000;

const schema = z.object({
  account_external_id: cell(externalId),
  contact_email: maybe(email),
  kind: cell(oneOf([...CONTACT_KINDS, "note"])),
  direction: maybe(oneOf(["in", "out"])),
  proactive: maybe(yesNo),
  occurred_at: cell(moment),
  by_email: maybe(email),
  summary: maybe(words(MOST_SUMMARY)),
  external_id: maybe(externalId),
});
type Row = z.infer<typeof schema>;
export interface InteractionRow extends Pick<Row, "kind" | "direction" | "proactive" | "summary"> {
  /** what makes it this entry and no other */
  readonly identity: string;
  readonly accountId: AccountId | undefined;
  readonly contactId: ContactId | null;
  readonly personId: PersonId | null;
  readonly at: Date;
  readonly knownAt: Date;
}

/**
 * interactions.csv: what was done with a customer, for the timeline, which is only ever added to. A line is the same
 * entry again by its external_id, or else by all it says but for the summary.
 */
export const interactions = tableKind<Row, InteractionRow>({
  name: "interactions",
  schema,
  columns: Object.keys(schema.shape),
  required: ["account_external_id", "kind", "occurred_at"],
  keyOf: identityOf,
  check: (row, world) => [
    ...accountFlaws(row, world),
    ...contactFlaws(row, world),
    ...personFlaws("by_email", row.by_email, world),
    ...momentFlaws("occurred_at", row.occurred_at, world),
  ],
  ready(row, world) {
    const accountId = world.accounts.get(row.account_external_id);
    const at = instantOfMoment(row.occurred_at, world.zone);
    return {
      kind: row.kind,
      direction: row.direction,
      proactive: row.proactive,
      summary: row.summary,
      identity: identityOf(row, world),
      accountId,
      contactId: contactOf(row, world),
      personId: world.people.get(row.by_email ?? "") ?? null,
      at,
      knownAt: knownSince(at, world),
    };
  },
});

function identityOf(row: Row, { accounts, zone }: World): string {
  if (row.external_id) return JSON.stringify(["external", row.external_id]);
  const at = instantOfMoment(row.occurred_at, zone).toISOString();
  const account = accounts.get(row.account_external_id);
  return JSON.stringify([account, row.contact_email ?? "", row.kind, row.direction ?? "", at, row.by_email ?? ""]);
}
