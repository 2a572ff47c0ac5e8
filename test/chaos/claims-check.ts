import type { Standing } from "./claims-plan.ts";
import { isDecided, type Told } from "./claims-sentences.ts";
import type { Lag } from "./lag.ts";
import type { Violation } from "./outcome.ts";
import type { Sent } from "./sender.ts";
import type { Outage } from "./service-process.ts";

/** Slack's patience with a request. */
const ANSWERED_WITHIN_MS = 3000;
/** On a machine that is busier nobody can tell who was late. */
const MOST_LAG_MS = 200;
/** How long after its request a reply may still be on its way, and so be lost with its process. */
const ON_ITS_WAY_MS = 15_000;

/** An answer and when it was seen. */
export interface Heard {
  readonly told: Told;
  readonly text: string;
  readonly seenMs: number;
}

/** A payload, all its deliveries, and what came to its response_url. */
export interface Pressed {
  readonly by: string;
  readonly standing: Standing;
  readonly sent: readonly Sent[];
  readonly told: readonly Heard[];
  /** its content key stands in the database: a transaction of it was committed */
  readonly isCommitted: boolean;
}

/** One race as it was seen from outside, and as the database has it. People are named. */
export interface RaceHistory {
  readonly number: number;
  readonly pressed: readonly Pressed[];
  /** the account's AM, where there is one */
  readonly namedAm: string | undefined;
  readonly stored: {
    readonly stage: string;
    readonly claimedBy: string | undefined;
    /** who is named by each entry of the timeline that says it was claimed */
    readonly entries: readonly string[];
  };
}

/** Of each service, by its name. */
export type Outages = ReadonlyMap<string, readonly Outage[]>;

export interface Checked {
  readonly violations: readonly Violation[];
  /** the same, where a replica was killed or stopped meanwhile, or the machine itself was late: no violation */
  readonly noted: readonly Violation[];
}

interface Found {
  readonly rule: string;
  readonly detail: string;
  /** the product can't be blamed for it */
  readonly isExcused?: boolean;
}

/** @param lagMs how late whoever measured was, between two instants */
export function checkRace(race: RaceHistory, outages: Outages, lagMs: Lag["between"] = () => 0): Checked {
  const found = [
    ...storedProblems(race),
    ...race.pressed.flatMap((pressed) => [
      ...requestProblems(pressed, outages, lagMs),
      ...answerProblems(pressed, outages),
      ...pressed.told.flatMap((heard) => truthProblems(race, pressed, heard, outages)),
    ]),
  ];
  const shown = ({ rule, detail }: Found): Violation => ({ rule, detail: `race ${race.number}: ${detail}` });
  return {
    violations: found.filter(({ isExcused }) => isExcused !== true).map(shown),
    noted: found.filter(({ isExcused }) => isExcused === true).map(shown),
  };
}

/** What the database has against itself, and against what people were told. */
function storedProblems({ pressed, stored: { stage, claimedBy: winner, entries } }: RaceHistory): Found[] {
  const has = `${winner ?? "nobody"} has it`;
  const found: Found[] = [];
  if (stage !== (winner === undefined ? "routed" : "claimed")) {
    found.push({ rule: "the row makes sense", detail: `${has}, and its stage is ${stage}` });
  }
  if (entries.length !== (winner === undefined ? 0 : 1) || entries.some((by) => by !== winner)) {
    found.push({ rule: "one timeline entry a claim", detail: `${has}, the timeline names [${entries.join(", ")}]` });
  }
  if (winner === undefined) {
    const heard = pressed.find(
      ({ standing, told }) => standing === "entitled" && told.some(({ told }) => isDecided(told)),
    );
    if (heard) found.push({ rule: "somebody wins", detail: `${heard.by} was answered, and nobody has it` });
    return found;
  }
  const ofWinner = pressed.filter(({ by }) => by === winner);
  if (!ofWinner.some(({ standing }) => standing === "entitled")) {
    found.push({ rule: "nobody without the right wins", detail: has });
  }
  if (!ofWinner.some(({ told }) => told.some(isWin))) {
    found.push({ rule: "the winner is told", detail: `${has} and was never told` });
  }
  const firstMs = Math.min(...ofWinner.flatMap(({ sent }) => sent.map(({ fromMs }) => fromMs)));
  const early = pressed
    .flatMap(({ told }) => told)
    .find(({ told, seenMs }) => told.kind === "taken" && seenMs < firstMs);
  if (early)
    found.push({ rule: "nobody loses before somebody wins", detail: `${has}, and pressed after "${early.text}"` });
  return found;
}

