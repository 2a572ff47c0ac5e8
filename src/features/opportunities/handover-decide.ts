import { addWorkingHours, type LocalDate, type WorkCalendar } from "../../kernel/business-time.ts";
import { OPPORTUNITY, WON } from "../../kernel/defaults.ts";
import type { Person } from "../../kernel/directory.ts";
import type { PersonId } from "../../kernel/ids.ts";
import type { Scope } from "../../kernel/permissions.ts";
import { brief, storable, withoutUnseen } from "../../kernel/text.ts";
import { escalatedTo, leadersReading } from "../leading.ts";
import { namesPrice } from "../priced.ts";
import type { Checked, WrittenProblem } from "./written.ts";

/** How what was sold goes over to the CSM (D8). */
export interface Handover {
  /** until when the customer was promised it */
  readonly promisedOn: LocalDate | undefined;
  /** whom it waits for */
  readonly receiver: PersonId | undefined;
  readonly since: Date;
  /** 0 given, 1 reminded, 2 with a manager */
  readonly rung: number;
  readonly asked: { readonly by: PersonId; readonly at: Date } | undefined;
  readonly answered: { readonly by: PersonId; readonly at: Date; readonly text: string } | undefined;
}

/** What the CSM asked back has no answer yet. */
export function isAsked({ asked, answered }: Pick<Handover, "asked" | "answered">): boolean {
  return asked !== undefined && answered === undefined;
}

/**
 * Whom a handover waits for: the account's CSM; while something is asked back, who sold it, else the account's AM; and
 * who leads where there is nobody of them.
 */
export function receiverOf(
  handover: Pick<Handover, "asked" | "answered">,
  claimer: PersonId | undefined,
  scope: Scope,
  people: readonly Person[],
): Person | undefined {
  const whose = isAsked(handover) ? [claimer, scope.am] : [scope.csm];
  for (const id of whose) {
    const found = people.find((person) => person.id === id && person.active);
    if (found) return found;
  }
  return leadersReading("opportunity", scope, people)[0];
}

/** When its next rung is due; nothing is after the last. */
export function handoverDueAt({ since, rung }: Handover, calendar: WorkCalendar): Date | undefined {
  const { remindAfterHours, escalateAfterHours } = WON.handover;
  const hours = [remindAfterHours, escalateAfterHours][rung];
  return hours === undefined ? undefined : addWorkingHours(since, hours, calendar);
}

/** Who hears that it waits too long, other than whom it waits for. */
export function handoverManager({ receiver }: Handover, scope: Scope, people: readonly Person[]): Person | undefined {
  return escalatedTo("opportunity", receiver, scope, people);
}

/** What a CSM reads: words, and no price (D9). */
export function checkHandoverText(field: string, typed: string | undefined): Checked<string> {
  const text = withoutUnseen(storable(typed ?? "")).trim();
  const wrong = (problem: WrittenProblem["problem"], value: string): Checked<string> => ({
    kind: "wrong",
    problems: [{ field, problem, value: brief(value) }],
  });
  if (text.length < OPPORTUNITY.writtenAtLeast) return wrong("short", text);
  if (text.length > OPPORTUNITY.writtenAtMost) return wrong("long", String(text.length));
  const price = namesPrice(text);
  return price === undefined ? { kind: "ok", value: text } : wrong("price", price);
}
