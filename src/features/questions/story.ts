import { localDateOf } from "../../kernel/business-time.ts";
import type { QuestionId } from "../../kernel/ids.ts";
import { accountsById } from "../accounts/facts.ts";
import type { Context } from "../feature.ts";
import { riskOf } from "../risk/facts.ts";
import { settingsOf } from "../settings/facts.ts";
import type { Story } from "./cards.ts";
import { questionById } from "./store.ts";

/** A question, and what is known of its account today. */
export async function loadStory({ tx, now }: Context, id: string): Promise<Story | "gone"> {
  const question = await questionById(tx, id as QuestionId);
  if (!question) return "gone";
  const today = localDateOf(now, (await settingsOf(tx)).zone);
  const account = (await accountsById(tx, [question.account], today)).get(question.account);
  if (!account) return "gone";
  const risk = await riskOf(tx, question.account);
  return { question, account, ...question.people, atRiskSince: risk?.atRisk ? risk.since : undefined };
}
