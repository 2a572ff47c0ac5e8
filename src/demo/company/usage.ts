import { addDays, daysBetween } from "../../kernel/business-time.ts";
import type { LocalDate } from "../../kernel/business-time.ts";
import type { AccountSpec } from "./account.ts";
import { rhythm } from "./calendar.ts";
import type { Life } from "./life.ts";
import { stream } from "../../kernel/random.ts";
import type { Random } from "../../kernel/random.ts";
import { FEATURES } from "./traits.ts";
import type { Traits } from "./traits.ts";

export type Measured = readonly [metric: string, value: number];

const MISSING_DAY = 0.006;
/** A file that never came, for everybody, and an account whose connection was down for five days. */
const LOST_FILE = -203;
const GAP = { account: "Kestrel Freight", from: -60, to: -56 };
/** Days of a story that chance may not hide. */
const STORY_FROM = -35;
const STORY_TO = 10;

/**
 * What the source reports of one day of an account. Dense metrics are reported on every known day, zero included;
 * sparse ones only when there is something to report. Nothing at all: the day is missing, which is unknown, not 0.
 */
export function measure(
  account: AccountSpec,
  traits: Traits,
  life: Life,
  seed: number,
  start: LocalDate,
  day: number,
): Measured[] {
  const level = life.levels[day - life.firstDay];
  if (level === undefined || (life.endDay !== undefined && day >= life.endDay)) return [];
  const random = stream(seed, account.id, "usage", String(day));
  if (isMissing(account, day, random.next())) return [];

  const date = addDays(start, day);
  const open = rhythm(date, account.region, traits.sevenDays);
  const season = 1 + traits.seasonAmplitude * Math.cos((2 * Math.PI * (yearDay(date) - traits.seasonPeak)) / 365);
  const seatsUsed = seatsUsedOn(account, traits, day);
  const share = Math.min(0.95, traits.activeShare * level * season * open);
  const active = activeUsers(seatsUsed, share, random);
  const measured: Measured[] = [
    ["active_users_day", active],
    ["seats_used", seatsUsed],
  ];

  let events = 0;
  traits.featureRates.forEach((rate, at) => {
    const value = Math.max(0, Math.round(active * rate * (1 + 0.15 * random.normal())));
    events += value;
    const metric = FEATURES[at];
    if (metric !== undefined && value > 0) measured.push([metric, value]);
  });
  if (traits.integrated) measured.push(...machineEvents(seatsUsed, traits, level, events, random));
  if (account.outcome) measured.push(["outcome_on_time", outcomeOn(account.outcome, day, random)]);
  return measured;
}

/** Machines work on days off too, and go on for a while when people stop. */
function machineEvents(seatsUsed: number, traits: Traits, level: number, events: number, random: Random): Measured[] {
  const calls = Math.round(seatsUsed * 2 * Math.sqrt(level) * (1 + 0.1 * random.normal()));
  const usual = 0.35 * seatsUsed * traits.activeShare * Math.sqrt(level);
  const ratio = traits.automatedShare / (1 - traits.automatedShare);
  const automated = Math.round(ratio * Math.max(events, usual) * (1 + 0.1 * random.normal()));
  const measured: Measured[] = [
    ["integration_calls", calls],
    ["automated_jobs", automated],
  ];
  return measured.filter(([, value]) => value > 0);
}

function seatsUsedOn(account: AccountSpec, traits: Traits, day: number): number {
  const grown = Math.round(traits.seatsUsed * Math.exp((traits.seatGrowth * (day + 1)) / 365));
  return Math.min(account.seats, Math.max(1, grown));
}

function activeUsers(seatsUsed: number, share: number, random: Random): number {
  const spread = 0.6 * Math.sqrt(seatsUsed * share * (1 - share));
  return Math.min(seatsUsed, Math.max(0, Math.round(seatsUsed * share + spread * random.normal())));
}

function outcomeOn([yearAgo, atStart]: readonly [number, number], day: number, random: Random): number {
  const value = atStart + ((atStart - yearAgo) * Math.max(-365, Math.min(60, day))) / 365 + 0.6 * random.normal();
  return Math.round(Math.min(100, Math.max(0, value)) * 10) / 10;
}

function isMissing(account: AccountSpec, day: number, chance: number): boolean {
  if (day === LOST_FILE) return true;
  if (account.name === GAP.account && day >= GAP.from && day <= GAP.to) return true;
  const told = account.script !== undefined && day >= STORY_FROM && day < STORY_TO;
  return !told && chance < MISSING_DAY;
}

function yearDay(date: LocalDate): number {
  return daysBetween(`${date.slice(0, 4)}-01-01` as LocalDate, date);
}
