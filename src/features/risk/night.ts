import { localDate } from "../../kernel/business-time.ts";
import type { AccountId } from "../../kernel/ids.ts";
import type { Context, Job } from "../feature.ts";
import { organisationDay } from "./calendar.ts";
import { activeVersion } from "./learning/model-store.ts";
import { watchDrift } from "./learning/watching.ts";
import { amongOf, type Rule, stateBatch } from "./night-states.ts";
import {
  customersAfter,
  dropUnfinished,
  FIRST,
  history,
  keepFeatures,
  mainCurrency,
  measuresAfter,
  peerSetsOf,
  type Run,
  segmentsOf,
} from "./night-store.ts";
import type { PeerSet } from "./peers.ts";
import { baseRate, enterAt, type Measures, scalesOf, together } from "./score.ts";
import { tellAdmins } from "./standstill.ts";
import { casesWithoutCustomer, closeCases } from "./case-store.ts";
import { announceCases } from "./cases/announcing.ts";
import { holdAlerts } from "./cases/holding.ts";

const MEASURES_A_BATCH = 1000;

type Data = Readonly<Record<string, string>>;

/** The night: features, scales, scores and states, announcements; each call a batch in a transaction of its own. */
export const night: Job = { run: runNight };

async function runNight(context: Context, data: Data): Promise<Data | undefined> {
  const run = await runOf(context, data);
  const rest = { asOf: run.asOf.toISOString(), day: run.day };
  const after = (data["after"] ?? FIRST) as AccountId;
  switch (data["phase"] ?? "features") {
    case "features": {
      const currency = data["currency"] ?? (await mainCurrency(context.tx, run));
      const batch = await customersAfter(context.tx, run, after);
      const last = batch.at(-1);
      if (!last) return { ...rest, phase: "scale" };
      await keepFeatures(context.tx, batch, run, currency);
      return { ...rest, phase: "features", currency, after: last };
    }
    case "scale": {
      const { last, measures } = await measuresAfter(context.tx, run, after, MEASURES_A_BATCH);
      const all = together(JSON.parse(data["measures"] ?? "{}") as Measures, measures);
      if (last) return { ...rest, phase: "scale", measures: JSON.stringify(all), after: last };
      return { ...rest, phase: "states", rule: JSON.stringify(await ruleOf(context, run, all)), segment: "0" };
    }
    case "states": {
      const rule = JSON.parse(data["rule"] ?? "") as Rule;
      const place = Number(data["segment"]);
      const among = amongOf(rule, place);
      const sets = data["peers"] ?? JSON.stringify(await peerSetsOf(context.tx, run, among));
      const last = await stateBatch(context, run, rule, { among, peers: JSON.parse(sets) as PeerSet[], after });
      const onward = { ...rest, phase: "states", rule: data["rule"] ?? "" };
      if (last) return { ...onward, segment: String(place), peers: sets, after: last };
      return place < rule.segments.length ? { ...onward, segment: String(place + 1) } : { ...rest, phase: "announce" };
    }
    case "drift": {
      const left = await watchDrift(context, run, data);
      return left && { ...rest, phase: "drift", ...left };
    }
    default:
      await tell(context, run);
      await tellAdmins(context, run.day);
      await dropUnfinished(context.tx, run.day);
      return { ...rest, phase: "drift" };
  }
}

/** Without data, a run as of now. */
async function runOf({ tx, now }: Context, data: Data): Promise<Run> {
  const asOf = data["asOf"] ? new Date(data["asOf"]) : now;
  const day = localDate(data["day"] ?? "") ?? (await organisationDay(tx, asOf));
  return { asOf, day };
}

async function ruleOf({ tx }: Context, run: Run, measures: Measures): Promise<Rule> {
  const { churns, quarters } = await history(tx, run);
  const base = baseRate(churns, quarters);
  return {
    base,
    enter: enterAt(churns, base),
    scales: scalesOf(measures),
    model: await activeVersion(tx),
    segments: await segmentsOf(tx, run),
  };
}

/** What the night opened is told to people, or waits for a manager when it is too much to be true. */
async function tell(context: Context, run: Run): Promise<void> {
  const { tx, posts } = context;
  const gone = await casesWithoutCustomer(tx);
  const closed = await closeCases(tx, gone, run.asOf, "left");
  if (closed.length > 0) posts.redraw(...gone);
  if (!(await holdAlerts(context, run))) await announceCases(context, run.asOf, run.day);
}
