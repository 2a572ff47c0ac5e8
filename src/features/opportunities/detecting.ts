import { fixedTime, localDate, localDateOf } from "../../kernel/business-time.ts";
import type { AccountId } from "../../kernel/ids.ts";
import { accountOf, holdAccount } from "../accounts/facts.ts";
import type { Context, Job, Schedule } from "../feature.ts";
import { organisationAt, settingsOf } from "../settings/facts.ts";
import { putToCsm } from "./asking.ts";
import { spottedClocks } from "./clocks.ts";
import { type Opportunity, UNTOUCHED } from "./decide.ts";
import {
  type Candidate,
  decideFindings,
  type Finding,
  modulesFor,
  isSame,
  nameOf,
  packed,
  type PeerTable,
  quietSince,
  together,
  unpacked,
} from "./detect.ts";
import {
  buyersAmong,
  customersAfter,
  knownAmong,
  type Night,
  peersAmong,
  seatsAndLimits,
  unansweredByCsm,
} from "./detect-store.ts";
import type { Evidence } from "./gate-stored.ts";
import { joinEvidence } from "./life-store.ts";
import { happen, setClock } from "./living.ts";
import { insertOpportunity, offerById, openOpportunities } from "./store.ts";

const BATCH = 200;
const FIRST = "00000000-0000-0000-0000-000000000000" as AccountId;

type Data = Readonly<Record<string, string>>;

/** Every night after the score: what the figures say of who may need more (D1). */
export const detectSchedule: Schedule = {
  name: "detect",
  days: "every-day",
  subjects: ({ tx }) => organisationAt(tx, fixedTime("05:00")),
  fire: ({ jobs, now }) => jobs.start("opportunities.detect", { asOf: now.toISOString() }),
};

/** First what the customers of each segment use, then who of them lacks it; each call a batch of accounts. */
export const detection: Job = { run: detect };

async function detect(context: Context, data: Data): Promise<Data | undefined> {
  const night = await nightOf(context, data);
  const rest = { asOf: night.asOf.toISOString(), day: night.day };
  const batch = await customersAfter(context.tx, (data["after"] ?? FIRST) as AccountId, BATCH);
  const last = batch.at(-1);
  const peers = unpacked(data["peers"]);
  if ((data["phase"] ?? "peers") === "peers") {
    const all = together(peers, last ? await peersAmong(context.tx, batch, night) : new Map());
    const onward = { ...rest, peers: packed(all) };
    return last ? { ...onward, phase: "peers", after: last } : { ...onward, phase: "find" };
  }
  if (!last) return undefined;
  await findAmong(context, batch, night, peers);
  return { ...rest, phase: "find", peers: packed(peers), after: last };
}

async function nightOf({ tx, now }: Context, data: Data): Promise<Night> {
  const asOf = data["asOf"] ? new Date(data["asOf"]) : now;
  const day = localDate(data["day"] ?? "") ?? localDateOf(asOf, (await settingsOf(tx)).zone);
  return { asOf, day };
}

/**
 * What the figures say today that an account may need, without putting it to anybody: what waits for a word, else seats
 * or a limit that are nearly used up, of which nothing is open, was sold, or was declined not long ago.
 */
export async function foundAt(
  context: Context,
  account: AccountId,
): Promise<{ readonly product: string; readonly evidence: readonly Evidence[] } | undefined> {
  const { open } = await openOpportunities(context.tx, account);
  const waiting = open.find(({ stage, confirmed, asked }) => stage === "spotted" && !confirmed && !asked);
  if (waiting) return waiting;
  const candidates = await seatsAndLimits(context.tx, [account], await nightOf(context, {}));
  const known = await knownAmong(context.tx, [account], quietSince(context.now));
  const [found] = candidates.flatMap(({ found: each }) => (known.some((one) => isSame(one, each)) ? [] : each));
  if (!found) return undefined;
  return { product: nameOf(found), evidence: [{ source: "usage", at: context.now.toISOString(), found }] };
}

async function findAmong(
  context: Context,
  accounts: readonly AccountId[],
  night: Night,
  peers: PeerTable,
): Promise<void> {
  const { tx, now } = context;
  const modules = (await buyersAmong(tx, accounts, night)).flatMap(({ account, csm, segment, bought }) => {
    const of = peers.get(segment);
    return of ? modulesFor(of, bought).map((found): Candidate => ({ account, csm, found })) : [];
  });
  const candidates = [...(await seatsAndLimits(tx, accounts, night)), ...modules];
  if (candidates.length === 0) return;
  const concerned = [...new Set(candidates.map(({ account }) => account))];
  const known = await knownAmong(tx, concerned, quietSince(now));
  for (const finding of decideFindings(candidates, known, await unansweredByCsm(tx))) await take(context, finding);
}

/** It joins what is open for the same product, or is spotted: held where the account is, else put to its CSM. */
async function take(context: Context, finding: Finding): Promise<void> {
  const { tx, now, ids, posts } = context;
  const { account: id, csm, found } = finding.candidate;
  const evidence: Evidence = { source: "usage", at: now.toISOString(), found };
  if (finding.kind === "join") {
    await joinEvidence(tx, { account: id, product: finding.known.product }, evidence);
    posts.redraw(finding.known.id);
    return;
  }
  await holdAccount(tx, id);
  const account = await accountOf(context, id);
  const product = nameOf(found);
  const opportunity = ids.next<"opportunity">();
  const made = { id: opportunity, account: id, product, benefit: "", spottedBy: csm, region: account.region };
  const life: Opportunity = { ...UNTOUCHED, ...made, stage: "spotted", clocks: spottedClocks(now) };
  if (!(await insertOpportunity(tx, { life, origin: "rule", evidence }, now))) return;
  setClock(context, life);
  const details = { product, rule: found.rule };
  await context.emit({
    kind: "account-touched",
    account: id,
    what: "opportunity-found",
    by: undefined,
    via: "clock",
    details,
  });
  const held = (await offerById(tx, opportunity))?.held;
  if (held) await happen(context, opportunity, { kind: "park", because: held.because });
  else await putToCsm(context, opportunity, account);
}
