import { describe, expect, test } from "vitest";
import { decideLife } from "../src/features/opportunities/life.ts";
import { liveAtRandom, STEPS } from "./helpers/opportunity-life.ts";

describe("an opportunity that lives at random", () => {
  test(
    "has one winner, is offered to nobody at risk or to the CSM, ends for good, and is done only once accepted",
    { timeout: 600_000 },
    () => {
      const { steps, stages } = liveAtRandom(STEPS);
      expect(steps).toBeGreaterThanOrEqual(STEPS);
      expect([...stages].toSorted()).toEqual(
        [
          "spotted",
          "gate-failed",
          "gated",
          "routed",
          "claimed",
          "contacted",
          "proposed",
          "won",
          "done",
          "lost",
          "withdrawn",
          "expired",
        ].toSorted(),
      );
    },
  );

  test("is caught when an account at risk gets an offer after all", () => {
    expect(() =>
      liveAtRandom(5000, (life, what, world) => decideLife(life, what, { ...world, held: undefined })),
    ).toThrow(/,(route|onward)/);
  });

  test("is caught when the benefit gate is shut and it is offered after all", () => {
    expect(() =>
      liveAtRandom(5000, (life, what, world) => {
        const open = what.kind === "route" && life ? { ...life, asked: true } : life;
        return decideLife(open, what, world);
      }),
    ).toThrow(/,(route|onward)/);
  });

  test("is caught when a second AM wins", () => {
    expect(() =>
      liveAtRandom(5000, (life, what, world) =>
        decideLife(
          what.kind === "claim" && life ? { ...life, claimed: undefined, stage: "routed" } : life,
          what,
          world,
        ),
      ),
    ).toThrow();
  });

  test("is caught when clocks run on while it is parked", () => {
    expect(() =>
      liveAtRandom(5000, (life, what, world) =>
        decideLife(life && { ...life, clocks: { ...life.clocks, stoppedAt: undefined } }, what, world),
      ),
    ).toThrow();
  });
});
