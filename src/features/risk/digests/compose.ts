import { daysBetween, type LocalDate } from "../../../kernel/business-time.ts";
import type { AccountId, PersonId } from "../../../kernel/ids.ts";
import { type Money, totals } from "../../../kernel/money.ts";
import type { AccountFacts } from "../../accounts/facts.ts";
import type { DigestItem } from "../../digest-section.ts";
import { moneyAtRisk } from "../chance.ts";
import { type Standing, weightOf } from "../decide.ts";
import type { Band } from "../model.ts";
import {
  type DutyEdition,
  type Edition,
  type Item,
  type Kept,
  KEPT_ITEMS,
  type MyEdition,
  type PersonalEdition,
  type RiskEdition,
  type Stake,
  type TeamEdition,
} from "./edition.ts";
import type { Sign } from "./signs.ts";
import { trendOf } from "./trend.ts";

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

/** What was at risk on a morning: ARR, and where it was calibrated the money of it. */
export interface Past {
  readonly day: LocalDate;
  readonly atRisk: readonly Money[];
  readonly stake: readonly Money[] | undefined;
}

export interface Morning {
  readonly day: LocalDate;
  readonly customers: number;
  readonly ranked: readonly Looked[];
  /** of each of the first items */
  readonly signs: ReadonlyMap<AccountId, Sign>;
  readonly dataUntil: LocalDate | undefined;
  readonly frozen: boolean;
  readonly previous: Pick<RiskEdition, "day" | "accounts" | "items" | "stake"> | undefined;
  readonly late: boolean;
  /** what was at risk on mornings before, the oldest first */
  readonly history: readonly Past[];
}

function common(morning: Morning) {
  const { day, customers, dataUntil, frozen, late } = morning;
  const accounts = morning.ranked.map(({ account }) => account.id);
  const atRisk = totals(
    morning.ranked.flatMap(({ account, standing }) => (standing.state === "at-risk" ? account.arr : [])),
  );
  const stake = stakeOf(morning.ranked) ?? (accounts.length === 0 && morning.previous?.stake ? NOTHING : undefined);
  const past = stake
    ? morning.history.flatMap((each) => (each.stake ? [{ day: each.day, atRisk: each.stake }] : []))
    : morning.history;
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
    atRisk,
    stake,
    trend: trendOf([...past, { day, atRisk: stake?.amounts ?? atRisk }]),
  };
}

const NOTHING: Stake = { amounts: [], estimated: 0 };

/** @returns undefined where nothing is calibrated */
function stakeOf(looked: readonly Looked[]): Stake | undefined {
  const known = looked.flatMap(({ account, standing }) => {
    const money = moneyAtRisk(standing, account.arr);
    return money ? [money] : [];
  });
  return known.length > 0 ? { amounts: totals(known.flat()), estimated: looked.length - known.length } : undefined;
}

function items({ ranked, signs, previous }: Morning): Item[] {
  const bands = previous && new Map(previous.items.map(({ account, band }) => [account, band]));
  const percents = new Map(previous?.items.map(({ account, chance }) => [account, chance?.percent]));
  const known = new Set(previous?.accounts);
  const was = (account: AccountId, band: Band): Item["was"] => {
    if (!bands) return undefined;
    if (!known.has(account)) return "new";
    const before = bands.get(account) ?? band;
    return before === band ? "same" : before;
  };
  return ranked.slice(0, KEPT_ITEMS).map(({ account, standing }) => ({
    was: was(account.id, standing.band),
    account: account.id,
    band: standing.band,
    arr: [...account.arr],
    ...signs.get(account.id),
    percentBefore: percents.get(account.id),
  }));
}

function since({ previous }: Morning, accounts: readonly AccountId[]): RiskEdition["since"] {
  if (!previous) return undefined;
  const before = new Set(previous.accounts);
  const now = new Set(accounts);
  return {
    day: previous.day,
    fresh: accounts.filter((id) => !before.has(id)).length,
    gone: previous.accounts.filter((id) => !now.has(id)).length,
    stake: previous.stake,
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
    return { csm, count: own.length, arr: totals(own.flatMap(({ account }) => account.arr)), stake: stakeOf(own) };
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

/** @returns undefined when there is nothing to say, so that no DM is sent */
export function composeMine(morning: Morning, sections: Sections): MyEdition | undefined {
  if (morning.ranked.length === 0 && isEmpty(sections)) return undefined;
  return { kind: "mine", ...common(morning), sections };
}

/** @returns undefined when there is nothing to say, so that no DM is sent */
export function composeDuties(
  kind: DutyEdition["kind"],
  { day, late, previous }: Pick<Morning, "day" | "late"> & { readonly previous: Pick<Edition, "day"> | undefined },
  sections: Sections,
): DutyEdition | undefined {
  if (isEmpty(sections)) return undefined;
  if (isQuiet(sections, previous?.day, day)) return undefined;
  return { kind, day, late, since: previous && { day: previous.day }, sections };
}

export type Sections = PersonalEdition["sections"];

function isEmpty(sections: Sections): boolean {
  return Object.values(sections).every((items) => items.length === 0);
}

const QUIET_DAYS = 7;

/** Nothing to decide that isn't known already; after a week it is said again. */
function isQuiet(sections: Sections, before: LocalDate | undefined, day: LocalDate): boolean {
  if (before === undefined || daysBetween(before, day) >= QUIET_DAYS) return false;
  return Object.values(sections).every((items) => items.every(({ was, pressing }) => was === "same" && !pressing));
}

/** What each item is to the morning before: new, changed in how it stands, or the same. */
export function comparedWith(before: readonly DigestItem[] | undefined, items: readonly DigestItem[]): Kept[] {
  const grades = before && new Map(before.map(({ id, grade }) => [id, grade]));
  return items.map((item) => {
    if (!grades) return { ...item, figures: { ...item.figures } };
    const grade = grades.get(item.id);
    const was = grade === undefined ? "new" : grade === item.grade ? "same" : "changed";
    return { ...item, figures: { ...item.figures }, was };
  });
}
