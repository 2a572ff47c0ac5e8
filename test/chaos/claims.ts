import { setTimeout as pause } from "node:timers/promises";
import { wallClock } from "../../src/kernel/clock.ts";
import type { Locale } from "../../src/kernel/directory.ts";
import { quantile } from "../bench/harness.ts";
import type { TestPerson } from "../helpers/company.ts";
import { checkRace, type Heard, type RaceHistory } from "./claims-check.ts";
import { createHavoc, type Havoc } from "./claims-havoc.ts";
import { type Cast, planRace, type Race, type Standing, standingOf } from "./claims-plan.ts";
import { createPlaying, outagesOf, type Player, playerOf, type Playing, type Press } from "./claims-player.ts";
import { committedOf, opportunityOf, outcomeOf, type Roles, stage } from "./claims-stage.ts";
import { type Lag, watchLag } from "./lag.ts";
import type { Chaos, ChaosOptions, Outcome, Violation } from "./outcome.ts";
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
const CHUNK = 250;
const AT_ONCE = 6;
/** after a replica has come back, until what it still had to say is said */
const LATE_MS = 500;
const MOST_LISTED = 200;

interface Company {
  readonly cast: Cast;
  readonly players: readonly Player[];
  readonly roles: Roles;
}

interface Finished {
  readonly race: Race;
  readonly pressed: readonly Press[];
}

