import fc from "fast-check";
import { describe, expect, test } from "vitest";
import {
  type Candidate,
  decideOwn,
  decideStanding,
  type Decision,
  type Standing,
  type Today,
  weightOf,
  withinCaps,
} from "../src/features/risk/decide.ts";
import { type Features, SCORED } from "../src/features/risk/model.ts";
import { REFERENCE, SLOPES } from "../src/features/risk/reference.ts";
import { bandOf, baseRate, enterAt, expertScore, scalesOf, strongest } from "../src/features/risk/score.ts";
import { addDays } from "../src/kernel/business-time.ts";
import type { PersonId } from "../src/kernel/ids.ts";
import { day } from "./helpers/risk.ts";

const FIRST = day("2026-11-01");
const ENTER = 0.15;

interface Night {
  readonly p?: number;
  readonly notice?: boolean;
  readonly stale?: boolean;
  readonly weekAgo?: number;
}

/** Tells the nights one after the other from a standing; each is a day later. */
function story(nights: readonly Night[], from?: Standing): Decision[] {
  let standing = from;
  return nights.map((night, at) => {
    const date = addDays(from?.scoredDay ?? addDays(FIRST, -1), at + 1);
    const today: Today = {
      day: date,
      now: new Date(`${date}T02:00:00Z`),
      p: night.p ?? 0.02,
      noticeRunning: night.notice ?? false,
      enter: ENTER,
      pWeekAgo: night.weekAgo,
      stale: night.stale ?? false,
    };
    const decision = decideStanding(standing, today);
    standing = decision.next;
    return decision;
  });
}
function calm(days: number): Night[] {
  return Array.from({ length: days }, () => ({ p: 0.02 }));
}
function last(decisions: readonly Decision[]): Decision {
  const found = decisions.at(-1);
  if (!found) throw new Error("an empty story");
  return found;
}

