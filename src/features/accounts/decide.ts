import type { AccountId } from "../../kernel/ids.ts";

export interface Named {
  readonly id: AccountId;
  readonly name: string;
}

export type LookUp<Account extends Named> =
  | { readonly kind: "found"; readonly account: Account }
  /** the only one whose name begins so */
  | { readonly kind: "begun"; readonly account: Named }
  | { readonly kind: "several"; readonly accounts: readonly Named[] }
  /** their names begin so */
  | { readonly kind: "beginning"; readonly accounts: readonly Named[] }
  | { readonly kind: "near"; readonly accounts: readonly Named[] }
  | { readonly kind: "unknown" };

/** What an exact look-up and, on a miss, the names that begin so or are near come to. */
export function decideLookUp<Account extends Named>(
  exact: readonly Account[],
  { beginning, near }: { readonly beginning: readonly Named[]; readonly near: readonly Named[] },
): LookUp<Account> {
  const [first, second] = exact;
  if (first && !second) return { kind: "found", account: first };
  if (first) return { kind: "several", accounts: exact };
  const [only, another] = beginning;
  if (only && !another) return { kind: "begun", account: only };
  if (only) return { kind: "beginning", accounts: beginning };
  return near.length > 0 ? { kind: "near", accounts: near } : { kind: "unknown" };
}
