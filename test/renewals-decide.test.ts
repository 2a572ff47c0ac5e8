import { describe, expect, test } from "vitest";
import type { ContractClock } from "../src/features/accounts/facts.ts";
import {
  aimOf,
  decideSync,
  dueStep,
  nextAt,
  type Renewal,
  rungAt,
  type Step,
  stepsOf,
  toldAfterMove,
  waitsFor,
} from "../src/features/renewals/decide.ts";
import { decideOwners, mayAct, scopeFor } from "../src/features/renewals/owners.ts";
import type { WorkCalendar } from "../src/kernel/business-time.ts";
import type { Person } from "../src/kernel/directory.ts";
import type { ContractId, PersonId } from "../src/kernel/ids.ts";
import { mayRead, type Role } from "../src/kernel/permissions.ts";
import {
  accountId,
  anna,
  CALENDAR,
  fullPerson,
  jonas,
  marta,
  olga,
  personId,
  privately,
  scopeOf,
} from "./examples/fixed.ts";
import { day } from "./helpers/risk.ts";

const RENEWS = day("2027-07-31");
const TERM = { kind: "term", dueOn: RENEWS } as const;
const calendars = { region: CALENDAR, value: CALENDAR, terms: CALENDAR };
const contract: ContractClock = {
  id: "contract" as ContractId,
  account: accountId(1),
  product: undefined,
  arr: { amountMinor: 4_800_000, currency: "EUR" },
  startsOn: day("2026-07-31"),
  renewsOn: RENEWS,
  noticeUntil: day("2027-07-01"),
  noticeOn: undefined,
  endsOn: undefined,
  autoRenew: true,
  termDays: 365,
  monthly: false,
  weighty: true,
};
function stepsFor(more: Partial<ContractClock> = {}, of: Partial<typeof calendars> = {}) {
  return stepsOf(TERM, { ...contract, ...more }, { ...calendars, ...of });
}
function said(steps: ReturnType<typeof stepsFor>): string[] {
  return steps.map(({ step, at }) => `${step} ${at.toISOString()}`);
}
function withHolidays(...days: string[]): WorkCalendar {
  return { ...CALENDAR, holidays: new Set(days.map(day)) };
}

describe("the steps of a clock", () => {
  test("come as the working day of who is told opens, on the next one where it isn't one, by the clock of that day", () => {
    // 2 April 2027 is the Friday after Berlin's clock went forward; 2 May, 1 June and 1 July follow.
    expect(said(stepsFor())).toEqual([
      "value 2027-04-02T07:00:00.000Z",
      "terms 2027-05-03T07:00:00.000Z",
      "60 2027-06-01T07:00:00.000Z",
      "act 2027-06-28T07:00:00.000Z",
      "30 2027-07-01T07:00:00.000Z",
    ]);
    const winter = stepsOf({ kind: "term", dueOn: day("2027-07-25") }, contract, calendars)[0];
    expect(winter?.at.toISOString()).toBe("2027-03-29T07:00:00.000Z");
    const before = stepsOf({ kind: "term", dueOn: day("2027-07-24") }, contract, calendars)[0];
    expect(before?.at.toISOString()).toBe("2027-03-26T08:00:00.000Z");
  });

  test("count the last day to act in working days of the account's region, and say it on the day before a day off", () => {
    const act = (steps: ReturnType<typeof stepsFor>): string | undefined =>
      steps.find(({ step }) => step === "act")?.at.toISOString();
    expect(act(stepsFor({}, { region: withHolidays("2027-06-30") }))).toBe("2027-06-25T07:00:00.000Z");
    expect(act(stepsFor({}, { terms: withHolidays("2027-06-28") }))).toBe("2027-06-25T07:00:00.000Z");
  });

  test("with no notice days have the renewal date as their deadline; without a deadline no last day to act", () => {
    expect(said(stepsFor({ noticeUntil: RENEWS })).at(-1)).toBe("act 2027-07-28T07:00:00.000Z");
    expect(stepsFor({ noticeUntil: undefined }).map(({ step }) => step)).toEqual(["value", "terms", "60", "30"]);
  });

  test("of a long notice begin with the last day to act", () => {
    expect(stepsFor({ noticeUntil: day("2027-02-01") }).map(({ step }) => step)).toEqual([
      "act",
      "value",
      "terms",
      "60",
      "30",
    ]);
  });

  test("of a contract of less than a tenth of the ARR lack the value review", () => {
    expect(stepsFor({ weighty: false }).map(({ step }) => step)).toEqual(["terms", "60", "act", "30"]);
  });

  test("of a short term are the half-yearly value review alone", () => {
    const steps = stepsOf({ kind: "review", dueOn: day("2027-01-29") }, contract, calendars);
    expect(said(steps)).toEqual(["value 2027-01-29T08:00:00.000Z"]);
  });
});