describe("an account's standing", () => {
  test("is set silently by its first score, however high", () => {
    const { next, change } = last(story([{ p: 0.6 }]));
    expect(change).toEqual({ kind: "first" });
    expect([next.state, next.causes, next.band]).toEqual(["at-risk", ["score"], "critical"]);
  });

  test("is at risk from enter on, not just below it", () => {
    expect(last(story([{ p: 0.02 }, { p: ENTER - 1e-9 }])).next.state).toBe("ok");
    const { next, change } = last(story([{ p: 0.02 }, { p: ENTER }]));
    expect([next.state, change]).toEqual(["at-risk", { kind: "entered", alert: "at-risk" }]);
    expect(next.since).toEqual(new Date("2026-11-02T02:00:00Z"));
  });

  test("is at risk by running notice, whatever the score, and critical", () => {
    const { next, change } = last(story([{ p: 0.01 }, { p: 0.01, notice: true }]));
    expect([next.state, next.causes, next.band, change.kind]).toEqual(["at-risk", ["notice"], "critical", "entered"]);
  });

  test("tells a further cause without being entered anew", () => {
    const { change } = last(story([{ p: 0.02 }, { p: 0.2 }, { p: 0.2, notice: true }]));
    expect(change).toEqual({ kind: "joined", causes: ["notice"] });
  });

  test("stays at risk on the sixth clear day and leaves on the seventh", () => {
    const entered = last(story([{ p: 0.02 }, { p: 0.2 }])).next;
    const six = last(story(calm(6), entered));
    expect([six.next.state, six.next.clearDays, six.change.kind]).toEqual(["at-risk", 6, "same"]);
    const seven = last(story(calm(7), entered));
    expect([seven.next.state, seven.change.kind, seven.next.clearSince]).toEqual([
      "recovering",
      "left",
      seven.next.scoredDay,
    ]);
  });

  test("counts clear days anew after one that wasn't: 0.8 × enter itself is not clear", () => {
    const entered = last(story([{ p: 0.02 }, { p: 0.2 }])).next;
    const { next } = last(story([...calm(6), { p: 0.8 * ENTER }, ...calm(6)], entered));
    expect([next.state, next.clearDays]).toEqual(["at-risk", 6]);
  });

  test("does not leave while notice runs, and then at once when the score has long been clear", () => {
    const noticed = last(
      story([{ p: 0.02 }, { p: 0.02, notice: true }, ...calm(10).map((each) => ({ ...each, notice: true }))]),
    );
    expect(noticed.next.state).toBe("at-risk");
    expect(last(story([{ p: 0.02 }], noticed.next)).change.kind).toBe("left");
  });

  test("has recovered after fourteen further days, not after thirteen", () => {
    const entered = last(story([{ p: 0.02 }, { p: 0.2 }])).next;
    const thirteen = last(story(calm(7 + 13), entered));
    expect([thirteen.next.state, thirteen.change.kind]).toEqual(["recovering", "same"]);
    const fourteen = last(story(calm(7 + 14), entered));
    expect([fourteen.next.state, fourteen.change.kind, fourteen.next.clearSince]).toEqual([
      "ok",
      "recovered",
      undefined,
    ]);
  });

  test("that is at risk again while recovering starts over", () => {
    const entered = last(story([{ p: 0.02 }, { p: 0.2 }])).next;
    const again = last(story([...calm(7 + 13), { p: 0.2 }], entered));
    expect([again.change.kind, again.next.clearSince]).toEqual(["entered", undefined]);
    expect(last(story(calm(7 + 14), again.next)).change.kind).toBe("recovered");
  });

  test("is watched when p rises ten points in seven days and reaches half of enter", () => {
    const from = last(story([{ p: 0.02 }])).next;
    expect(last(story([{ p: 0.12, weekAgo: 0.02 }], from)).change).toEqual({ kind: "rising", alert: "watch" });
    expect(last(story([{ p: 0.12, weekAgo: 0.021 }], from)).next.state).toBe("ok");
    expect(last(story([{ p: 0.12 }], from)).next.state).toBe("ok");
    const calmed = last(
      story(
        [
          { p: 0.12, weekAgo: 0.02 },
          { p: 0.12, weekAgo: 0.11 },
        ],
        from,
      ),
    );
    expect([calmed.next.state, calmed.change.kind]).toEqual(["ok", "calmed"]);
  });

  test("stands still on old data: the state is kept, nothing alerts, nothing recovers", () => {
    const ok = last(story([{ p: 0.02 }])).next;
    const frozen = last(story([{ p: 0.9, stale: true }], ok));
    expect([frozen.next.state, frozen.next.p, frozen.next.frozen, frozen.change.kind]).toEqual([
      "ok",
      0.02,
      true,
      "frozen",
    ]);
    const atRisk = last(story([{ p: 0.2 }], ok)).next;
    expect(
      last(
        story(
          calm(30).map((each) => ({ ...each, stale: true })),
          atRisk,
        ),
      ).next.state,
    ).toBe("at-risk");
    expect(last(story([{ p: 0.02, stale: true }, { p: 0.2 }], ok)).change.kind).toBe("entered");
  });

  test("hears of notice even while the usage data is old", () => {
    const ok = last(story([{ p: 0.02 }])).next;
    const noticed = last(story([{ p: 0.9, stale: true, notice: true }], ok));
    expect([noticed.change.kind, noticed.next.causes, noticed.next.p]).toEqual(["entered", ["notice"], 0.02]);
  });

  test("counts a day once, however often it is scored", () => {
    const entered = last(story([{ p: 0.02 }, { p: 0.2 }])).next;
    const one = last(story(calm(1), entered)).next;
    const today: Today = {
      day: one.scoredDay,
      now: one.since,
      p: 0.02,
      noticeRunning: false,
      enter: ENTER,
      pWeekAgo: undefined,
      stale: false,
    };
    expect(decideStanding(one, today).next.clearDays).toBe(1);
  });
});

