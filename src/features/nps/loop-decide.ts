import { addWorkingDays, afterQuietHours, type WorkCalendar } from "../../kernel/business-time.ts";
import { NPS } from "../../kernel/defaults.ts";
import type { Person } from "../../kernel/directory.ts";
import type { Scope } from "../../kernel/permissions.ts";
import { leadersReading } from "../leading.ts";
import type { Band } from "./decide.ts";
import type { Loop, LoopKind } from "./loop-store.ts";

/** What an answer leads to: who wouldn't recommend us is called, who would is asked for a favour (E5). */
export function loopFor(band: Band): LoopKind | undefined {
  if (band === "detractor") return "call";
  return band === "promoter" ? "reference" : undefined;
}

/** Whose it is: the CSM's, else of who leads there and may read it. */
export function loopOwner(scope: Scope, people: readonly Person[]): Person | undefined {
  const csm = people.find(({ id, active }) => active && id === scope.csm);
  return csm ?? leadersReading("nps", scope, people)[0];
}

/** By when they are called, and told it. */
export function callBy(now: Date, calendar: WorkCalendar): Date {
  return addWorkingDays(now, NPS.loop.callWithinWorkingDays, calendar);
}

/** When the next rung is due of a call that nobody made; a favour has none. */
export function rungDueAt(
  { kind, rung, openedAt }: Pick<Loop, "kind" | "rung" | "openedAt">,
  calendar: WorkCalendar,
): Date | undefined {
  if (kind !== "call" || rung > 1) return undefined;
  const { remindAfterWorkingDays, escalateAfterWorkingDays } = NPS.loop;
  const days = rung === 0 ? remindAfterWorkingDays : escalateAfterWorkingDays;
  return afterQuietHours(addWorkingDays(openedAt, days, calendar), calendar);
}
