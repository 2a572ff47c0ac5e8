import {
  addDays,
  instantOf,
  isWorkingDay,
  localDate,
  localDateOf,
  type LocalTime,
  localTime,
  type WorkCalendar,
} from "../../kernel/business-time.ts";
import { TOUCHPOINT } from "../../kernel/defaults.ts";
import type { AccountId, ContactId, PersonId, TouchpointId } from "../../kernel/ids.ts";
import { storable, withoutUnseen } from "../../kernel/text.ts";
import { UNLISTED } from "./log-decide.ts";

export const TOUCHPOINT_KINDS = ["check-in", "call", "meeting", "on-site"] as const;
export type TouchpointKind = (typeof TOUCHPOINT_KINDS)[number];

/** A meeting with a customer that somebody planned, and what came of it. */
export interface Touchpoint {
  readonly id: TouchpointId;
  readonly account: AccountId;
  readonly contact: ContactId | undefined;
  readonly kind: TouchpointKind;
  readonly state: "planned" | "held" | "cancelled";
  readonly plannedAt: Date;
  readonly owner: PersonId;
  readonly note: string | undefined;
}

export type Plan = Pick<Touchpoint, "contact" | "kind" | "plannedAt" | "note">;

export interface PlanProblem {
  readonly field: string;
  readonly problem: "choice" | "day" | "time" | "past" | "far" | "day-off" | "after-hours" | "long";
  readonly value: string;
}

export type CheckedPlan =
  { readonly kind: "ok"; readonly value: Plan } | { readonly kind: "wrong"; readonly problems: readonly PlanProblem[] };

export interface PlanRoom {
  readonly contacts: readonly { readonly id: ContactId }[];
  readonly calendar: WorkCalendar;
  readonly now: Date;
}

type Values = Readonly<Record<string, string>>;

export function checkPlan(values: Values, { contacts, calendar, now }: PlanRoom): CheckedPlan {
  const problems: PlanProblem[] = [];
  const chosen = values["contact"] ?? "";
  const contact = contacts.find(({ id }) => id === chosen)?.id;
  if (!contact && chosen !== UNLISTED) problems.push({ field: "contact", problem: "choice", value: chosen });
  const kind = TOUCHPOINT_KINDS.find((each) => each === values["kind"]);
  if (!kind) problems.push({ field: "kind", problem: "choice", value: values["kind"] ?? "" });
  const when = checkWhen(values, calendar, now);
  if (when.kind === "wrong") problems.push(...when.problems);
  const note = withoutUnseen(storable(values["note"] ?? "")).trim();
  if (note.length > TOUCHPOINT.noteAtMost)
    problems.push({ field: "note", problem: "long", value: String(note.length) });
  if (!kind || when.kind === "wrong" || problems.length > 0) return { kind: "wrong", problems };
  return { kind: "ok", value: { contact, kind, plannedAt: when.at, note: note === "" ? undefined : note } };
}

export type CheckedWhen =
  { readonly kind: "ok"; readonly at: Date } | { readonly kind: "wrong"; readonly problems: readonly PlanProblem[] };

/** A day and a time ahead, in somebody's own zone and working hours. */
export function checkWhen(values: Values, calendar: WorkCalendar, now: Date): CheckedWhen {
  const day = (values["on"] ?? "").trim();
  const time = (values["at"] ?? "").trim();
  const on = localDate(day);
  const at = localTime(time);
  const wrong = (field: string, problem: PlanProblem["problem"], value: string): CheckedWhen => ({
    kind: "wrong",
    problems: [{ field, problem, value }],
  });
  if (!on || !at) {
    const unread: PlanProblem[] = [
      ...(on ? [] : [{ field: "on", problem: "day", value: day } as const]),
      ...(at ? [] : [{ field: "at", problem: "time", value: time } as const]),
    ];
    return { kind: "wrong", problems: unread };
  }
  const moment = instantOf(on, at, calendar.zone);
  if (moment.getTime() <= now.getTime()) return wrong("on", "past", `${day} ${time}`);
  if (on > addDays(localDateOf(now, calendar.zone), TOUCHPOINT.aheadAtMostDays)) return wrong("on", "far", day);
  if (!isWorkingDay(on, calendar)) return wrong("on", "day-off", day);
  if (!within(at, calendar)) return wrong("at", "after-hours", time);
  return { kind: "ok", at: moment };
}

function within(time: LocalTime, { opens, closes }: WorkCalendar): boolean {
  return closes > opens ? time >= opens && time < closes : time >= opens || time < closes;
}

export type SettleOutcome =
  | { readonly kind: "may" }
  | { readonly kind: "settled"; readonly state: "held" | "cancelled" }
  | { readonly kind: "not-yet" }
  | { readonly kind: "for-owner" };

/** What a press about a planned meeting comes to: first what is decided, then who may act. */
export function decideSettle(
  { state, plannedAt }: Pick<Touchpoint, "state" | "plannedAt">,
  what: "hold" | "move" | "cancel",
  mayAct: boolean,
  now: Date,
): SettleOutcome {
  if (state !== "planned") return { kind: "settled", state };
  if (!mayAct) return { kind: "for-owner" };
  return what === "hold" && plannedAt.getTime() > now.getTime() ? { kind: "not-yet" } : { kind: "may" };
}
