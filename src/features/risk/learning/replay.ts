import { addDays, daysBetween, instantOf, type LocalDate } from "../../../kernel/business-time.ts";
import { RISK } from "../../../kernel/defaults.ts";
import type { Tx } from "../../../kernel/deps.ts";
import type { Directory } from "../../../kernel/directory.ts";
import type { AccountId, PersonId } from "../../../kernel/ids.ts";
import { accountsById } from "../../accounts/facts.ts";
import { scoringTime } from "../calendar.ts";
import { mustHold } from "../cases/alerts.ts";
import { addressOf } from "../cases/announcing.ts";
import { decideStanding, type Standing, weightOf, withinCaps } from "../decide.ts";
import { COMPARED, type Features, SCORED } from "../model.ts";
import { type Rule, scorerOf } from "../night-states.ts";
import { featuresAsOf, FIRST, history, type Known, mainCurrency, type Run } from "../night-store.ts";
import { peersIn, type PeerSet } from "../peers.ts";
import { baseRate, enterAt, measured, type Measures, scalesOf } from "../score.ts";
import { activeModel } from "./model-store.ts";
import { HORIZON_DAYS } from "./horizon.ts";
import { belongingOf, leaversBetween, type PastCustomer, pastCustomersAfter } from "./past-store.ts";
import type { Read } from "./training.ts";

export interface Alert {
  readonly account: AccountId;
  readonly name: string;
  readonly day: LocalDate;
  readonly kind: "at-risk" | "watch";
  /** days from the alert to leaving, within 90 */
  readonly leadDays: number | undefined;
  /** told; over the caps of that day, so in the digests alone; or held until a manager had looked (B13) */
  readonly fate: "told" | "capped" | "held";
}

/** What the rules would have said in a time that is over (B12). */
export interface Replay {
  readonly from: LocalDate;
  readonly to: LocalDate;
  /** the version of the model, where it had learned nothing of that time; undefined: the expert's estimate */
  readonly model: number | undefined;
  readonly alerts: readonly Alert[];
  /** customers who left in that time, and those of them of whom nobody had been told in the 90 days before */
  readonly left: number;
  readonly leftUntold: number;
  /** of what was told */
  readonly medianLeadDays: number | undefined;
  /** days on which so many would have crossed at once that their alerts would have been held (B13) */
  readonly heldDays: readonly LocalDate[];
}

interface Customer extends PastCustomer {
  readonly known: Known;
}
type Belonging = Awaited<ReturnType<typeof belongingOf>>;

/**
 * Runs the night's own decisions over a past time, each day with what was known on its morning. Alerts are those of the
 * score: that somebody gave notice would be known without one.
 */
export async function replay(
  read: Read,
  {
    from,
    to,
    now,
    directory,
    onDay,
  }: {
    readonly from: LocalDate;
    readonly to: LocalDate;
    readonly now: Date;
    /** whom the caps count, and in which channels, as it is today */
    readonly directory: Directory;
    readonly onDay?: (done: number, all: number) => void;
  },
): Promise<Replay> {
  const { at, calendar } = await read(scoringTime);
  const active = await read(activeModel);
  const model = active && active.trainedUntil <= from ? active.version : undefined;
  const standings = new Map<AccountId, Standing>();
  const earlier = new Map<AccountId, Map<LocalDate, number>>();
  const alerts: Alert[] = [];
  const heldDays: LocalDate[] = [];
  const all = daysBetween(from, to) + 1;
  for (let day = from; day <= to; day = addDays(day, 1)) {
    const run = { asOf: instantOf(day, at, calendar.zone), day };
    const customers = await customersOn(read, run, now);
    const belonging = await read((tx) =>
      belongingOf(
        tx,
        customers.map(({ account }) => account),
      ),
    );
    const rule = await read((tx) => ruleOn(tx, run, customers, model));
    const scoreOf = await read((tx) => scorerOf(tx, rule));
    const sets = peerSetsIn(customers, belonging);
    const crossed: Crossing[] = [];
    for (const { account, leftOn, known } of customers) {
      const { per_seat: perSeat } = known.features;
      const mine = belonging.get(account);
      const peers = perSeat === undefined ? undefined : peersIn(sets(mine?.segment), mine?.csm, perSeat);
      const { p, calibrated } = scoreOf({ ...known.features, ...peers });
      const { next, change } = decideStanding(standings.get(account), {
        day,
        now: run.asOf,
        p,
        noticeRunning: false,
        enter: rule.enter,
        pWeekAgo: weekBefore(earlier.get(account), day),
        stale: known.stale,
        calibrated,
      });
      standings.set(account, next);
      const past = earlier.get(account) ?? new Map<LocalDate, number>();
      earlier.set(account, past.set(day, next.p));
      if (change.kind !== "entered" && change.kind !== "rising") continue;
      const lead = leftOn === undefined ? undefined : daysBetween(day, leftOn);
      const leadDays = lead !== undefined && lead <= HORIZON_DAYS ? lead : undefined;
      crossed.push({ account, name: mine?.name ?? "", day, kind: change.alert, leadDays, standing: next });
    }
    const isHeld = mustHold(crossed.length, customers.length);
    if (isHeld) heldDays.push(day);
    const told = isHeld ? new Set<AccountId>() : await read((tx) => toldOf(tx, crossed, day, directory));
    for (const { standing: _, ...alert } of crossed)
      alerts.push({ ...alert, fate: isHeld ? "held" : told.has(alert.account) ? "told" : "capped" });
    onDay?.(daysBetween(from, day) + 1, all);
  }
  return { from, to, model, alerts, heldDays, ...(await leaving(read, { from, to, now, alerts })) };
}

