import { parseAmount } from "../../../../kernel/money.ts";
import { flaw, type Flaw } from "../complaint.ts";
import type { World } from "./intake.ts";

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
