import fc from "fast-check";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import type { Limit, PacedCall, Windows } from "../src/chat/pace.ts";
import type { Target } from "../src/chat/platform.ts";
import { slackWindows } from "../src/chat/slack/pace.ts";
import { teamsWindows } from "../src/chat/teams/pace.ts";
import type { OrganisationId } from "../src/kernel/ids.ts";
import { countFrom, createPacer, holdWindow, type Pacer } from "../src/outbox/pacer.ts";
import { mintOrganisation, testDatabase, type TestDatabase } from "./helpers/database.ts";

const NOW = new Date("2026-03-10T09:00:00Z");
let opened: TestDatabase;
let organisation: OrganisationId;
let pacer: Pacer;
let workspaces = 0;

beforeAll(async () => {
  opened = await testDatabase();
  organisation = await mintOrganisation(opened.db);
  pacer = createPacer(opened.db.system);
});
afterAll(() => opened.close());

function workspace(): string {
  workspaces += 1;
  return `T${workspaces}`;
}

function slack(of: string, conversation: string): Target {
  return { platform: "slack", workspace: of, conversation };
}

function windowsOf(target: Target, call: PacedCall): Windows {
  return target.platform === "slack" ? slackWindows(target, call) : teamsWindows(target, call);
}

function after(ms: number): Date {
  return new Date(NOW.getTime() + ms);
}

test("a Slack channel gets one message a second, its first at once", async () => {
  const channel = windowsOf(slack(workspace(), "C1"), "post");
  expect(await pacer.reserve(channel, NOW)).toEqual({ kind: "reserved", waitMs: 0 });
  expect(await pacer.reserve(channel, NOW)).toEqual({ kind: "reserved", waitMs: 1000 });
  expect(await pacer.reserve(channel, after(1500))).toEqual({ kind: "reserved", waitMs: 500 });
  expect(await pacer.reserve(channel, after(10_000))).toEqual({ kind: "reserved", waitMs: 0 });
});

test("channels don't wait for one another", async () => {
  const of = workspace();
  for (const name of ["C1", "C2", "C3"]) {
    expect(await pacer.reserve(windowsOf(slack(of, name), "post"), NOW)).toEqual({ kind: "reserved", waitMs: 0 });
  }
});

test("a workspace gets two hundred messages at once, then five a second, and none is promised for later than five seconds", async () => {
  const of = workspace();
  const waitsMs: number[] = [];
  for (let channel = 0; ; channel++) {
    const turn = await pacer.reserve(windowsOf(slack(of, `C${channel}`), "post"), NOW);
    if (turn.kind === "full") break;
    waitsMs.push(turn.waitMs);
  }
  expect(waitsMs.slice(0, 200)).toEqual(Array(200).fill(0));
  expect(waitsMs.slice(200)).toEqual(Array.from({ length: 25 }, (_, at) => 200 * (at + 1)));
  expect(await pacer.reserve(windowsOf(slack(of, "C0"), "post"), after(5000))).toMatchObject({
    kind: "reserved",
    waitMs: 200,
  });
});

test("a full workspace takes nothing from the channel", async () => {
  const of = workspace();
  for (let channel = 0; channel < 225; channel++) await pacer.reserve(windowsOf(slack(of, `C${channel}`), "post"), NOW);
  const late = windowsOf(slack(of, "late"), "post");
  expect((await pacer.reserve(late, NOW)).kind).toBe("full");
  const [row] = await opened.db.system.rows(`select from pace where "window" = $1`, [late.narrow?.key]);
  expect(row).toBeUndefined();
});

/** What Teams allows one bot in a thread, and in a tenant. */
const THREAD: readonly Limit[] = [
  { turns: 7, spanMs: 1000 },
  { turns: 8, spanMs: 2000 },
  { turns: 60, spanMs: 30_000 },
  { turns: 1800, spanMs: 3_600_000 },
];
const TENANT: readonly Limit[] = [{ turns: 30, spanMs: 1000 }];

function teams(of: string, conversation: string): Target {
  return { platform: "teams", workspace: of, conversation };
}

/** Whether some span has more turns than its limit. */
function isBroken(timesMs: readonly number[], limits: readonly Limit[]): boolean {
  const sorted = timesMs.toSorted((a, b) => a - b);
  return limits.some(({ turns, spanMs }) => sorted.some((ms, at) => ms - (sorted[at - turns] ?? -Infinity) < spanMs));
}

