import { cp, mkdtemp, rm } from "node:fs/promises";
import { availableParallelism, tmpdir } from "node:os";
import path from "node:path";
import { stream } from "../../src/kernel/random.ts";
import { copyDatabase } from "../helpers/postgres.ts";
import { withPostgres } from "../helpers/postgres-server.ts";
import type { Chaos, ChaosOptions, Outcome, Violation } from "./outcome.ts";
import type { Ground, Sequel } from "./outbox-cast.ts";
import { MOMENTS, kindOf, nameOf, type Point } from "./outbox-points.ts";
import { type Quiet, runKilling, runQuietly } from "./outbox-run.ts";
import { prepareStage, type Stage } from "./outbox-stage.ts";

/**
 * The service is killed at every outbound call and around every COMMIT of a morning with a claim. Each time it must end
 * as if nothing had happened: every post once, none lost, none in doubt, the newest state shown. A sample kills it twice, on
 * PostgreSQL alone.
 */
export const outbox: Chaos = {
  name: "outbox",
  run: async (options) => {
    const folder = await mkdtemp(path.join(tmpdir(), "tandem-outbox-"));
    try {
      return await withPostgres(({ url }) => run(options, url, folder), { max_connections: "200" });
    } finally {
      await rm(folder, { recursive: true, force: true });
    }
  },
};

/** Where runs take place: copies of a stage that was prepared once. */
interface Site {
  readonly name: "PostgreSQL" | "embedded";
  on<T>(fn: (ground: Ground) => Promise<T>): Promise<T>;
}

interface Case {
  readonly site: Site;
  readonly quiet: Quiet;
  /** the second one is in what the first one leads to */
  readonly points: readonly Point[];
  readonly sequel: Sequel;
}

const SAMPLE = 2;
/** For each core: most of a run is waiting for what the dead left to be found out. */
const AT_ONCE = 3;
/** Of the points, one in so many is also tried with a second replica that goes on. */
const REPLICA_ONE_OF = 4;
const TOLD_EVERY = 20;

async function run({ seed, ops, sample, tell }: ChaosOptions, url: string, folder: string): Promise<Outcome> {
  const counts: Record<string, number> = {};
  const all: Case[] = [];
  const server = await onPostgres(url, folder);
  for (const site of sample ? [server] : [server, await onEmbedded(folder)]) {
    const quiet = await site.on(runQuietly);
    const cases = sample ? casesAt(site, quiet) : await casesOf(site, quiet, seed);
    counts[`${site.name}: posts`] = quiet.posts.length;
    counts[`${site.name}: outbound calls`] = quiet.calls.length;
    counts[`${site.name}: COMMITs`] = quiet.commits;
    counts[`${site.name}: points`] = cases.length;
    tell(`${site.name}: ${quiet.calls.length} calls, ${quiet.commits} COMMITs, ${cases.length} points`);
    all.push(...cases);
  }
  const chosen = shuffled(all, seed, "cases").slice(0, ops ?? (sample ? SAMPLE : all.length));
  const violations: Violation[] = [];
  const reached = new Map<string, boolean>();
  let missed = 0;
  let done = 0;
  await inParallel(AT_ONCE * availableParallelism(), chosen, async ({ points, sequel, site, quiet }) => {
    const place = `${site.name}, ${points.map(nameOf).join(", then ")}, ${sequel}`;
    function violated(rule: string, problem: string): void {
      violations.push({ rule, detail: `${place}: ${problem}` });
      tell(`${place}: ${problem}`);
    }
    try {
      const ran = await site.on((ground) => runKilling(ground, points, sequel, quiet));
      missed += ran.reached ? 0 : 1;
      const kind = `${site.name}, ${points.map(kindOf).join(", then ")}`;
      reached.set(kind, ran.reached || reached.get(kind) === true);
      for (const problem of ran.problems) violated(problem.split(":")[0] ?? "", problem);
    } catch (error) {
      violated("runs to its end", error instanceof Error ? error.message : String(error));
    }
    done += 1;
    if (done % TOLD_EVERY === 0) tell(`${done} of ${chosen.length}, ${violations.length} violations`);
  });
  for (const [kind, wasReached] of reached) {
    if (!wasReached) violations.push({ rule: "somebody is killed", detail: `${kind}: no run came to its point` });
  }
  counts["runs that ended before their point"] = missed;
  return { ops: chosen.length, violations, counts };
}

