import type { LocalDate } from "../../kernel/business-time.ts";
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

export { organisationName } from "./campaign-store.ts";
export { OPTED_OUT } from "./decide.ts";
export { goneBy, holdTouchable, type MetAt, placeOf, touchableFrom } from "./reach-store.ts";

/** How a customer's people answered in a quarter: the mean of their scores, 0 to 10, each person's newest. */
export interface NpsResult {
  readonly mean: number;
  readonly count: number;
  /** of the newest answer */
  readonly on: LocalDate;
}

/** The last two quarters with answers of these customers, the newest first; those that never answered are left out. */
export async function lastResults(
  tx: Tx,
  accounts: readonly AccountId[],
): Promise<ReadonlyMap<AccountId, readonly NpsResult[]>> {
  const rows = await tx.rows<NpsResult & { readonly account: AccountId }>(
    `with newest as (
       select distinct on (q.account_id, coalesce(q.contact_id, q.id), date_trunc('quarter', q.answered_at))
              coalesce(a.merged_into, a.id) as account, date_trunc('quarter', q.answered_at) as quarter, q.score, q.answered_at
         from survey_answer q join account a on a.organisation_id = q.organisation_id and a.id = q.account_id
        where coalesce(a.merged_into, a.id) = any($1::uuid[]) and q.kind = 'nps' and q.score is not null and q.answered_at is not null
        order by q.account_id, coalesce(q.contact_id, q.id), date_trunc('quarter', q.answered_at), q.answered_at desc, q.id),
     results as (
       select account, avg(score)::float8 as mean, count(*)::int as count, max(answered_at)::date as "on",
              row_number() over (partition by account order by quarter desc) as nth
         from newest group by account, quarter)
     select account, mean, count, "on" from results where nth <= 2 order by account, nth`,
    [accounts],
  );
  const found = new Map<AccountId, NpsResult[]>();
  for (const { account, ...result } of rows) found.set(account, [...(found.get(account) ?? []), result]);
  return found;
}