function requestProblems({ by, sent }: Pressed, outages: Outages, lagMs: Lag["between"]): Found[] {
  return sent.flatMap(({ to, status, text, fromMs, untilMs }) => {
    const tookMs = Math.round(untilMs - fromMs);
    const isWell = status >= 200 && status < 300 && tookMs < ANSWERED_WITHIN_MS;
    if (isWell || wasAway(to, fromMs, untilMs, outages)) return [];
    const lag = Math.round(lagMs(fromMs, untilMs));
    const detail = `${by} at ${to}: status ${status} after ${tookMs} ms ${text}, the clock ${lag} ms late`;
    return [{ rule: "every request is answered 2xx in 3 s", detail, isExcused: lag > MOST_LAG_MS }];
  });
}

function answerProblems(pressed: Pressed, outages: Outages): Found[] {
  const { by, sent, told } = pressed;
  const said = told.map(({ text }) => `"${text}"`).join(" and ");
  if (told.length === 0 && !sent.some((each) => wasTroubled(each, outages))) {
    return [{ rule: "everybody is answered", detail: `${by} heard nothing` }];
  }
  if (told.length > sent.length) {
    return [{ rule: "a delivery is answered once", detail: `${by}, ${sent.length} times delivered: ${said}` }];
  }
  if (new Set(told.map(({ text }) => text)).size < 2) return [];
  const isExcused = told.some((heard) => wasAwayBefore(pressed, heard, outages));
  return [{ rule: "copies get one answer", detail: `${by}: ${said}`, isExcused }];
}

function truthProblems(race: RaceHistory, pressed: Pressed, heard: Heard, outages: Outages): Found[] {
  const { claimedBy: winner } = race.stored;
  if (!isDecided(heard.told)) {
    if (heard.told.kind === "try-again" && !pressed.isCommitted) return [];
    const denied = pressed.by === winner ? "a winner isn't told to try again" : "what was decided isn't denied";
    const rule = heard.told.kind === "unsure" ? "nobody is left unsure" : denied;
    const isExcused = wasAwayBefore(pressed, heard, outages);
    return [{ rule, detail: `${pressed.by} was told "${heard.text}"`, isExcused }];
  }
  const rule = untruth(race, pressed, heard.told);
  const who = `${pressed.by} (${pressed.standing})`;
  return rule === undefined ? [] : [{ rule, detail: `${winner ?? "nobody"} has it, ${who} was told "${heard.text}"` }];
}

/** @returns the rule that is broken */
function untruth({ stored, namedAm }: RaceHistory, { by, standing }: Pressed, told: Told): string | undefined {
  const isWinning = told.kind === "yours" || told.kind === "already-yours";
  if (by === stored.claimedBy) return isWinning ? undefined : "a winner isn't told that they lost";
  if (isWinning) return "one winner";
  if (told.kind === "taken") return told.by === stored.claimedBy ? undefined : "losers hear who has it";
  return isRefusalOf(standing, told, namedAm) ? undefined : "everybody is told the truth";
}

function isRefusalOf(standing: Standing, told: Told, namedAm: string | undefined): boolean {
  switch (standing) {
    case "entitled":
      return false;
    case "own-csm":
      return told.kind === "csm-refused";
    case "other-csm":
      return told.kind === "only-am";
    case "other-am":
      return namedAm === undefined ? told.kind === "only-am" : told.kind === "for-another" && told.by === namedAm;
    case "colleague":
      return told.kind === "gone";
  }
}

function isWin({ told }: Heard): boolean {
  return told.kind === "yours" || told.kind === "already-yours";
}

/** Was its replica killed or stopped while it was at work on this, or its answer on the way? */
export function wasTroubled({ to, fromMs, untilMs }: Sent, outages: Outages): boolean {
  return wasAway(to, fromMs, untilMs + ON_ITS_WAY_MS, outages);
}

function wasAwayBefore({ sent }: Pressed, { seenMs }: Heard, outages: Outages): boolean {
  return sent.some(({ to, fromMs }) => wasAway(to, fromMs, seenMs, outages));
}

function wasAway(service: string, fromMs: number, untilMs: number, outages: Outages): boolean {
  const all = outages.get(service) ?? [];
  return all.some((outage) => outage.fromMs <= untilMs && outage.untilMs >= fromMs);
}
