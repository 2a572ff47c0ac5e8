import { z } from "zod";
import type { AccountId, ContactId, PersonId } from "../../../../kernel/ids.ts";
import { parseAmount } from "../../../../kernel/money.ts";
import { cell, currency, day, email, externalId, figure, maybe, name, share } from "./columns.ts";
import { beginningOf, futureFlaws, knownSince } from "./moments.ts";
import { accountFlaws, contactFlaws, contactOf, personFlaws, valueFlaws } from "./refers.ts";
import { tableKind } from "./table.ts";

const schema = z.object({
  external_id: cell(externalId),
  account_external_id: cell(externalId),
  name: cell(name),
  metric: maybe(name),
  baseline: maybe(figure),
  target: maybe(figure),
  target_on: maybe(day),
  owner_email: maybe(email),
  contact_email: maybe(email),
  measured: maybe(share),
  confirmed: maybe(share),
  confirmed_value: maybe((text) => text),
  currency: maybe(currency),
  met_on: maybe(day),
});
type Row = z.infer<typeof schema>;
export type GoalRow = Row & {
  readonly accountId: AccountId | undefined;
  readonly ownerId: PersonId | null;
  readonly contactId: ContactId | null;
  readonly confirmedMinor: number | null;
  readonly knownAt: Date;
};

/**
 * goals.csv: what customers want to reach. How far they are as we measured it, and as they confirmed it, are two things.
 * Of history a goal that was met was known to be so since that day; of the others nobody can say since when.
 */
export const goals = tableKind<Row, GoalRow>({
  name: "goals",
  schema,
  columns: Object.keys(schema.shape),
  required: ["external_id", "account_external_id", "name"],
  keyOf: (row) => row.external_id,
  check: (row, world) => [
    ...accountFlaws(row, world),
    ...personFlaws("owner_email", row.owner_email, world),
    ...contactFlaws(row, world),
    ...valueFlaws("confirmed_value", row.confirmed_value, row.currency),
    ...(row.met_on ? futureFlaws("met_on", row.met_on, row.met_on, world) : []),
  ],
  ready: (row, world) => ({
    ...row,
    accountId: world.accounts.get(row.account_external_id),
    ownerId: world.people.get(row.owner_email ?? "") ?? null,
    contactId: contactOf(row, world),
    confirmedMinor:
      row.confirmed_value && row.currency
        ? (parseAmount(row.confirmed_value, row.currency)?.amountMinor ?? null)
        : null,
    knownAt: row.met_on ? knownSince(beginningOf(row.met_on, world.zone), world) : world.now,
  }),
});
