import { describe, expect, test } from "vitest";
import type { Case, CaseCause } from "../src/features/risk/case-store.ts";
import { type AlertRoom, decideAlert, mustHold } from "../src/features/risk/cases/alerts.ts";
import { CHURN_CODES, topicAtFault } from "../src/features/risk/cases/churn-reasons.ts";
import {
  type CaseAction,
  type CaseRoom,
  checkClosing,
  checkOpinion,
  checkSnooze,
  checkWritten,
  decideCasePress,
} from "../src/features/risk/cases/decide.ts";
import { decideIdle, decideUnowned } from "../src/features/risk/cases/ladder.ts";
import { playDueOn, playFor, PLAYS } from "../src/features/risk/cases/play.ts";
import { declareStanding, decideStanding, type Standing } from "../src/features/risk/decide.ts";
import { fixedDate } from "../src/kernel/business-time.ts";
import type { AccountId, RiskCaseId } from "../src/kernel/ids.ts";
import { accountId, anna, ben, CALENDAR, marta, olga, personId, scopeOf } from "./examples/fixed.ts";

/** Tuesday, 09:00 in Berlin. */
const NINE = new Date("2026-11-24T08:00:00Z");
const DAY_MS = 86_400_000;
const days = (count: number, ms = 0): Date => new Date(NINE.getTime() + count * DAY_MS + ms);
const hours = (count: number, ms = 0): Date => new Date(NINE.getTime() + count * 3_600_000 + ms);

const open: Case = {
  id: "01900000-0000-7000-d000-000000000001" as RiskCaseId,
  account: accountId(2) satisfies AccountId,
  state: "open",
  causes: ["score"],
  severest: false,
  openedAt: NINE,
  owner: undefined,
  closedAt: undefined,
  waitingSince: NINE,
  alerted: { at: NINE, p: 0.2 },
  remindedAt: undefined,
  escalated: undefined,
  activeAt: undefined,
  contactAt: undefined,
  snoozedUntil: undefined,
  snoozes: 0,
  closed: undefined,
};
function closedAs(outcome: NonNullable<Case["closed"]>["outcome"], more: Partial<Case> = {}): Case {
  const closed = { at: NINE, by: anna, outcome, reason: undefined, note: undefined, p: 0.2 };
  return { ...open, state: "closed", closedAt: NINE, closed, ...more };
}

const scope = scopeOf(accountId(2));
const room: CaseRoom = { found: { ...open, contactAt: NINE }, scope, isNewest: true, isGone: false };
const csm = { id: anna.id, covers: [], roles: ["csm"] } as const;
const ACTIONS: readonly CaseAction[] = ["snooze", "not-a-risk", "escalate", "close", "step"];

