import fc from "fast-check";
import { expect, test } from "vitest";
import { backoffMs, MOST_ATTEMPTS, settlementOf } from "../src/outbox/retry.ts";

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

test("an ambiguous message is not repeated, an ambiguous update is", () => {
  const ambiguous = { kind: "ambiguous", problem: "timeout" } as const;
  expect(settlementOf(ambiguous, first, NOW, 0.5)).toEqual({ kind: "ambiguous", reason: "timeout" });
  expect(settlementOf(ambiguous, { ...first, update: true }, NOW, 0.5).kind).toBe("again");
});

test("a slow-down waits as long as it says, however often it comes", () => {
  const slow = { kind: "slow-down", waitMs: 3_600_000 } as const;
  expect(settlementOf(slow, { attempts: 100, update: false }, NOW, 0.5)).toEqual({
    kind: "address-waits",
    notBefore: new Date("2026-03-10T10:00:00Z"),
  });
});
