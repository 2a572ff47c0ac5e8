/**
 * npm run bench -- NAME… [--sample] [--json]: how fast, as ratios to a floor or a peer in the same run. `all` is every
 * bench. Ends with 1 when a target is missed; with --sample, small and quick, only when a bench can't run.
 */
import { availableParallelism } from "node:os";
import { wallClock } from "../../src/kernel/clock.ts";
import { understand, usageOf, type Vocabulary } from "../helpers/command-words.ts";
import { type Bench, type Figure, load } from "./harness.ts";

const BENCHES: Readonly<Record<string, () => Promise<Bench>>> = {
  ack: () => import("./ack.ts").then(({ ack }) => ack),
  boot: () => import("./boot.ts").then(({ boot }) => boot),
  account: () => import("./account.ts").then(({ account }) => account),
  crowd: () => import("./crowd.ts").then(({ crowd }) => crowd),
  claim: () => import("./claim.ts").then(({ claim }) => claim),
  detect: () => import("./detect.ts").then(({ detect }) => detect),
  digest: () => import("./digest.ts").then(({ digest }) => digest),
  fanout: () => import("./fanout.ts").then(({ fanout }) => fanout),
  import: () => import("./import.ts").then(({ imports }) => imports),
  ingest: () => import("./ingest.ts").then(({ ingest }) => ingest),
  nps: () => import("./nps.ts").then(({ nps }) => nps),
  schedules: () => import("./schedules.ts").then(({ schedules }) => schedules),
  score: () => import("./score.ts").then(({ score }) => score),
  teams: () => import("./teams.ts").then(({ teams }) => teams),
};

const VOCABULARY: Vocabulary = {
  what: "bench",
  names: Object.keys(BENCHES),
  flags: ["--sample", "--json"],
  values: {},
};
const NAME_WIDTH = 72;

process.exitCode = await main(process.argv.slice(2));

async function main(words: readonly string[]): Promise<number> {
  const asked = understand(words, VOCABULARY);
  if (asked.kind === "wrong") {
    console.error(`${asked.because}\n${usageOf(VOCABULARY)}`);
    return 2;
  }
  const { names, flags } = asked;
  const scale = flags.has("--sample") ? "sample" : "full";
  const figures: (Figure & { readonly load: number })[] = [];
  for (const name of names) {
    const startedMs = wallClock.monotonicMs();
    const bench = await BENCHES[name]?.();
    for (const each of (await bench?.run(scale)) ?? []) figures.push({ ...each, load: load() });
    console.error(`${name} took ${((wallClock.monotonicMs() - startedMs) / 1000).toFixed(0)} s`);
  }
  if (flags.has("--json")) console.log(JSON.stringify(figures, undefined, 1));
  else {
    console.log(`      ${"".padEnd(NAME_WIDTH)} median  (least to most)  target`);
    for (const each of figures) console.log(lineOf(each));
  }
  if (scale === "sample") console.error("A sample shows that the bench runs; its figures and misses mean nothing.");
  console.error(`${availableParallelism()} cores, load ${load().toFixed(1)}`);
  return scale === "sample" || figures.every(({ pass }) => pass !== false) ? 0 : 1;
}

function lineOf({ name, figure, min, max, target, pass }: Figure): string {
  const verdict = pass === undefined ? "    " : pass ? "ok  " : "MISS";
  return `${verdict}  ${name.padEnd(NAME_WIDTH)} ${written(figure)}  (${written(min)} to ${written(max)})  ${target}`;
}

function written(value: number): string {
  return Math.abs(value) >= 1000 ? Math.round(value).toLocaleString("en") : value.toPrecision(3);
}