describe("a press on a case", () => {
  test.each(ACTIONS)("%s is for its CSM, who covers for them, and their manager", (action) => {
    expect(decideCasePress(action, room, csm).kind).toBe("may");
    expect(decideCasePress(action, room, { id: ben.id, covers: [anna.id], roles: ["csm"] }).kind).toBe("may");
    expect(decideCasePress(action, room, { id: olga.id, covers: [], roles: ["manager"] }).kind).toBe("may");
    expect(decideCasePress(action, room, { id: marta.id, covers: [], roles: ["am"] }).kind).toBe("am-logs");
    expect(decideCasePress(action, room, { id: ben.id, covers: [], roles: ["csm"] }).kind).toBe("for-csm");
    expect(decideCasePress(action, room, { id: personId(9), covers: [], roles: ["manager"] }).kind).toBe("for-csm");
  });

  test.each(ACTIONS)("%s on a closed case says so before it says whose it is", (action) => {
    const closed = { ...room, found: closedAs("saved") };
    expect(decideCasePress(action, closed, csm).kind).toBe("closed");
    expect(decideCasePress(action, closed, { id: ben.id, covers: [], roles: ["csm"] }).kind).toBe("closed");
    expect(decideCasePress(action, { ...closed, isNewest: false }, csm).kind).toBe("replaced");
    expect(decideCasePress(action, { ...room, isGone: true }, csm).kind).toBe("no-customer");
  });

  test("of an account without a CSM is any manager's", () => {
    const orphan = { ...room, scope: scopeOf(accountId(2), { csm: undefined }) };
    expect(decideCasePress("snooze", orphan, { id: personId(9), covers: [], roles: ["manager"] }).kind).toBe("may");
    expect(decideCasePress("snooze", orphan, { id: ben.id, covers: [], roles: ["csm"] }).kind).toBe("orphan");
    expect(decideCasePress("snooze", orphan, { id: marta.id, covers: [], roles: ["am"] }).kind).toBe("am-logs");
  });

  test("Snooze is for what can wait, twice", () => {
    const of = (more: Partial<Case>) => decideCasePress("snooze", { ...room, found: { ...open, ...more } }, csm).kind;
    expect(of({ causes: ["score", "notice"] })).toBe("urgent");
    expect(of({ causes: ["escalation"] })).toBe("urgent");
    expect(of({ snoozes: 1 })).toBe("may");
    expect(of({ snoozes: 2 })).toBe("snoozed-enough");
    expect(of({ snoozedUntil: days(1) })).toBe("asleep");
  });

  test("Reopen is for the newest case, once", () => {
    expect(decideCasePress("reopen", { ...room, found: closedAs("saved") }, csm).kind).toBe("may");
    expect(decideCasePress("reopen", { ...room, found: closedAs("saved"), isNewest: false }, csm).kind).toBe(
      "replaced",
    );
    expect(decideCasePress("reopen", { ...room, found: closedAs("saved"), isGone: true }, csm).kind).toBe(
      "no-customer",
    );
    expect(decideCasePress("reopen", room, csm).kind).toBe("open-already");
  });

  test("of an account that became part of another says of which", () => {
    expect(decideCasePress("snooze", { ...room, mergedInto: "Contoso" }, csm)).toEqual({
      kind: "merged",
      into: "Contoso",
    });
    expect(decideCasePress("reopen", { ...room, found: closedAs("left"), mergedInto: "Contoso" }, csm).kind).toBe(
      "merged",
    );
  });

  test("Close needs a contact since the case was opened", () => {
    expect(decideCasePress("close", { ...room, found: open }, csm).kind).toBe("no-contact");
  });
});

describe("what is typed", () => {
  test("puts a case off to a working morning ahead, and to no other day", () => {
    const at = (values: Record<string, string>) => {
      const checked = checkSnooze(values, CALENDAR, NINE);
      return checked.kind === "ok" ? checked.value.toISOString() : checked.problem.problem;
    };
    expect(at({ until: "next-day" })).toBe("2026-11-25T08:00:00.000Z");
    expect(at({ until: "next-week" })).toBe("2026-11-30T08:00:00.000Z");
    expect(at({ until: "date", on: "2026-11-28" })).toBe("2026-11-30T08:00:00.000Z");
    expect(at({ until: "date", on: "2026-11-24" })).toBe("past");
    expect(at({ until: "date", on: "2027-02-22" })).toBe("2027-02-22T08:00:00.000Z");
    expect(at({ until: "date", on: "2027-02-23" })).toBe("far");
    expect(at({ until: "date", on: "soon" })).toBe("day");
    expect(at({ until: "never" })).toBe("choice");
  });

  test("closes as lost only with a reason of the list", () => {
    const of = (values: Record<string, string>) => {
      const checked = checkClosing(values);
      return checked.kind === "ok" ? checked.value.outcome : checked.problem.problem;
    };
    expect(of({ outcome: "lost" })).toBe("reason-needed");
    expect(of({ outcome: "lost", reason: "product" })).toBe("choice");
    expect(of({ outcome: "saved", reason: "product/nothing" })).toBe("choice");
    expect(of({ outcome: "saved" })).toBe("saved");
    expect(of({ outcome: "recovered" })).toBe("choice");
    for (const reason of CHURN_CODES) expect(of({ outcome: "lost", reason })).toBe("lost");
  });

  test("is words, of which there are some and not too many", () => {
    expect(checkWritten("reason", { reason: " \u200b. " })).toMatchObject({ problem: { problem: "short" } });
    expect(checkWritten("reason", { reason: "x".repeat(2001) })).toMatchObject({ problem: { problem: "long" } });
    expect(checkOpinion({ opinion: "awful", reason: "really" })).toMatchObject({ problem: { field: "opinion" } });
    expect(checkOpinion({ opinion: "bad", reason: "" })).toMatchObject({ problem: { field: "reason" } });
  });

  test("tells a department of our own faults alone", () => {
    expect(topicAtFault("product/quality")).toBe("feedback");
    expect(topicAtFault("customer/budget")).toBeUndefined();
    expect(topicAtFault("competitor/price")).toBeUndefined();
  });
});

