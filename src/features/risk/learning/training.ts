import { addDays, localDate, type LocalDate } from "../../../kernel/business-time.ts";
import type { Tx } from "../../../kernel/deps.ts";
import type { AccountId } from "../../../kernel/ids.ts";
import type { Context, Job, Schedule } from "../../feature.ts";
import { organisationDay, scoringTime } from "../calendar.ts";
import { FIRST, mainCurrency } from "../night-store.ts";
import { PERIOD_DAYS } from "./horizon.ts";
import type { Learned } from "./learn.ts";
import { isWorthUsing } from "./stages.ts";
import { learnBeside } from "./learner.ts";
import { activate } from "./model-store.ts";
import { type Past, pastOf, type PastRow } from "./past.ts";
import {
  firstCovered,
  firstCut,
  firstUsedAfter,
  forgetRows,
  keepRows,
  pastCustomersAfter,
  rowsAfter,
} from "./past-store.ts";

type Data = Readonly<Record<string, string>>;
/** Reads in a transaction of its own. */
export type Read = <T>(fn: (tx: Tx) => Promise<T>) => Promise<T>;

/** As much history as is kept by day. */
const MOST_CUTS = 39;
const DAY_MS = 86_400_000;
const BEFORE_ALL = { day: "0001-01-01" as LocalDate, account: FIRST };

/**
 * A training: rebuilds what was known at the start of past periods, batch by batch, then learns from it. The maths has no
 * transaction open and a thread of its own, so neither the database nor the service waits for it.
 */
export const training: Job = {
  prepare: async (read, data) =>
    data["phase"] === "learn"
      ? learnBeside(await pastFrom(read, new Date(data["asOf"] ?? ""), data["day"] ?? ""))
      : undefined,
  run: (context, data, prepared) => train(context, data, prepared as Learned | undefined),
};

const TRAINS_ON = "-01";

/** On the first of each month, when the organisation is scored. */
export const monthly: Schedule = {
  name: "train",
  days: "every-day",
  subjects: async ({ tx }) => [{ id: tx.organisation, ...(await scoringTime(tx)) }],
  async fire({ jobs, now }, _subject, { localDate: day }) {
    if (day.endsWith(TRAINS_ON)) await jobs.start("risk.train", { asOf: now.toISOString() });
  },
};

/** How far a training has come: so many of all cuts. */
export function progressOf(data: Data): { readonly done: number; readonly all: number } {
  const all = Number(data["cuts"] ?? 1);
  return { done: data["phase"] === "rows" ? Number(data["cut"] ?? 0) : data["phase"] === "first" ? 0 : all, all };
}

async function train(context: Context, data: Data, learned: Learned | undefined): Promise<Data | undefined> {
  const { tx } = context;
  const asOf = data["asOf"] ? new Date(data["asOf"]) : context.now;
  const today = localDate(data["day"] ?? "") ?? (await organisationDay(tx, asOf));
  const rest = { asOf: asOf.toISOString(), day: today };
  switch (data["phase"] ?? "begin") {
    case "begin": {
      return { ...rest, phase: "first", since: (await firstCovered(tx, asOf)) ?? "", after: FIRST };
    }
    case "first": {
      const { last, day } = await firstUsedAfter(tx, asOf, (data["after"] ?? FIRST) as AccountId);
      const [since] = [localDate(data["since"] ?? ""), day].flatMap((each) => each ?? []).sort();
      if (last) return { ...rest, phase: "first", since: since ?? "", after: last };
      const cuts = since === undefined ? 0 : cutsBetween(firstCut(since), today);
      if (cuts === 0) return undefined;
      const currency = await mainCurrency(tx, { asOf, day: today });
      return { ...rest, phase: "rows", cuts: String(cuts), cut: "0", currency, after: FIRST };
    }
    case "rows": {
      const [cut, cuts] = [Number(data["cut"]), Number(data["cuts"])];
      const day = addDays(today, -(cut + 1) * PERIOD_DAYS);
      const then = new Date(asOf.getTime() - (cut + 1) * PERIOD_DAYS * DAY_MS);
      const currency = data["currency"] ?? "EUR";
      const { last, customers } = await pastCustomersAfter(tx, asOf, day, (data["after"] ?? FIRST) as AccountId);
      if (customers.length > 0) await keepRows(tx, customers, { asOf: then, day }, currency, asOf);
      const onward = { ...rest, phase: "rows", cuts: String(cuts), currency };
      if (last) return { ...onward, cut: String(cut), after: last };
      return cut + 1 < cuts
        ? { ...onward, cut: String(cut + 1), after: FIRST }
        : { ...rest, phase: "forget", cuts: String(cuts) };
    }
    case "forget":
      return { ...rest, phase: (await forgetRows(tx, asOf)) ? "forget" : "learn", cuts: data["cuts"] ?? "" };
    default:
      if (learned?.fitted && isWorthUsing(learned.metrics.backtest))
        await activate(tx, { ...learned, fitted: learned.fitted }, { now: context.now, until: today });
      return undefined;
  }
}

function cutsBetween(first: LocalDate, today: LocalDate): number {
  let cuts = 0;
  while (cuts < MOST_CUTS && addDays(today, -(cuts + 1) * PERIOD_DAYS) >= first) cuts++;
  return cuts;
}

/** What a training built, page by page: no statement holds the database for long. */
export async function pastFrom(read: Read, builtAt: Date, today: string): Promise<Past> {
  const rows: PastRow[] = [];
  for (let after: { day: LocalDate; account: AccountId } = BEFORE_ALL; ;) {
    const page = await read((tx) => rowsAfter(tx, builtAt, after));
    rows.push(...page);
    const last = page.at(-1);
    if (!last) return pastOf(rows, today as LocalDate);
    after = last;
  }
}
