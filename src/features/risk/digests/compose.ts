import { addDays, type LocalDate } from "../../../kernel/business-time.ts";
import type { AccountId, PersonId } from "../../../kernel/ids.ts";
import { totals } from "../../../kernel/money.ts";
import type { AccountFacts } from "../../accounts/facts.ts";
import { type Standing, weightOf } from "../decide.ts";
import { type Edition, type Item, KEPT_ITEMS, type MyEdition, type TeamEdition } from "./edition.ts";
import type { Features, Told } from "../model.ts";

/** An account that needs a look: at risk, or rising. */
export interface Looked {
  readonly account: AccountFacts;
  readonly standing: Standing;
}

/** The most weight first: p × ARR, see `weightOf`. */
export function ranked(looked: readonly Looked[]): Looked[] {
  return looked.toSorted(
    (a, b) =>
      weightOf(b.standing, b.account.arr) - weightOf(a.standing, a.account.arr) ||
      (a.account.id < b.account.id ? -1 : 1),
  );
}

export interface Morning {
  readonly day: LocalDate;
  readonly customers: number;
  readonly ranked: readonly Looked[];
  /** the strongest reason of each of the first items */
  readonly told: ReadonlyMap<AccountId, Told>;
  readonly dataUntil: LocalDate | undefined;
  readonly frozen: boolean;
  readonly previous: Pick<Edition, "day" | "accounts"> | undefined;
  readonly late: boolean;
}

function common(morning: Morning) {
  const { day, customers, dataUntil, frozen, late } = morning;
  const accounts = morning.ranked.map(({ account }) => account.id);
  return {
    day,
    customers,
    count: accounts.length,
    items: items(morning),
    accounts,
    dataUntil,
    frozen,
    since: since(morning, accounts),
    late,
  };
}

function items({ ranked, told }: Morning): Item[] {
  return ranked.slice(0, KEPT_ITEMS).map(({ account, standing }) => ({
    account: account.id,
    band: standing.band,
    arr: [...account.arr],
    told: told.get(account.id),
  }));
}

function since({ previous }: Morning, accounts: readonly AccountId[]): Edition["since"] {
  if (!previous) return undefined;
  const before = new Set(previous.accounts);
  const now = new Set(accounts);
  return {
    day: previous.day,
    fresh: accounts.filter((id) => !before.has(id)).length,
    gone: previous.accounts.filter((id) => !now.has(id)).length,
  };
}

/** The team's morning: all that is at risk or rising, by CSM, and who has nothing. */
export function composeTeam(
  morning: Morning,
  team: {
    readonly csms: readonly PersonId[];
    readonly orphans: readonly AccountId[];
    readonly next: TeamEdition["next"];
  },
): TeamEdition {
  const firstOf = (csm: PersonId): number => morning.ranked.findIndex(({ account }) => account.csm?.id === csm);
  const byCsm = team.csms.map((csm) => {
    const own = morning.ranked.filter(({ account }) => account.csm?.id === csm);
    return { csm, count: own.length, arr: totals(own.flatMap(({ account }) => account.arr)) };
  });
  return {
    kind: "team",
    ...common(morning),
    csms: byCsm.filter(({ count }) => count > 0).toSorted((a, b) => firstOf(a.csm) - firstOf(b.csm)),
    clear: byCsm.filter(({ count }) => count === 0).map(({ csm }) => csm),
    orphans: [...team.orphans],
    next: team.next,
  };
}

export const NOTICE_WITHIN_DAYS = 30;
export const RENEWAL_WITHIN_DAYS = 60;
const MOST_RENEWALS = 5;
const MOST_GROWING = 2;
/** up by at least 15 % on the three months before, and still rising */
export const GROWS = Math.log(1.15);

export interface OwnCustomer {
  readonly account: AccountFacts;
  readonly atRisk: boolean;
  readonly features: Features | undefined;
  /** an opportunity is open there already */
  readonly spotted: boolean;
}

/**
 * A CSM's morning.
 * @param customers those that may have something to say; others make no difference
 * @returns undefined when there is nothing to say, so that no DM is sent
 */
export function composeMine(morning: Morning, customers: readonly OwnCustomer[]): MyEdition | undefined {
  const renewals = customers
    .flatMap(({ account }) => renewalOf(account, morning.day))
    .toSorted(
      (a, b) => inOrder(a.noticeUntil ?? a.renewsOn, b.noticeUntil ?? b.renewsOn) || inOrder(a.account, b.account),
    )
    .slice(0, MOST_RENEWALS);
  const growing = customers
    .filter(({ atRisk, spotted }) => !atRisk && !spotted)
    .flatMap(({ account, features }) => growthOf(account.id, features))
    .toSorted((a, b) => b.percent - a.percent || inOrder(a.account, b.account))
    .slice(0, MOST_GROWING);
  if (morning.ranked.length + renewals.length + growing.length === 0) return undefined;
  return { kind: "mine", ...common(morning), renewals, growing };
}

function inOrder(one: string, other: string): number {
  if (one === other) return 0;
  return one < other ? -1 : 1;
}

function renewalOf({ id, renewsOn, noticeUntil, noticeOn }: AccountFacts, day: LocalDate): MyEdition["renewals"] {
  if (!renewsOn || noticeOn) return [];
  const near = renewsOn <= addDays(day, RENEWAL_WITHIN_DAYS);
  const noticeNear = noticeUntil !== undefined && noticeUntil <= addDays(day, NOTICE_WITHIN_DAYS);
  return near || noticeNear ? [{ account: id, renewsOn, noticeUntil }] : [];
}

function growthOf(account: AccountId, features: Features | undefined): MyEdition["growing"] {
  const { change_3m: change, slope_12w: slope, seats, seats_used: used } = features ?? {};
  if (change === undefined || slope === undefined || change < GROWS || slope <= 0) return [];
  return [
    {
      account,
      percent: Math.round(Math.expm1(change) * 100),
      used: used === undefined ? undefined : Math.round(used),
      seats,
    },
  ];
}