describe("an alert", () => {
  const atRisk = (p: number, ...causes: Standing["causes"]): AlertRoom["standing"] => ({
    state: "at-risk",
    since: days(-3),
    p,
    causes: causes.length > 0 ? causes : ["score"],
  });
  const watch = (p: number): AlertRoom["standing"] => ({ state: "watch", since: days(-3), p, causes: [] });
  const kind = (more: AlertRoom, now = NINE) => decideAlert(more, now);

  test("opens a case when an account crosses, never at its first score", () => {
    expect(kind({ standing: atRisk(0.2), change: "entered", last: undefined })).toEqual({
      kind: "open",
      causes: ["score"],
    });
    for (const change of ["first", "frozen"] as const)
      expect(kind({ standing: atRisk(0.9), change, last: undefined }).kind).toBe("silent");
    expect(kind({ standing: atRisk(0.9), change: "same", last: undefined }).kind).toBe("silent");
  });

  test("of a further cause joins the open case, and is told anew only where a watch became a risk or it can't wait", () => {
    const joined = { standing: atRisk(0.2, "score", "escalation"), change: "joined" } as const;
    expect(kind({ ...joined, last: open })).toEqual({ kind: "join", causes: ["escalation"], anew: false });
    const notice = { standing: atRisk(0.2, "score", "notice"), change: "joined" } as const;
    expect(kind({ ...notice, last: open })).toEqual({ kind: "join", causes: ["notice"], anew: true });
    expect(kind({ ...joined, last: { ...open, alerted: undefined } })).toMatchObject({ anew: true });
    expect(kind({ ...joined, last: { ...open, snoozedUntil: days(1) } })).toMatchObject({ anew: true });
    const watched = { ...open, causes: ["rise"] as CaseCause[] };
    expect(kind({ standing: atRisk(0.2), change: "entered", last: watched })).toMatchObject({ anew: true });
    expect(kind({ standing: atRisk(0.9), change: "same", last: open }).kind).toBe("silent");
  });

  test("of an escalation of severity 1 is told anew once, also where the score stands still", () => {
    const standing = atRisk(0.2, "score", "escalation");
    const last = { ...open, causes: ["escalation", "score"] as CaseCause[] };
    const anew = { kind: "join", causes: [], anew: true };
    expect(kind({ standing, change: "same", severest: true, last })).toEqual(anew);
    expect(kind({ standing, change: "frozen", severest: true, last })).toEqual(anew);
    expect(kind({ standing, change: "same", severest: false, last }).kind).toBe("silent");
    expect(kind({ standing, change: "same", severest: true, last: { ...last, severest: true } }).kind).toBe("silent");
    expect(kind({ standing: atRisk(0.2), change: "same", severest: true, last }).kind).toBe("silent");
  });

  test("of the same cause is mute for 30 days after Not a risk, unless p rose by 10 points", () => {
    const last = closedAs("not-a-risk");
    const on = (now: Date, p: number, ...causes: Standing["causes"]) =>
      kind({ standing: atRisk(p, ...causes), change: "same", last }, now).kind;
    expect(on(days(30, -1), 0.29)).toBe("silent");
    expect(on(days(1), 0.3)).toBe("open");
    expect(on(days(30), 0.2)).toBe("open");
    expect(on(days(1), 0.2, "score", "notice")).toBe("open");
    expect(kind({ standing: atRisk(0.2), change: "entered", last }, days(20)).kind).toBe("silent");
  });

  test("of a customer who was closed as lost comes only with something new", () => {
    const last = closedAs("lost");
    expect(kind({ standing: atRisk(0.9), change: "same", last }, days(40)).kind).toBe("silent");
    expect(kind({ standing: atRisk(0.9), change: "entered", last }, days(40)).kind).toBe("open");
  });

  test("doesn't come a night late for what began silently, by another model, after somebody closed the case", () => {
    const last = closedAs("saved");
    const began = (since: Date) => kind({ standing: { ...atRisk(0.9), since }, change: "same", last }, days(60)).kind;
    expect(began(last.closed?.at ?? NINE)).toBe("open");
    expect(began(days(50))).toBe("silent");
    const told = { ...closedAs("calmed"), alerted: { at: NINE, p: 0.12 } };
    const rise = (since: Date) =>
      kind({ standing: { ...watch(0.12), since }, change: "same", last: told }, days(60)).kind;
    expect(rise(NINE)).toBe("open");
    expect(rise(days(0, 1))).toBe("silent");
  });

  test("of a rise comes once, and anew after 14 days or 10 more points", () => {
    expect(kind({ standing: watch(0.12), change: "rising", last: undefined })).toEqual({
      kind: "open",
      causes: ["rise"],
    });
    expect(kind({ standing: watch(0.12), change: "same", last: undefined }).kind).toBe("silent");
    const calmed = closedAs("calmed", { alerted: { at: NINE, p: 0.12 } });
    const last = { ...calmed, closed: { ...calmed.closed, at: days(3), by: undefined } as Case["closed"] };
    const on = (now: Date, p: number) => kind({ standing: watch(p), change: "rising", last }, now).kind;
    expect(on(days(14, -1), 0.21)).toBe("silent");
    expect(on(days(14), 0.12)).toBe("open");
    expect(on(days(5), 0.22)).toBe("open");
  });

  test("waits for a manager above a fifth of the customers, and above ten thousand", () => {
    expect(mustHold(8, 41)).toBe(false);
    expect(mustHold(9, 41)).toBe(true);
    expect(mustHold(2, 3)).toBe(false);
    expect(mustHold(10_000, 100_000)).toBe(false);
    expect(mustHold(10_001, 100_000)).toBe(true);
  });
});