interface Crossing extends Omit<Alert, "fate"> {
  readonly standing: Standing;
}

/** Of those that crossed on a day, whom the caps let through (B5). */
async function toldOf(
  tx: Tx,
  crossed: readonly Crossing[],
  day: LocalDate,
  directory: Directory,
): Promise<ReadonlySet<AccountId>> {
  if (crossed.length === 0) return new Set();
  const accounts = await accountsById(
    tx,
    crossed.map(({ account }) => account),
    day,
  );
  const people = await directory.people(tx);
  const channels = await directory.channels(tx);
  const handles = await directory.handles(
    tx,
    [...accounts.values()].flatMap(({ csm }) => csm?.id ?? []),
  );
  const candidates = crossed.flatMap(({ account: id, standing }) => {
    const account = accounts.get(id);
    const address = account && addressOf(account, people, channels, handles);
    if (!account || !address) return [];
    return [{ id, csm: account.csm?.id, address, weight: weightOf(standing, account.arr), passes: false }];
  });
  return new Set(withinCaps(candidates).map(({ id }) => id));
}

async function customersOn(read: Read, run: Run, now: Date): Promise<Customer[]> {
  const currency = await read((tx) => mainCurrency(tx, run));
  const all: Customer[] = [];
  for (let after = FIRST; ;) {
    const page = await read(async (tx) => {
      const { last, customers } = await pastCustomersAfter(tx, now, run.day, after);
      const known = await featuresAsOf(
        tx,
        customers.map(({ account }) => account),
        run,
        currency,
      );
      return {
        last,
        customers: customers.flatMap((each) => {
          const found = known.get(each.account);
          return found ? [{ ...each, known: found }] : [];
        }),
      };
    });
    all.push(...page.customers);
    if (!page.last) return all;
    after = page.last;
  }
}

async function ruleOn(tx: Tx, run: Run, customers: readonly Customer[], model: number | undefined): Promise<Rule> {
  const { churns, quarters } = await history(tx, run);
  const base = baseRate(churns, quarters);
  const features = customers.map(({ known }) => known.features);
  return { base, enter: enterAt(churns, base), scales: scalesOf(measuresIn(features)), model, segments: [] };
}

function measuresIn(all: readonly Features[]): Measures {
  return Object.fromEntries(
    SCORED.map((feature) => [feature, measured(all.flatMap((features) => features[feature] ?? []))]),
  );
}

/** Whom the customers of a segment were compared with: peers.ts, over rows that aren't stored. */
function peerSetsIn(customers: readonly Customer[], belonging: Belonging): (segment: string | undefined) => PeerSet[] {
  const using = customers.filter(({ known }) => known.features.per_seat !== undefined);
  const setOf = (group: PeerSet["group"], csm: PersonId | undefined, members: readonly Customer[]): PeerSet[] =>
    members.length <= RISK.peersAtLeast
      ? []
      : [
          {
            group,
            csm,
            rising: members.flatMap(({ known }) => known.features.per_seat ?? []).sort((a, b) => a - b),
            median: mediansOf(members),
          },
        ];
  const everybody = setOf("organisation", undefined, using);
  const bySegment = Map.groupBy(using, ({ account }) => belonging.get(account)?.segment);
  const sets = new Map<string, PeerSet[]>();
  for (const [segment, members] of bySegment) {
    if (segment === undefined || members.length <= RISK.peersAtLeast) continue;
    const portfolios = Map.groupBy(members, ({ account }) => belonging.get(account)?.csm);
    const own = [...portfolios].flatMap(([csm, each]) => (csm === undefined ? [] : setOf("portfolio", csm, each)));
    sets.set(segment, [...own, ...setOf("segment", undefined, members)]);
  }
  return (segment) => sets.get(segment ?? "") ?? everybody;
}

function mediansOf(members: readonly Customer[]): PeerSet["median"] {
  return Object.fromEntries(
    COMPARED.flatMap((name) => {
      const known = members.flatMap(({ known: { features } }) => features[name] ?? []).sort((a, b) => a - b);
      const middle = known[Math.floor(known.length / 2)];
      return middle === undefined ? [] : [[name, middle]];
    }),
  );
}

function weekBefore(past: ReadonlyMap<LocalDate, number> | undefined, day: LocalDate): number | undefined {
  for (let back = RISK.watchWindowDays; back <= RISK.watchWindowDays + 3; back++) {
    const found = past?.get(addDays(day, -back));
    if (found !== undefined) return found;
  }
  return undefined;
}

async function leaving(
  read: Read,
  {
    from,
    to,
    now,
    alerts,
  }: { readonly from: LocalDate; readonly to: LocalDate; readonly now: Date; readonly alerts: readonly Alert[] },
): Promise<Pick<Replay, "left" | "leftUntold" | "medianLeadDays">> {
  const told = Map.groupBy(
    alerts.filter(({ fate }) => fate === "told"),
    ({ account }) => account,
  );
  let [left, leftUntold] = [0, 0];
  for (const { account, leftOn } of await read((tx) => leaversBetween(tx, now, { from, to }))) {
    left++;
    const before = told.get(account)?.some(({ day }) => day <= leftOn && daysBetween(day, leftOn) <= HORIZON_DAYS);
    if (!before) leftUntold++;
  }
  const firsts = [...told.values()].flatMap((each) => each[0]?.leadDays ?? []).sort((a, b) => a - b);
  return { left, leftUntold, medianLeadDays: firsts[Math.floor(firsts.length / 2)] };
}
