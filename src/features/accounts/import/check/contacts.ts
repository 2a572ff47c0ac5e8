import { z } from "zod";
import type { AccountId } from "../../../../kernel/ids.ts";
import { CONTACT_ROLES, STRENGTHS } from "../../contact-decide.ts";
import { cell, day, email, externalId, locale, maybe, name, oneOf, zone } from "./columns.ts";
import { accountFlaws } from "./refers.ts";
import { tableKind } from "./table.ts";

const schema = z.object({
  account_external_id: cell(externalId),
  email: cell(email),
  name: cell(name),
  role: maybe(oneOf(CONTACT_ROLES)),
  locale: maybe(locale),
  timezone: maybe(zone()),
  strength: maybe(oneOf(STRENGTHS)),
  left_on: maybe(day),
});
type Row = z.infer<typeof schema>;
export type ContactRow = Row & { readonly accountId: AccountId | undefined };

/** contacts.csv: people at the customer, by their address. */
export const contacts = tableKind<Row, ContactRow>({
  name: "contacts",
  schema,
  columns: Object.keys(schema.shape),
  required: ["account_external_id", "email", "name"],
  keyOf: (row, { accounts }) => `${accounts.get(row.account_external_id) ?? ""} ${row.email}`,
  check: accountFlaws,
  ready: (row, { accounts }) => ({ ...row, accountId: accounts.get(row.account_external_id) }),
});
