import type { PersonRef } from "../../chat/card.ts";
import type { LocalDate } from "../../kernel/business-time.ts";
import type { Statement, Tx } from "../../kernel/deps.ts";
import { NotFound } from "../../kernel/errors.ts";
import type { AccountId, PersonId } from "../../kernel/ids.ts";
import type { Money } from "../../kernel/money.ts";
import type { Scope } from "../../kernel/permissions.ts";
import { decideLookUp, type LookUp } from "./decide.ts";
import { NONE_ALIKE } from "./names.ts";
import { quietFacts } from "./stage-store.ts";
import { decideQuiet } from "./stages.ts";
import { alike, findExactly, type Found } from "./store.ts";
import type { Touchpoint } from "./touchpoint-decide.ts";
import { nextPlanned } from "./touchpoint-store.ts";

export { asFirstWritten } from "./regions-store.ts";
export { type Tier, tiersOf } from "./tier-store.ts";

export { hasMeetingNear } from "./timeline-store.ts";
export { type ContractClock, contractClocks, productsSold } from "./contract-store.ts";
export type { LookUp } from "./decide.ts";
export type { Pressure } from "./log-decide.ts";
export { pressureOn, pressureTexts } from "./pressure.ts";

/** An account and whose it is, as other slices may know it. */
export interface AccountRoster {
  readonly id: AccountId;
  readonly name: string;
  readonly segment: string | undefined;
  readonly region: string | undefined;
  readonly stage: string;
  readonly keyAccount: boolean;
  readonly csm: PersonRef | undefined;
  readonly am: PersonRef | undefined;
  /** its AM isn't with us any more, and nobody has the slot yet */
  readonly amLeft?: boolean;
  readonly scope: Scope;
}

/** An account with what its contracts say. */
export interface AccountFacts extends AccountRoster {
  /** of running contracts, a total per currency, largest first */
  readonly arr: readonly Money[];
  readonly seats: number | undefined;
  /** the earliest of the contracts with at least a tenth of the account's ARR (A9) */
  readonly renewsOn: LocalDate | undefined;
  /** the last day on which notice can be given before that renewal */
  readonly noticeUntil: LocalDate | undefined;
  /** the customer has given notice on this day; it is running */
  readonly noticeOn: LocalDate | undefined;
}

/** The accounts as of a day; unknown ids are left out. */
export async function accountsById(
  tx: Tx,
  ids: readonly AccountId[],
  today: LocalDate,
): Promise<Map<AccountId, AccountFacts>> {
  const [first, ...others] = ids;
  const rows =
    others.length > 0
      ? await tx.rows<FactsRow>(MANY, [today, ids])
      : await tx.rows<FactsRow>(ONE, [today, first ?? null]);
  return new Map(rows.map((row) => [row.account_id, factsOf(row)]));
}

/** The accounts that these are about, as of a day. */
export function accountsAbout(
  tx: Tx,
  these: Iterable<{ readonly account: AccountId }>,
  today: LocalDate,
): Promise<Map<AccountId, AccountFacts>> {
  return accountsById(tx, [...new Set(Array.from(these, ({ account }) => account))], today);
}

/** Whose an account is, without its contracts. */
export async function rosterOf(tx: Tx, id: AccountId): Promise<AccountRoster | undefined> {
  const [row] = await tx.rows<RosterRow>(`select ${ROSTER} from account a ${ROSTER_JOINS} where a.id = $1`, [id]);
  return row && rosterIn(row);
}

const HELD: Statement = {
  name: "accounts.held-by",
  sql: `select distinct s.account_id as id from slot s
          join account a on a.organisation_id = s.organisation_id and a.id = s.account_id and a.merged_into is null
         where s.slot in ('csm', 'am') and s.person_id = any($1::uuid[])`,
};

/** The accounts of which one of these people is the CSM or the AM. */
export async function accountsHeldBy(tx: Tx, people: readonly PersonId[]): Promise<AccountId[]> {
  return (await tx.rows<{ id: AccountId }>(HELD, [people])).map(({ id }) => id);
}

