import fc from "fast-check";
import { describe, expect, test } from "vitest";
import type { FindOutcome } from "../src/chat/platform.ts";
import {
  ABSENCE_COUNTS_AFTER_MS,
  afterLook,
  backoffMs,
  type Doubt,
  MOST_ATTEMPTS,
  settlementOf,
} from "../src/outbox/retry.ts";

const NOW = new Date("2026-03-10T09:00:00Z");
const first = { attempts: 1, update: false };

test("back-off is 2 s, 8 s, 32 s, 128 s, 512 s and then half an hour, a quarter more or less", () => {
  expect([1, 2, 3, 4, 5, 6, 7].map((attempts) => backoffMs(attempts, 0.5))).toEqual([
    2000, 8000, 32_000, 128_000, 512_000, 1_800_000, 1_800_000,
  ]);
  fc.assert(
    fc.property(
      fc.integer({ min: 1, max: 7 }),
      fc.double({ min: 0, max: 1, maxExcluded: true, noNaN: true }),
      (attempts, jitter) => {
        const share = backoffMs(attempts, jitter) / backoffMs(attempts, 0.5);
        expect(share).toBeGreaterThanOrEqual(0.749);
        expect(share).toBeLessThanOrEqual(1.251);
      },
    ),
  );
});

test("the eighth passing failure is the last, the seventh is not", () => {
  const passing = { kind: "passing", problem: "503" } as const;
  expect(settlementOf(passing, { attempts: MOST_ATTEMPTS - 1, update: false }, NOW, 0.5).kind).toBe("again");
  expect(settlementOf(passing, { attempts: MOST_ATTEMPTS, update: false }, NOW, 0.5)).toEqual({
    kind: "failed",
    reason: "passing: 503",
  });
});

test("an ambiguous message is looked up in five seconds, an ambiguous update is repeated", () => {
  const ambiguous = { kind: "ambiguous", problem: "timeout" } as const;
  const notBefore = new Date("2026-03-10T09:00:05Z");
  expect(settlementOf(ambiguous, first, NOW, 0.5)).toEqual({ kind: "ambiguous", notBefore, reason: "timeout" });
  expect(settlementOf(ambiguous, { ...first, update: true }, NOW, 0.5).kind).toBe("again");
});

test("a slow-down waits as long as it says, however often it comes", () => {
  const slow = { kind: "slow-down", waitMs: 3_600_000 } as const;
  expect(settlementOf(slow, { attempts: 100, update: false }, NOW, 0.5)).toEqual({
    kind: "address-waits",
    notBefore: new Date("2026-03-10T10:00:00Z"),
  });
});

describe("a send of which nobody knows whether it posted", () => {
  const doubt: Doubt = { reason: "ECONNRESET", attempts: 1, looks: 0, sendingAt: NOW };
  const absent: FindOutcome = { kind: "absent" };
  const after = (ms: number): Date => new Date(NOW.getTime() + ms);

  test("did post when its message is found, however early", () => {
    const found = { kind: "found", ref: "C1:1" } as const;
    expect(afterLook(found, doubt, NOW, NOW)).toEqual(found);
  });

  test("a millisecond before ninety seconds have passed its absence means nothing, at ninety it does", () => {
    const early = after(ABSENCE_COUNTS_AFTER_MS - 1);
    expect(afterLook(absent, doubt, early, after(ABSENCE_COUNTS_AFTER_MS + 5000))).toEqual({
      kind: "look-again",
      looks: 1,
      notBefore: after(90_000),
    });
    const late = after(ABSENCE_COUNTS_AFTER_MS);
    expect(afterLook(absent, { ...doubt, looks: 1 }, late, late)).toEqual({ kind: "post-again" });
  });

  test("is not sent a ninth time", () => {
    const late = after(ABSENCE_COUNTS_AFTER_MS);
    expect(afterLook(absent, { ...doubt, attempts: MOST_ATTEMPTS - 1 }, late, late).kind).toBe("post-again");
    expect(afterLook(absent, { ...doubt, attempts: MOST_ATTEMPTS }, late, late)).toEqual({
      kind: "failed",
      reason: "passing: ECONNRESET",
    });
  });

  test("is looked up three times where that can help, after one minute and ten, and once where it can't", () => {
    const unknown = { kind: "unknown", problem: "timeout", again: true } as const;
    const forGood = { kind: "for-good", reason: "ECONNRESET; looked up: timeout" };
    expect(afterLook(unknown, doubt, NOW, NOW)).toEqual({ kind: "look-again", looks: 1, notBefore: after(60_000) });
    const second = afterLook(unknown, { ...doubt, looks: 1 }, NOW, NOW);
    expect(second).toEqual({ kind: "look-again", looks: 2, notBefore: after(600_000) });
    expect(afterLook(unknown, { ...doubt, looks: 2 }, NOW, NOW)).toEqual(forGood);
    expect(afterLook({ ...unknown, again: false }, doubt, NOW, NOW)).toEqual(forGood);
  });

  test("waits for its turn to be looked up as long as it is told, but not beyond a day", () => {
    const slow = { kind: "slow-down", waitMs: 60_000 } as const;
    const day = 24 * 3_600_000;
    expect(afterLook(slow, doubt, NOW, NOW)).toEqual({ kind: "look-again", looks: 0, notBefore: after(60_000) });
    expect(afterLook(slow, doubt, NOW, after(day)).kind).toBe("look-again");
    expect(afterLook(slow, doubt, NOW, after(day + 1)).kind).toBe("for-good");
  });

  test("comes to an end, and is sent again only when nothing was there ninety seconds later", () => {
    const outcome = fc.oneof<fc.Arbitrary<FindOutcome>[]>(
      fc.constant({ kind: "found", ref: "C1:1" }),
      fc.constant(absent),
      fc.record({ kind: fc.constant("unknown"), problem: fc.constant("x"), again: fc.boolean() }),
      fc.record({ kind: fc.constant("slow-down"), waitMs: fc.integer({ min: 0, max: 3_600_000 }) }),
    );
    const tookMs = fc.integer({ min: 0, max: 15_000 });
    fc.assert(
      fc.property(fc.infiniteStream(fc.tuple(outcome, tookMs)), (stream) => {
        let { looks: made } = doubt;
        let at = after(5000);
        for (const [found, ms] of stream.take(100_000)) {
          const told = afterLook(found, { ...doubt, looks: made }, at, new Date(at.getTime() + ms));
          if (told.kind !== "look-again") {
            if (told.kind === "post-again") {
              expect(found.kind).toBe("absent");
              expect(at.getTime()).toBeGreaterThanOrEqual(NOW.getTime() + 90_000);
            }
            return;
          }
          expect(told.notBefore.getTime()).toBeGreaterThan(at.getTime());
          made = told.looks;
          at = told.notBefore;
        }
        throw new Error("it was looked up for ever");
      }),
    );
  });
});
