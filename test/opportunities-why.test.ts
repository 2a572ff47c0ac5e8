import { describe, expect, test } from "vitest";
import { judgeGate } from "../src/features/opportunities/gate.ts";
import type { Decided } from "../src/features/opportunities/facts.ts";
import { explainOffers } from "../src/features/risk/asking/decide.ts";

const SINCE = new Date("2026-11-20T08:00:00Z");
const room = { atRiskSince: undefined, amQuiet: false, stage: "value" };
const deal: Decided = {
  product: "more seats",
  stage: "proposed",
  parkedAt: undefined,
  gate: undefined,
  asked: false,
  waits: undefined,
  assignee: "Marta Silva",
  pool: false,
  claimer: "Marta Silva",
  claimedAt: SINCE,
  closedAt: undefined,
};
const told = (more: Partial<Decided>): string[] => explainOffers([{ ...deal, ...more }], room).map(({ kind }) => kind);

describe("why an opportunity is where it is", () => {
  test("names the reason that holds it, and who decided what about that", () => {
    expect(told({ parkedAt: SINCE, because: "at-risk" })).toEqual(["parked"]);
    expect(told({ parkedAt: SINCE, because: "detractor" })).toEqual(["parked-detractor"]);
    expect(told({ parkedAt: SINCE, because: "at-risk", decided: { what: "pause", by: "Anna Kurz" } })).toEqual([
      "parked",
      "paused",
    ]);
    expect(told({ decided: { what: "continue", by: "Olga Orlova" } })).toEqual(["proposed", "continued"]);
  });

  test("tells how far a running one is, when a snoozed one comes back, and what is over", () => {
    expect(told({ stage: "contacted" })).toEqual(["contacted"]);
    expect(told({ stage: "won" })).toEqual(["won"]);
    expect(told({ stage: "routed", claimer: undefined, snoozedUntil: SINCE })).toEqual(["put-off"]);
    expect(told({ stage: "lost", closedAt: SINCE, decided: { what: "continue", by: "Olga Orlova" } })).toEqual([
      "over",
    ]);
  });

  test("names what it waits for, at which legs it failed, and that the customer asked for it", () => {
    const gate = judgeGate(
      { days: 111, change: 0.1, slope: 0.1, standsStill: false, outcomes: [], met: undefined },
      "x".repeat(30),
    );
    const none = { claimer: undefined, claimedAt: undefined, assignee: undefined };
    expect(told({ ...none, stage: "spotted", waits: "word" })).toEqual(["needs-word"]);
    expect(told({ ...none, stage: "spotted", waits: "manager", gate })).toEqual(["needs-manager"]);
    expect(told({ ...none, stage: "gated", waits: "again", gate })).toEqual(["word-lapsed"]);
    expect(told({ ...none, stage: "gate-failed", gate, closedAt: SINCE })).toEqual(["gate-failed"]);
    expect(told({ gate })).toEqual(["proposed", "gate-passed"]);
    expect(told({ asked: true })).toEqual(["proposed", "asked"]);
  });
});
