import { describe, expect, test } from "vitest";
import {
  checkNote,
  checkPassed,
  decidePress,
  decideTell,
  mayDecide,
  rungDueAt,
  scopeFor,
  snoozedUntil,
  tellBy,
  tellerOf,
  wordsLeft,
} from "../src/features/feedback/decide.ts";
import type { Person } from "../src/kernel/directory.ts";
import {
  accountId,
  anna,
  ben,
  CALENDAR,
  fullPerson,
  jonas,
  marta,
  olga,
  privately,
  scopeOf,
} from "./examples/fixed.ts";

const kim = { ...fullPerson(jonas, "en", "colleague") };
const room = { products: ["Warehouse"], contacts: ["c1"], names: ["Dana Vogt", "May", "王小明"], speaker: undefined };
const right = { theme: "speed", product: "Warehouse", words: "Search is slow." };
const problemsOf = (values: Record<string, string>, more: Partial<typeof room> | { speaker: string } = {}) => {
  const checked = checkPassed({ ...right, ...values }, { ...room, ...more });
  return checked.kind === "ok" ? [] : checked.problems.map(({ field, problem }) => `${field} ${problem}`);
};

describe("what is passed on", () => {
  test("has a theme, a product or none in particular, and words", () => {
    expect(checkPassed(right, room)).toEqual({ kind: "ok", value: { ...right, contact: undefined } });
    expect(checkPassed({ ...right, product: "-", contact: "c1" }, room)).toMatchObject({
      value: { product: "", contact: "c1" },
    });
    expect(problemsOf({ theme: "", product: "Barn", words: " ", contact: "c2" })).toEqual([
      "theme choice",
      "product choice",
      "contact choice",
      "words empty",
    ]);
  });

  test("names nobody at the customer: a full name of anybody, any part of the speaker's, an address", () => {
    for (const words of ["Ask dana vogt.", "Dana Vogt's team waits.", "王小明说太慢了", "Write to a.b@c.example"])
      expect([words, problemsOf({ words }).length]).toEqual([words, 1]);
    expect(problemsOf({ words: "We may wait until May." })).toEqual([]);
    expect(problemsOf({ words: "Dana waits." })).toEqual([]);
    for (const words of ["Dana waits.", "That is Vogt's wish.", "Danas Wunsch"])
      expect([words, problemsOf({ words }, { speaker: "Dana Vogt" })]).toEqual([words, ["words name"]]);
    expect(problemsOf({ words: "The dashboards are slow." }, { speaker: "Dana Vogt" })).toEqual([]);
  });

  test("names no price", () => {
    for (const words of ["4,000 € a year", "a discount of ten", "EUR 20", "要打折"])
      expect([words, problemsOf({ words })]).toEqual([words, ["words price"]]);
  });

  test("is as long as it may be, and not a letter longer; what nobody sees doesn't count", () => {
    expect(problemsOf({ words: "x".repeat(3000) })).toEqual([]);
    expect(problemsOf({ words: `${"x".repeat(3000)}\u200b\u202e` })).toEqual([]);
    expect(problemsOf({ words: "x".repeat(3001) })).toEqual(["words long"]);
  });

  test("is gone where it was erased or kept long enough", () => {
    expect([wordsLeft("…"), wordsLeft(null), wordsLeft("so")]).toEqual([undefined, undefined, "so"]);
  });
});

