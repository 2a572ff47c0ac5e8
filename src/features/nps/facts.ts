import type { Tx } from "../../kernel/deps.ts";
import type { AccountId } from "../../kernel/ids.ts";
import { surveyById, type SurveyContact, type SurveyId } from "./survey-store.ts";

/** What a campaign decided of the people of a customer, and what came of it; how that is said is this slice's too. */
export { type AskedPerson, type LastAsked, lastAsked } from "./asked-store.ts";
export { lastAskedText, personText } from "./asked-texts.ts";

/** Why somebody answered as they did, in their own words. */
export interface Comment {
  readonly survey: SurveyId;
  readonly account: AccountId;
  readonly contact: SurveyContact;
  readonly comment: string;
  readonly answeredAt: Date;
}

/** @returns undefined where nothing was written, or who wrote it is erased */
export async function commentOf(tx: Tx, id: SurveyId): Promise<Comment | undefined> {
  const { account, contact, comment, answeredAt } = (await surveyById(tx, id)) ?? {};
  if (!account || !contact || comment === undefined || !answeredAt) return undefined;
  return { survey: id, account, contact, comment, answeredAt };
}
