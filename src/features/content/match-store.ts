import { CONTENT } from "../../kernel/defaults.ts";
import type { LocalDate } from "../../kernel/business-time.ts";
import type { Statement, Tx } from "../../kernel/deps.ts";
import type { AccountId, PersonId } from "../../kernel/ids.ts";
import { KNOWN_USE, useOf } from "../feature-use.ts";
import { atRiskSince } from "../risk/facts.ts";
import type { Because } from "./decide.ts";
import type { ItemId } from "./store.ts";

/** A day where the organisation is, and the instant before which a fact was known. */
export interface Night {
  readonly day: LocalDate;
  readonly asOf: Date;
}

export interface Match {
  readonly account: AccountId;
  readonly csm: PersonId;
  readonly item: ItemId;
  readonly because: Because;
  readonly feature: string;
}

/** The next customers by id, who are neither gone nor part of another. */
export async function customersAfter(tx: Tx, after: AccountId, most: number): Promise<AccountId[]> {
  const rows = await tx.rows<{ id: AccountId }>(
    `select id from account where id > $1 and merged_into is null and lifecycle_stage <> 'churned' order by id limit $2`,
    [after, most],
  );
  return rows.map(({ id }) => id);
}

const MATCHES: Statement = {
  name: "content.matches",
  sql: `with customer as (
    select a.id, a.segment, s.person_id as csm,
           array(select distinct lower(k.product) from contract k
                  where k.account_id = a.id and k.product is not null and k.starts_on <= $2::date
                    and (k.ended_on is null or k.ended_on > $2::date) and k.known_at <= $3::timestamptz) as products,
           array(select distinct lower(left(t.locale, 2)) from contact t
                  where t.account_id = a.id and t.left_on is null and t.locale is not null) as languages
      from account a
      join slot s on s.organisation_id = a.organisation_id and s.account_id = a.id and s.slot = 'csm'
      join person p on p.organisation_id = s.organisation_id and p.id = s.person_id and p.active
     where a.id = any($1::uuid[]) and a.merged_into is null and a.lifecycle_stage <> 'churned'
       and ${atRiskSince("a.organisation_id", "a.id")} is null
       and not exists (select from content_proposal r join account ra on ra.organisation_id = r.organisation_id and ra.id = r.account_id
                        where coalesce(ra.merged_into, ra.id) = a.id
                          and r.proposed_at > $3::timestamptz - interval '${String(CONTENT.everyDays)} days')
  ),
  unused as (
    select c.id, m.name
      from customer c
      join metric m on m.kind = 'feature' and (m.product is null or lower(m.product) = any(c.products))
       and exists (select from content_item i where i.feature = m.name and i.retired_at is null)
    ${useOf("c.id")}
     where ${KNOWN_USE} and u.used = 0
  )
  select distinct on (c.id) c.id as account, c.csm, i.id as item, i.feature,
         case when n.name is null then 'goal' else 'unused' end as because
    from customer c
    join content_item i on i.retired_at is null and (i.until_on is null or i.until_on >= $2::date)
     and (i.segment is null or i.segment = c.segment) and (i.product is null or lower(i.product) = any(c.products))
     and (i.language is null or cardinality(c.languages) = 0 or i.language = any(c.languages))
    left join unused n on n.id = c.id and n.name = i.feature
   where (n.name is not null
          or exists (select from goal g where g.account_id = c.id and g.metric = i.feature and g.met_on is null))
     and not exists (select from content_proposal r join account ra on ra.organisation_id = r.organisation_id and ra.id = r.account_id
                      where r.item_id = i.id and coalesce(ra.merged_into, ra.id) = c.id)
   order by c.id, n.name is null, i.added_at desc, i.id`,
};

/** Of these customers at most one piece each: for a feature that nobody there uses, else for a goal of theirs. */
export async function matchesAmong(tx: Tx, accounts: readonly AccountId[], { day, asOf }: Night): Promise<Match[]> {
  return tx.rows<Match>(MATCHES, [accounts, day, asOf]);
}

/** How many pieces each was put since an instant. */
export async function putSince(tx: Tx, since: Date): Promise<Map<PersonId, number>> {
  const rows = await tx.rows<{ csm: PersonId; count: number }>(
    "select csm_id as csm, count(*)::int as count from content_proposal where proposed_at >= $1 group by csm_id",
    [since],
  );
  return new Map(rows.map(({ csm, count }) => [csm, count]));
}

/** On how many of the last 28 days a feature was used. @returns undefined where too few of them are known */
export async function daysUsed(
  tx: Tx,
  account: AccountId,
  feature: string,
  { day, asOf }: Night,
): Promise<number | undefined> {
  const [row] = await tx.rows<{ used: number }>(
    `select u.used from account c join metric m on m.name = $4 ${useOf("c.id")} where c.id = $1 and ${KNOWN_USE}`,
    [account, day, asOf, feature],
  );
  return row?.used;
}
