import { never } from "../../kernel/errors.ts";
import type { AccountId } from "../../kernel/ids.ts";
import type { Context } from "../feature.ts";
import type { Tx } from "../../kernel/deps.ts";
import { type Calibrated, decideStanding, type Decision, type Standing } from "./decide.ts";
import { createHazard, fittedScore } from "./learning/fitted.ts";
import { modelOf } from "./learning/model-store.ts";
import type { Features } from "./model.ts";
import { type Among, finishSnapshots, type Finished, type Run, waitingAfter } from "./night-store.ts";
import { peersIn, type PeerSet } from "./peers.ts";
import { expertScore, type Scales, type Score } from "./score.ts";
import { closeCases, newestCases } from "./case-store.ts";
import type { AlertRoom } from "./cases/alerts.ts";
import { alertOn } from "./cases/announcing.ts";
import { opinionsOf } from "./cases/opinion-store.ts";
import { escalationsAmong } from "./cases/store.ts";
import { saveStandings, standingsOf } from "./store.ts";

/** What one night measures everybody by. */
export interface Rule {
  readonly base: number;
  readonly enter: number;
  readonly scales: Scales;
  /** the version of the fitted model; left out: the expert's estimate */
  readonly model?: number | undefined;
  /** those whose accounts are compared with each other; all others are compared with everybody */
  readonly segments: readonly string[];
}

const ACCOUNTS_A_BATCH = 250;

/** The accounts of a segment by its place in the rule; behind the last one, those of none of them. */
export function amongOf({ segments }: Rule, place: number): Among {
  const segment = segments[place];
  return segment === undefined ? { noneOf: segments } : { segment };
}

/**
 * Scores the next of some accounts, and decides and saves where they stand.
 * @returns the last account looked at; none when there are no more
 */
export async function stateBatch(
  context: Context,
  run: Run,
  rule: Rule,
  { among, peers, after }: { readonly among: Among; readonly peers: readonly PeerSet[]; readonly after: AccountId },
): Promise<AccountId | undefined> {
  const { tx } = context;
  const { last, waiting } = await waitingAfter(tx, run, { among, model: rule.model }, after, ACCOUNTS_A_BATCH);
  if (waiting.length === 0) return last;
  const scoreOf = await scorerOf(tx, rule);
  const accounts = waiting.map(({ account }) => account);
  const previous = await standingsOf(tx, accounts);
  const escalations = await escalationsAmong(tx, accounts, run.asOf);
  const opinions = await opinionsOf(tx, accounts, run.asOf);

  const finished: Finished[] = [];
  const standings = new Map<AccountId, Standing>();
  const decisions: [AccountId, Decision][] = [];
  const escalatedAnew = new Set<AccountId>();
  const severest = (account: AccountId): boolean => escalations.get(account)?.severest ?? false;
  for (const each of waiting) {
    const { per_seat: perSeat } = each.features;
    const mine = perSeat === undefined ? undefined : peersIn(peers, each.csm, perSeat);
    const features = { ...each.features, ...mine };
    const score = scoreOf(features);
    const before = previous.get(each.account);
    const decision = decideStanding(before, {
      day: run.day,
      now: run.asOf,
      p: score.p,
      noticeRunning: features.notice_on !== undefined,
      escalated: escalations.has(each.account),
      declared: opinions.get(each.account)?.opinion === "bad",
      enter: rule.enter,
      pWeekAgo: each.pWeekAgo,
      stale: each.stale,
      calibrated: score.calibrated,
    });
    standings.set(each.account, decision.next);
    decisions.push([each.account, decision]);
    if (before && !before.causes.includes("escalation")) escalatedAnew.add(each.account);
    const reasons = (before && each.stale ? each.lastReasons : undefined) ?? score.reasons;
    const { p, calibrated } = decision.next;
    finished.push({ account: each.account, peers: mine, p, reasons, frozen: each.stale, ...NO_MODEL, ...calibrated });
  }
  await finishSnapshots(tx, run.day, finished);
  await saveStandings(tx, standings);
  const cases = await newestCases(tx, accounts);
  for (const [account, decision] of decisions) {
    const room = { last: cases.get(account), severest: severest(account), escalatedAnew: escalatedAnew.has(account) };
    await follow(context, run, account, decision, room);
  }
  return last;
}

const NO_MODEL = { model: undefined, low: undefined, high: undefined };

/** By the fitted model of the rule, or else as an expert would. */
export async function scorerOf(
  tx: Tx,
  { model: version, scales, base }: Rule,
): Promise<(features: Features) => Score & { readonly calibrated: Calibrated | undefined }> {
  const model = version === undefined ? undefined : await modelOf(tx, version);
  if (!model) return (features) => ({ ...expertScore(features, scales, base), calibrated: undefined });
  const hazard = createHazard(model.fitted, model.metrics.themes);
  return (features) => {
    const { low, high, ...score } = fittedScore(hazard, features);
    return { ...score, calibrated: { model: model.version, low, high } };
  };
}

/** What a change of state brings: a case, an event, a new line on a card. */
async function follow(
  context: Context,
  run: Run,
  account: AccountId,
  { next, change }: Decision,
  room: Pick<AlertRoom, "last" | "severest" | "escalatedAnew">,
): Promise<void> {
  const { tx, posts } = context;
  const isTold = await alertOn(context, account, { ...room, standing: next, change: change.kind }, run.asOf);
  switch (change.kind) {
    case "entered": {
      await told(context, account, "risk-entered", { causes: next.causes.join(", ") });
      await context.emit({ kind: "account-at-risk", account });
      break;
    }
    case "joined":
      await told(context, account, "risk-cause-joined", { causes: change.causes.join(", ") });
      break;
    case "recovered":
      await closeCases(tx, [account], run.asOf, "recovered");
      await told(context, account, "risk-recovered", {});
      await context.emit({ kind: "account-recovered", account });
      break;
    case "calmed":
      await closeCases(tx, [account], run.asOf, "calmed");
      break;
    case "left":
    case "rising":
      break;
    case "first":
    case "frozen":
    case "same":
      if (!isTold) return;
      break;
    default:
      never(change);
  }
  posts.redraw(account);
}

function told(context: Context, account: AccountId, what: string, details: Record<string, string>): Promise<void> {
  return context.emit({ kind: "account-touched", account, what, by: undefined, via: "clock", details });
}
