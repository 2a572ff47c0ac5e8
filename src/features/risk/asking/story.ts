import { addDays, type LocalDate, workingDayFrom } from "../../../kernel/business-time.ts";
import { ACCOUNT, WORTH } from "../../../kernel/defaults.ts";
import type { Tx } from "../../../kernel/deps.ts";
import type { Money } from "../../../kernel/money.ts";
import { type AccountFacts } from "../../accounts/facts.ts";
import { wonSince } from "../../opportunities/facts.ts";
import { calendarOf, type Holidays, settingsOf } from "../../settings/facts.ts";
import type { Acting } from "../../feature.ts";
import type { CaseStory } from "../case-story.ts";
import { newestCases } from "../case-store.ts";
import { type Chance, chanceOf } from "../chance.ts";
import type { Standing } from "../decide.ts";
import { createHazard } from "../learning/fitted.ts";
import { movedOn } from "../learning/horizon.ts";
import { modelOf } from "../learning/model-store.ts";
import type { Told } from "../model.ts";
import { mainCurrency } from "../night-store.ts";
import { riskOfAccount, type Snapshot } from "../store.ts";
import { loadCase, tellings } from "../story.ts";
import { type Changed, changedSince } from "./changed.ts";
import { lifetimeValue, monthlyHazard, monthlyRate, presentValue } from "./clv.ts";
import { upsellsFor } from "./decide.ts";
import { keptScores, type Rank, rankOf } from "./store.ts";

const DAYS_A_MONTH = 30.4375;

/** All that is said of one account's risk to who asks. */
export interface RiskStory {
  readonly account: AccountFacts;
  readonly standing: Standing;
  readonly chance: Chance | undefined;
  readonly rank: Rank;
  readonly raising: readonly Told[];
  readonly lowering: Told | undefined;
  readonly changed: Changed;
  /** average upsells; undefined where too few were won */
  readonly upsells: number | undefined;
  /** undefined where nothing is calibrated */
  readonly clv: readonly Money[] | undefined;
  readonly actBy: LocalDate | undefined;
  readonly dataUntil: LocalDate | undefined;
  readonly open: CaseStory | undefined;
}

/** @returns undefined for an account that has never been scored */
export async function loadRisk(
  acting: Acting,
  account: AccountFacts,
  today: LocalDate,
  holidays: Holidays,
): Promise<RiskStory | undefined> {
  const { tx, now } = acting;
  const found = await riskOfAccount(tx, account.id);
  if (!found) return undefined;
  const { standing, snapshot } = found;
  const kept = await keptScores(tx, account.id);
  const last = (await newestCases(tx, [account.id])).get(account.id);
  const open = last?.state === "open" ? await loadCase(acting, last.id) : "gone";
  const currency = await mainCurrency(tx, { asOf: now, day: today });
  const won = await wonSince(tx, addDays(today, -Math.round(WORTH.upsellMonths * DAYS_A_MONTH)), currency);
  return {
    account,
    standing,
    chance: chanceOf(standing, snapshot?.pMonthAgo),
    rank: await rankOf(tx, standing.p),
    ...tellings(standing, snapshot),
    changed: kept.now ? changedSince(kept.now, kept.then) : { kind: "new" },
    upsells: upsellsFor(account.arr.find((each) => each.currency === currency)?.amountMinor, won),
    clv: await clvOf(tx, account.arr, standing, snapshot),
    actBy: await actByOf(tx, account, holidays),
    dataUntil: snapshot?.dataUntil,
    open: open === "gone" ? undefined : open,
  };
}

/** By the hazard of the model that scored it: the contract's clock moves on, use stands still. */
async function clvOf(
  tx: Tx,
  arr: readonly Money[],
  { calibrated, causes }: Standing,
  snapshot: Snapshot | undefined,
): Promise<Money[] | undefined> {
  if (!calibrated || !snapshot || causes.includes("notice")) return undefined;
  const model = await modelOf(tx, calibrated.model);
  if (!model) return undefined;
  const hazardOf = createHazard(model.fitted);
  const hazards = Array.from({ length: WORTH.clvMonthsAtMost }, (_, month) => {
    const { from, parts } = hazardOf(movedOn(snapshot.features, Math.round(month * DAYS_A_MONTH)));
    const logOdds = [...parts.values()].reduce((sum, { c }) => sum + c, from);
    return monthlyHazard(1 / (1 + Math.exp(-logOdds)));
  });
  return lifetimeValue(arr, WORTH.margin, presentValue(hazards, monthlyRate(WORTH.discountAYear)));
}

async function actByOf(
  tx: Tx,
  { noticeUntil, region }: AccountFacts,
  holidays: Holidays,
): Promise<LocalDate | undefined> {
  if (!noticeUntil) return undefined;
  const settings = await settingsOf(tx);
  const calendar = calendarOf(settings, holidays, settings.zone, region ?? settings.region);
  return workingDayFrom(noticeUntil, -ACCOUNT.actBeforeNoticeWorkingDays, calendar);
}