describe("a case that waits", () => {
  test("is reminded of at four working hours, and escalated at eight", () => {
    const on = (now: Date, more: Partial<Case> = {}, critical = false) =>
      decideUnowned({ ...open, ...more }, critical, CALENDAR, now);
    expect(on(hours(4, -1))).toEqual({ kind: "wait", until: hours(4) });
    expect(on(hours(4))).toEqual({ kind: "remind", until: hours(8) });
    expect(on(hours(4), { remindedAt: hours(4) })).toEqual({ kind: "wait", until: hours(8) });
    expect(on(hours(8)).kind).toBe("escalate");
    expect(on(hours(1), {}, true).kind).toBe("remind");
    expect(on(hours(2), {}, true).kind).toBe("escalate");
    expect(on(hours(9), { snoozedUntil: days(2) }).kind).toBe("over");
    expect(on(hours(9), { escalated: { at: NINE, to: olga, by: undefined, note: undefined } }).kind).toBe("over");
    expect(on(hours(9), closedAs("saved")).kind).toBe("over");
    expect(on(hours(9), { owner: { ...anna, at: NINE } }).kind).toBe("over");
  });

  test("over a holiday counts none of its hours", () => {
    const holidays = new Set([fixedDate("2026-11-25")]);
    const since = new Date("2026-11-24T14:00:00Z");
    const rung = decideUnowned({ ...open, waitingSince: since }, false, { ...CALENDAR, holidays }, since);
    expect(rung).toEqual({ kind: "wait", until: new Date("2026-11-26T10:00:00Z") });
  });

  test("with its owner is reminded of after three working days and given back after five", () => {
    const owned = { ...open, owner: { ...anna, at: NINE } };
    const on = (now: Date, more: Partial<Case> = {}) => decideIdle({ ...owned, ...more }, CALENDAR, now);
    expect(on(days(3, -1))).toEqual({ kind: "wait", until: days(3) });
    expect(on(days(3))).toEqual({ kind: "remind", until: days(7) });
    expect(on(days(7, -1), { remindedAt: days(3) })).toEqual({ kind: "wait", until: days(7) });
    expect(on(days(7)).kind).toBe("give-back");
    expect(on(days(7), { activeAt: days(3) })).toEqual({ kind: "wait", until: days(8) });
    expect(on(days(8), { activeAt: days(3) })).toEqual({ kind: "remind", until: days(10) });
    expect(on(days(8), { snoozedUntil: days(9) }).kind).toBe("over");
  });
});

