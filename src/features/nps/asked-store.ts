import type { LocalDate } from "../../kernel/business-time.ts";
import type { Tx } from "../../kernel/deps.ts";
import { FORMER } from "../../kernel/former.ts";
import type { AccountId } from "../../kernel/ids.ts";
import type { SurveyState } from "./decide.ts";
import type { LoopEnd, LoopKind } from "./loop-store.ts";
import type { Via } from "./survey-store.ts";

/** What was decided of one person when they were last thought of, and what came of it. */
export interface AskedPerson {
  readonly who: string;
  /** the name of who passes a link on */
  readonly csm: string | undefined;
  readonly state: SurveyState;
  /** why not, or why the reminder waits */
  readonly reason: string | undefined;
  readonly dueAt: Date | undefined;
  readonly askedAt: Date | undefined;
  readonly via: Via | undefined;
  readonly remindedAt: Date | undefined;
  readonly answeredAt: Date | undefined;
  readonly score: number | undefined;
  readonly loop:
    | {
        readonly kind: LoopKind;
        readonly owner: string | undefined;
        readonly dueAt: Date;
        readonly closedAt: Date | undefined;
        /** the name of who of us ended it */
        readonly closedBy: string | undefined;
        readonly closedAs: LoopEnd | undefined;
      }
    | undefined;
}

/** The last wave in which somebody of a customer's was thought of. */
export interface LastAsked {
  readonly campaign: string;
  readonly startsOn: LocalDate;
  /** those who were asked first, then who will be, then the others */
  readonly people: readonly AskedPerson[];
  /** people there whom the campaign isn't for, or who came since */
  readonly others: number;
}

interface Row {
  campaign: string;
  starts_on: LocalDate;
  who: string | null;
  csm: string | null;
  state: SurveyState;
  reason: string | null;
  due_at: Date | null;
  asked_at: Date | null;
  via: Via | null;
  reminded_at: Date | null;
  answered_at: Date | null;
  score: number | null;
  kind: LoopKind | null;
  owner: string | null;
  loop_due_at: Date;
  closed_at: Date | null;
  closer: string | null;
  closed_as: LoopEnd | null;
  others: number;
}

/** @returns undefined where no campaign has thought of anybody there yet */
export async function lastAsked(tx: Tx, account: AccountId): Promise<LastAsked | undefined> {
  const rows = await tx.rows<Row>(
    `with theirs as (select id from account where coalesce(merged_into, id) = $1),
     last as (
       select w.id, w.starts_on, k.name
         from survey s join survey_wave w on w.id = s.wave_id join survey_campaign k on k.id = w.campaign_id
        where s.account_id in (select id from theirs) order by w.starts_on desc, w.planned_at desc, w.id desc limit 1)
     select last.name as campaign, last.starts_on, c.name as who, m.name as csm, s.state, s.reason, s.due_at, s.asked_at, s.via, s.reminded_at,
            coalesce(q.answered_at, s.answered_at) as answered_at, q.score, l.kind, p.name as owner, l.due_at as loop_due_at, l.closed_at, l.closed_as, e.name as closer,
            (select count(*)::int from contact o
              where o.account_id in (select id from theirs) and o.left_on is null
                and not exists (select from survey x where x.wave_id = last.id and x.contact_id = o.id)) as others
       from survey s
       join last on last.id = s.wave_id
       left join contact c on c.id = s.contact_id
       left join slot t on t.account_id = $1 and t.slot = 'csm'
       left join person m on m.id = t.person_id and m.active
       left join survey_answer q on q.external_id = 'survey ' || s.id::text
       left join lateral (select * from survey_loop y where y.survey_id = s.id
                           order by (y.closed_at is not null), y.opened_at desc, y.id limit 1) l on true
       left join slot o on o.account_id = $1 and o.slot = 'csm' and l.closed_at is null
       left join person n on n.id = o.person_id and n.active
       left join person p on p.id = coalesce(n.id, l.owner_id)
       left join person e on e.id = l.closed_by
      where s.account_id in (select id from theirs)
      order by (s.asked_at is null), (s.state <> 'planned'), (s.state <> 'held'), s.asked_at, s.due_at, c.name, s.id`,
    [account],
  );
  const [first] = rows;
  return (
    first && { campaign: first.campaign, startsOn: first.starts_on, others: first.others, people: rows.map(personIn) }
  );
}

function personIn(row: Row): AskedPerson {
  return {
    who: row.who ?? FORMER.contact,
    csm: row.csm ?? undefined,
    state: row.state,
    reason: row.reason ?? undefined,
    dueAt: row.due_at ?? undefined,
    askedAt: row.asked_at ?? undefined,
    via: row.via ?? undefined,
    remindedAt: row.reminded_at ?? undefined,
    answeredAt: row.answered_at ?? undefined,
    score: row.score ?? undefined,
    loop: row.kind
      ? {
          kind: row.kind,
          owner: row.owner ?? undefined,
          dueAt: row.loop_due_at,
          closedAt: row.closed_at ?? undefined,
          closedBy: row.closer ?? undefined,
          closedAs: row.closed_as ?? undefined,
        }
      : undefined,
  };
}