/** The first instant for one more turn: now, or when one of the turns has left a span. */
function firstFreeMs(fromMs: number, windows: readonly (readonly [readonly number[], readonly Limit[]])[]): number {
  const leavings = windows.flatMap(([taken, limits]) => limits.flatMap((each) => taken.map((ms) => ms + each.spanMs)));
  const free = [fromMs, ...leavings]
    .filter((ms) => ms >= fromMs)
    .sort((a, b) => a - b)
    .find((ms) => windows.every(([taken, limits]) => !isBroken([...taken, ms], limits)));
  return free ?? NaN;
}

/** When the last of so many messages to one thread can be sent at the earliest. */
function bestMs(messages: number): number {
  const taken: number[] = [];
  while (taken.length < messages) taken.push(firstFreeMs(taken.at(-1) ?? 0, [[taken, THREAD]]));
  return taken.at(-1) ?? NaN;
}

/** As a lane takes turns for one message after the other. @returns when each was sent */
async function sentOneByOne(of: string, messages: number): Promise<number[]> {
  const thread = windowsOf(teams(of, "19:x"), "post");
  const sentMs: number[] = [];
  let nowMs = 0;
  while (sentMs.length < messages) {
    const { kind, waitMs } = await pacer.reserve(thread, after(nowMs));
    nowMs += waitMs;
    if (kind === "reserved") sentMs.push(nowMs);
  }
  return sentMs;
}

async function recentOf(key: string | undefined): Promise<number[]> {
  const [row] = await opened.db.system.rows<{ recent: Date[] }>(`select recent from pace where "window" = $1`, [key]);
  return (row?.recent ?? []).map((turn) => turn.getTime() - NOW.getTime());
}

