import { describe, expect, test } from "vitest";
import {
  type Action,
  checkAgreed,
  checkNotNow,
  checkRefused,
  decidePress,
  phaseOf,
  type Pressed,
  waitsFor,
} from "../src/features/peers/decide.ts";
import {
  type Comparable,
  fit,
  type Lesson,
  noneBecause,
  offersOf,
  type Own,
  seatBand,
  unready,
} from "../src/features/peers/similar.ts";
import { isNegotiated } from "../src/features/coming.ts";
import { fixedDate } from "../src/kernel/business-time.ts";
import type { ContactId } from "../src/kernel/ids.ts";
import { accountId, anna } from "./examples/fixed.ts";

const yes = { answer: "yes", contact: "somebody" } as const;
const silent = { answer: undefined, contact: undefined } as const;

function pressed(more: Partial<Pressed> = {}): Pressed {
  return { phase: "open", part: "learns", agrees: false, helped: undefined, reviewed: false, ...more };
}
const outcomeOf = (action: Action, more: Partial<Pressed>, may = true): string => {
  const outcome = decidePress(action, pressed(more), may);
  return outcome.kind === "early" ? `waits for the ${outcome.waits}` : outcome.kind;
};

describe("an exchange", () => {
  test("is agreed once both customers say yes by somebody who is still there", () => {
    expect(phaseOf("open", [yes, yes])).toBe("agreed");
    expect(phaseOf("open", [yes, silent])).toBe("open");
    expect(phaseOf("open", [yes, { answer: "yes", contact: undefined }])).toBe("open");
    expect(phaseOf("asked", [yes, yes])).toBe("asked");
  });

  test("waits first for the other CSM, then for who hasn't answered, then for either, and in the end for what came of it", () => {
    const sides = [
      { ...yes, part: "learns", helped: undefined },
      { ...silent, part: "shares", helped: "yes" },
    ] as const;
    expect(waitsFor("asked", sides, false)).toEqual(["shares"]);
    expect(waitsFor("open", sides, false)).toEqual(["shares"]);
    expect(waitsFor("agreed", sides, false)).toEqual(["learns", "shares"]);
    expect(waitsFor("introduced", sides, false)).toEqual([]);
    expect(waitsFor("introduced", sides, true)).toEqual(["learns"]);
    expect(waitsFor("ended", sides, true)).toEqual([]);
  });

  test("takes each step in its turn alone, whoever presses", () => {
    const table: readonly (readonly [Action, Partial<Pressed>, string])[] = [
      ["ask", { phase: "asked", part: "shares" }, "may"],
      ["ask", { phase: "asked", part: "learns" }, "stands"],
      ["ask", { phase: "open", part: "shares" }, "stands"],
      ["not-now", { phase: "asked", part: "shares" }, "may"],
      ["not-now", { phase: "agreed", part: "shares" }, "stands"],
      ["agree", { phase: "asked" }, "waits for the colleague"],
      ["agree", { phase: "open" }, "may"],
      ["agree", { phase: "open", agrees: true }, "stands"],
      ["refuse", { phase: "open", agrees: true }, "may"],
      ["refuse", { phase: "agreed", agrees: true }, "may"],
      ["refuse", { phase: "introduced", agrees: true }, "stands"],
      ["introduce", { phase: "open" }, "waits for the customers"],
      ["introduce", { phase: "agreed" }, "may"],
      ["introduce", { phase: "introduced" }, "stands"],
      ["stop", { phase: "asked", part: "learns" }, "may"],
      ["stop", { phase: "asked", part: "shares" }, "stands"],
      ["stop", { phase: "agreed", part: "shares" }, "may"],
      ["stop", { phase: "ended" }, "stands"],
      ["helped", { phase: "introduced" }, "stands"],
      ["helped", { phase: "introduced", reviewed: true }, "may"],
      ["helped", { phase: "introduced", reviewed: true, helped: "no" }, "helped-already"],
    ];
    for (const [action, more, outcome] of table)
      expect([action, more, outcomeOf(action, more)]).toEqual([action, more, outcome]);
  });

  test("says first where it stands, then whose it is", () => {
    expect(outcomeOf("ask", { phase: "asked", part: "shares" }, false)).toBe("for-csm");
    expect(outcomeOf("ask", { phase: "ended", part: "shares" }, false)).toBe("stands");
  });
});

describe("what is noted", () => {
  const dana = "dana" as ContactId;
  test("is who would talk and of what, in a sentence without prices", () => {
    expect(checkAgreed({ contact: "dana", topic: " shelves " }, [dana])).toEqual({
      kind: "ok",
      value: { contact: dana, words: "shelves" },
    });
    expect(checkAgreed({}, [dana])).toMatchObject({
      problems: [
        { field: "contact", problem: "choice" },
        { field: "topic", problem: "empty" },
      ],
    });
    expect(checkAgreed({ contact: "dana", topic: "x".repeat(501) }, [dana])).toMatchObject({
      problems: [{ field: "topic", problem: "long", value: "501" }],
    });
    expect(checkAgreed({ contact: "dana", topic: "€ 500 off" }, [dana])).toMatchObject({
      problems: [{ field: "topic", problem: "price" }],
    });
  });

  test("needs no reason for a no, but whether they may be asked again", () => {
    expect(checkNotNow({}, "Fabrikam AG")).toEqual({ kind: "ok", value: "" });
    expect(checkNotNow({ reason: "They move house" }, "Fabrikam AG")).toEqual({ kind: "ok", value: "They move house" });
    expect(checkRefused({ again: "never" })).toEqual({ kind: "ok", value: { again: "never", words: "" } });
    expect(checkRefused({ again: "tomorrow" })).toMatchObject({ problems: [{ field: "again", value: "tomorrow" }] });
  });
});

