import { AUDIT_ACTIONS, type AuditAction } from "../../db/audit.ts";
import type { Tx } from "../../kernel/deps.ts";
import { type Id, isId, type PersonId } from "../../kernel/ids.ts";

export type { AuditAction } from "../../db/audit.ts";

/** Who decided something, and when; never what exactly. */
export interface Decided {
  readonly id: Id<"audit">;
  readonly at: Date;
  readonly by: { readonly id: PersonId; readonly name: string } | undefined;
  /** undefined: kept by a version that had another name for it, which `kept` is */
  readonly action: AuditAction | undefined;
  readonly kept: string;
  /** the account it was about, or the person or channel; a contact's name isn't the administrator's to read */
  readonly about: string | undefined;
}

/** Newest first: since an instant, or before an entry. */
export async function decidedBefore(
  tx: Tx,
  { since, before }: { readonly since?: Date; readonly before?: Decided["id"] },
  most: number,
): Promise<Decided[]> {
  const rows = await tx.rows<{
    id: Decided["id"];
    at: Date;
    action: string;
    subject: string;
    person_id: PersonId | null;
    name: string | null;
  }>(
    `select a.id, a.at, a.action, a.subject, a.person_id, p.name from audit a
       left join person p on p.organisation_id = a.organisation_id and p.id = a.person_id
      where a.organisation_id = $1 and a.at >= coalesce($2, '-infinity'::timestamptz)
        and ($3::uuid is null or (a.at, a.id) < (select o.at, o.id from audit o where o.id = $3))
      order by a.at desc, a.id desc limit $4`,
    [tx.organisation, since ?? null, before ?? null, most],
  );
  const about = await namesOf(
    tx,
    rows.map(({ subject }) => subject),
  );
  return rows.map(({ id, at, action, subject, person_id, name }) => ({
    id,
    at,
    action: AUDIT_ACTIONS.find((each) => each === action),
    kept: action,
    by: person_id === null ? undefined : { id: person_id, name: name ?? "" },
    about: subject === person_id ? undefined : about.get(subject),
  }));
}

const ACCOUNT_OF = ["risk_case", "opportunity", "request", "renewal"]
  .map(
    (table) => `select t.id, a.name from ${table} t join account a
      on a.organisation_id = t.organisation_id and a.id = t.account_id where t.id = any($1::uuid[])`,
  )
  .join(" union all ");

/** What the subjects of decisions are called: of whatever belongs to an account, that account. */
async function namesOf(tx: Tx, subjects: readonly string[]): Promise<ReadonlyMap<string, string>> {
  const known = [...new Set(subjects.filter(isId))];
  if (known.length === 0) return new Map();
  const rows = await tx.rows<{ id: string; name: string }>(
    `select id, name from account where id = any($1::uuid[]) union all ${ACCOUNT_OF}
     union all select id, name from person where id = any($1::uuid[])
     union all select id, case when platform = 'slack' then '#' || name else name end from channel where id = any($1::uuid[])
     union all select c.id, p.name from cover c join person p
      on p.organisation_id = c.organisation_id and p.id = c.person_id where c.id = any($1::uuid[])`,
    [known],
  );
  return new Map(rows.map(({ id, name }) => [id, name]));
}
