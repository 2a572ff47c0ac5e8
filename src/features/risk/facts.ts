import type { LocalDate } from "../../kernel/business-time.ts";
import type { Tx } from "../../kernel/deps.ts";
import type { AccountId } from "../../kernel/ids.ts";
import type { Band, Cause, StandingState } from "./model.ts";
import { snapshotsOf, standingOf, standingsOf } from "./store.ts";

/** Why a customer leaves (B9): the closed list. */
export { type ChurnReason, churnReason } from "./cases/churn-reasons.ts";
export { churnOptions, churnWords, reasonText } from "./cases/words.ts";
/** Whether somebody has read of it in a morning of theirs. */
export { inMorningSince } from "./digests/edition-store.ts";
/** Why an account is at risk, in words. */
export { causesText } from "./asking/cause-texts.ts";

/** Where an account stands, as other slices may know it. */
export interface Risk {
  readonly state: StandingState;
  /** B0's one definition; watch and recovering are not at risk */
  readonly atRisk: boolean;
  /** since when it is in this state */
  readonly since: Date;
  readonly causes: readonly Cause[];
  readonly band: Band;
}

/** @returns undefined for an account that has never been scored */
export async function riskOf(tx: Tx, account: AccountId): Promise<Risk | undefined> {
  const standing = await standingOf(tx, account);
  if (!standing) return undefined;
  const { state, since, causes, band } = standing;
  return { state, atRisk: state === "at-risk", since, causes, band };
}

/** The same of several; those that have never been scored are left out. */
export async function risksOf(
  tx: Tx,
  accounts: readonly AccountId[],
): Promise<ReadonlyMap<AccountId, Pick<Risk, "state" | "since">>> {
  return standingsOf(tx, accounts);
}

/** Since when accounts are at risk; those that aren't are left out. */
export async function atRiskAmong(tx: Tx, accounts: readonly AccountId[]): Promise<ReadonlyMap<AccountId, Date>> {
  const risks = [...(await risksOf(tx, accounts))];
  return new Map(risks.flatMap(([id, { state, since }]) => (state === "at-risk" ? [[id, since] as const] : [])));
}

/** Since when an account is at risk, else null: an expression for a statement that names the account's columns so. */
export function atRiskSince(organisation: string, account: string): string {
  return `(select r.since from risk_state r
            where r.organisation_id = ${organisation} and r.account_id = ${account} and r.state = 'at-risk')`;
}

/** The share of their key features that accounts used in the last 28 days; unknown ones are left out. */
export async function breadthOf(tx: Tx, accounts: readonly AccountId[]): Promise<ReadonlyMap<AccountId, number>> {
  const known = [...(await snapshotsOf(tx, accounts))].flatMap(([account, { features, frozen }]) =>
    frozen || features.breadth_28 === undefined ? [] : [[account, features.breadth_28] as const],
  );
  return new Map(known);
}

/** How an account's use moves as of its newest score: ln of 28 days against the 84 before, and the slope of ln a week. */
export interface Trend {
  readonly change: number | undefined;
  readonly slope: number | undefined;
  readonly dataUntil: LocalDate;
  /** its data stand still, so that nothing can be said of its use (B13) */
  readonly frozen: boolean;
}

/** @returns undefined for an account that was never scored */
export async function trendOf(tx: Tx, account: AccountId): Promise<Trend | undefined> {
  const found = (await snapshotsOf(tx, [account])).get(account);
  if (!found?.dataUntil) return undefined;
  const { frozen, dataUntil, features } = found;
  const known = frozen ? undefined : features;
  return { change: known?.change_3m, slope: known?.slope_12w, dataUntil, frozen };
}
