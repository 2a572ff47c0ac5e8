import type { ContactHandle } from "../../src/kernel/directory.ts";
import type { Tx } from "../../src/kernel/deps.ts";
import type { AccountId, ContactId } from "../../src/kernel/ids.ts";
import { ids } from "./company.ts";

const LONG_AGO = new Date("2025-01-01T00:00:00Z");

export interface NewContact {
  readonly name: string;
  readonly email?: string;
  readonly locale?: "en" | "de" | "zh";
  readonly zone?: string;
  readonly leftOn?: string;
  /** the users that they are in chat */
  readonly handles?: readonly ContactHandle[];
}

/** Somebody at a customer. */
export async function addCustomer(tx: Tx, account: AccountId, given: NewContact): Promise<ContactId> {
  const id = ids.next<"contact">();
  await tx.rows(
    `insert into contact (organisation_id, id, account_id, email, name, locale, zone, left_on, source, added_at, changed_at)
     values ($1, $2, $3, $4, $5, $6, $7, $8, 'csv', $9, $9)`,
    [
      tx.organisation,
      id,
      account,
      given.email ?? null,
      given.name,
      given.locale ?? null,
      given.zone ?? null,
      given.leftOn ?? null,
      LONG_AGO,
    ],
  );
  for (const { platform, home, user } of given.handles ?? []) {
    await tx.rows(
      `insert into contact_handle (organisation_id, platform, workspace, user_id, contact_id, matched_at)
       values ($1, $2, $3, $4, $5, $6)`,
      [tx.organisation, platform, home, user, id, LONG_AGO],
    );
  }
  return id;
}
