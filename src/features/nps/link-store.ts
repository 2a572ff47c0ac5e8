import type { LocalDate } from "../../kernel/business-time.ts";
import type { Tx } from "../../kernel/deps.ts";
import type { AccountId, PersonId } from "../../kernel/ids.ts";
import type { SurveyState } from "./decide.ts";
import { PLACES } from "./reach-store.ts";
import type { SurveyId, Via, WaveId } from "./survey-store.ts";

/** Whose links of one wave and day are one card, and who passes them on. */
export interface LinkList {
  readonly wave: WaveId;
  readonly to: PersonId;
  readonly on: LocalDate;
}

/** Somebody on that card. */
export interface LinkRow {
  readonly survey: SurveyId;
  /** undefined: they were erased */
  readonly who: string | undefined;
  readonly account: AccountId;
  readonly state: SurveyState;
  readonly reason: string | undefined;
  readonly via: Via | undefined;
  readonly fetchedAt: Date | undefined;
  readonly remindedAt: Date | undefined;
  readonly closesAt: Date | undefined;
}

interface Row {
  id: SurveyId;
  who: string | null;
  account_id: AccountId;
  state: SurveyState;
  reason: string | null;
  via: Via | null;
  link_fetched_at: Date | null;
  reminded_at: Date | null;
  closes_at: Date | null;
}

/** By customer and name. */
export async function linkRows(tx: Tx, { wave, to, on }: LinkList): Promise<LinkRow[]> {
  const rows = await tx.rows<Row>(
    `select s.id, c.name as who, s.account_id, s.state, s.reason, s.via, s.link_fetched_at, s.reminded_at, s.closes_at
       from survey s join account a on a.id = s.account_id left join contact c on c.id = s.contact_id
      where s.wave_id = $1 and s.link_to = $2 and s.link_on = $3
      order by a.name, c.name, s.id`,
    [wave, to, on],
  );
  return rows.map((row) => ({
    survey: row.id,
    who: row.who ?? undefined,
    account: row.account_id,
    state: row.state,
    reason: row.reason ?? undefined,
    via: row.via ?? undefined,
    fetchedAt: row.link_fetched_at ?? undefined,
    remindedAt: row.reminded_at ?? undefined,
    closesAt: row.closes_at ?? undefined,
  }));
}

/** On whose list it stands; on one already, it stays with that day. @returns the day */
export async function saveLinkTo(tx: Tx, survey: SurveyId, to: PersonId, on: LocalDate): Promise<LocalDate> {
  const [row] = await tx.rows<{ link_on: LocalDate }>(
    "update survey set link_to = $2, link_on = coalesce(link_on, $3::date) where id = $1 returning link_on",
    [survey, to, on],
  );
  return row?.link_on ?? on;
}

/** Somebody of us has the link now, and sends it. */
export function saveFetched(tx: Tx, survey: SurveyId, at: Date): void {
  tx.run("update survey set link_fetched_at = $2 where id = $1", [survey, at]);
}

/** Those at a customer whose link somebody else has to pass on than from now on does. */
export function linksElsewhere(
  tx: Tx,
  account: AccountId,
  to: PersonId,
  now: Date,
): Promise<{ id: SurveyId; wave: WaveId; closes_at: Date }[]> {
  return tx.rows(
    `select id, wave_id as wave, closes_at from survey
      where account_id = $1 and link_to <> $2 and state in ('waiting', 'asked') and closes_at > $3
      order by id for update`,
    [account, to, now],
  );
}

/** Brings forward those of a wave who have no way but a link and are due until then, so that who passes them on hears of them at once. @param mails whoever isn't met in chat is written to */
export async function bringForward(
  tx: Tx,
  wave: WaveId,
  now: Date,
  until: Date,
  mails: boolean,
): Promise<ReadonlySet<SurveyId>> {
  const rows = await tx.rows<{ id: SurveyId }>(
    `update survey s set due_at = $2 from contact c
      where s.wave_id = $1 and s.state = 'planned' and s.due_at > $2 and s.due_at < $3 and c.id = s.contact_id
        and not ($4::boolean and c.email is not null) and not exists (select from (${PLACES}) met where met.contact_id = c.id)
      returning s.id`,
    [wave, now, until, mails],
  );
  return new Set(rows.map(({ id }) => id));
}