describe("what becomes of an item", () => {
  const scope = scopeOf(accountId(1));

  test("is said by colleagues of product and by who leads a customer behind it", () => {
    const product = new Set([kim.id]);
    expect(mayDecide(kim, [scope], product, false)).toBe(true);
    expect(mayDecide(kim, [scope], new Set(), false)).toBe(false);
    expect(mayDecide(kim, [scope], new Set(), true)).toBe(true);
    expect(mayDecide({ ...kim, id: ben.id, covers: [kim.id] }, [scope], product, false)).toBe(true);
    expect(mayDecide(fullPerson(olga, "en", "manager"), [scope], new Set(), false)).toBe(true);
    expect(mayDecide(fullPerson(ben, "en", "manager"), [scope], new Set(), true)).toBe(false);
    for (const each of [fullPerson(anna, "en", "csm"), fullPerson(marta, "en", "am"), fullPerson(ben, "en", "exec")])
      expect(mayDecide(each, [scope], new Set([each.id]), true)).toBe(false);
  });

  test("is decided once, and who may is asked after that", () => {
    expect(decidePress("open", "ship", true)).toEqual({ kind: "may" });
    expect(decidePress("planned", "decline", true)).toEqual({ kind: "may" });
    expect(decidePress("planned", "plan", true)).toEqual({ kind: "planned-already" });
    expect(decidePress("open", "plan", false)).toEqual({ kind: "for-product" });
    expect(decidePress("shipped", "plan", false)).toEqual({ kind: "over", state: "shipped" });
    expect(decidePress("declined", "ship", true)).toEqual({ kind: "over", state: "declined" });
  });

  test("needs a reason that says something", () => {
    expect(checkNote("reason", { reason: "too short" }, 10)).toMatchObject({ problems: [{ problem: "short" }] });
    expect(checkNote("reason", { reason: "long enough" }, 10)).toEqual({ kind: "ok", value: "long enough" });
  });

  test("is read by product as by who holds a slot there, and by nobody else", () => {
    const others = (who: Person) => scopeFor(privately(who, ...who.roles), scope, new Set([kim.id])).others;
    expect(others(kim)).toEqual([kim.id]);
    expect(others(fullPerson(ben, "en", "colleague"))).toEqual([]);
  });
});

describe("telling a customer", () => {
  const TUESDAY = new Date("2026-11-24T08:00:00Z");

  test("is its CSM's, and where that one has left, whoever leads", () => {
    const people = [fullPerson(anna, "en", "csm"), fullPerson(olga, "en", "manager")];
    expect(tellerOf(scopeOf(accountId(1)), people)?.id).toBe(anna.id);
    const [left, lead] = people;
    expect(tellerOf(scopeOf(accountId(1)), left && lead ? [{ ...left, active: false }, lead] : [])?.id).toBe(olga.id);
    expect(tellerOf(scopeOf(accountId(1)), [])).toBeUndefined();
  });

  test("is due in two working days, reminded then, and a manager's a working day later", () => {
    const friday = new Date("2026-11-27T08:00:00Z");
    expect(tellBy(TUESDAY, CALENDAR).toISOString()).toBe("2026-11-26T08:00:00.000Z");
    const due = tellBy(friday, CALENDAR);
    expect(due.toISOString()).toBe("2026-12-01T08:00:00.000Z");
    expect(rungDueAt(0, due, CALENDAR)).toEqual(due);
    expect(rungDueAt(1, due, CALENDAR)?.toISOString()).toBe("2026-12-02T08:00:00.000Z");
    expect(rungDueAt(2, due, CALENDAR)).toBeUndefined();
  });

  test("is put off to the next working day or next week's first, twice at most", () => {
    expect(snoozedUntil("next-day", CALENDAR, TUESDAY).toISOString()).toBe("2026-11-25T08:00:00.000Z");
    expect(snoozedUntil("next-week", CALENDAR, TUESDAY).toISOString()).toBe("2026-11-30T08:00:00.000Z");
    const open = { closedAs: undefined, snoozes: 1 };
    expect(decideTell(open, "snooze", true)).toEqual({ kind: "may" });
    expect(decideTell({ ...open, snoozes: 2 }, "snooze", true)).toEqual({ kind: "snoozed-enough" });
    expect(decideTell({ ...open, snoozes: 2 }, "told", true)).toEqual({ kind: "may" });
    expect(decideTell(open, "told", false)).toEqual({ kind: "for-them" });
    expect(decideTell({ ...open, closedAs: "left" }, "told", false)).toEqual({ kind: "closed", as: "left" });
  });
});
