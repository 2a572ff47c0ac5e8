import type { AccountId } from "../../kernel/ids.ts";

export interface Named {
  readonly id: AccountId;
  readonly name: string;
}

export type LookUp<Account extends Named> =
  | { readonly kind: "found"; readonly account: Account }
  | { readonly kind: "several"; readonly accounts: readonly Named[] }
  | { readonly kind: "near"; readonly accounts: readonly Named[] }
  | { readonly kind: "unknown" };

/** What an exact look-up and, on a miss, the nearest names come to. */
export function decideLookUp<Account extends Named>(
  exact: readonly Account[],
  near: readonly Named[],
): LookUp<Account> {
  const [first, second] = exact;
  if (first && !second) return { kind: "found", account: first };
  if (first) return { kind: "several", accounts: exact };
  return near.length > 0 ? { kind: "near", accounts: near } : { kind: "unknown" };
}