async function race(rig: Rig, havoc: Havoc, { seed, ops, sample, tell }: ChaosOptions): Promise<Outcome> {
  const count = ops ?? (sample ? SAMPLE : FULL);
  const company = await gather(rig);
  const playing = createPlaying(rig, company.players);
  const lag = watchLag();
  const referee = createReferee(rig, company, playing, havoc, lag);
  const chunkOf = (from: number): Race[] =>
    Array.from({ length: Math.min(CHUNK, count - from) }, (_, at) => planRace(seed, from + at, company.cast));
  const staged = async (from: number): Promise<Race[]> => {
    const races = chunkOf(from);
    if (races.length > 0) await rig.database((db) => stage(db, company.roles, races));
    return races;
  };

  await playing.warmUp(planRace(seed, count, company.cast));
  havoc.begin(rig);
  const startedMs = wallClock.monotonicMs();
  let coming = staged(0);
  let played: readonly Finished[] = [];
  for (let from = 0; from < count; from += CHUNK) {
    const races = await coming;
    coming = staged(from + CHUNK);
    const [finished] = await Promise.all([playAll(races, havoc, playing), referee.check(played)]);
    played = finished;
    if ((from / CHUNK) % 20 === 19) {
      const rate = (from + CHUNK) / ((wallClock.monotonicMs() - startedMs) / 1000);
      tell(`${from + CHUNK} races, ${rate.toFixed(0)} a second, ${referee.violations.length} violations`);
    }
  }
  const seconds = (wallClock.monotonicMs() - startedMs) / 1000;
  await referee.check(played);
  lag.stop();
  return {
    ops: count,
    violations: referee.violations.slice(0, MOST_LISTED),
    noted: referee.noted.slice(0, MOST_LISTED),
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

async function gather(rig: Rig): Promise<Company> {
  const { anna, ben, marta, jonas, olga, kim, organisation, amChannel } = rig.company;
  const more = [
    await rig.hire("Klara Vogt", ["am"], { locale: "de" }),
    await rig.hire("Mei Lin", ["am"], { locale: "zh" }),
    await rig.hire("Ravi Nair", ["am"]),
    await rig.hire("Zoe Blanc", ["am"]),
    await rig.hire("Nils Berg", ["am"], { region: "nordics" }),
  ] as const;
  const [klara, mei, ravi, zoe, nils] = more;
  const all: [TestPerson, Locale, Standing, Standing][] = [
    [marta, "en", "entitled", "entitled"],
    [jonas, "en", "entitled", "other-am"],
    [klara, "de", "entitled", "other-am"],
    [mei, "zh", "entitled", "other-am"],
    [ravi, "en", "entitled", "other-am"],
    [zoe, "en", "entitled", "other-am"],
    [olga, "en", "entitled", "entitled"],
    [nils, "en", "other-am", "other-am"],
    [anna, "en", "own-csm", "own-csm"],
    [ben, "en", "other-csm", "other-csm"],
    [kim, "en", "colleague", "colleague"],
  ];
  return {
    cast: { standings: all.map(([, , pool, named]) => ({ pool, named })) },
    players: all.map(([person, locale]) => playerOf(person, locale)),
    roles: { organisation, csm: anna, am: marta, first: jonas, region: "dach", address: `channel:${amChannel}` },
  };
}

interface Referee {
  readonly violations: readonly Violation[];
  readonly noted: readonly Violation[];
  check(finished: readonly Finished[]): Promise<void>;
  counts(): Record<string, number>;
}

/** Holds what was seen against what is stored, race by race, and then forgets it. */
function createReferee(rig: Rig, { cast, players, roles }: Company, playing: Playing, havoc: Havoc, lag: Lag): Referee {
  const violations: Violation[] = [];
  const noted: Violation[] = [];
  const told: Record<string, number> = {};
  const tookMs: number[] = [];
  const outages = outagesOf(rig);
  const nameOf = (id: string | undefined): string | undefined =>
    id === undefined ? undefined : (players.find(({ person }) => person.id === id)?.person.name ?? id);
  let payloads = 0;

  function toldOf({ person, payload }: Press): Heard[] {
    const read = players[person]?.read;
    return rig.answers.of(payload.token).flatMap((answer) => (read ? [{ ...answer, told: read(answer.text) }] : []));
  }

  return {
    violations,
    noted,
    async check(finished) {
      if (finished.length === 0) return;
      await havoc.over();
      await pause(LATE_MS);
      const races = finished.map((each) => each.race);
      const doubted = finished
        .flatMap(({ pressed }) => pressed)
        .filter((press) => toldOf(press).some((each) => each.told.kind === "try-again"))
        .map(({ payload }) => playing.contentKeyOf(payload));
      const [stored, committed] = await rig.database((db) =>
        Promise.all([outcomeOf(db, roles.organisation, races), committedOf(db, roles.organisation, doubted)]),
      );
      for (const { race: each, pressed } of finished) {
        const row = stored.get(each.number);
        const history: RaceHistory = {
          number: each.number,
          namedAm: each.pool ? undefined : roles.am.name,
          stored: {
            stage: row?.stage ?? "missing",
            claimedBy: nameOf(row?.claimedBy),
            entries: row?.entries.map((id) => nameOf(id) ?? "") ?? [],
          },
          pressed: pressed.map((press) => ({
            by: players[press.person]?.person.name ?? "",
            standing: standingOf(cast, each, press.person),
            sent: press.sent,
            told: toldOf(press),
            isCommitted: committed.has(playing.contentKeyOf(press.payload)),
          })),
        };
        const checked = checkRace(history, outages, lag.between);
        violations.push(...checked.violations);
        noted.push(...checked.noted);
        for (const press of history.pressed) {
          payloads++;
          for (const {
            told: { kind },
          } of press.told)
            told[kind] = (told[kind] ?? 0) + 1;
          for (const { untilMs, fromMs, status } of press.sent) if (status > 0) tookMs.push(untilMs - fromMs);
        }
        for (const { payload } of pressed) rig.answers.forget(payload.token);
      }
    },
    counts: () => ({
      payloads,
      requests: tookMs.length,
      ...Object.fromEntries(Object.entries(told).map(([kind, count]) => [`told: ${kind}`, count])),
      "answers after their race was checked": rig.answers.late,
      "p50 of a request, ms": Math.round(quantile(tookMs, 0.5)),
      "p99 of a request, ms": Math.round(quantile(tookMs, 0.99)),
      "slowest request, ms": Math.round(quantile(tookMs, 1)),
    }),
  };
}