describe("what is due", () => {
  const steps = stepsFor();
  const at = (instant: string, ms = 0): Date => new Date(new Date(instant).getTime() + ms);
  const due = (instant: Date, told?: Step, isPast = false): Step | undefined => dueStep(steps, told, instant, isPast);

  test("is a step at its very instant, not a millisecond before, and once", () => {
    expect(due(at("2027-04-02T07:00:00Z", -1))).toBeUndefined();
    expect(due(at("2027-04-02T07:00:00Z"))).toBe("value");
    expect(due(at("2027-04-02T07:00:00Z", 1), "value")).toBeUndefined();
    expect(due(at("2027-05-03T07:00:00Z", -1), "value")).toBeUndefined();
    expect(due(at("2027-05-03T07:00:00Z"), "value")).toBe("terms");
  });

  test("is the latest step alone where a contract comes in late, and what was said later isn't taken back", () => {
    expect(due(at("2027-06-10T07:00:00Z"))).toBe("60");
    expect(due(at("2027-06-10T07:00:00Z"), "act")).toBeUndefined();
  });

  test("isn't the last day to act once the notice deadline is past", () => {
    expect(due(at("2027-06-30T07:00:00Z"), "60")).toBe("act");
    expect(due(at("2027-06-30T07:00:00Z"), "60", true)).toBeUndefined();
  });

  test("comes next at the first step that is ahead and not said", () => {
    expect(nextAt(steps, undefined, at("2027-04-01T07:00:00Z"))).toEqual(at("2027-04-02T07:00:00Z"));
    expect(nextAt(steps, "value", at("2027-04-02T07:00:00Z"))).toEqual(at("2027-05-03T07:00:00Z"));
    expect(nextAt(steps, "30", at("2027-07-01T07:00:00Z"))).toBeUndefined();
  });

  test("is said again after the date moved on, and not after it moved by a day", () => {
    const later = stepsOf(
      { kind: "term", dueOn: day("2027-09-30") },
      { ...contract, noticeUntil: undefined },
      calendars,
    );
    expect(toldAfterMove(later, "60", at("2027-06-10T07:00:00Z"))).toBe("value");
    expect(toldAfterMove(later, "60", at("2027-06-01T07:00:00Z"))).toBeUndefined();
    const dayLater = stepsOf({ kind: "term", dueOn: day("2027-08-01") }, contract, calendars);
    expect(toldAfterMove(dayLater, "value", at("2027-04-20T07:00:00Z"))).toBe("value");
  });
});

