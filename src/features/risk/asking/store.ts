import type { LocalDate } from "../../../kernel/business-time.ts";
import type { Tx } from "../../../kernel/deps.ts";
import type { AccountId, RiskCaseId } from "../../../kernel/ids.ts";
import { REASONS } from "../model.ts";
import type { Kept } from "./changed.ts";
import type { AlertFacts, PostFate } from "./decide.ts";

interface KeptRow {
  day: LocalDate;
  model: number | null;
  reasons: unknown;
}

/** The newest score of an account and the one of about four weeks before it, whichever model they are of. */
export async function keptScores(
  tx: Tx,
  account: AccountId,
): Promise<{ readonly now: Kept | undefined; readonly then: Kept | undefined }> {
  const rows = await tx.rows<KeptRow & { is_newest: boolean }>(
    `with newest as (select day, model, reasons from risk_snapshot where account_id = $1 and version > 0
                      order by day desc, version desc limit 1)
     select true as is_newest, newest.* from newest
     union all
     (select false, r.day, r.model, r.reasons from newest join risk_snapshot r on r.account_id = $1 and r.version > 0
         and not r.frozen and r.day between newest.day - 31 and newest.day - 28 order by r.day desc, r.version desc limit 1)`,
    [account],
  );
  const kept = (isNewest: boolean): Kept | undefined => {
    const row = rows.find(({ is_newest }) => is_newest === isNewest);
    return row && { day: row.day, model: row.model ?? undefined, reasons: REASONS.parse(row.reasons) };
  };
  return { now: kept(true), then: kept(false) };
}

export interface Rank {
  readonly place: number;
  readonly customers: number;
}

/** How many customers have a higher risk, and one; and how many there are. */
export async function rankOf(tx: Tx, p: number): Promise<Rank> {
  const [row] = await tx.rows<Rank>(
    `select 1 + count(*) filter (where r.p > $1)::int as place, count(*)::int as customers from risk_state r
       join account a on a.organisation_id = r.organisation_id and a.id = r.account_id
      where a.lifecycle_stage <> 'churned' and a.merged_into is null`,
    [p],
  );
  return row ?? { place: 1, customers: 1 };
}

/** Whether a state was set silently (B13): by the account's first score, or by the first of another model. */
export async function silenceOf(tx: Tx, account: AccountId, since: Date): Promise<AlertFacts["silent"]> {
  const rows = await tx.rows<{ model: number | null; at: Date }>(
    `select model, computed_at as at from risk_snapshot where account_id = $1 and version > 0 and computed_at <= $2
      order by day desc, version desc limit 2`,
    [account, since],
  );
  const [latest, before] = rows;
  if (latest?.at.getTime() !== since.getTime()) return undefined;
  if (!before) return "first";
  return before.model === latest.model ? undefined : "model";
}

const FATES: Readonly<Record<string, PostFate>> = {
  wanted: "waiting",
  sending: "waiting",
  ambiguous: "waiting",
  sent: "posted",
  suppressed: "suppressed",
  failed: "failed",
};

/** What became of the newest message about a case. */
export async function fateOf(tx: Tx, id: RiskCaseId): Promise<PostFate | undefined> {
  const [row] = await tx.rows<{ state: string }>(
    "select state from post where card = 'risk.case' and subject = $1::text order by created_at desc, id desc limit 1",
    [id],
  );
  return row && FATES[row.state];
}

/** What a manager decided about a night that too many crossed in; undefined: it wasn't held. */
export async function holdOf(tx: Tx, asOf: Date): Promise<AlertFacts["hold"]> {
  const [row] = await tx.rows<{ state: "held" | "sent" | "kept-back"; name: string | null; decided_at: Date | null }>(
    `select h.state, p.name, h.decided_at from risk_hold h
       left join person p on p.organisation_id = h.organisation_id and p.id = h.decided_by where h.as_of = $1`,
    [asOf],
  );
  return row && { state: row.state, by: row.name ?? undefined, at: row.decided_at ?? undefined };
}

/** Answers to surveys that are known of an account. */
export async function answersOf(
  tx: Tx,
  account: AccountId,
): Promise<{ readonly count: number; readonly latest: LocalDate | undefined }> {
  const [row] = await tx.rows<{ count: number; latest: LocalDate | null }>(
    `select count(*)::int as count, max(answered_at)::date as latest from survey_answer
      where account_id = $1 and answered_at is not null and external_id not like 'survey %'`,
    [account],
  );
  return { count: row?.count ?? 0, latest: row?.latest ?? undefined };
}
