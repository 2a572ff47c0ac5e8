import { afterQuietHours, localDate } from "../../kernel/business-time.ts";
import { never } from "../../kernel/errors.ts";
import type { AccountId } from "../../kernel/ids.ts";
import { type AccountFacts, accountsById } from "../accounts/facts.ts";
import type { Address, Context, Job } from "../feature.ts";
import { organisationDay } from "./calendar.ts";
import { type Candidate, decideStanding, type Decision, type Standing, weightOf, withinCaps } from "./decide.ts";
import type { Features } from "./model.ts";
import {
  customersAfter,
  dropUnfinished,
  finishSnapshots,
  type Finished,
  history,
  keepFeatures,
  mainCurrency,
  measuredScales,
  peersOf,
  type Run,
  waitingAfter,
} from "./night-store.ts";
import { addressFor } from "./routing.ts";
import { baseRate, enterAt, expertScore, scalesOf, type Scales } from "./score.ts";
import { tellAdmins } from "./standstill.ts";
import {
  casesOpenedAt,
  casesWithoutCustomer,
  closeCases,
  joinCauses,
  openCase,
  saveStandings,
  standingsOf,
} from "./store.ts";

const FEATURES_A_BATCH = 50;
const SCORES_A_BATCH = 200;

type Data = Readonly<Record<string, string>>;

/** The night: features, scales, scores and states, announcements; each call a batch in a transaction of its own. */
export const night: Job = { run: runNight };

async function runNight(context: Context, data: Data): Promise<Data | undefined> {
  const run = await runOf(context, data);
  const rest = { asOf: run.asOf.toISOString(), day: run.day };
  switch (data["phase"] ?? "features") {
    case "features": {
      const currency = data["currency"] ?? (await mainCurrency(context.tx, run));
      const batch = await customersAfter(context.tx, run, (data["after"] ?? "") as AccountId | "", FEATURES_A_BATCH);
      const last = batch.at(-1);
      if (!last) return { ...rest, phase: "scale" };
      await keepFeatures(context.tx, batch, run, currency);
      return { ...rest, phase: "features", currency, after: last };
    }
    case "scale": {
      const { churns, quarters } = await history(context.tx, run);
      const base = baseRate(churns, quarters);
      const rule: Rule = {
        base,
        enter: enterAt(churns, base),
        scales: scalesOf(await measuredScales(context.tx, run)),
      };
      return { ...rest, phase: "score", rule: JSON.stringify(rule) };
    }
    case "score": {
      const last = await scoreBatch(context, run, ruleOf(data), (data["after"] ?? "") as AccountId | "");
      return last ? { ...rest, phase: "score", rule: data["rule"] ?? "", after: last } : { ...rest, phase: "announce" };
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

interface Rule {
  readonly base: number;
  readonly enter: number;
  readonly scales: Scales;
}

function ruleOf(data: Data): Rule {
  return JSON.parse(data["rule"] ?? "") as Rule;
}

async function scoreBatch(
  context: Context,
  run: Run,
  rule: Rule,
  after: AccountId | "",
): Promise<AccountId | undefined> {
  const { tx } = context;
  const waiting = await waitingAfter(tx, run, after, SCORES_A_BATCH);
  const accounts = waiting.map(({ account }) => account);
  if (accounts.length === 0) return undefined;
  const peers = await peersOf(tx, run, accounts);
  const previous = await standingsOf(tx, accounts);

  const finished: Finished[] = [];
  const standings = new Map<AccountId, Standing>();
  const decisions: [AccountId, Decision][] = [];
  for (const each of waiting) {
    const mine = peers.get(each.account);
    const features: Features = mine
      ? { ...each.features, peer_pct: mine.pct, peer_group: mine.group, peers: mine.peers, peer_median: mine.median }
      : each.features;
    const score = expertScore(features, rule.scales, rule.base);
    const before = previous.get(each.account);
    const decision = decideStanding(before, {
      day: run.day,
      now: run.asOf,
      p: score.p,
      noticeRunning: features.notice_on !== undefined,
      enter: rule.enter,
      pWeekAgo: each.pWeekAgo,
      stale: each.stale,
    });
    standings.set(each.account, decision.next);
    decisions.push([each.account, decision]);
    const reasons = (before && each.stale ? each.lastReasons : undefined) ?? score.reasons;
    finished.push({ account: each.account, features, p: decision.next.p, reasons, frozen: each.stale });
  }
  await finishSnapshots(tx, run.day, finished);
  await saveStandings(tx, standings);
  for (const [account, decision] of decisions) await follow(context, run, account, decision);
  return accounts.at(-1);
}

/** What a change of state brings: a case, an event, a new line on a card. */
async function follow(context: Context, run: Run, account: AccountId, { next, change }: Decision): Promise<void> {
  const { tx, ids, posts } = context;
  switch (change.kind) {
    case "entered": {
      const opened = await openCase(tx, ids.next<"risk-case">(), account, next.causes, run.asOf);
      if (!opened) await joinCauses(tx, account, next.causes);
      await told(context, account, "risk-entered", { causes: next.causes.join(", ") });
      await context.emit({ kind: "account-at-risk", account });
      break;
    }
    case "joined":
      await joinCauses(tx, account, change.causes);
      await told(context, account, "risk-cause-joined", { causes: change.causes.join(", ") });
      break;
    case "recovered":
      await closeCases(tx, [account], run.asOf);
      await told(context, account, "risk-recovered", {});
      await context.emit({ kind: "account-recovered", account });
      break;
    case "calmed":
      await closeCases(tx, [account], run.asOf);
      break;
    case "left":
    case "rising":
      break;
    case "first":
    case "frozen":
    case "same":
      return;
    default:
      never(change);
  }
  await posts.redraw(account);
}

function told(context: Context, account: AccountId, what: string, details: Record<string, string>): Promise<void> {
  return context.emit({ kind: "account-touched", account, what, by: undefined, via: "clock", details });
}

/** The cases of this run go to their channels, the weightiest within the caps first; the rest are in the digest. */
async function announceCases(context: Context, { asOf, day }: Run): Promise<void> {
  const { tx, directory, posts } = context;
  const gone = await casesWithoutCustomer(tx);
  const closed = await closeCases(tx, gone, asOf);
  if (closed.length > 0) await posts.redraw(...gone);

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

  const candidates = cases.flatMap((each): (Candidate & { account: AccountFacts; address: Address })[] => {
    const account = accounts.get(each.account);
    const standing = standings.get(each.account);
    const csm = people.find(({ id }) => id === account?.csm?.id);
    const belongs = { csm: csm?.id, manager: csm?.manager, region: account?.region };
    const address = account && addressFor(belongs, channels, people);
    if (!account || !standing || !address) return [];
    const weight = weightOf(standing, account.arr);
    return [{ id: each.id, csm: csm?.id, address, weight, passes: each.causes.includes("notice"), account }];
  });
  for (const { id, csm, address, account } of withinCaps(candidates)) {
    const calendar =
      people.find((person) => person.id === csm)?.calendar ??
      channels.find((each) => `channel:${each.id}` === address)?.calendar;
    const dueAt = calendar ? afterQuietHours(context.now, calendar) : context.now;
    await posts.announce({ card: "risk.case", subject: id, address, slot: "", dueAt, shows: [account.id] });
  }
}