test("why not now names no customer, neither in full nor by its first word", () => {
  const named = (reason: string, account: string) => {
    const checked = checkNotNow({ reason }, account);
    return checked.kind === "wrong" ? checked.problems[0]?.value : undefined;
  };
  expect(named("fabrikam moves house", "Fabrikam AG")).toBe("Fabrikam");
  expect(named("Die Post AG zieht um", "Die Post AG")).toBe("Die Post AG");
  expect(named("Die Kollegen ziehen um", "Die Post AG")).toBeUndefined();
});

describe("who is offered", () => {
  const like = (n: number, more: Partial<Comparable> = {}): Comparable => ({
    account: accountId(n),
    csm: anna.id,
    seats: 50,
    ratio: 1,
    live: true,
    atRisk: false,
    negotiated: false,
    resting: false,
    ...more,
  });
  const lesson = (n: number, by: number, more: Partial<Lesson> = {}): Lesson => ({
    account: accountId(n),
    because: "feature",
    feature: "scan",
    by,
    ...more,
  });

  test("is who is free, by what is to be learned, then by size, and at most three", () => {
    const found = [like(1, { ratio: 1.9 }), like(2), like(3), like(4), like(5, { atRisk: true })];
    const lessons = [
      lesson(1, 25),
      lesson(2, 25),
      lesson(3, 0.9, { because: "goal" }),
      lesson(4, 28),
      lesson(4, 20, { feature: "pick" }),
      lesson(5, 28),
    ];
    const offers = offersOf(fit(found), lessons);
    expect(offers.map(({ peer, lesson: { feature } }) => [peer.account, feature])).toEqual([
      [accountId(4), "scan"],
      [accountId(2), "scan"],
      [accountId(1), "scan"],
    ]);
  });

  test("is nobody for one of these reasons, the nearest first", () => {
    expect(noneBecause(0, [])).toBe("alone");
    expect(noneBecause(4, [])).toBe("size");
    expect(noneBecause(4, [like(1, { negotiated: true }), like(2, { csm: undefined })])).toBe("unwell");
    expect(noneBecause(4, [like(1, { resting: true }), like(2, { live: false })])).toBe("resting");
    expect(noneBecause(4, [like(1), like(2, { resting: true })])).toBe("nothing");
  });

  test("is looked for only where one's own customer is ready for it", () => {
    const own: Own = { segment: "mid", sized: true, live: true, atRisk: false, negotiated: false, refused: false };
    expect(unready(own)).toBeUndefined();
    expect(unready({ ...own, live: false, atRisk: true })).toBe("at-risk");
    expect(unready({ ...own, refused: true })).toBe("refused");
    expect(unready({ ...own, segment: undefined })).toBe("no-segment");
    expect(unready({ ...own, sized: false })).toBe("no-size");
  });

  test("is told by a band of seats, never by their number", () => {
    expect(seatBand(undefined)).toBeUndefined();
    expect(seatBand(0)).toBeUndefined();
    expect(seatBand(1)).toEqual({ from: 1, to: 9 });
    expect(seatBand(49)).toEqual({ from: 25, to: 49 });
    expect(seatBand(50)).toEqual({ from: 50, to: 99 });
    expect(seatBand(9000)).toEqual({ from: 5000, to: undefined });
  });
});

describe("a contract is negotiated", () => {
  const TODAY = fixedDate("2026-11-24");
  const year = {
    renewsOn: fixedDate("2027-06-01"),
    noticeUntil: fixedDate("2027-03-03"),
    noticeOn: undefined,
    endsOn: undefined,
    termDays: 365,
    monthly: false,
  };
  test("once its terms are due, its notice deadline is near, or it ends", () => {
    expect(isNegotiated(year, TODAY)).toBe(false);
    expect(isNegotiated({ ...year, renewsOn: fixedDate("2027-02-22") }, TODAY)).toBe(true);
    expect(isNegotiated({ ...year, renewsOn: fixedDate("2027-02-23") }, TODAY)).toBe(false);
    expect(isNegotiated({ ...year, noticeUntil: fixedDate("2026-12-24") }, TODAY)).toBe(true);
    expect(isNegotiated({ ...year, noticeUntil: fixedDate("2026-12-25") }, TODAY)).toBe(false);
    expect(isNegotiated({ ...year, noticeOn: fixedDate("2026-11-01") }, TODAY)).toBe(true);
    expect(isNegotiated({ ...year, endsOn: fixedDate("2027-06-01") }, TODAY)).toBe(true);
  });

  test("by its deadline alone where its term is short, and never where it goes on month by month", () => {
    const quarter = { ...year, termDays: 90, renewsOn: fixedDate("2027-01-24"), noticeUntil: fixedDate("2027-01-10") };
    expect(isNegotiated(quarter, TODAY)).toBe(false);
    expect(isNegotiated({ ...quarter, noticeUntil: fixedDate("2026-12-10") }, TODAY)).toBe(true);
    expect(isNegotiated({ ...quarter, monthly: true, noticeUntil: fixedDate("2026-12-10") }, TODAY)).toBe(false);
  });
});
