import type { Tx } from "../../../kernel/deps.ts";
import type { AccountId } from "../../../kernel/ids.ts";
import { lastContacts } from "./spoken-store.ts";

/** What one ought to know of a customer before one speaks with them. */
export interface Changes {
  /** the last contact either way */
  readonly contactAt: Date | undefined;
  /** when it was last noted, since then, that nobody of theirs came */
  readonly noShowAt: Date | undefined;
  readonly ticketsOpened: number;
  readonly ticketsOpen: number;
  readonly escalated: number;
  /** requests and complaints that wait for an answer, and the longest-waiting one's day */
  readonly requestsOpen: number;
  readonly requestSince: Date | undefined;
  /** the last answer of each of at most three people */
  readonly answers: readonly {
    readonly who: string;
    readonly score: number;
    readonly at: Date;
    readonly comment: string | undefined;
  }[];
}

interface Row {
  no_show_at: Date | null;
  opened: number;
  open: number;
  escalated: number;
  requests: number;
  request_since: Date | null;
}

/** @param since what is told is what came after it; undefined: nothing was said before */
export async function changesOf(tx: Tx, account: AccountId, since: Date | undefined, now: Date): Promise<Changes> {
  const [row] = await tx.rows<Row>(
    `select (select max(t.at) from timeline t
              where t.organisation_id = a.organisation_id and t.account_id = a.id and t.kind = 'check-in-no-show'
                and ($2::timestamptz is null or t.at > $2) and t.at <= $3) as no_show_at,
            k.opened, k.open, k.escalated, r.requests, r.request_since
       from account a,
            lateral (select (count(*) filter (where $2::timestamptz is null or t.opened_at > $2))::int as opened,
                            (count(*) filter (where t.closed_at is null))::int as open,
                            (count(*) filter (where t.closed_at is null and t.escalated))::int as escalated
                       from ticket t where t.organisation_id = a.organisation_id and t.account_id = a.id and t.opened_at <= $3) k,
            lateral (select count(*)::int as requests, min(q.at) as request_since from request q
                      where q.organisation_id = a.organisation_id and q.account_id = a.id and q.state = 'open') r
      where a.id = $1`,
    [account, since ?? null, now],
  );
  const answers = await tx.rows<{ who: string; score: number; at: Date; comment: string | null }>(
    `select * from (
       select distinct on (s.contact_id) coalesce(c.name, '') as who, s.score, s.answered_at as at, s.comment
         from survey_answer s left join contact c on c.organisation_id = s.organisation_id and c.id = s.contact_id
        where s.account_id = $1 and s.score is not null and s.answered_at is not null and s.contact_id is not null
        order by s.contact_id, s.answered_at desc) latest
      order by at desc limit 3`,
    [account],
  );
  return {
    contactAt: (await lastContacts(tx, [account], now, "any")).get(account),
    noShowAt: row?.no_show_at ?? undefined,
    ticketsOpened: row?.opened ?? 0,
    ticketsOpen: row?.open ?? 0,
    escalated: row?.escalated ?? 0,
    requestsOpen: row?.requests ?? 0,
    requestSince: row?.request_since ?? undefined,
    answers: answers.map(({ comment, ...answer }) => ({ ...answer, comment: comment ?? undefined })),
  };
}

/** Who is there at the customer, by name; a hundred at most. */
export async function peopleAt(
  tx: Tx,
  account: AccountId,
  today: string,
): Promise<{ readonly id: string; readonly name: string }[]> {
  return tx.rows(
    "select id, name from contact where account_id = $1 and (left_on is null or left_on > $2::date) order by name, id limit 99",
    [account, today],
  );
}
