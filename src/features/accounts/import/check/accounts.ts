import { z } from "zod";
import type { PersonId } from "../../../../kernel/ids.ts";
import { nameKey } from "../../names.ts";
import { flaw, type Flaw } from "../complaint.ts";
import { cell, currency, domain, email, externalId, maybe, name, oneOf, region, yesNo, zone } from "./columns.ts";
import { tableKind } from "./table.ts";

const STAGES = ["onboarding", "adoption", "value", "renewal", "churned"] as const;

const schema = z.object({
  external_id: cell(externalId),
  name: cell(name),
  domain: maybe(domain),
  segment: maybe(name),
  region: maybe(region),
  industry: maybe(name),
  lifecycle_stage: maybe(oneOf(STAGES)),
  key_account: maybe(yesNo),
  csm_email: maybe(email),
  am_email: maybe(email),
  timezone: maybe(zone()),
  currency: maybe(currency),
});
type Row = z.infer<typeof schema>;
export type AccountRow = Row & {
  readonly nameKey: string;
  readonly csm: PersonId | null;
  readonly am: PersonId | null;
};

/** accounts.csv: the customers and who looks after them. A blank stage or key_account keeps what is stored. */
export const accounts = tableKind<Row, AccountRow>({
  name: "accounts",
  schema,
  columns: Object.keys(schema.shape),
  required: ["external_id", "name"],
  keyOf: (row) => row.external_id,
  check: (row, world) =>
    (["csm_email", "am_email"] as const).flatMap((column): Flaw[] => {
      const address = row[column];
      return address && !world.people.has(address) ? [flaw(column, address, "unknown-person")] : [];
    }),
  ready: (row, { people }) => ({
    ...row,
    nameKey: nameKey(row.name),
    csm: people.get(row.csm_email ?? "") ?? null,
    am: people.get(row.am_email ?? "") ?? null,
  }),
});
