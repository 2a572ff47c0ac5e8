import { addDays, daysBetween } from "../../kernel/business-time.ts";
import type { LocalDate } from "../../kernel/business-time.ts";
import type { AccountSpec, State, Turn } from "./account.ts";
import { addMonths } from "./calendar.ts";
import { daysToDeadline, endAfterNotice } from "./contract.ts";
import type { Terms } from "./contract.ts";
import { stream } from "../../kernel/random.ts";
import type { Traits } from "./traits.ts";

export const HISTORY_MONTHS = 18;

/** What became of an account, day by day. Days count from the start of the demo, negative before it. */
export interface Life {
  readonly firstDay: number;
  /** level of use from `firstDay` on; 1 is the account's own normal */
  readonly levels: readonly number[];
  readonly noticeDay: number | undefined;
  /** the first day without a contract */
  readonly endDay: number | undefined;
}

/** Change of the log level of use a day. */
const DRIFT: Readonly<Record<State, number>> = {
  healthy: 0,
  growing: 0.0025,
  drifting: -0.006,
  failing: -0.03,
  leaving: -0.02,
};

/** Chances a day to move from one state to another. */
const MOVES: Readonly<Record<State, readonly (readonly [State, number])[]>> = {
  healthy: [
    ["growing", 0.002],
    ["drifting", 0.001],
  ],
  growing: [["healthy", 0.011]],
  drifting: [
    ["healthy", 0.02],
    ["failing", 0.004],
  ],
  failing: [["drifting", 0.008]],
  leaving: [],
};

const BASE_HAZARD: Readonly<Record<State, number>> = {
  healthy: 0.00002,
  growing: 0.00001,
  drifting: 0.0003,
  failing: 0.002,
  leaving: 0,
};

/** Chance may not disturb the opening: no new drift in these days but for what the stories say. */
const OPENING_FROM = -120;
const OPENING_TO = 14;
const LOWEST = 0.0005;
const WINDOW_DAYS = 30;

/**
 * The chance that an account gives notice on one day:
 * base(state) × exp(0.9 · decline + 0.7 · (1 − breadth) − 0.6 · integrated + 1.6 · window), at most 0.5.
 * base: healthy 0.00002, growing 0.00001, drifting 0.0003, failing 0.002 a day.
 * decline: ln of the level 84 days ago over the level now, within 0 and 2. breadth: share of the key features in use.
 * window: 1 in the 30 days before the last day on which notice stops the next renewal, else 0.
 * Customers of the opening are survivors: the hazard is drawn for them from day 14 on only, for those who left
 * during the history from the first day of their decline; these leave at their last deadline at the latest.
 */
export function noticeHazard(now: {
  readonly state: State;
  readonly decline: number;
  readonly breadth: number;
  readonly integrated: boolean;
  readonly daysToDeadline: number;
}): number {
  const window = now.daysToDeadline >= 0 && now.daysToDeadline <= WINDOW_DAYS ? 1 : 0;
  const decline = Math.min(2, Math.max(0, now.decline));
  const score = 0.9 * decline + 0.7 * (1 - now.breadth) - 0.6 * (now.integrated ? 1 : 0) + 1.6 * window;
  return Math.min(0.5, BASE_HAZARD[now.state] * Math.exp(score));
}

/** Lives an account's life up to and with a day. The same for every seed, account and day, whoever asks. */
export function live(
  account: AccountSpec,
  terms: Terms,
  traits: Traits,
  seed: number,
  start: LocalDate,
  lastDay: number,
): Life {
  const oldest = daysBetween(start, addMonths(start, -HISTORY_MONTHS));
  const firstDay = Math.max(oldest, daysBetween(start, terms.signedOn));
  const levels: number[] = [];
  let state: State = traits.firstState;
  let log = 0;
  let home = 0;
  let noticeDay: number | undefined;
  let endDay: number | undefined;

  for (let day = firstDay; day <= lastDay && (endDay === undefined || day < endDay); day++) {
    const random = stream(seed, account.id, "life", String(day));
    const turn = noticeDay === undefined ? turnOf(account.script, day) : undefined;
    const before: State = state;
    state = noticeDay !== undefined ? "leaving" : (turn?.state ?? moved(state, day, random.next()));
    if (before === "growing" && state === "healthy") home = log;
    const pull = state === "healthy" ? 0.02 * (home - log) : 0;
    log += (turn?.driftPerDay ?? DRIFT[state]) + pull + 0.004 * random.normal();
    log = Math.min(traits.ceiling, Math.max(Math.log(LOWEST), log));
    levels.push(Math.exp(log));

    if (noticeDay !== undefined || !mayLeave(account, day)) continue;
    const date = addDays(start, day);
    const toDeadline = daysToDeadline(terms, date);
    const past = levels[levels.length - 85] ?? levels[0] ?? 1;
    const decline = Math.log(past) - log;
    const hazard = noticeHazard({
      state,
      decline,
      breadth: traits.breadth,
      integrated: traits.integrated,
      daysToDeadline: toDeadline,
    });
    if (account.noticeOnDay === day || random.next() < hazard || isLastChance(account, day, toDeadline)) {
      noticeDay = day;
      endDay = daysBetween(start, endAfterNotice(terms, date));
    }
  }
  return { firstDay, levels, noticeDay, endDay };
}

function turnOf(script: readonly Turn[] | undefined, day: number): Turn | undefined {
  return script?.findLast((turn) => turn.fromDay <= day);
}

function moved(state: State, day: number, chance: number): State {
  const opening = day >= OPENING_FROM && day < OPENING_TO;
  if (opening && state === "drifting") return "healthy";
  let passed = 0;
  for (const [to, share] of MOVES[state]) {
    passed += share;
    if (chance >= passed) continue;
    const worse = to === "drifting" || to === "failing";
    return worse && (opening || (to === "failing" && day < 0)) ? state : to;
  }
  return state;
}

function mayLeave(account: AccountSpec, day: number): boolean {
  if (account.noticeOnDay !== undefined) return day === account.noticeOnDay;
  if (account.endReason !== undefined) return day >= (account.script?.[0]?.fromDay ?? 0);
  return day >= (account.staysUntilDay ?? OPENING_TO);
}

/** Who is to have left before the start does so at the last deadline at the latest. */
function isLastChance(account: AccountSpec, day: number, toDeadline: number): boolean {
  return account.endReason !== undefined && toDeadline === 0 && day >= (account.renewsInDays ?? 0) - 120;
}
