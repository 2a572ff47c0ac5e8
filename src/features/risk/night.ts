import { afterQuietHours, localDate } from "../../kernel/business-time.ts";
import type { AccountId } from "../../kernel/ids.ts";
import { type AccountFacts, accountsById } from "../accounts/facts.ts";
import type { Address, Context, Job } from "../feature.ts";
import { organisationDay } from "./calendar.ts";
import { type Candidate, weightOf, withinCaps } from "./decide.ts";
import { activeVersion } from "./learning/model-store.ts";
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
import { addressFor } from "./routing.ts";
import { baseRate, enterAt, type Measures, scalesOf, together } from "./score.ts";
import { tellAdmins } from "./standstill.ts";
import { casesOpenedAt, casesWithoutCustomer, closeCases } from "./case-store.ts";
import { standingsOf } from "./store.ts";

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
    default:
      await announceCases(context, run);
      await tellAdmins(context, run.day);
      await dropUnfinished(context.tx, run.day);
      return undefined;
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

/** The cases of this run go to their channels, the weightiest within the caps first; the rest are in the digest. */
async function announceCases(context: Context, { asOf, day }: Run): Promise<void> {
  const { tx, directory, posts } = context;
  const gone = await casesWithoutCustomer(tx);
  const closed = await closeCases(tx, gone, asOf);
  if (closed.length > 0) posts.redraw(...gone);

  const cases = await casesOpenedAt(tx, asOf);
  if (cases.length === 0) return;
  const accounts = await accountsById(
    tx,
    cases.map(({ account }) => account),
    day,
  );
  const standings = await standingsOf(tx, [...accounts.keys()]);
  const channels = await directory.channels(tx);
  const people = await directory.people(tx);
  const handles = await directory.handles(
    tx,
    [...accounts.values()].flatMap(({ csm }) => csm?.id ?? []),
  );

  const candidates = cases.flatMap((each): (Candidate & { account: AccountFacts; address: Address })[] => {
    const account = accounts.get(each.account);
    const standing = standings.get(each.account);
    const csm = people.find(({ id }) => id === account?.csm?.id);
    const belongs = { csm: csm?.id, manager: csm?.manager, region: account?.region };
    const address = account && addressFor(belongs, channels, people, handles);
    if (!account || !standing || !address) return [];
    const weight = weightOf(standing, account.arr);
    return [{ id: each.id, csm: csm?.id, address, weight, passes: each.causes.includes("notice"), account }];
  });
  for (const { id, csm, address, account } of withinCaps(candidates)) {
    const calendar =
      people.find((person) => person.id === csm)?.calendar ??
      channels.find((each) => `channel:${each.id}` === address)?.calendar;
    const dueAt = calendar ? afterQuietHours(context.now, calendar) : context.now;
    posts.announce({ card: "risk.case", subject: id, address, slot: "", dueAt, shows: [account.id] });
  }
}
