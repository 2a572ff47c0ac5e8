import type { Found } from "./store.ts";

export type LookUp =
  | { readonly kind: "found"; readonly account: Found }
  | { readonly kind: "several"; readonly accounts: readonly Found[] }
  | { readonly kind: "near"; readonly accounts: readonly Found[] }
  | { readonly kind: "unknown" };

/** What an exact look-up and, on a miss, the nearest names come to. */
export function decideLookUp(exact: readonly Found[], near: readonly Found[]): LookUp {
  const [first, second] = exact;
  if (first && !second) return { kind: "found", account: first };
  if (first) return { kind: "several", accounts: exact };
  return near.length > 0 ? { kind: "near", accounts: near } : { kind: "unknown" };
}
