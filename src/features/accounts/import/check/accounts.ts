import { z } from "zod";
import type { PersonId } from "../../../../kernel/ids.ts";
import { nameKey } from "../../names.ts";
import {
  cell,
  currency,
  domain,
  email,
  externalId,
  maybe,
  name,
  oneOf,
  region,
  words,
  yesNo,
  zone,
} from "./columns.ts";
import { personFlaws } from "./refers.ts";
import { tableKind } from "./table.ts";

export const STAGES = ["onboarding", "adoption", "value", "renewal", "churned"] as const;
const MOST_HELP = 500;
const MOST_NEEDS = 1000;

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
  sponsor_email: maybe(email),
  how_to_help: maybe(words(MOST_HELP)),
  needs: maybe(words(MOST_NEEDS)),
  future_needs: maybe(words(MOST_NEEDS)),
});
type Row = z.infer<typeof schema>;
export type AccountRow = Row & {
  readonly nameKey: string;
  readonly csm: PersonId | null;
  readonly am: PersonId | null;
  readonly sponsor: PersonId | null;
};

/** accounts.csv: the customers and who looks after them. A blank stage or key_account keeps what is stored. */
export const accounts = tableKind<Row, AccountRow>({
  name: "accounts",
  schema,
  columns: Object.keys(schema.shape),
  required: ["external_id", "name"],
  keyOf: (row) => row.external_id,
  check: (row, world) =>
    (["csm_email", "am_email", "sponsor_email"] as const).flatMap((column) => personFlaws(column, row[column], world)),
  ready: (row, { people }) => ({
    ...row,
    nameKey: nameKey(row.name),
    csm: people.get(row.csm_email ?? "") ?? null,
    am: people.get(row.am_email ?? "") ?? null,
    sponsor: people.get(row.sponsor_email ?? "") ?? null,
  }),
});