describe("the expert score", () => {
  const value = fc.option(fc.double({ min: -1e6, max: 1e6, noNaN: true }), { nil: undefined });
  const anyFeatures = fc.record(Object.fromEntries(SCORED.map((name) => [name, value]))) as fc.Arbitrary<Features>;

  test("is exactly the sum of its reasons", () => {
    fc.assert(
      fc.property(anyFeatures, fc.double({ min: 0.001, max: 0.3, noNaN: true }), (features, base) => {
        const { p, reasons } = expertScore(features, REFERENCE, base);
        const sum = reasons.terms.reduce((total, { c }) => total + c, 0);
        expect(Math.abs(Math.log(p / (1 - p)) - reasons.intercept - sum)).toBeLessThan(1e-9);
        expect(reasons.intercept).toBeCloseTo(Math.log(base / (1 - base)), 12);
      }),
    );
  });

  test("of an account without data, or an average one, is the base rate", () => {
    expect(expertScore({}, REFERENCE, 0.04).p).toBeCloseTo(0.04, 12);
    const average = Object.fromEntries(SCORED.map((name) => [name, REFERENCE[name].mean])) as Features;
    expect(expertScore(average, REFERENCE, 0.04).p).toBeCloseTo(0.04, 12);
  });

  test("never lets one feature say more than three standard deviations", () => {
    const [term] = expertScore({ recency_days: 90 }, REFERENCE, 0.04).reasons.terms;
    expect(term?.c).toBeCloseTo(0.9, 12);
  });

  test("moves each feature the way the experts say", () => {
    for (const feature of SCORED) {
      const low = expertScore({ [feature]: REFERENCE[feature].mean - 0.5 }, REFERENCE, 0.04).p;
      const high = expertScore({ [feature]: REFERENCE[feature].mean + 0.5 }, REFERENCE, 0.04).p;
      expect(Math.sign(high - low), feature).toBe(Math.sign(SLOPES[feature]));
    }
  });

  test("reads an organisation's own scale from twenty accounts on", () => {
    const own = { mean: 10, sd: 4 };
    expect(scalesOf({ login_days_28: { ...own, n: 19 } }).login_days_28).toBe(REFERENCE.login_days_28);
    expect(scalesOf({ login_days_28: { ...own, n: 20 } }).login_days_28).toEqual(own);
    expect(scalesOf({ login_days_28: { mean: 10, sd: 0, n: 50 } }).login_days_28).toBe(REFERENCE.login_days_28);
  });

  test("takes no spread for less than half the reference's, so that a day off isn't alarming where all come daily", () => {
    const daily = scalesOf({ recency_days: { mean: 0.1, sd: 0.3, n: 50 } });
    expect(daily.recency_days).toEqual({ mean: 0.1, sd: REFERENCE.recency_days.sd / 2 });
    const { reasons } = expertScore({ recency_days: 1 }, daily, 0.04);
    expect(reasons.terms[0]?.c).toBeCloseTo((0.3 * 0.9) / 2.5);
  });

  test("keeps reasons apart that raise and lower, and weak ones out", () => {
    const { raising, lowering } = strongest({
      intercept: -3,
      terms: [
        { feature: "recency_days", c: 0.9, value: 30 },
        { feature: "integrated", c: -0.15, value: 1 },
        { feature: "tenure_m", c: 0.09, value: 3 },
      ],
    });
    expect([raising.map(({ feature }) => feature), lowering.map(({ feature }) => feature)]).toEqual([
      ["recency_days"],
      ["integrated"],
    ]);
  });
});

describe("the thresholds", () => {
  test("enter is 15 % until ten churns are known, then three times the base within 10 and 30 %", () => {
    expect(enterAt(9, 0.2)).toBe(0.15);
    expect([enterAt(10, 0.01), enterAt(10, 0.06), enterAt(10, 0.2)]).toEqual([0.1, 0.06 * 3, 0.3]);
  });
  test("the base rate leans on four churns in a hundred quarters", () => {
    expect([baseRate(0, 0), baseRate(6, 400)]).toEqual([0.04, 0.02]);
  });
  test("bands begin at half of enter, at enter, and at twice enter or with notice", () => {
    const bands = [0.0749, 0.075, 0.1499, 0.15, 0.2999, 0.3].map((p) => bandOf(p, 0.15, false));
    expect(bands).toEqual(["low", "watch", "watch", "high", "high", "critical"]);
    expect(bandOf(0.01, 0.15, true)).toBe("critical");
  });
});