describe("what becomes of a clock", () => {
  const today = day("2027-04-10");
  const open = { kind: "term", dueOn: RENEWS, told: "value" } as const;
  const none = new Set<ReturnType<typeof day>>();

  test("begins a week before it is listed: by its date, or by a notice deadline far before", () => {
    const on = (date: string, more: Partial<ContractClock> = {}) =>
      decideSync({ ...contract, ...more }, undefined, none, day(date)).kind;
    expect(on("2027-03-25")).toBe("nothing");
    expect(on("2027-03-26")).toBe("open");
    expect(on("2027-03-26", { weighty: false })).toBe("open");
    expect(on("2026-12-25", { noticeUntil: day("2027-02-01") })).toBe("nothing");
    expect(on("2026-12-26", { noticeUntil: day("2027-02-01") })).toBe("open");
    expect(on("2026-12-25", { termDays: 92 })).toBe("open");
    expect(on("2027-07-31")).toBe("open");
    expect(on("2027-08-01")).toBe("nothing");
  });

  test("isn't begun again for a date that was settled", () => {
    expect(decideSync(contract, undefined, new Set([RENEWS]), today).kind).toBe("nothing");
  });

  test("needs a renewal date", () => {
    expect(decideSync({ ...contract, renewsOn: undefined, noticeUntil: undefined }, undefined, none, today).kind).toBe(
      "nothing",
    );
    expect(decideSync({ ...contract, renewsOn: undefined }, open, none, today)).toEqual({
      kind: "settle",
      as: "over",
      then: true,
    });
  });

  test("moves with the date, and ends as renewed where the date is a term later", () => {
    expect(decideSync(contract, open, none, today)).toEqual({ kind: "keep" });
    const moved = (renewsOn: string) => decideSync({ ...contract, renewsOn: day(renewsOn) }, open, none, today);
    expect(moved("2027-10-28")).toEqual({ kind: "move", dueOn: "2027-10-28" });
    expect(moved("2027-10-29")).toEqual({ kind: "settle", as: "renewed", then: true });
    expect(moved("2027-07-01")).toEqual({ kind: "move", dueOn: "2027-07-01" });
  });

  test("ends with notice, with the contract, and when its day has gone by", () => {
    expect(decideSync({ ...contract, noticeOn: today }, open, none, today)).toEqual({
      kind: "settle",
      as: "notice",
      then: false,
    });
    expect(decideSync({ ...contract, endsOn: RENEWS }, open, none, today)).toEqual({
      kind: "settle",
      as: "over",
      then: false,
    });
    expect(decideSync(undefined, open, none, today)).toEqual({ kind: "settle", as: "over", then: false });
    expect(decideSync(contract, open, none, day("2027-08-01"))).toEqual({ kind: "settle", as: "over", then: true });
  });

  test("of a short term runs towards the next half-yearly review", () => {
    const short = { startsOn: day("2026-07-31"), renewsOn: day("2026-10-31"), termDays: 92, monthly: false };
    expect(aimOf(short, day("2026-08-01"))).toEqual({ kind: "review", dueOn: "2027-01-29" });
    expect(aimOf(short, day("2027-01-29"))).toEqual({ kind: "review", dueOn: "2027-01-29" });
    expect(aimOf(short, day("2027-01-30"))).toEqual({ kind: "review", dueOn: "2027-07-30" });
    expect(aimOf({ ...short, termDays: 180 }, day("2026-08-01"))?.kind).toBe("term");
    expect(aimOf({ ...short, termDays: 179 }, day("2026-08-01"))?.kind).toBe("review");
    expect(aimOf({ ...short, termDays: 400, monthly: true }, day("2026-08-01"))?.kind).toBe("review");
  });
});

