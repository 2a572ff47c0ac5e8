import { afterAll, beforeAll, expect, test } from "vitest";
import type { Target } from "../src/chat/platform.ts";
import { createPacer, type Pacer, windowsOf } from "../src/outbox/pacer.ts";
import { testDatabase, type TestDatabase } from "./helpers/database.ts";

const NOW = new Date("2026-03-10T09:00:00Z");
let opened: TestDatabase;
let pacer: Pacer;
let workspaces = 0;

beforeAll(async () => {
  opened = await testDatabase();
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
  const [row] = await opened.db.system.rows(`select from pace where "window" = $1`, [late[1]?.key]);
  expect(row).toBeUndefined();
});

test.each([
  [1000, 7],
  [2000, 8],
  [30_000, 60],
  [3_600_000, 1800],
])("in any %i ms a Teams thread gets at most %i messages", async (spanMs, most) => {
  const thread = windowsOf({ platform: "teams", workspace: workspace(), conversation: "19:x" }, "post");
  const sentMs: number[] = [];
  let atMs = 0;
  while (atMs < Math.min(spanMs * 2, 60_000)) {
    const { waitMs } = await pacer.reserve(thread, after(atMs));
    atMs += waitMs;
    sentMs.push(atMs);
  }
  for (const fromMs of sentMs) {
    expect(sentMs.filter((ms) => ms >= fromMs && ms < fromMs + spanMs).length).toBeLessThanOrEqual(most);
  }
});
