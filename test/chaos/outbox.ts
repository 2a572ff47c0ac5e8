import { cp, mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import path from "node:path";
import { stream } from "../../src/demo/company/random.ts";
import { copyDatabase } from "../helpers/postgres.ts";
import { withPostgres } from "../helpers/postgres-server.ts";
import type { Chaos, ChaosOptions, Outcome, Violation } from "./outcome.ts";
import type { Ground, Sequel } from "./outbox-cast.ts";
import { MOMENTS, nameOf, type Point } from "./outbox-points.ts";
import { type Quiet, runKilling, runQuietly } from "./outbox-run.ts";
import { prepareStage, type Stage } from "./outbox-stage.ts";

/**
 * The service is killed at every outbound call and around every COMMIT of a morning with a claim. Each time it must end
 * as if nothing had happened: every post once, none lost, the newest state shown; what is in doubt stands as such.
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
  readonly point: Point;
  readonly sequel: Sequel;
}

const SAMPLE = 6;
/** Most of a run is waiting for what the dead left to be found out. */
const AT_ONCE = 6;
/** Of the points, one in so many is also tried with a second replica that goes on. */
const REPLICA_ONE_OF = 4;

async function run({ seed, ops, sample, tell }: ChaosOptions, url: string, folder: string): Promise<Outcome> {
  const sites = [await onPostgres(url, folder), await onEmbedded(folder)];
  const all: Case[] = [];
  const counts: Record<string, number> = {};
  for (const site of sites) {
    const quiet = await site.on(runQuietly);
    const points = pointsOf(site, quiet);
    counts[`${site.name}: posts`] = quiet.posts.length;
    counts[`${site.name}: outbound calls`] = quiet.calls.length;
    counts[`${site.name}: COMMITs`] = quiet.commits;
    counts[`${site.name}: points`] = points.length;
    tell(`${site.name}: ${points.length} points, ${quiet.calls.length} calls, ${quiet.commits} commits`);
    all.push(...points.map((point): Case => ({ site, quiet, point, sequel: "restart" })));
    if (site.name === "PostgreSQL") {
      const some = shuffled(points, seed, "replica").slice(0, Math.ceil(points.length / REPLICA_ONE_OF));
      all.push(...some.map((point): Case => ({ site, quiet, point, sequel: "other replica" })));
    }
  }
  const wanted = ops ?? (sample ? SAMPLE : all.length);
  const cases = shuffled(all, seed, "cases").slice(0, wanted);
  const violations: Violation[] = [];
  const sums = { missed: 0, ambiguous: 0, doubledInDoubt: 0 };
  let done = 0;
  await inParallel(AT_ONCE, cases, async (each) => {
    const { point, sequel, site, quiet } = each;
    const detail = `${site.name}, ${nameOf(point)}, ${sequel}`;
    try {
      const ran = await site.on((ground) => runKilling(ground, point, sequel, quiet));
      sums.missed += ran.reached ? 0 : 1;
      sums.ambiguous += ran.ambiguous;
      sums.doubledInDoubt += ran.doubledInDoubt;
      violations.push(
        ...ran.problems.map((problem) => ({ rule: problem.split(":")[0] ?? "", detail: `${detail}: ${problem}` })),
      );
      if (ran.problems.length > 0) tell(`${detail}: ${ran.problems.join("; ")}`);
    } catch (error) {
      violations.push({ rule: "ran", detail: `${detail}: ${error instanceof Error ? error.message : String(error)}` });
      tell(`${detail}: ${String(error)}`);
    }
    done += 1;
    if (done % 20 === 0) tell(`${done} of ${cases.length}, ${violations.length} violations`);
  });
  counts["ambiguous posts at the end"] = sums.ambiguous;
  counts["doubled in doubt"] = sums.doubledInDoubt;
  counts["points that a run didn't come to"] = sums.missed;
  return { ops: cases.length, violations, counts };
}

function pointsOf({ name }: Site, { calls, commits }: Quiet): Point[] {
  const around = Array.from({ length: commits }, (_, at): Point[] =>
    (["before", "after"] as const).map((moment) => ({ at: "commit", number: at + 1, moment })),
  ).flat();
  if (name === "embedded") return around;
  return [...calls.flatMap((call) => MOMENTS.map((moment): Point => ({ at: "call", call, moment }))), ...around];
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
