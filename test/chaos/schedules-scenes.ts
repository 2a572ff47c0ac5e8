import { setTimeout as pause } from "node:timers/promises";
import type { Shown } from "../proof/shown.ts";
import type { Expected } from "./schedules-expected.ts";
import { MOMENTS, POINTS, type Stage, type Strike } from "./schedules-stage.ts";
import type { ServiceProcess } from "./service-process.ts";

/** Something that happens to the replicas when occurrences come due. What came of it is looked at when it is over. */
export interface Scene {
  readonly name: string;
  play(stage: Stage, expected: readonly Expected[]): Promise<void>;
}

const MINUTE_MS = 60_000;
const HOUR_MS = 60 * MINUTE_MS;
const DAY_MS = 24 * HOUR_MS;
/** from being up to the instant of the scene */
const LEAD_MS = 1000;
/** from the instant on */
const OVER_MS = 300;
const STRUCK_WITHIN_MS = 8000;
/** longer than PostgreSQL lets somebody hold a transaction and do nothing */
const LAPSE_MS = 65_000;

export const SCENES: readonly Scene[] = [
  { name: "both up", play: (stage, expected) => upOver(stage, soon(stage, expected)) },
  { name: "one killed while it fires", play: (stage, expected) => struck(stage, expected, "SIGKILL") },
  { name: "one stopped while it fires", play: (stage, expected) => struck(stage, expected, "SIGSTOP") },
  { name: "down for a week", play: (stage, expected) => downOver(stage, expected, 7 * DAY_MS) },
  { name: "when somebody's clock is changed", play: onChange },
  { name: "put back by an hour", play: putBack },
  { name: "down for a minute", play: (stage, expected) => downOver(stage, expected, MINUTE_MS) },
  { name: "one killed about then", play: killedAbout },
  { name: "a reply to the commit is lost", play: (stage, expected) => struck(stage, expected, "cut-reply") },
  { name: "down for three hours", play: (stage, expected) => downOver(stage, expected, 3 * HOUR_MS) },
  { name: "both killed while they fire", play: bothKilled },
  { name: "one stopped about then", play: stoppedAbout },
  { name: "cut off from the database", play: cutOff },
  { name: "started and killed again and again", play: storm },
  { name: "down for a day and two hours", play: (stage, expected) => downOver(stage, expected, 26 * HOUR_MS) },
  { name: "one stopped for longer than its transaction lasts", play: stoppedForLong },
];

/** Somebody's next occurrence, now and then one of some days later. */
function soon({ random, nowMs }: Stage, expected: readonly Expected[]): Shown {
  const afterMs = nowMs() + random.pick([MINUTE_MS, HOUR_MS, DAY_MS, 3 * DAY_MS]);
  return someOf(random.pick, expected, (each) => each.due, afterMs);
}

function someOf(
  pick: Stage["random"]["pick"],
  expected: readonly Expected[],
  of: (each: Expected) => readonly Shown[],
  afterMs: number,
): Shown {
  const found = expected.flatMap((each) => of(each).find(({ dueMs }) => dueMs > afterMs) ?? []);
  const [first, ...others] = found;
  if (!first) throw new Error("nothing more is expected in these years");
  return pick([first, ...others]);
}

async function upOver(stage: Stage, { dueMs }: Shown): Promise<void> {
  await stage.setClock(dueMs - LEAD_MS);
  await stage.until(dueMs + OVER_MS);
}

async function downOver(stage: Stage, expected: readonly Expected[], spanMs: number): Promise<void> {
  const { dueMs } = soon(stage, expected);
  await stage.setClock(dueMs + spanMs);
}

/** The first replica at some point of firing is hit there; it comes back a little later or when all is over. */
async function struck(stage: Stage, expected: readonly Expected[], by: Strike["by"]): Promise<void> {
  const { random } = stage;
  const { dueMs } = soon(stage, expected);
  await stage.setClock(dueMs - LEAD_MS);
  const strike: Strike =
    by === "cut-reply"
      ? { point: "commits", moment: "before", by }
      : { point: random.pick(POINTS), moment: random.pick(MOMENTS), by };
  const hit = await stage.strike(strike, dueMs + STRUCK_WITHIN_MS);
  await pause(random.between(0, 3000));
  await hit?.kill("SIGCONT");
  if (random.next() < 0.5) await stage.startAll();
}

