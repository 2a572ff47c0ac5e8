import type { LocalDate } from "../../kernel/business-time.ts";
import type { Statement, Tx } from "../../kernel/deps.ts";
import type { EventOf } from "../../kernel/events.ts";
import type { AccountId, ContractId, EntryId } from "../../kernel/ids.ts";
import type { Money } from "../../kernel/money.ts";

/** A running contract as its own clock needs it (A9). */
export interface ContractClock {
  readonly id: ContractId;
  readonly account: AccountId;
  readonly product: string | undefined;
  readonly arr: Money;
  readonly startsOn: LocalDate;
  readonly renewsOn: LocalDate | undefined;
  /** the last day on which notice can be given before that renewal */
  readonly noticeUntil: LocalDate | undefined;
  /** notice was given on this day */
  readonly noticeOn: LocalDate | undefined;
  /** it is known to end, and isn't renewed */
  readonly endsOn: LocalDate | undefined;
  readonly autoRenew: boolean | undefined;
  readonly termDays: number | undefined;
  /** paid, and thus renewed, month by month */
  readonly monthly: boolean;
  /** a tenth of the account's ARR or more */
  readonly weighty: boolean;
}

interface Row {
  id: ContractId;
  account_id: AccountId;
  product: string | null;
  arr_minor: string | number;
  currency: string;
  starts_on: LocalDate;
  renews_on: LocalDate | null;
  notice_until: LocalDate | null;
  notice_on: LocalDate | null;
  ended_on: LocalDate | null;
  auto_renew: boolean | null;
  term_days: number | null;
  monthly: boolean;
  weighty: boolean;
}

/** As of the day $1, of the accounts $2. */
const CLOCKS: Statement = {
  name: "accounts.contract-clocks",
  sql: `select k.id, k.account_id, k.product, k.arr_minor::float8 as arr_minor, k.currency, k.starts_on, k.renews_on,
               k.renews_on - coalesce(k.notice_days, 0) as notice_until,
               case when k.notice_on <= $1::date then k.notice_on end as notice_on, k.ended_on, k.auto_renew,
               coalesce(k.ends_on, k.renews_on) - k.starts_on as term_days, k.billing is not distinct from 'monthly' as monthly,
               k.arr_minor >= 0.1 * sum(k.arr_minor) over (partition by k.account_id, k.currency) as weighty
          from contract k
          join account a on a.organisation_id = k.organisation_id and a.id = k.account_id
                        and a.merged_into is null and a.lifecycle_stage <> 'churned'
         where k.account_id = any($2::uuid[]) and k.starts_on <= $1::date and (k.ended_on is null or k.ended_on > $1::date)
         order by k.renews_on nulls last, k.arr_minor desc, k.id`,
};

/** The running contracts of accounts as of a day, the earliest renewal first. */
export async function contractClocks(
  tx: Tx,
  accounts: readonly AccountId[],
  today: LocalDate,
): Promise<ContractClock[]> {
  if (accounts.length === 0) return [];
  return (await tx.rows<Row>(CLOCKS, [today, accounts])).map((row) => ({
    id: row.id,
    account: row.account_id,
    product: row.product ?? undefined,
    arr: { amountMinor: Number(row.arr_minor), currency: row.currency },
    startsOn: row.starts_on,
    renewsOn: row.renews_on ?? undefined,
    noticeUntil: row.notice_until ?? undefined,
    noticeOn: row.notice_on ?? undefined,
    endsOn: row.ended_on ?? undefined,
    autoRenew: row.auto_renew ?? undefined,
    termDays: row.term_days ?? undefined,
    monthly: row.monthly,
    weighty: row.weighty,
  }));
}

/**
 * What contracts are about, each product as it is first written in any case.
 * @param first what this customer has comes before the others
 */
export async function productsSold(tx: Tx, most: number, first?: AccountId): Promise<string[]> {
  const rows = await tx.rows<{ name: string }>(
    `select min(btrim(product)) as name from contract where btrim(product) <> ''
      group by lower(btrim(product)) order by coalesce(bool_or(account_id = $2::uuid), false) desc, 1 limit $1`,
    [most, first ?? null],
  );
  return rows.map(({ name }) => name);
}

/** The contract is renewed: what somebody said of it holds until the next import says it anew. */
export function saveRenewed(
  tx: Tx,
  id: EntryId,
  { account, contract, due, renewsOn, on }: EventOf<"renewal-signed">,
  now: Date,
): void {
  tx.run(
    `update contract set renews_on = $2, ends_on = case when ends_on is null then null else $2::date - 1 end, decided_on = $3,
            ingested_at = $4, known_at = $4
      where id = $1`,
    [contract, renewsOn, on, now],
  );
  saveEvent(tx, id, { account, contract, type: "renewal", on, noticeOn: undefined, effectiveOn: due }, now);
}

/** The contract ends: decision, notice and the day it takes effect are kept apart (A9). */
export function saveEnding(
  tx: Tx,
  id: EntryId,
  { account, contract, because, on, endsOn, reason }: EventOf<"contract-ending">,
  now: Date,
): void {
  const noticeOn = because === "notice" ? on : undefined;
  tx.run(
    `update contract set decided_on = $2, notice_on = coalesce($3::date, notice_on), ended_on = $4,
            end_reason = coalesce($5, end_reason), ingested_at = $6, known_at = $6
      where id = $1`,
    [contract, on, noticeOn ?? null, endsOn, reason ?? null, now],
  );
  const type = because === "notice" ? "notice" : "churn";
  saveEvent(tx, id, { account, contract, type, on, noticeOn, effectiveOn: endsOn }, now);
}

interface NewEvent {
  readonly account: AccountId;
  readonly contract: ContractId;
  readonly type: "renewal" | "notice" | "churn";
  readonly on: LocalDate;
  readonly noticeOn: LocalDate | undefined;
  readonly effectiveOn: LocalDate;
}

function saveEvent(tx: Tx, id: EntryId, event: NewEvent, now: Date): void {
  const { account, contract, type, on, noticeOn, effectiveOn } = event;
  tx.run(
    `insert into contract_event (organisation_id, id, account_id, contract_id, type, decided_on, notice_on, effective_on,
                                 ingested_at, known_at)
     values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $9)
     on conflict (organisation_id, contract_id, type, effective_on)
       do update set decided_on = excluded.decided_on, notice_on = excluded.notice_on, known_at = excluded.known_at`,
    [tx.organisation, id, account, contract, type, on, noticeOn ?? null, effectiveOn, now],
  );
}
