import type { LocalDate } from "../../kernel/business-time.ts";
import type { Tx } from "../../kernel/deps.ts";
import type { AccountId } from "../../kernel/ids.ts";
import type { Money } from "../../kernel/money.ts";

/** What the shared record knows of how it went, from which a review is drafted. */
export interface AccountRecord {
  readonly goals: readonly GoalSoFar[];
  readonly answers: readonly { readonly contact: string | undefined; readonly score: number; readonly at: Date }[];
  readonly openTickets: number;
  readonly escalated: number;
  readonly openRequests: number;
  readonly overdueInvoices: number;
  readonly contacts: readonly { readonly name: string; readonly role: string }[];
}

export interface GoalSoFar {
  readonly name: string;
  readonly metOn: LocalDate | undefined;
  /** shares of 1, as we measured and as the customer confirmed */
  readonly measured: number | undefined;
  readonly confirmed: number | undefined;
  /** in a year, as they say */
  readonly worth: Money | undefined;
}

interface Row {
  goals:
    | readonly {
        readonly name: string;
        readonly metOn: LocalDate | null;
        readonly measured: number | null;
        readonly confirmed: number | null;
        readonly worth: number | null;
        readonly currency: string | null;
      }[]
    | null;
  answers: readonly { readonly contact: string | null; readonly score: number; readonly at: string }[] | null;
  contacts: readonly { readonly name: string; readonly role: string }[] | null;
  open_tickets: number;
  escalated: number;
  open_requests: number;
  overdue: number;
}

const RECORD = `
  select (select jsonb_agg(jsonb_build_object('name', g.name, 'metOn', g.met_on, 'measured', coalesce(g.measured, g.reckoned), 'confirmed', g.confirmed,
                                              'worth', g.confirmed_value_minor, 'currency', g.currency)
                           order by g.met_on nulls last, g.name)
            from (select * from goal where account_id = $1 and kind = 'goal' and closed_as is distinct from 'given-up' order by met_on nulls last, name limit 10) g) as goals,
         (select jsonb_agg(jsonb_build_object('contact', c.name, 'score', s.score, 'at', s.answered_at) order by s.answered_at desc)
            from (select * from survey_answer where account_id = $1 and score is not null and answered_at <= $2
                   order by answered_at desc limit 3) s
            left join contact c on c.organisation_id = s.organisation_id and c.id = s.contact_id) as answers,
         (select jsonb_agg(jsonb_build_object('name', c.name, 'role', c.role) order by c.role, c.name)
            from (select * from contact
                   where account_id = $1 and role in ('champion', 'sponsor', 'buyer')
                     and (left_on is null or left_on > $3::date) order by role, name limit 5) c) as contacts,
         (select count(*)::int from ticket where account_id = $1 and closed_at is null) as open_tickets,
         (select count(*)::int from ticket where account_id = $1 and closed_at is null and escalated) as escalated,
         (select count(*)::int from request where account_id = $1 and state <> 'closed') as open_requests,
         (select count(*)::int from invoice where account_id = $1 and paid_on is null and due_on < $3::date) as overdue`;

export async function recordOf(tx: Tx, account: AccountId, now: Date, today: LocalDate): Promise<AccountRecord> {
  const [row] = await tx.rows<Row>(RECORD, [account, now, today]);
  return {
    goals: (row?.goals ?? []).map(({ name, metOn, measured, confirmed, worth, currency }) => ({
      name,
      metOn: metOn ?? undefined,
      measured: measured ?? undefined,
      confirmed: confirmed ?? undefined,
      worth: worth !== null && currency !== null ? { amountMinor: worth, currency } : undefined,
    })),
    answers: (row?.answers ?? []).map(({ contact, score, at }) => ({
      contact: contact ?? undefined,
      score,
      at: new Date(at),
    })),
    contacts: row?.contacts ?? [],
    openTickets: row?.open_tickets ?? 0,
    escalated: row?.escalated ?? 0,
    openRequests: row?.open_requests ?? 0,
    overdueInvoices: row?.overdue ?? 0,
  };
}
