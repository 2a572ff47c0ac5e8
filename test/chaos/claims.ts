import { wallClock } from "../../src/kernel/clock.ts";
import { gather } from "./claims-company.ts";
import { createHavoc, type Havoc } from "./claims-havoc.ts";
import { planRace, type Race } from "./claims-plan.ts";
import { createPlaying, type Playing } from "./claims-player.ts";
import { createReferee, type Finished } from "./claims-referee.ts";
import { opportunityOf, stage } from "./claims-stage.ts";
import { watchLag } from "./lag.ts";
import type { Chaos, ChaosOptions, Outcome } from "./outcome.ts";
import { type Rig, withRig } from "./rig.ts";

/**
 * Races for opportunities: two to four people press Claim at two replicas at once, some twice, some of the payloads
 * delivered twice, while COMMITs lose their replies and replicas are killed and stopped.
 */
export const claims: Chaos = {
  name: "claims",
  run(options) {
    const havoc = createHavoc(options.seed);
    return withRig({ watch: havoc.watch, enforceRates: false }, (rig) => race(rig, havoc, options));
  },
};

const FULL = 100_000;
const SAMPLE = 300;
const CHUNK = 500;
const AT_ONCE = 6;
const TELL_EVERY = 5_000;
const MOST_LISTED = 200;

async function race(rig: Rig, havoc: Havoc, { seed, ops, sample, tell }: ChaosOptions): Promise<Outcome> {
  const count = ops ?? (sample ? SAMPLE : FULL);
  const company = await gather(rig);
  const playing = createPlaying(rig, company.players);
  const lag = watchLag();
  const referee = createReferee({ rig, company, playing, havoc, lag });

  async function staged(from: number): Promise<Race[]> {
    const size = Math.max(0, Math.min(CHUNK, count - from));
    const races = Array.from({ length: size }, (_, at) => planRace(seed, from + at, company.cast));
    if (size > 0) await rig.database((db) => stage(db, company.roles, races));
    return races;
  }

  await playing.warmUp(planRace(seed, count, company.cast));
  havoc.begin(rig);
  const startedMs = wallClock.monotonicMs();
  let races = await staged(0);
  let played: readonly Finished[] = [];
  for (let from = 0; from < count; from += CHUNK) {
    const next = from + CHUNK;
    // While these are played, those before are checked and those after are made.
    [played, races] = await Promise.all([playAll(races, havoc, playing), staged(next), referee.check(played)]);
    if (next % TELL_EVERY === 0) {
      const rate = next / ((wallClock.monotonicMs() - startedMs) / 1000);
      tell(`${next} races, ${rate.toFixed(0)} a second, ${referee.violations.length} violations`);
    }
  }
  const seconds = (wallClock.monotonicMs() - startedMs) / 1000;
  await referee.check(played);
  lag.stop();
  return {
    ops: count,
    violations: referee.violations.slice(0, MOST_LISTED),
    noted: [...havoc.notes, ...referee.noted].slice(0, MOST_LISTED),
    counts: { ...havoc.counts, ...referee.counts(), "races a second": Math.round(count / seconds) },
  };
}

/** Several races at once, each beginning as soon as another has ended. */
async function playAll(races: readonly Race[], havoc: Havoc, playing: Playing): Promise<Finished[]> {
  const finished: Finished[] = [];
  const waiting = races.values();
  async function lane(): Promise<void> {
    for (const each of waiting) {
      havoc.plan(opportunityOf(each), each);
      havoc.onStart(each);
      finished.push({ race: each, pressed: await playing.play(each) });
      havoc.forget(opportunityOf(each));
    }
  }
  await Promise.all(Array.from({ length: AT_ONCE }, lane));
  return finished;
}