/** @throws NotFound when it isn't there */
export async function accountOf({ tx }: { readonly tx: Tx }, id: AccountId): Promise<AccountRoster> {
  const account = await rosterOf(tx, id);
  if (!account) throw new NotFound("accounts.gone");
  return account;
}

/** Holds the account until the transaction ends, so that two decisions about it follow each other. */
export async function holdAccount(tx: Tx, id: AccountId): Promise<void> {
  await tx.rows("select 1 from account where id = $1 for update", [id]);
}

/** What ROSTER selects. */
export interface RosterRow {
  account_id: AccountId;
  account_name: string;
  account_segment: string | null;
  account_region: string | null;
  account_stage: string;
  key_account: boolean;
  csm_id: PersonId | null;
  csm_name: string | null;
  am_id: PersonId | null;
  am_name: string | null;
  am_active: boolean | null;
  managers: PersonId[];
  others: PersonId[];
  engaged: PersonId[];
  pool_open: boolean;
}
/** What FACTS selects. */
export interface FactsRow extends RosterRow {
  /** a total per currency */
  arr: Readonly<Record<string, number>> | null;
  seats: number | null;
  renews_on: LocalDate | null;
  notice_until: LocalDate | null;
  notice_on: LocalDate | null;
}

/**
 * Whether somebody leads an account, as `managers` says: an expression for a statement that has the account as `a`.
 * @param person the parameter with their id
 */
export function ledBy(person: string): string {
  return `(select coalesce(bool_or(p.manager_id = ${person}), false) or count(l.id) = 0 and
                  exists (select from person m where m.organisation_id = a.organisation_id and m.id = ${person}
                             and m.active and 'manager' = any(m.roles))
             from slot s join person p on p.organisation_id = s.organisation_id and p.id = s.person_id
                  left join person l on l.organisation_id = p.organisation_id and l.id = p.manager_id and l.active
            where s.organisation_id = a.organisation_id and s.account_id = a.id and s.slot in ('csm', 'am'))`;
}

const LED = `exists (select from person m where m.organisation_id = a.organisation_id and m.active
                                  and (m.id = csm.manager_id or m.id = am.manager_id))`;

/** Whose an account is, in a statement that has it as `a` and joins ROSTER_JOINS; `rosterIn` reads it. */
export const ROSTER = `
  a.id as account_id, a.name as account_name, a.segment as account_segment, a.region as account_region,
  a.lifecycle_stage as account_stage, a.key_account,
  csm.id as csm_id, csm.name as csm_name, am.id as am_id, am.name as am_name,
  am.active as am_active,
  array_remove(array[csm.manager_id, am.manager_id], null) || case when ${LED} then '{}' else
    array(select m.id from person m where m.organisation_id = a.organisation_id and m.active and 'manager' = any(m.roles)) end as managers,
  array(select s.person_id from slot s where s.organisation_id = a.organisation_id and s.account_id = a.id
                                         and s.slot not in ('csm', 'am')) as others,
  coalesce(offers.engaged, '{}') as engaged, coalesce(offers.pool_open, false) as pool_open`;

export const ROSTER_JOINS = `
  left join slot sc on sc.organisation_id = a.organisation_id and sc.account_id = a.id and sc.slot = 'csm'
  left join person csm on csm.organisation_id = a.organisation_id and csm.id = sc.person_id
  left join slot sa on sa.organisation_id = a.organisation_id and sa.account_id = a.id and sa.slot = 'am'
  left join person am on am.organisation_id = a.organisation_id and am.id = sa.person_id
  left join lateral (
    select array_remove(array_agg(coalesce(o.claimed_by, o.assignee_id)), null) as engaged,
           bool_or(o.pool and o.stage = 'routed') as pool_open
      from opportunity o
     where o.organisation_id = a.organisation_id and o.account_id = a.id
       and o.stage in ('routed', 'claimed', 'contacted', 'proposed')) offers on true`;

