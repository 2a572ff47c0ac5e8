import type { LocalDate } from "../../../kernel/business-time.ts";
import type { AccountId, PersonId } from "../../../kernel/ids.ts";
import { type Money, totals } from "../../../kernel/money.ts";
import type { AccountFacts } from "../../accounts/facts.ts";
import type { DigestItem } from "../../digest-section.ts";
import { type Standing, weightOf } from "../decide.ts";
import type { Band, Told } from "../model.ts";
import {
  type DutyEdition,
  type Edition,
  type Item,
  type Kept,
  KEPT_ITEMS,
  type MyEdition,
  type PersonalEdition,
  type RiskEdition,
  type TeamEdition,
} from "./edition.ts";
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

export interface Morning {
  readonly day: LocalDate;
  readonly customers: number;
  readonly ranked: readonly Looked[];
  /** the strongest reason of each of the first items */
  readonly told: ReadonlyMap<AccountId, Told>;
  readonly dataUntil: LocalDate | undefined;
  readonly frozen: boolean;
  readonly previous: Pick<RiskEdition, "day" | "accounts" | "items"> | undefined;
  readonly late: boolean;
  /** ARR at risk on mornings before, the oldest first */
  readonly history: readonly { readonly day: LocalDate; readonly atRisk: readonly Money[] }[];
}

function common(morning: Morning) {
  const { day, customers, dataUntil, frozen, late } = morning;
  const accounts = morning.ranked.map(({ account }) => account.id);
  const atRisk = totals(
    morning.ranked.flatMap(({ account, standing }) => (standing.state === "at-risk" ? account.arr : [])),
  );
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
    trend: trendOf([...morning.history, { day, atRisk }]),
  };
}

function items({ ranked, told, previous }: Morning): Item[] {
  const bands = previous && new Map(previous.items.map(({ account, band }) => [account, band]));
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
    told: told.get(account.id),
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
  return { kind, day, late, since: previous && { day: previous.day }, sections };
}

export type Sections = PersonalEdition["sections"];

function isEmpty(sections: Sections): boolean {
  return Object.values(sections).every((items) => items.length === 0);
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
