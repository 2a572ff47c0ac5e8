/** Why somebody can't be erased yet. */
export type Refused =
  { readonly kind: "holds"; readonly accounts: readonly string[] } | { readonly kind: "only-admin" };

/** @param accounts whose CSM or AM they are */
export function decideErasure({
  accounts,
  onlyAdmin,
}: {
  readonly accounts: readonly string[];
  readonly onlyAdmin: boolean;
}): Refused | undefined {
  if (accounts.length > 0) return { kind: "holds", accounts };
  return onlyAdmin ? { kind: "only-admin" } : undefined;
}

/** What was typed to confirm it is their address, or their name where they have none. */
export function isConfirmed(
  typed: string,
  { name, email }: { readonly name: string; readonly email: string | undefined },
): boolean {
  const key = (text: string): string => text.normalize("NFC").replace(/\s+/gu, " ").trim().toLowerCase();
  return key(typed) === key(email ?? name);
}
