import { setTimeout as pause } from "node:timers/promises";
import { quantile } from "../bench/harness.ts";
import { checkRace, type Heard, type RaceHistory } from "./claims-check.ts";
import type { RaceCompany } from "./claims-company.ts";
import type { Havoc } from "./claims-havoc.ts";
import { type Race, standingOf } from "./claims-plan.ts";
import { outagesOf, type Playing, type Press } from "./claims-player.ts";
import { committedOf, outcomeOf, type Stored } from "./claims-stage.ts";
import type { Lag } from "./lag.ts";
import type { Violation } from "./outcome.ts";
import type { Rig } from "./rig.ts";

export interface Finished {
  readonly race: Race;
  readonly pressed: readonly Press[];
}

export interface RefereeParts {
  readonly rig: Rig;
  readonly company: RaceCompany;
  readonly playing: Playing;
  readonly havoc: Havoc;
  readonly lag: Lag;
}

/** after a replica has come back, until what it still had to say is said */
const LATE_MS = 500;

export interface Referee {
  readonly violations: readonly Violation[];
  readonly noted: readonly Violation[];
  check(finished: readonly Finished[]): Promise<void>;
  counts(): Record<string, number>;
}

/** Holds what was seen against what is stored, race by race, and then forgets it. */
export function createReferee({ rig, company, playing, havoc, lag }: RefereeParts): Referee {
  const { cast, players, roles } = company;
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

  function historyOf(
    { race, pressed }: Finished,
    stored: Stored | undefined,
    committed: ReadonlySet<string>,
  ): RaceHistory {
    return {
      number: race.number,
      namedAm: race.pool ? undefined : roles.am.name,
      stored: {
        stage: stored?.stage ?? "missing",
        claimedBy: nameOf(stored?.claimedBy),
        entries: stored?.entries.map((id) => nameOf(id) ?? "") ?? [],
      },
      pressed: pressed.map((press) => ({
        by: players[press.person]?.person.name ?? "",
        standing: standingOf(cast, race, press.person),
        sent: press.sent,
        told: toldOf(press),
        isCommitted: committed.size > 0 && committed.has(playing.contentKeyOf(press.payload)),
      })),
    };
  }

  function tally({ pressed }: RaceHistory): void {
    payloads += pressed.length;
    for (const { told: heard, sent } of pressed) {
      for (const each of heard) told[each.told.kind] = (told[each.told.kind] ?? 0) + 1;
      for (const { untilMs, fromMs, status } of sent) if (status > 0) tookMs.push(untilMs - fromMs);
    }
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
      for (const each of finished) {
        const history = historyOf(each, stored.get(each.race.number), committed);
        const checked = checkRace(history, outages, lag.between);
        violations.push(...checked.violations);
        noted.push(...checked.noted);
        tally(history);
        for (const { payload } of each.pressed) rig.answers.forget(payload.token);
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