describe("a play", () => {
  test("is for the strongest reason, and sooner where it can't wait", () => {
    expect(playFor(["score", "notice"], "login_days_28")).toBe("notice");
    expect(playFor(["escalation", "score"], "breadth_28")).toBe("escalation");
    expect(playFor(["score"], "breadth_28")).toBe("features");
    expect(playFor(["rise"], "change_3m")).toBe("logins");
    expect(playFor(["declared"], "login_days_28")).toBe("declared");
    expect(playFor(["score"], undefined)).toBe("general");
    expect(playDueOn("notice", NINE, CALENDAR)).toBe("2026-11-26");
    expect(playDueOn("logins", NINE, CALENDAR)).toBe("2026-12-01");
    for (const steps of Object.values(PLAYS)) expect(new Set(steps).size).toBe(3);
  });
});

describe("a cause that the score doesn't know", () => {
  const today = { day: fixedDate("2026-11-25"), now: NINE, p: 0.03, noticeRunning: false, enter: 0.15 } as const;
  const calm: Standing = {
    state: "ok",
    causes: [],
    since: NINE,
    band: "low",
    p: 0.03,
    clearDays: 0,
    clearSince: undefined,
    scoredDay: fixedDate("2026-11-24"),
    frozen: false,
  };

  test("puts an account at risk, and leaves its probability alone", () => {
    for (const known of [{ escalated: true }, { declared: true }]) {
      const { next, change } = decideStanding(calm, { ...today, ...known, pWeekAgo: 0.03, stale: false });
      expect([next.state, next.p, next.band, change.kind]).toEqual(["at-risk", 0.03, "low", "entered"]);
    }
  });

  test("counts on old data too, once", () => {
    const stale = { ...today, escalated: true, pWeekAgo: undefined, stale: true };
    const first = decideStanding(calm, stale);
    expect(first.change.kind).toBe("entered");
    expect(decideStanding(first.next, { ...stale, day: fixedDate("2026-11-26") }).change.kind).toBe("frozen");
  });

  test("is declared between two nights, once, and ends no earlier than the score would", () => {
    const { next, change } = declareStanding(calm, NINE);
    expect([next.state, next.causes, next.p, change.kind]).toEqual(["at-risk", ["declared"], 0.03, "entered"]);
    expect(declareStanding(next, NINE).change.kind).toBe("same");
    expect(declareStanding({ ...next, causes: ["notice"] }, NINE).change).toEqual({
      kind: "joined",
      causes: ["declared"],
    });
  });
});
