import type { Person } from "../kernel/directory.ts";
import type { Visibility } from "../kernel/events.ts";
import { type Audience, holds, leads, mayRead, type Scope } from "../kernel/permissions.ts";

const VISIBILITIES = ["internal", "commercial", "customer"] as const satisfies readonly Visibility[];

type Looking = Pick<Person, "id" | "covers" | "roles">;

/** The account's CSM or AM, who covers for them, or their manager. */
export function looksAfter({ id, covers, roles }: Looking, scope: Scope): boolean {
  const reader = { person: id, covers, roles };
  return holds("csm", reader, scope) || holds("am", reader, scope) || leads(reader, scope);
}

/** The kinds of timeline entries and documents that somebody may read of an account. */
export function readable(audience: Audience, scope: Scope): Visibility[] {
  return VISIBILITIES.filter((visibility) => mayRead(audience, visibility, scope));
}

/** Those that they may write: only who looks after the account writes. */
export function writable(
  acting: { readonly audience: Audience; readonly person: Looking },
  scope: Scope,
): Visibility[] {
  return looksAfter(acting.person, scope) ? readable(acting.audience, scope) : [];
}
