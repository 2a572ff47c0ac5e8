import type { PersonRef } from "../../chat/card.ts";
import type { LocalDate } from "../../kernel/business-time.ts";
import type { Tx } from "../../kernel/deps.ts";
import type { AccountId, ContactId, Id, PersonId } from "../../kernel/ids.ts";
import type { Money } from "../../kernel/money.ts";
import type { GoalEnd, GoalKind, Progress, Verdict } from "./decide.ts";

export { type AuditAction, writeAudit } from "../../db/audit.ts";

export type GoalId = Id<"goal">;

interface ContactRef {
  readonly id: ContactId;
  readonly name: string;
}

/** What a customer wants to reach, or expects of what it was sold. */
export interface Goal extends Progress {
  readonly id: GoalId;
  /** the customer it is today, where it was merged into another */
  readonly account: AccountId;
  readonly kind: GoalKind;
  readonly name: string;
  readonly metric: string | undefined;
  /** what the metric is called, where it is one of ours */
  readonly metricLabel: string | undefined;
  readonly baseline: number | undefined;
  readonly target: number | undefined;
  readonly owner: PersonRef | undefined;
  readonly contact: ContactRef | undefined;
  readonly reckonedValue: number | undefined;
  readonly reckonedOn: LocalDate | undefined;
  readonly ours: string | undefined;
  readonly aligned: boolean | undefined;
  readonly verdict: Verdict | undefined;
  readonly worth: Money | undefined;
  readonly said:
    | {
        readonly on: LocalDate;
        readonly contact: ContactRef | undefined;
        /** who of us noted it; undefined: they said so themselves */
        readonly by: PersonRef | undefined;
        readonly words: string | undefined;
      }
    | undefined;
  readonly isImported: boolean;
  /** something of it was changed in chat since the import last said it */
  readonly isChanged: boolean;
  readonly metOn: LocalDate | undefined;
  readonly closed:
    | {
        readonly as: GoalEnd;
        readonly at: Date;
        readonly by: PersonRef | undefined;
        readonly reason: string | undefined;
      }
    | undefined;
}

interface Row {
  id: GoalId;
  account_id: AccountId;
  kind: GoalKind;
  name: string;
  metric: string | null;
  metric_label: string | null;
  baseline: number | null;
  target: number | null;
  target_on: LocalDate | null;
  since: LocalDate;
  owner_id: PersonId | null;
  owner: string | null;
  contact_id: ContactId | null;
  contact: string | null;
  measured: number | null;
  confirmed: number | null;
  worth: number | null;
  currency: string | null;
  met_on: LocalDate | null;
  reckoned_value: number | null;
  reckoned: number | null;
  reckoned_on: LocalDate | null;
  ours: string | null;
  aligned: boolean | null;
  verdict: Verdict | null;
  confirmed_on: LocalDate | null;
  confirmed_contact_id: ContactId | null;
  confirmed_contact: string | null;
  confirmed_by: PersonId | null;
  noter: string | null;
  confirmed_words: string | null;
  imported: boolean;
  changed: boolean;
  closed_as: GoalEnd | null;
  closed_at: Date | null;
  closed_by: PersonId | null;
  closer: string | null;
  closed_reason: string | null;
}

const GOALS = `
  select g.id, a.id as account_id, g.kind, g.name, g.metric, m.label as metric_label, g.baseline, g.target, g.target_on,
         g.ingested_at::date as since, g.owner_id, owner.name as owner, g.contact_id, c.name as contact, g.measured, g.confirmed,
         g.confirmed_value_minor::float8 as worth, g.currency, g.met_on, g.reckoned_value, g.reckoned, g.reckoned_on, g.ours,
         g.aligned, g.verdict, g.confirmed_on, g.confirmed_contact_id, w.name as confirmed_contact, g.confirmed_by,
         noter.name as noter, g.confirmed_words, g.external_id is not null as imported, g.overridden <> '{}' as changed,
         g.closed_as, g.closed_at, g.closed_by, closer.name as closer, g.closed_reason
    from goal g
    join account first on first.organisation_id = g.organisation_id and first.id = g.account_id
    join account a on a.organisation_id = g.organisation_id and a.id = coalesce(first.merged_into, first.id)
    left join metric m on m.organisation_id = g.organisation_id and m.name = g.metric
    left join person owner on owner.organisation_id = g.organisation_id and owner.id = g.owner_id
    left join contact c on c.organisation_id = g.organisation_id and c.id = g.contact_id
    left join contact w on w.organisation_id = g.organisation_id and w.id = g.confirmed_contact_id
    left join person noter on noter.organisation_id = g.organisation_id and noter.id = g.confirmed_by
    left join person closer on closer.organisation_id = g.organisation_id and closer.id = g.closed_by`;
