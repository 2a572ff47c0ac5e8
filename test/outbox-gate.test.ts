import fc from "fast-check";
import { afterAll, beforeAll, expect, test } from "vitest";
import type { WallClock } from "../src/kernel/clock.ts";
import { createGate, type Gate } from "../src/outbox/gate.ts";
import { testDatabase, type TestDatabase } from "./helpers/database.ts";
import { keptLog } from "./helpers/slack-request.ts";

const NOW = new Date("2026-03-10T09:00:00Z");
const PLACES = 30;
let opened: TestDatabase;
let tenants = 0;

beforeAll(async () => {
  opened = await testDatabase();
});
afterAll(() => opened.close());

/** Several replicas' gates of a new tenant, on a clock that only their own waits move. */
function gates(replicas = 1) {
  tenants += 1;
  let nowMs = NOW.getTime();
  const wall: WallClock = { now: () => new Date(nowMs), monotonicMs: () => nowMs };
  const timers = {
    sleep(ms: number): Promise<void> {
      nowMs += ms;
      return Promise.resolve();
    },
  };
  const tenant = `tenant ${tenants}`;
  const made = Array.from({ length: replicas }, () =>
    createGate({ system: opened.db.system, tenant, wall, timers, log: keptLog() }),
  );
  return {
    made,
    gate: made[0] as Gate,
    sinceMs: () => nowMs - NOW.getTime(),
    pass: (ms: number) => {
      nowMs += ms;
    },
  };
}

async function entered(gate: Gate): Promise<() => Promise<void>> {
  const leave = await gate.enter();
  if (!leave) throw new Error("there was no room");
  return leave;
}

test("thirty calls start at once, the next a second after the first of them has ended", async () => {
  const { gate, pass, sinceMs } = gates();
  const leaves = [];
  for (let call = 0; call < PLACES; call++) leaves.push(await entered(gate));
  expect(sinceMs()).toBe(0);
  pass(400);
  await leaves[7]?.();
  await entered(gate);
  expect(sinceMs()).toBe(1405);
});

test("while thirty calls run, nobody gets in, and after five seconds is told so", async () => {
  const { gate, sinceMs } = gates();
  for (let call = 0; call < PLACES; call++) await entered(gate);
  expect(await gate.enter()).toBeUndefined();
  expect(sinceMs()).toBeGreaterThanOrEqual(5000);
  expect(sinceMs()).toBeLessThan(5100);
});

test("the place of a call that nobody ended is free again after fifteen seconds", async () => {
  const { gate, pass, sinceMs } = gates();
  const [late] = [await entered(gate)];
  for (let call = 1; call < PLACES; call++) await entered(gate);
  pass(14_000);
  await entered(gate);
  expect(sinceMs()).toBe(15_000);
  // The place is another call's by now.
  await late?.();
  for (let call = 1; call < PLACES; call++) await entered(gate);
  expect(await gate.enter()).toBeUndefined();
});

test("calls of two tenants don't wait for one another", async () => {
  const [one, other] = [gates(), gates()];
  for (let call = 0; call < PLACES; call++) await entered(one.gate);
  await entered(other.gate);
  expect(other.sinceMs()).toBe(0);
});

test("however long calls take and whenever in them they arrive, no second sees more than thirty, over three replicas", async () => {
  const call = fc.record({
    lastsMs: fc.oneof(
      { weight: 6, arbitrary: fc.integer({ min: 0, max: 80 }) },
      { weight: 1, arbitrary: fc.integer({ min: 300, max: 2500 }) },
    ),
    arrivesAfter: fc.double({ min: 0, max: 1, noNaN: true }),
    pauseMs: fc.integer({ min: 0, max: 20 }),
  });
  await fc.assert(
    fc.asyncProperty(fc.array(call, { minLength: 60, maxLength: 90 }), async (calls) => {
      const { made, pass, sinceMs } = gates(3);
      const running: { readonly endsMs: number; readonly leave: () => Promise<void> }[] = [];
      async function passUntil(untilMs: number): Promise<void> {
        for (const ended of running.filter(({ endsMs }) => endsMs <= untilMs).sort((a, b) => a.endsMs - b.endsMs)) {
          running.splice(running.indexOf(ended), 1);
          pass(Math.max(0, ended.endsMs - sinceMs()));
          await ended.leave();
        }
        pass(Math.max(0, untilMs - sinceMs()));
      }
      const arrivedMs: number[] = [];
      for (const [at, { lastsMs, arrivesAfter, pauseMs }] of calls.entries()) {
        await passUntil(sinceMs() + pauseMs);
        if (running.length === PLACES) await passUntil(Math.min(...running.map(({ endsMs }) => endsMs)));
        const leave = await entered(made[at % made.length] as Gate);
        arrivedMs.push(sinceMs() + Math.floor(lastsMs * arrivesAfter));
        running.push({ endsMs: sinceMs() + lastsMs, leave });
      }
      const sorted = arrivedMs.toSorted((a, b) => a - b);
      const tooMany = sorted.filter((ms, at) => ms - (sorted[at - PLACES] ?? -Infinity) < 1000);
      expect(tooMany).toEqual([]);
    }),
    { numRuns: 20 },
  );
});

test("replicas that ask at the same time get a place each", async () => {
  const { made } = gates(3);
  const asking = Array.from({ length: PLACES }, (_, at) => (made[at % 3] as Gate).enter());
  expect((await Promise.all(asking)).filter((leave) => leave === undefined)).toEqual([]);
  const [row] = await opened.db.system.rows<{ running: number }>(
    `select count(*)::int as running from pace, unnest(recent) as free where "window" = $1 and free = $2`,
    [`teams:tenant ${tenants} calls`, new Date(NOW.getTime() + 15_000)],
  );
  expect(row?.running).toBe(PLACES);
});