describe("the caps", () => {
  function candidate(n: number, more: Partial<Candidate> = {}): Candidate {
    return {
      id: `case-${String(n).padStart(3, "0")}`,
      csm: `csm-${n % 3}` as PersonId,
      address: "channel:c",
      weight: 1000 - n,
      passes: false,
      ...more,
    };
  }
  test("let five of a CSM through a day, the weightiest", () => {
    const all = Array.from({ length: 8 }, (_, n) => candidate(n, { csm: "anna" as PersonId }));
    expect(withinCaps(all.toReversed()).map(({ id }) => id)).toEqual([
      "case-000",
      "case-001",
      "case-002",
      "case-003",
      "case-004",
    ]);
  });
  test("let ten into a channel a day", () => {
    expect(withinCaps(Array.from({ length: 40 }, (_, n) => candidate(n)))).toHaveLength(10);
    const dms = Array.from({ length: 20 }, (_, n) =>
      candidate(n, { csm: `csm-${n}` as PersonId, address: `person:${n}` }),
    );
    expect(withinCaps(dms)).toHaveLength(20);
  });
  test("are passed by notice, which takes nobody else's place", () => {
    const notices = Array.from({ length: 12 }, (_, n) => candidate(n, { csm: "anna" as PersonId, passes: true }));
    const others = Array.from({ length: 6 }, (_, n) => candidate(n + 50, { csm: "anna" as PersonId }));
    expect(withinCaps([...notices, ...others])).toHaveLength(17);
  });
});

test("the order is p × ARR in whole units at par, and notice counts as certain", () => {
  const euros = [{ amountMinor: 100_000, currency: "EUR" }];
  expect(weightOf({ p: 0.2, causes: ["score"] }, euros)).toBe(200);
  expect(weightOf({ p: 0.2, causes: ["notice"] }, euros)).toBe(1000);
  expect(weightOf({ p: 0.5, causes: ["score"] }, [...euros, { amountMinor: 3000, currency: "JPY" }])).toBe(2000);
});

describe("owning a case", () => {
  const [anna, ben, olga] = ["anna", "ben", "olga"] as PersonId[] as [PersonId, PersonId, PersonId];
  const free = { csm: anna, managers: [olga], owner: undefined };
  const presser = { covers: [], isManager: false };
  test("is for its CSM, who covers for them, and their manager", () => {
    expect(decideOwn(free, { ...presser, id: anna }).kind).toBe("owned");
    expect(decideOwn(free, { ...presser, id: ben, covers: [anna] }).kind).toBe("owned");
    expect(decideOwn(free, { ...presser, id: olga }).kind).toBe("owned");
    expect(decideOwn(free, { ...presser, id: ben, isManager: true })).toEqual({ kind: "for-csm", csm: anna });
  });
  test("without a CSM is for any manager", () => {
    expect(decideOwn({ ...free, csm: undefined }, { ...presser, id: ben, isManager: true }).kind).toBe("owned");
    expect(decideOwn({ ...free, csm: undefined }, { ...presser, id: ben }).kind).toBe("orphan");
  });
  test("already decided is told before who may", () => {
    const owner = { id: anna, at: new Date("2026-11-24T08:12:00Z") };
    expect(decideOwn({ ...free, owner }, { ...presser, id: anna })).toEqual({ kind: "already-yours", at: owner.at });
    expect(decideOwn({ ...free, owner }, { ...presser, id: ben })).toEqual({ kind: "taken", by: anna, at: owner.at });
  });
});