function casesAt(site: Site, quiet: Quiet): Case[] {
  return pointsOf(site, quiet).map((point): Case => ({ site, quiet, points: [point], sequel: "restart" }));
}

/** Every point; on PostgreSQL also points of what a killed message leads to, and some points with a second replica. */
async function casesOf(site: Site, quiet: Quiet, seed: number): Promise<Case[]> {
  const points = pointsOf(site, quiet);
  const cases = casesAt(site, quiet);
  if (site.name === "embedded") return cases;
  const message = quiet.calls.find((call) => call.startsWith("chat.postMessage C"));
  for (const moment of message === undefined ? [] : (["arrived", "recorded"] as const)) {
    const first: Point = { at: "call", call: message ?? "", moment };
    const { after } = await site.on((ground) => runKilling(ground, [first], "restart", quiet));
    for (const second of atCalls(after)) cases.push({ site, quiet, points: [first, second], sequel: "restart" });
  }
  const some = shuffled(points, seed, "replica").slice(0, Math.ceil(points.length / REPLICA_ONE_OF));
  return [...cases, ...some.map((point): Case => ({ site, quiet, points: [point], sequel: "other replica" }))];
}

function pointsOf({ name }: Site, { calls, commits }: Quiet): Point[] {
  const around = Array.from({ length: commits }, (_, at): Point[] =>
    (["before", "after"] as const).map((moment) => ({ at: "commit", number: at + 1, moment })),
  ).flat();
  return name === "embedded" ? around : [...atCalls(calls), ...around];
}

function atCalls(calls: readonly string[]): Point[] {
  return calls.flatMap((call) => MOMENTS.map((moment): Point => ({ at: "call", call, moment })));
}

async function onPostgres(server: string, folder: string): Promise<Site> {
  let stage: Stage | undefined;
  async function copied<T>(fn: (stage: Stage, url: string) => Promise<T>): Promise<T> {
    const copy = await copyDatabase(server, "tandem_outbox", async (url) => {
      stage = await prepareStage({ url, folder });
    });
    try {
      if (!stage) throw new Error("The stage wasn't prepared.");
      return await fn(stage, copy.url);
    } finally {
      await copy.drop();
    }
  }
  return {
    name: "PostgreSQL",
    on: (fn) => copied((prepared, url) => fn({ stage: prepared, url, folder })),
  };
}

async function onEmbedded(folder: string): Promise<Site> {
  const origin = path.join(folder, "origin");
  const stage = await prepareStage({ folder: origin });
  let copies = 0;
  return {
    name: "embedded",
    async on(fn) {
      const copy = path.join(folder, `copy-${String(++copies)}`);
      await cp(origin, copy, { recursive: true });
      try {
        return await fn({ stage, url: undefined, folder: copy });
      } finally {
        await rm(copy, { recursive: true, force: true });
      }
    },
  };
}

function shuffled<T>(items: readonly T[], seed: number, label: string): T[] {
  const random = stream(seed, "outbox", label);
  const keyed = items.map((item) => ({ item, key: random.next() }));
  return keyed.sort((a, b) => a.key - b.key).map(({ item }) => item);
}

async function inParallel<T>(atOnce: number, items: readonly T[], work: (item: T) => Promise<void>): Promise<void> {
  const queue = [...items];
  async function lane(): Promise<void> {
    for (let item = queue.shift(); item !== undefined; item = queue.shift()) await work(item);
  }
  await Promise.all(Array.from({ length: atOnce }, lane));
}
