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
      liveAtRandom(60_000, (life, what, world) => decideLife(life, what, { ...world, held: undefined })),
    ).toThrow(/,(route|onward)/);
  });

  test("is caught when the benefit gate is shut and it is offered after all", () => {
    expect(() =>
      liveAtRandom(60_000, (life, what, world) => {
        const open = what.kind === "route" && life ? { ...life, asked: true } : life;
        return decideLife(open, what, world);
      }),
    ).toThrow(/,(route|onward)/);
  });

  test("is caught when a second AM wins", () => {
    expect(() =>
      liveAtRandom(60_000, (life, what, world) =>
        decideLife(
          what.kind === "claim" && life ? { ...life, claimed: undefined, stage: "routed" } : life,
          what,
          world,
        ),
      ),
    ).toThrow();
  });

  test("is caught when the time to claim runs on while it sleeps or is held", () => {
    expect(() =>
      liveAtRandom(60_000, (life, what, world) => {
        const outcome = decideLife(life, what, world);
        const by = life?.clocks.claimBy;
        if (outcome.kind !== "moved" || what.kind !== "resume" || !by || !outcome.after.clocks.claimBy) return outcome;
        return { ...outcome, after: { ...outcome.after, clocks: { ...outcome.after.clocks, claimBy: by } } };
      }),
    ).toThrow();
  });

  test("is caught when a word given on hold goes on past figures that fail by then", () => {
    expect(() =>
      liveAtRandom(60_000, (life, what, world) => {
        const isEnd = what.kind === "hold-continue" || (what.kind === "resume" && what.because === "recovered");
        const outcome = decideLife(life, what, world);
        if (outcome.kind !== "moved" || !isEnd || !life) return outcome;
        const { confirmed, gate } = life;
        const goesOn = confirmed && { ...confirmed, at: world.now };
        return { ...outcome, after: { ...outcome.after, confirmed: goesOn, gate } };
      }),
    ).toThrow();
  });

  test("is caught when it wakes as an offer although its word has lapsed", () => {
    expect(() =>
      liveAtRandom(60_000, (life, what, world) => {
        const sleeps = what.kind === "resume" && what.because === "awake" && life?.stage === "routed";
        if (!sleeps || life.asked) return decideLife(life, what, world);
        const confirmed = life.confirmed && { ...life.confirmed, at: world.now };
        return decideLife({ ...life, confirmed }, what, world);
      }),
    ).toThrow();
  });

  test("is caught when clocks run on while it is parked", () => {
    expect(() =>
      liveAtRandom(60_000, (life, what, world) =>
        decideLife(life && { ...life, clocks: { ...life.clocks, stoppedAt: undefined } }, what, world),
      ),
    ).toThrow();
  });
});
