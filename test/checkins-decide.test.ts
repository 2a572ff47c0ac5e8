import { describe, expect, test } from "vitest";
import {
  checkPlanned,
  checkReached,
  milestonesFrom,
  nextLook,
  type Plan,
  stallsOf,
} from "../src/features/checkins/decide.ts";
import { fixedDate } from "../src/kernel/business-time.ts";
import type { AccountId, OnboardingId } from "../src/kernel/ids.ts";

const startsOn = fixedDate("2026-11-24");
const plan: Plan = {
  id: "plan" as OnboardingId,
  account: "account" as AccountId,
  opportunity: undefined,
  product: "more seats",
  startsOn,
  closedAt: undefined,
  milestones: milestonesFrom(startsOn, "SMB"),
  stalls: [],
};

describe("an onboarding plan", () => {
  test("has its days by segment, and those between for a segment nobody knows", () => {
    expect(plan.milestones.map(({ dueOn }) => dueOn)).toEqual(["2026-11-29", "2026-12-15", "2027-01-08"]);
    expect(milestonesFrom(startsOn, "startups")[1]?.dueOn).toBe("2027-01-08");
  });

  test("stands still from the fourteenth day past a milestone on, not the day before", () => {
    expect(stallsOf(plan, undefined, fixedDate("2026-12-12"))).toEqual([]);
    expect(stallsOf(plan, undefined, fixedDate("2026-12-13"))).toEqual(["kick-off"]);
  });

  test("stands still without an integration from day 30 on, unless nobody imports integrations", () => {
    const done = { ...plan, milestones: plan.milestones.map((each) => ({ ...each, doneOn: startsOn })) };
    expect(stallsOf(done, false, fixedDate("2026-12-23"))).toEqual([]);
    expect(stallsOf(done, false, fixedDate("2026-12-24"))).toEqual(["integration"]);
    expect(stallsOf(done, true, fixedDate("2026-12-24"))).toEqual([]);
    expect(stallsOf(done, undefined, fixedDate("2026-12-24"))).toEqual([]);
  });

  test("is looked at on the first day on which it may stand still by a new cause", () => {
    expect(nextLook(plan, startsOn)).toBe("2026-12-13");
    const stalls = [{ cause: "kick-off", toldAt: new Date(0), escalatedAt: undefined }] as const;
    expect(nextLook({ ...plan, stalls }, fixedDate("2026-12-13"))).toBe("2026-12-24");
    expect(nextLook({ ...plan, closedAt: new Date(0) }, startsOn)).toBeUndefined();
  });

  test("takes days that can be: reached by today and since it began, planned within a year", () => {
    const today = fixedDate("2026-12-01");
    expect(checkReached("2026-12-01", plan, today)).toEqual({ kind: "ok", on: "2026-12-01" });
    expect(checkReached("2026-12-02", plan, today)).toMatchObject({ problem: "future" });
    expect(checkReached("2026-11-23", plan, today)).toMatchObject({ problem: "early" });
    expect(checkReached("soon", plan, today)).toMatchObject({ problem: "day", value: "soon" });
    expect(checkPlanned("2026-11-30", today)).toMatchObject({ problem: "past" });
    expect(checkPlanned("2027-12-01", today)).toMatchObject({ kind: "ok" });
    expect(checkPlanned("2027-12-02", today)).toMatchObject({ problem: "far" });
  });
});
