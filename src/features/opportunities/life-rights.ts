import type { Person } from "../../kernel/directory.ts";
import type { PersonId } from "../../kernel/ids.ts";
import { type Scope, sellsNothing } from "../../kernel/permissions.ts";
import { leads, type Opportunity, type PressRefusal, refusePress, slotsOf } from "./decide.ts";

/** Why somebody may not do what they pressed. */
export type RightRefusal =
  | PressRefusal
  | { readonly kind: "taken"; readonly by: PersonId; readonly at: Date }
  | { readonly kind: "only-manager" }
  | { readonly kind: "own-word" }
  | { readonly kind: "not-leading" }
  | { readonly kind: "only-csm" }
  | { readonly kind: "not-yours" };

/** Pass and Snooze are for whom it is offered to; who leads them claims it, or lets it be. */
export function mayAnswerOffer(opportunity: Opportunity, scope: Scope, by: Person): RightRefusal | undefined {
  const refusal = refusePress(opportunity, scope, by);
  if (refusal) return refusal;
  const { assignee, pool } = opportunity;
  const isTheirs = [by.id, ...by.covers].some((each) => each === assignee) || slotsOf(scope, by).isAm;
  if (isTheirs || (pool && by.roles.includes("am"))) return undefined;
  return assignee ? { kind: "for-another", am: assignee } : { kind: "only-am" };
}

/** From the claim on it is its claimer's, or who covers for them, and the managers'; never its account's CSM's (D7, D9). */
export function mayRun({ claimed }: Opportunity, scope: Scope, by: Person): RightRefusal | undefined {
  if (!by.active) return { kind: "not-active" };
  if (sellsNothing({ person: by.id, covers: by.covers }, scope)) return { kind: "csm-refused" };
  if (leads(scope, by)) return undefined;
  if (!claimed) return { kind: "not-yours" };
  const isTheirs = [by.id, ...by.covers].includes(claimed.by);
  return isTheirs ? undefined : { kind: "taken", by: claimed.by, at: claimed.at };
}

/** Over a reason to hold it only a manager goes on (D2). */
export function mayContinue(scope: Scope, by: Person): RightRefusal | undefined {
  if (!by.active) return { kind: "not-active" };
  return leads(scope, by) ? undefined : { kind: "only-manager" };
}

export function mayPause({ claimed }: Opportunity, scope: Scope, by: Person): RightRefusal | undefined {
  if (!by.active) return { kind: "not-active" };
  const { isCsm, isAm } = slotsOf(scope, by);
  const isTheirs = claimed !== undefined && [by.id, ...by.covers].includes(claimed.by);
  return isCsm || isAm || isTheirs || leads(scope, by) ? undefined : { kind: "not-yours" };
}

/** The handover is the CSM's; who leads takes it over in their stead, but not from themselves while there is one (D7, D8). */
export function mayTakeOver(scope: Scope, by: Person, claimer: PersonId | undefined): RightRefusal | undefined {
  const refusal = mayAccept(scope, by);
  if (refusal?.kind !== "only-csm" || !leads(scope, by)) return refusal;
  return by.id === claimer && scope.csm !== undefined ? refusal : undefined;
}

/** The CSM's word: theirs, or their cover's. */
export function mayAccept(scope: Scope, by: Person): RightRefusal | undefined {
  if (!by.active) return { kind: "not-active" };
  return slotsOf(scope, by).isCsm ? undefined : { kind: "only-csm" };
}

/** The word for what was found is the CSM's, or of who leads them in their stead; never of its AM, whom it is put to (D3, D7). */
export function mayGiveWord(scope: Scope, by: Person): RightRefusal | undefined {
  const refusal = mayAccept(scope, by);
  return refusal?.kind === "only-csm" && leads(scope, by) && scope.am !== by.id ? undefined : refusal;
}

/** Over what nobody can measure a manager decides, and another one than whose word it already is (D3). */
export function mayApprove({ confirmed }: Opportunity, scope: Scope, by: Person): RightRefusal | undefined {
  if (!by.active) return { kind: "not-active" };
  if (!leads(scope, by)) return { kind: "not-leading" };
  return confirmed?.by === by.id ? { kind: "own-word" } : undefined;
}
