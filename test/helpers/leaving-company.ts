import { addDays, type LocalDate, weekdayOf } from "../../src/kernel/business-time.ts";
import type { Tx } from "../../src/kernel/deps.ts";
import type { AccountId, PersonId } from "../../src/kernel/ids.ts";
import { stream } from "../../src/kernel/random.ts";
import { addAccount } from "./company.ts";
import { addCoverage, addMetric } from "./risk.ts";

const PERIOD = 28;
const BEFORE = 112;
const ROWS_AT_ONCE = 5000;
const FADES = 0.08;
const LEAVES = { faded: 0.4, steady: 0.006 };

interface Wish {
  readonly customers: number;
  /** periods of 28 days behind the first 112 days */
  readonly periods: number;
  /** the day after the last */
  readonly until: LocalDate;
  readonly seed: number;
  readonly csm: PersonId;
}

interface Life {
  readonly from: number;
  /** the day from which they use a third as much */
  readonly fadedFrom: number | undefined;
  readonly noticeOn: number | undefined;
}

/**
 * Customers some of whom use it less and less, and of these many leave; who leaves is followed by another customer.
 * Everything is known when it happened, as after an import of the past.
 */
export async function addLeavingCustomers(
  tx: Tx,
  { customers, periods, until, seed, csm }: Wish,
): Promise<AccountId[]> {
  const days = BEFORE + PERIOD * periods;
  const start = addDays(until, -days);
  await addMetric(tx, "active", "active_users_day", "dense");
  await addCoverage(tx, "active", start, days);
  const accounts: AccountId[] = [];
  const rows: { account: AccountId; day: LocalDate; value: number }[] = [];
  for (let place = 0; place < customers; place++) {
    for (const [at, life] of livesAt(place, days, seed).entries()) {
      const account = await addAccount(tx, `Customer ${String(place)}-${String(at)}`, { csm });
      accounts.push(account);
      await sign(tx, account, life, start, place);
      const random = stream(seed, "use", String(place), String(at));
      for (let day = Math.max(0, life.from); day < Math.min(days, (life.noticeOn ?? days) + 30); day++) {
        const date = addDays(start, day);
        const level = life.fadedFrom !== undefined && day >= life.fadedFrom ? 3 : 10;
        const value = weekdayOf(date) > 5 ? 0 : Math.max(0, Math.round(level + 1.5 * random.normal()));
        rows.push({ account, day: date, value });
      }
    }
  }
  for (let at = 0; at < rows.length; at += ROWS_AT_ONCE) await addUsage(tx, rows.slice(at, at + ROWS_AT_ONCE));
  return accounts;
}

function livesAt(place: number, days: number, seed: number): Life[] {
  const lives: Life[] = [];
  const random = stream(seed, "life", String(place));
  for (let from = -random.between(0, 700); from < days;) {
    let fadedFrom: number | undefined;
    let noticeOn: number | undefined;
    for (let day = Math.max(from, 0); day < days && noticeOn === undefined; day += PERIOD) {
      if (fadedFrom === undefined && random.next() < FADES) fadedFrom = day;
      const hazard = fadedFrom !== undefined && day > fadedFrom ? LEAVES.faded : LEAVES.steady;
      if (random.next() < hazard) noticeOn = Math.min(days - 1, day + random.between(0, PERIOD - 1));
    }
    lives.push({ from, fadedFrom, noticeOn });
    if (noticeOn === undefined) break;
    from = noticeOn;
  }
  return lives;
}

async function sign(
  tx: Tx,
  account: AccountId,
  { from, noticeOn }: Life,
  start: LocalDate,
  place: number,
): Promise<void> {
  const signed = addDays(start, from);
  await tx.rows(
    `insert into contract (organisation_id, id, external_id, account_id, arr_minor, currency, seats, starts_on, renews_on, notice_days,
                           notice_on, ended_on, ingested_at, known_at)
     values ($1, $2::uuid, $2::uuid::text, $2::uuid, $3, 'EUR', 20, $4::date, $5, 60, $6, $7, $4::date, $4::date)`,
    [
      tx.organisation,
      account,
      1_000_000 * (1 + (place % 9)),
      signed,
      addDays(signed, 1460),
      noticeOn === undefined ? null : addDays(start, noticeOn),
      noticeOn === undefined ? null : addDays(start, noticeOn + 30),
    ],
  );
}

async function addUsage(tx: Tx, rows: readonly { account: AccountId; day: LocalDate; value: number }[]): Promise<void> {
  await tx.rows(
    `insert into usage (organisation_id, account_id, metric, day, value, ingested_at, known_at)
     select $1, a, 'active', d, v, d + interval '24 hours 30 minutes', d + interval '24 hours 30 minutes'
       from unnest($2::uuid[], $3::date[], $4::float8[]) as r(a, d, v)`,
    [tx.organisation, rows.map(({ account }) => account), rows.map(({ day }) => day), rows.map(({ value }) => value)],
  );
}