/** What the running contracts of account a say as of the day $1. */
const CONTRACTS = `
  select jsonb_object_agg(r.currency, r.total) as arr,
         sum(r.seats)::float8 as seats,
         min(r.renews_on) filter (where r.weighty and r.renews_on >= $1::date) as renews_on,
         min(r.renews_on - coalesce(r.notice_days, 0))
           filter (where r.weighty and r.renews_on >= $1::date and r.renews_on - coalesce(r.notice_days, 0) >= $1::date) as notice_until,
         min(r.notice_on) filter (where r.notice_on <= $1::date) as notice_on
    from (select k.*, k.arr_minor >= 0.1 * k.total as weighty
            from (select k.*, sum(k.arr_minor) over (partition by k.currency) as total from contract k
                   where k.organisation_id = a.organisation_id and k.account_id = a.id
                     and k.starts_on <= $1::date and (k.ended_on is null or k.ended_on > $1::date)) k) r`;

/** Accounts as of the day $1, in a statement that has them as `a` and joins FACTS_JOINS; `factsOf` reads it. */
export const FACTS = `${ROSTER}, c.arr, c.seats, c.renews_on, c.notice_until, c.notice_on`;
export const FACTS_JOINS = `${ROSTER_JOINS} left join lateral (${CONTRACTS}) c on true`;
const MANY: Statement = {
  name: "accounts.facts",
  sql: `select ${FACTS} from account a ${FACTS_JOINS} where a.id = any($2::uuid[])`,
};
const ONE: Statement = {
  name: "accounts.facts-of-one",
  sql: `select ${FACTS} from account a ${FACTS_JOINS} where a.id = $2`,
};

export function factsOf(row: FactsRow): AccountFacts {
  return {
    ...rosterIn(row),
    arr: Object.entries(row.arr ?? {})
      .map(([currency, amountMinor]) => ({ currency, amountMinor }))
      .toSorted((one, other) => other.amountMinor - one.amountMinor),
    seats: row.seats ?? undefined,
    renewsOn: row.renews_on ?? undefined,
    noticeUntil: row.notice_until ?? undefined,
    noticeOn: row.notice_on ?? undefined,
  };
}

export function rosterIn(row: RosterRow): AccountRoster {
  const csm = row.csm_id ? { id: row.csm_id, name: row.csm_name ?? "" } : undefined;
  const am = row.am_id ? { id: row.am_id, name: row.am_name ?? "" } : undefined;
  return {
    id: row.account_id,
    name: row.account_name,
    segment: row.account_segment ?? undefined,
    region: row.account_region ?? undefined,
    stage: row.account_stage,
    keyAccount: row.key_account,
    csm,
    am,
    ...(row.am_active === false && { amLeft: true }),
    scope: {
      account: row.account_id,
      csm: csm?.id,
      am: am?.id,
      managers: row.managers,
      others: row.others,
      engaged: row.engaged,
      region: row.account_region ?? undefined,
      poolOpen: row.pool_open,
    },
  };
}

/** Finds what somebody typed: one indexed look-up, and only on a miss the nearest names. */
export async function lookUp(tx: Tx, typed: string): Promise<LookUp<Found>> {
  const exact = await findExactly(tx, typed);
  return decideLookUp(exact, exact.length > 0 ? NONE_ALIKE : await alike(tx, typed));
}

/** The Account Manager of an account gets no message and no mention about it now (A5); look-ups always work. */
export async function isAmQuiet(tx: Tx, account: AccountId, now: Date): Promise<boolean> {
  const facts = await quietFacts(tx, account, now);
  return facts !== undefined && decideQuiet(facts, now);
}

/** The soonest meeting with a customer that is planned from an instant on. */
export async function nextTouchpoint(
  tx: Tx,
  account: AccountId,
  from: Date,
): Promise<Pick<Touchpoint, "kind" | "plannedAt"> | undefined> {
  return nextPlanned(tx, account, from);
}
