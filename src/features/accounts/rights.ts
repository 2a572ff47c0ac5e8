import type { AccountRoster } from "./facts.ts";
import { type Done, done } from "../../chat/reply.ts";
import type { Acting } from "../feature.ts";
import { type Audience, type FieldName, holds, leads, mayRead, type Scope } from "../../kernel/permissions.ts";

export { looksAfter, readable, writable } from "../looking-after.ts";

const OF_AN_ACCOUNT = [
  "arr",
  "contract-dates",
  "risk",
  "contacts",
  "internal",
  "customer",
  "requests",
  "opportunity",
] as const satisfies readonly FieldName[];

/** True when one of us reads less of the account than its CSM and its AM do, if there is more. */
export function readsPart(audience: Audience, scope: Scope): boolean {
  return audience.kind === "person" && OF_AN_ACCOUNT.some((field) => !mayRead(audience, field, scope));
}

/** Sets the stage: the account's CSM, who covers for them, or the manager (A5). */
export function staysResponsible({ id, covers, roles }: Acting["person"], scope: Scope): boolean {
  const reader = { person: id, covers, roles };
  return holds("csm", reader, scope) || leads(reader, scope);
}

/** Only who looks after an account writes to it; everyone else hears whom to ask. */
export function onlyForThem({ view: { say } }: Pick<Acting, "view">, { name, csm, am }: AccountRoster): Done {
  const whom = csm ?? am;
  return done(
    whom
      ? say("accounts.only-theirs", { account: name, whom: whom.name })
      : say("accounts.only-theirs-orphan", { account: name }),
  );
}
