import { setTimeout as pause } from "node:timers/promises";
import { wallClock } from "../../src/kernel/clock.ts";
import { type Cast, type Ground, type Sequel, withCast } from "./outbox-cast.ts";
import { judge, type Rows, rowsOf, standingIn } from "./outbox-check.ts";
import type { Point } from "./outbox-points.ts";
import type { Stage } from "./outbox-stage.ts";
import { createSender, pressOf } from "./sender.ts";

/** What is wanted and what stands when nobody is killed, on the morning and after the claim. */
export interface Expected {
  readonly posts: readonly string[];
  readonly morning: readonly string[];
  readonly standing: readonly string[];
}

export interface Quiet extends Expected {
  readonly calls: readonly string[];
  readonly commits: number;
}

export interface Ran {
  /** what isn't as it must be */
  readonly problems: readonly string[];
  /** false: the story ended before it came to all the points */
  readonly reached: boolean;
  /** the calls after the first of the points, by name */
  readonly after: readonly string[];
}

const LOOK_MS = 100;
const QUIET_MS = 6000;
/** Nothing takes longer than a minute's tick and a look that counts after 90 s. */
const STILL_MS = 180_000;
/** A dead holder is found out in 10 to 15 s. */
const EMBEDDED_STRETCH_MS = 17_000;
const EMBEDDED_STRETCHES = 8;

/** The story, and nobody is killed. @throws when it doesn't hold even then */
export function runQuietly(ground: Ground): Promise<Quiet> {
  return withCast(ground, { points: [], sequel: "restart" }, async (cast) => {
    await calm(cast);
    const morning = standingIn(cast.slack);
    await claim(cast, ground.stage);
    await calm(cast);
    const { commits } = cast;
    const standing = standingIn(cast.slack);
    const rows = await atRest(cast, ground);
    await cast.services[0]?.kill("SIGTERM");
    const posts = rows.posts.map(({ name }) => name);
    const problems = judge(ground.stage, rows, cast.slack, { posts, standing });
    if (problems.length > 0) throw new Error(`Nobody was killed, and still: ${problems.join("; ")}`);
    return { posts, morning, standing, calls: [...cast.calls], commits };
  });
}

/** The story with a process killed at one point after the other: the morning's posts, a claim, and its redraws. */
export function runKilling(ground: Ground, points: readonly Point[], sequel: Sequel, expected: Expected): Promise<Ran> {
  return withCast(ground, { points, sequel }, async (cast) => {
    await until(cast, () => shows(cast, expected.morning));
    await claim(cast, ground.stage);
    await until(cast, () => shows(cast, expected.standing));
    const rows = await atRest(cast, ground);
    const [first] = points;
    const from = first?.at === "call" ? cast.calls.indexOf(first.call) + 1 : cast.calls.length;
    return {
      problems: judge(ground.stage, rows, cast.slack, expected),
      reached: cast.killed === points.length,
      after: cast.calls.slice(from),
    };
  });
}

function shows({ slack }: Cast, expected: readonly string[]): boolean {
  const standing = new Set(standingIn(slack));
  return expected.every((message) => standing.has(message));
}

/** Looks again and again, while processes are killed and started; gives up when nothing happens any more. */
async function until(cast: Cast, done: () => boolean | Promise<boolean>): Promise<void> {
  do {
    await cast.ensure();
    if (await done()) return;
    await pause(LOOK_MS);
  } while (wallClock.monotonicMs() < cast.signOfLifeMs + STILL_MS);
}

async function calm(cast: Cast): Promise<void> {
  let seen = -1;
  let sinceMs = 0;
  await until(cast, () => {
    if (seen !== cast.slack.calls.length) [seen, sinceMs] = [cast.slack.calls.length, wallClock.monotonicMs()];
    return wallClock.monotonicMs() > sinceMs + QUIET_MS;
  });
}

/** Marta presses until she is answered; each time it is a press of its own. */
async function claim(cast: Cast, { company, channels, opportunity }: Stage): Promise<void> {
  const sender = createSender();
  let presses = 0;
  try {
    await until(cast, async () => {
      const service = cast.services.find(({ isUp }) => isUp);
      if (!service) return false;
      const payload = pressOf({
        workspace: company.workspace,
        user: company.marta.user,
        channel: channels.am,
        message: cast.slack.standing(channels.am)[0]?.ts ?? "1.2",
        action: { name: "opportunities.claim", subject: opportunity },
        actionTs: `1795500000.${String(++presses).padStart(6, "0")}`,
        response: cast.slack.responseUrl(),
      });
      return (await sender.send(payload, service)).status === 200;
    });
  } finally {
    sender.stop();
  }
}

/** The rows once nothing is left to be done, or when that takes too long. */
async function atRest(cast: Cast, ground: Ground): Promise<Rows> {
  const read = (): Promise<Rows> => cast.database((db) => rowsOf(db, ground.stage));
  const isOver = ({ posts }: Rows): boolean => posts.every(({ open }) => !open);
  if (ground.url !== undefined) {
    let rows = await read();
    await until(cast, async () => isOver((rows = await read())));
    return rows;
  }
  for (let stretch = 1; ; stretch++) {
    await cast.services[0]?.kill("SIGTERM");
    const rows = await read();
    if (isOver(rows) || stretch === EMBEDDED_STRETCHES) return rows;
    await cast.ensure();
    await pause(EMBEDDED_STRETCH_MS);
  }
}
