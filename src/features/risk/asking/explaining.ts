import type { LocalDate } from "../../../kernel/business-time.ts";
import { type AccountFacts, isAmQuiet } from "../../accounts/facts.ts";
import type { Acting } from "../../feature.ts";
import { decidedOf } from "../../opportunities/facts.ts";
import { newestCases } from "../case-store.ts";
import { type HeldOpinion, opinionsOf } from "../cases/opinion-store.ts";
import type { Standing } from "../decide.ts";
import type { Band } from "../model.ts";
import { history } from "../night-store.ts";
import { baseRate, enterAt } from "../score.ts";
import { riskOfAccount } from "../store.ts";
import { type Explanation, explainAlert, explainOffers, explainRisk, explainSurveys, type Topic } from "./decide.ts";
import { answersOf, fateOf, holdOf, silenceOf, toldAt } from "./store.ts";

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
      upsell: explainOffers(await decidedOf(tx, id), {
        atRiskSince: standing?.state === "at-risk" ? standing.since : undefined,
        amQuiet: await isAmQuiet(tx, id, now),
        stage: account.stage,
      }),
      nps: explainSurveys(await answersOf(tx, id)),
    },
    opinion: (await opinionsOf(tx, [id], now)).get(id),
  };
}

async function alertFacts({ tx }: Acting, { id, csm }: AccountFacts, standing: Standing | undefined) {
  const last = (await newestCases(tx, [id])).get(id);
  return {
    last,
    csm: csm?.name,
    fate: last?.alerted ? await fateOf(tx, last.id) : undefined,
    hold: last ? await holdOf(tx, last.waitingSince) : undefined,
    told: last ? await toldAt(tx, last.waitingSince, csm?.id) : { ofCsm: 0, all: 0 },
    silent: standing ? await silenceOf(tx, id, standing.since) : undefined,
  };
}