async function stoppedForLong(stage: Stage, expected: readonly Expected[]): Promise<void> {
  const { dueMs } = soon(stage, expected);
  await stage.setClock(dueMs - LEAD_MS);
  const hit = await stage.strike({ point: "notes", moment: "after", by: "SIGSTOP" }, dueMs + STRUCK_WITHIN_MS);
  if (hit) await pause(LAPSE_MS);
  await hit?.kill("SIGCONT");
}

async function killedAbout(stage: Stage, expected: readonly Expected[]): Promise<void> {
  await hitAbout(stage, soon(stage, expected), (service) => service.kill("SIGKILL"));
}

async function stoppedAbout(stage: Stage, expected: readonly Expected[]): Promise<void> {
  await hitAbout(stage, soon(stage, expected), async (service) => {
    await service.kill("SIGSTOP");
    await pause(stage.random.between(100, 5000));
    await service.kill("SIGCONT");
  });
}

async function hitAbout(
  stage: Stage,
  { dueMs }: Shown,
  hit: (service: ServiceProcess) => Promise<void>,
): Promise<void> {
  const { random, rig } = stage;
  await stage.setClock(dueMs - LEAD_MS);
  await stage.until(dueMs + random.between(-300, 900));
  const service = rig.services[random.between(0, rig.services.length - 1)];
  if (service) await hit(service);
  await stage.until(dueMs + OVER_MS);
}

async function bothKilled(stage: Stage, expected: readonly Expected[]): Promise<void> {
  const { random, rig } = stage;
  const { dueMs } = soon(stage, expected);
  await stage.setClock(dueMs - LEAD_MS);
  await stage.strike(
    { point: random.pick(POINTS), moment: random.pick(MOMENTS), by: "SIGKILL" },
    dueMs + STRUCK_WITHIN_MS,
  );
  await Promise.all(rig.services.map((service) => service.kill("SIGKILL")));
  await stage.startAll();
}

/** Nothing comes through between one replica, or both, and the database; then all of it does. */
async function cutOff(stage: Stage, expected: readonly Expected[]): Promise<void> {
  const { random, rig } = stage;
  const { dueMs } = soon(stage, expected);
  await stage.setClock(dueMs - LEAD_MS);
  await stage.until(dueMs + random.between(-300, 900));
  const first = random.between(0, 1);
  const cut = rig.proxies.filter((_, at) => at === first || random.next() < 0.3);
  for (const proxy of cut) proxy.setBlackHole(true);
  await pause(random.between(500, 6000));
  for (const proxy of cut) proxy.setBlackHole(false);
  await stage.until(dueMs + OVER_MS);
}

async function storm(stage: Stage, expected: readonly Expected[]): Promise<void> {
  const { random, rig } = stage;
  const { dueMs } = soon(stage, expected);
  await stage.setClock(dueMs - LEAD_MS);
  for (let times = random.between(3, 6); times > 0; times--) {
    await pause(random.between(50, 1500));
    for (const service of rig.services) if (random.next() < 0.6) await service.kill("SIGKILL");
    await stage.startAll();
  }
}

/** Somebody's next occurrence about a change of their clock. */
async function onChange(stage: Stage, expected: readonly Expected[]): Promise<void> {
  const { random } = stage;
  const change = someOf(random.pick, expected, (each) => each.onChanges, stage.nowMs() + MINUTE_MS);
  const scene = random.pick([upOver, (on: Stage, at: Shown) => hitAbout(on, at, (one) => one.kill("SIGKILL"))]);
  await scene(stage, change);
}

/** The clock is put back over what has fired, as when a machine's time was wrong. */
async function putBack(stage: Stage, expected: readonly Expected[]): Promise<void> {
  const occurrence = soon(stage, expected);
  await upOver(stage, occurrence);
  await pause(2000);
  await stage.setClock(occurrence.dueMs - HOUR_MS);
  await pause(500);
  await upOver(stage, occurrence);
}
