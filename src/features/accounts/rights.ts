import type { Acting } from "../feature.ts";
import { NotFound } from "../../kernel/errors.ts";
import type { Visibility } from "../../kernel/events.ts";
import { type Audience, type FieldName, holds, mayRead, type Scope } from "../../kernel/permissions.ts";

const VISIBILITIES = ["internal", "commercial", "customer"] as const satisfies readonly Visibility[];

/** The kinds of timeline entries and documents that somebody may read of an account. */
export function readable(audience: Audience, scope: Scope): Visibility[] {
  return VISIBILITIES.filter((visibility) => mayRead(audience, visibility, scope));
}

/** Those that they may write: only who looks after the account writes. */
export function writable(acting: Pick<Acting, "audience" | "person">, scope: Scope): Visibility[] {
  return looksAfter(acting.person, scope) ? readable(acting.audience, scope) : [];
}

/** The account's CSM or AM, who covers for them, or their manager. */
export function looksAfter({ id, covers }: Acting["person"], scope: Scope): boolean {
  const reader = { person: id, covers };
  return holds("csm", reader, scope) || holds("am", reader, scope) || leads({ id, covers }, scope);
}

/** Sets the stage: the account's CSM, who covers for them, or the manager (A5). */
export function staysResponsible({ id, covers }: Acting["person"], scope: Scope): boolean {
  return holds("csm", { person: id, covers }, scope) || leads({ id, covers }, scope);
}

function leads({ id, covers }: Pick<Acting["person"], "id" | "covers">, { managers }: Scope): boolean {
  return managers.some((manager) => manager === id || covers.includes(manager));
}

/** @throws NotFound with the same words as for what isn't there */
export function needToRead(audience: Audience, field: FieldName, scope: Scope): void {
  if (!mayRead(audience, field, scope)) throw new NotFound("accounts.gone");
}
