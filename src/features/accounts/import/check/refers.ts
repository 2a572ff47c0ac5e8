import type { ContactId } from "../../../../kernel/ids.ts";
import { parseAmount } from "../../../../kernel/money.ts";
import { flaw, type Flaw } from "../complaint.ts";
import { contactKey } from "../references.ts";
import type { World } from "./intake.ts";
import { instantOfMoment, type Moment } from "./moments.ts";

export function accountFlaws(row: { readonly account_external_id: string }, world: World): Flaw[] {
  const account = row.account_external_id;
  return world.accounts.has(account) ? [] : [flaw("account_external_id", account, "unknown-account")];
}

/** A blank address is nobody, which is fine. */
export function personFlaws(column: string, address: string | null | undefined, world: World): Flaw[] {
  return address && !world.people.has(address) ? [flaw(column, address, "unknown-person")] : [];
}

export function amountFlaws(column: string, text: string, currency: string): Flaw[] {
  const amount = parseAmount(text, currency);
  if (amount) return amount.amountMinor < 0 ? [flaw(column, text, "negative")] : [];
  return [flaw(column, text, "not-an-amount", { currency })];
}

/** An amount that may be left out, whose currency stands in another column. */
export function valueFlaws(
  column: string,
  text: string | null | undefined,
  currency: string | null | undefined,
): Flaw[] {
  if (!text) return [];
  return currency ? amountFlaws(column, text, currency) : [flaw("currency", "", "missing")];
}

interface OfContact {
  readonly account_external_id: string;
  readonly contact_email?: string | null | undefined;
}

/** A blank address is nobody, which is fine. */
export function contactFlaws(row: OfContact, world: World): Flaw[] {
  const address = row.contact_email;
  if (!address || !world.accounts.has(row.account_external_id) || contactOf(row, world)) return [];
  return [flaw("contact_email", address, "unknown-contact")];
}

export function contactOf(row: OfContact, { accounts, contacts }: World): ContactId | null {
  const account = accounts.get(row.account_external_id);
  return (account && contacts.get(contactKey(account, row.contact_email ?? ""))) ?? null;
}

/** The later of two moments must not come before the earlier. */
export function beforeFlaws(
  [column, later]: readonly [string, Moment],
  [other, earlier]: readonly [string, Moment],
  { zone }: World,
): Flaw[] {
  if (instantOfMoment(later, zone) >= instantOfMoment(earlier, zone)) return [];
  return [flaw(column, later.text, "before", { other, day: earlier.text })];
}