describe("whose a renewal is", () => {
  const person = (ref: { id: PersonId; name: string }, ...roles: Role[]): Person => fullPerson(ref, "en", ...roles);
  const uk = { ...person({ id: personId(20), name: "Uma" }, "manager"), region: "uk" };
  const csm = person(anna, "csm");
  const am = person(marta, "am");
  const pool = person(jonas, "am");
  const manager = person(olga, "manager");
  const everyone = [csm, am, pool, manager, uk];
  const scope = scopeOf(accountId(1));
  const without = { ...scope, am: undefined };
  const owners = (of: typeof scope, people: readonly Person[], load = new Map<PersonId, number>(), held?: PersonId) => {
    const { value, terms } = decideOwners(of, people, load, held);
    return [value?.name, terms?.name];
  };

  test("is its CSM's and its AM's", () => {
    expect(owners(scope, everyone)).toEqual(["Anna Kurz", "Marta Silva"]);
  });

  test("without an AM is of whoever of the region's pool has the fewest, and stays theirs", () => {
    expect(owners(without, everyone, new Map([[marta.id, 2]]))).toEqual(["Anna Kurz", "Jonas Weber"]);
    expect(owners(without, everyone, new Map([[marta.id, 2]]), marta.id)).toEqual(["Anna Kurz", "Marta Silva"]);
    const left = everyone.map((each) => (each.id === marta.id ? { ...each, active: false } : each));
    expect(owners(without, left, new Map(), marta.id)).toEqual(["Anna Kurz", "Jonas Weber"]);
  });

  test("without a pool is the region's manager's, else any manager's, and never nobody's", () => {
    expect(owners({ ...without, managers: [uk.id] }, [csm, manager, uk])).toEqual(["Anna Kurz", "Olga Orlova"]);
    expect(owners({ ...without, managers: [] }, [csm, uk])).toEqual(["Anna Kurz", "Uma"]);
    expect(owners({ ...without, csm: undefined, managers: [] }, [uk])).toEqual(["Uma", "Uma"]);
  });

  test("never falls to the CSM out of the pool", () => {
    const both = { ...csm, roles: ["csm", "am"] as const };
    expect(owners(without, [both, manager])).toEqual(["Anna Kurz", "Olga Orlova"]);
  });

  test("decides who may press what", () => {
    const held = { value: anna.id, terms: jonas.id };
    const may = (part: "review" | "terms" | "notice", who: Person): boolean => mayAct(part, without, held, who);
    expect([csm, pool, am, manager, uk].map((who) => may("review", who))).toEqual([true, false, false, true, false]);
    expect([csm, pool, am, manager, uk].map((who) => may("terms", who))).toEqual([false, true, false, true, false]);
    expect([csm, pool, am, manager, uk].map((who) => may("notice", who))).toEqual([true, true, false, true, false]);
    expect(may("terms", { ...csm, covers: [jonas.id] })).toBe(true);
  });

  test("lets one of the pool read what an open item shows, and no more", () => {
    const read = scopeFor(without, [jonas.id]);
    const toJonas = privately(jonas, "am");
    expect(mayRead(toJonas, "arr", read)).toBe(true);
    expect(mayRead(toJonas, "risk-notes", read)).toBe(false);
    expect(mayRead(toJonas, "arr", without)).toBe(false);
  });
});

describe("a part that waits", () => {
  const renewal: Pick<Renewal, "state" | "told" | "reviewed" | "termsSent"> = {
    state: "open",
    told: "value",
    reviewed: undefined,
    termsSent: undefined,
  };
  const termsSent = { at: new Date(0), by: marta.id };

  test("is the review before the terms, and the terms from then on", () => {
    expect(waitsFor(renewal)).toBe("review");
    expect(waitsFor({ ...renewal, told: "terms" })).toBe("terms");
    expect(waitsFor({ ...renewal, told: "30", termsSent })).toBeUndefined();
    expect(waitsFor({ ...renewal, state: "signed" })).toBeUndefined();
    expect(waitsFor({ ...renewal, told: undefined })).toBeUndefined();
  });

  test("is reminded of after forty working hours of who has it, and said to who leads after eighty", () => {
    const told = new Date("2027-04-02T07:00:00Z");
    const easter = withHolidays("2027-04-05");
    expect(rungAt(told, "remind", CALENDAR).toISOString()).toBe("2027-04-08T15:00:00.000Z");
    expect(rungAt(told, "remind", easter).toISOString()).toBe("2027-04-09T15:00:00.000Z");
    expect(rungAt(told, "escalate", CALENDAR).toISOString()).toBe("2027-04-15T15:00:00.000Z");
  });
});