const SOONEST = "order by g.met_on is not null or g.closed_at is not null, g.target_on nulls last, g.id";

function goalIn(row: Row): Goal {
  const person = (id: PersonId | null, name: string | null): PersonRef | undefined =>
    id === null ? undefined : { id, name: name ?? "" };
  const contact = (id: ContactId | null, name: string | null): ContactRef | undefined =>
    id === null ? undefined : { id, name: name ?? "" };
  const { worth, currency, confirmed_on: on, closed_as: as, closed_at: at } = row;
  return {
    id: row.id,
    account: row.account_id,
    kind: row.kind,
    name: row.name,
    metric: row.metric ?? undefined,
    metricLabel: row.metric_label ?? undefined,
    baseline: row.baseline ?? undefined,
    target: row.target ?? undefined,
    targetOn: row.target_on ?? undefined,
    since: row.since,
    owner: person(row.owner_id, row.owner),
    contact: contact(row.contact_id, row.contact),
    measured: row.measured ?? undefined,
    reckoned: row.reckoned ?? undefined,
    reckonedValue: row.reckoned_value ?? undefined,
    reckonedOn: row.reckoned_on ?? undefined,
    confirmed: row.confirmed ?? undefined,
    worth: worth !== null && currency !== null ? { amountMinor: worth, currency } : undefined,
    ours: row.ours ?? undefined,
    aligned: row.aligned ?? undefined,
    verdict: row.verdict ?? undefined,
    said: on
      ? {
          on,
          contact: contact(row.confirmed_contact_id, row.confirmed_contact),
          by: person(row.confirmed_by, row.noter),
          words: row.confirmed_words ?? undefined,
        }
      : undefined,
    isImported: row.imported,
    isChanged: row.changed,
    metOn: row.met_on ?? undefined,
    isOpen: row.met_on === null && at === null,
    closed:
      as && at ? { as, at, by: person(row.closed_by, row.closer), reason: row.closed_reason ?? undefined } : undefined,
  };
}

export async function goalById(tx: Tx, id: GoalId): Promise<Goal | undefined> {
  return (await tx.rows<Row>(`${GOALS} where g.id = $1`, [id])).map(goalIn)[0];
}

/** The goal, held until the transaction ends. */
export async function holdGoal(tx: Tx, id: GoalId): Promise<Goal | undefined> {
  await tx.rows("select 1 from goal where id = $1 for update", [id]);
  return goalById(tx, id);
}

/** What these customers want to reach and expect: what is open first, the soonest first. */
export async function goalsAt(tx: Tx, accounts: readonly AccountId[]): Promise<Goal[]> {
  return (await tx.rows<Row>(`${GOALS} where a.id = any($1::uuid[]) ${SOONEST}`, [accounts])).map(goalIn);
}

/** Open goals for a day, of customers whose CSM is one of these people, and those that they have themselves. */
export async function dueWith(tx: Tx, people: readonly PersonId[], day: LocalDate): Promise<Goal[]> {
  const rows = await tx.rows<Row>(
    `${GOALS} where g.target_on = $2::date and g.closed_at is null and g.met_on is null
        and (g.owner_id = any($1::uuid[]) or exists (
          select from slot s where s.organisation_id = a.organisation_id and s.account_id = a.id
             and s.slot = 'csm' and s.person_id = any($1::uuid[]))) ${SOONEST}`,
    [people, day],
  );
  return rows.map(goalIn);
}