describe("in Teams", () => {
  const threads = ["19:a", "19:b", "19:c", "19:d", "19:e", "19:f"];
  const bursts = fc.array(
    fc.record({
      pauseMs: fc.oneof(
        { weight: 8, arbitrary: fc.integer({ min: 0, max: 2500 }) },
        { weight: 1, arbitrary: fc.integer({ min: 20_000, max: 40_000 }) },
      ),
      thread: fc.constantFrom(...threads),
      size: fc.integer({ min: 1, max: 12 }),
      call: fc.constantFrom("post" as const, "post" as const, "update" as const, "read" as const),
    }),
    { minLength: 1, maxLength: 15 },
  );

  test("a turn is the first instant at which every window of its thread and tenant still holds, or nothing is taken", async () => {
    await fc.assert(
      fc.asyncProperty(bursts, async (all) => {
        const of = workspace();
        const inTenant: number[] = [];
        const inThread = new Map<string, number[]>();
        let nowMs = 0;
        for (const { pauseMs, thread, size, call } of all) {
          nowMs += pauseMs;
          const windows = windowsOf(teams(of, thread), call);
          if (windows.kind !== "sliding") throw new Error("Teams' windows slide");
          const here = inThread.get(thread) ?? [];
          if (windows.narrow) inThread.set(thread, here);
          for (let made = 0; made < size; made++) {
            const freeMs = firstFreeMs(nowMs, [
              [inTenant, windows.wide.limits],
              [here, windows.narrow?.limits ?? []],
            ]);
            const turn = await pacer.reserve(windows, after(nowMs));
            const waitMs = freeMs - nowMs;
            if (waitMs > 5000) expect(turn).toEqual({ kind: "full", waitMs: waitMs - 2500 });
            else {
              expect(turn).toEqual({ kind: "reserved", waitMs });
              inTenant.push(freeMs);
              if (windows.narrow) here.push(freeMs);
            }
          }
        }
        expect(isBroken(inTenant, TENANT)).toBe(false);
        for (const turns of inThread.values()) expect(isBroken(turns, THREAD)).toBe(false);
      }),
      { numRuns: 15 },
    );
  });

  test("replicas that ask at the same time never break a window of a thread or a tenant", async () => {
    const replicas = [pacer, createPacer(opened.db.system), createPacer(opened.db.system)];
    await fc.assert(
      fc.asyncProperty(bursts, async (all) => {
        const of = workspace();
        const inTenant: number[] = [];
        const inThread = new Map<string, number[]>();
        let nowMs = 0;
        for (const { pauseMs, size, call } of all) {
          nowMs += pauseMs;
          const asking = Array.from({ length: size * 3 }, async (_, at) => {
            const thread = threads[at % threads.length] ?? "";
            const turn = await replicas[at % replicas.length]?.reserve(
              windowsOf(teams(of, thread), call),
              after(nowMs),
            );
            if (turn?.kind !== "reserved") return;
            inTenant.push(nowMs + turn.waitMs);
            if (call !== "read") inThread.set(thread, [...(inThread.get(thread) ?? []), nowMs + turn.waitMs]);
          });
          await Promise.all(asking);
        }
        expect(isBroken(inTenant, TENANT)).toBe(false);
        for (const turns of inThread.values()) expect(isBroken(turns, THREAD)).toBe(false);
      }),
      { numRuns: 10 },
    );
  });

  test("messages that take their time arrive within the windows, since each counts from when its send ended", async () => {
    const sends = fc.array(
      fc.record({
        sendMs: fc.oneof(
          { weight: 6, arbitrary: fc.integer({ min: 0, max: 30 }) },
          { weight: 1, arbitrary: fc.integer({ min: 500, max: 900 }) },
        ),
        arrivesAfter: fc.double({ min: 0, max: 1, noNaN: true }),
        pauseMs: fc.integer({ min: 0, max: 100 }),
      }),
      { minLength: 20, maxLength: 30 },
    );
    await fc.assert(
      fc.asyncProperty(sends, async (all) => {
        const thread = windowsOf(teams(workspace(), "19:x"), "post");
        const arrivedMs: number[] = [];
        let nowMs = 0;
        for (const { sendMs, arrivesAfter, pauseMs } of all) {
          nowMs += (await pacer.reserve(thread, after(nowMs))).waitMs;
          arrivedMs.push(nowMs + Math.floor(sendMs * arrivesAfter));
          nowMs += sendMs;
          const endedAt = after(nowMs);
          await opened.db.write(organisation, (tx) => countFrom(tx, thread, endedAt));
          nowMs += pauseMs;
        }
        expect(isBroken(arrivedMs, THREAD)).toBe(false);
      }),
      { numRuns: 10 },
    );
  });

  test("a hundred messages to one thread take hardly longer than they must", async () => {
    const sentMs = await sentOneByOne(workspace(), 100);
    expect(isBroken(sentMs, THREAD)).toBe(false);
    expect(sentMs.at(-1)).toBeLessThanOrEqual(1.05 * bestMs(100));
    expect(bestMs(100)).toBe(39_000);
  });

  test("the 1801st message of an hour waits until the first is an hour old", async () => {
    const thread = windowsOf(teams(workspace(), "19:x"), "post");
    const recent = Array.from({ length: 1800 }, (_, at) => after(-3_599_000 + 1999 * at));
    await opened.db.system.rows(`insert into pace ("window", next_at, recent) values ($1, $2, $3)`, [
      thread.narrow?.key,
      NOW,
      recent,
    ]);
    expect(await pacer.reserve(thread, NOW)).toEqual({ kind: "reserved", waitMs: 1010 });
    expect(await recentOf(thread.narrow?.key)).toHaveLength(1801);
    expect(await pacer.reserve(thread, after(1009))).toEqual({ kind: "reserved", waitMs: 2000 });
  });

  test("threads don't wait for one another", async () => {
    const of = workspace();
    for (const name of threads.slice(0, 4)) {
      for (let made = 0; made < 7; made++) {
        expect(await pacer.reserve(windowsOf(teams(of, name), "post"), NOW)).toEqual({ kind: "reserved", waitMs: 0 });
      }
    }
  });

  test("a thread that is full for longer takes nothing, neither of its own turns nor of the tenant's", async () => {
    const of = workspace();
    const sentMs = await sentOneByOne(of, 60);
    const windows = windowsOf(teams(of, "19:x"), "post");
    const [tenant, thread] = [await recentOf(windows.wide.key), await recentOf(windows.narrow?.key)];
    expect(await pacer.reserve(windows, after(sentMs.at(-1) ?? 0))).toMatchObject({ kind: "full" });
    expect(await recentOf(windows.wide.key)).toEqual(tenant);
    expect(await recentOf(windows.narrow?.key)).toEqual(thread);
  });

  test("a tenant that is held gets no turn before", async () => {
    const windows = windowsOf(teams(workspace(), "19:x"), "post");
    await pacer.reserve(windows, NOW);
    await opened.db.write(organisation, (tx) => holdWindow(tx, windows, after(3000)));
    expect(await pacer.reserve(windows, NOW)).toEqual({ kind: "reserved", waitMs: 3000 });
  });

  test("turns that no longer count are forgotten", async () => {
    const thread = windowsOf(teams(workspace(), "19:x"), "post");
    await pacer.reserve(thread, NOW);
    await pacer.reserve(thread, after(3_600_010));
    expect(await recentOf(thread.narrow?.key)).toEqual([3_600_010]);
    expect(await recentOf(thread.wide.key)).toEqual([3_600_010]);
  });
});
