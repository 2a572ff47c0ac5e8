import { z } from "zod";
import type { AccountId, PersonId } from "../../../../kernel/ids.ts";
import { cell, email, externalId, maybe, oneOf } from "./columns.ts";
import { accountFlaws, personFlaws } from "./refers.ts";
import { tableKind } from "./table.ts";

export const SLOTS = ["csm", "am", "sponsor", "support", "training", "product", "marketing", "sales"] as const;

const schema = z.object({
  account_external_id: cell(externalId),
  slot: cell(oneOf(SLOTS)),
  person_email: maybe(email),
});
type Row = z.infer<typeof schema>;
export interface SlotRow {
  readonly accountId: AccountId | undefined;
  readonly slot: string;
  /** null: nobody */
  readonly person: PersonId | null;
}

/** slots.csv: who holds which role slot of an account; a blank address empties it. */
export const slots = tableKind<Row, SlotRow>({
  name: "slots",
  schema,
  columns: Object.keys(schema.shape),
  required: ["account_external_id", "slot", "person_email"],
  keyOf: (row, { accounts }) => `${accounts.get(row.account_external_id) ?? ""} ${row.slot}`,
  check: (row, world) => [...accountFlaws(row, world), ...personFlaws("person_email", row.person_email, world)],
  ready: (row, { accounts, people }) => ({
    accountId: accounts.get(row.account_external_id),
    slot: row.slot,
    person: people.get(row.person_email ?? "") ?? null,
  }),
});
