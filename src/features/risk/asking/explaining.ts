import type { LocalDate } from "../../../kernel/business-time.ts";
import { type AccountFacts, isAmQuiet } from "../../accounts/facts.ts";
import type { Acting } from "../../feature.ts";
import { lastAsked } from "../../nps/facts.ts";
import { decidedOf } from "../../opportunities/facts.ts";
import { organisationDay } from "../calendar.ts";
import { newestCases } from "../case-store.ts";
import { alertsOfDay } from "../cases/alert-store.ts";
import { addressOf } from "../cases/announcing.ts";
import { type HeldOpinion, opinionsOf } from "../cases/opinion-store.ts";
import type { Standing } from "../decide.ts";
import type { Band } from "../model.ts";
import { history } from "../night-store.ts";
import { baseRate, enterAt } from "../score.ts";
import { riskOfAccount } from "../store.ts";
import {
  type AlertFacts,
  type Explanation,
  explainAlert,
  explainOffers,
  explainRisk,
  explainSurveys,
  type Topic,
} from "./decide.ts";
import { answersOf, fateOf, holdOf, silenceOf } from "./store.ts";

/** What is explained of an account, by topic. */
export interface Explained {
  /** undefined: never scored */
  readonly band: Band | undefined;
  readonly topics: Readonly<Record<Topic, readonly Explanation[]>>;
  /** its CSM's opinion, which stands beside the score */
  readonly opinion: HeldOpinion | undefined;
}

/** From what is stored alone: nothing is decided anew. */
export async function explained(acting: Acting, account: AccountFacts, today: LocalDate): Promise<Explained> {
  const { tx, now } = acting;
  const { id } = account;
  const found = await riskOfAccount(tx, id);
  const standing = found?.standing;
  const dataUntil = found?.snapshot?.dataUntil;
  const churned = account.stage === "churned";
  const { churns, quarters } = await history(tx, { asOf: now, day: standing?.scoredDay ?? today });
  const enter = enterAt(churns, baseRate(churns, quarters));
  return {
    band: standing?.band,
    topics: {
      risk: explainRisk({ standing, churned, enter, dataUntil, today }),
      alert: explainAlert({ standing, churned, dataUntil, now, ...(await alertFacts(acting, account, standing)) }),
      upsell: explainOffers(await decidedOf(tx, id, now), {
        atRiskSince: standing?.state === "at-risk" ? standing.since : undefined,
        amQuiet: await isAmQuiet(tx, id, now),
        stage: account.stage,
      }),
      nps: explainSurveys(await lastAsked(tx, id), await answersOf(tx, id)),
    },
    opinion: (await opinionsOf(tx, [id], now)).get(id),
  };
}

async function alertFacts(acting: Acting, account: AccountFacts, standing: Standing | undefined) {
  const { tx } = acting;
  const last = (await newestCases(tx, [account.id])).get(account.id);
  const hold = last ? await holdOf(tx, last.waitingSince) : undefined;
  return {
    last,
    csm: account.csm?.name,
    fate: last?.alerted ? await fateOf(tx, last.id) : undefined,
    hold,
    told: last ? await toldOn(acting, account, hold?.at ?? last.waitingSince) : { ofCsm: 0, inChannel: 0 },
    silent: standing ? await silenceOf(tx, account.id, standing.since) : undefined,
  };
}

/** What was told on the day of an instant, of the same CSM and in the channel that the account's cases go to. */
async function toldOn({ tx, directory }: Acting, account: AccountFacts, at: Date): Promise<AlertFacts["told"]> {
  const alerts = await alertsOfDay(tx, await organisationDay(tx, at));
  const { csm } = account;
  const handles = await directory.handles(tx, csm ? [csm.id] : []);
  const address = addressOf(account, await directory.people(tx), await directory.channels(tx), handles);
  return {
    ofCsm: alerts.filter((each) => each.csm !== undefined && each.csm === csm?.id).length,
    inChannel: alerts.filter((each) => each.address === address).length,
  };
}
