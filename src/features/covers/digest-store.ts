import type { LocalDate } from "../../kernel/business-time.ts";
import type { Statement, Tx } from "../../kernel/deps.ts";
import type { PersonId } from "../../kernel/ids.ts";

/** Somebody whose customers nobody looks after today. */
export interface Uncovered {
  readonly person: PersonId;
  readonly name: string;
  readonly manager: PersonId | undefined;
  /** the last day they are away; undefined: they aren't active any more */
  readonly until: LocalDate | undefined;
  readonly customers: number;
}

interface Row {
  id: PersonId;
  name: string;
  manager_id: PersonId | null;
  until_on: LocalDate | null;
  customers: number;
}

const UNCOVERED: Statement = {
  name: "covers.uncovered",
  sql: `select p.id, p.name, p.manager_id, away.until_on, held.customers
          from person p
          cross join lateral (
            select count(distinct s.account_id)::int as customers
              from slot s join account a on a.organisation_id = s.organisation_id and a.id = s.account_id
             where s.organisation_id = p.organisation_id and s.person_id = p.id and s.slot in ('csm', 'am')
               and a.merged_into is null and a.lifecycle_stage <> 'churned') held
          left join lateral (
            select c.until_on from cover c join person by on by.organisation_id = c.organisation_id and by.id = c.cover_id
             where c.organisation_id = p.organisation_id and c.person_id = p.id and c.ended_at is null
               and c.from_on <= $1::date and c.until_on >= $1::date and not by.active
             order by c.until_on desc limit 1) away on true
         where held.customers > 0 and (not p.active or away.until_on is not null)
         order by p.name, p.id`,
};

/** Who left, or is away while the one who stands in has left, and still holds customers. */
export async function uncovered(tx: Tx, today: LocalDate): Promise<Uncovered[]> {
  return (await tx.rows<Row>(UNCOVERED, [today])).map((row) => ({
    person: row.id,
    name: row.name,
    manager: row.manager_id ?? undefined,
    until: row.until_on ?? undefined,
    customers: row.customers,
  }));
}
