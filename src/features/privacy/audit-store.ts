import type { Tx } from "../../kernel/deps.ts";
import type { Id, PersonId } from "../../kernel/ids.ts";

/** Who decided something, and when; never what exactly. */
export interface Decided {
  readonly id: Id<"audit">;
  readonly at: Date;
  readonly by: { readonly id: PersonId; readonly name: string } | undefined;
  /** "<slice>.<what>" */
  readonly action: string;
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
    person_id: PersonId | null;
    name: string | null;
  }>(
    `select a.id, a.at, a.action, a.person_id, p.name from audit a
       left join person p on p.organisation_id = a.organisation_id and p.id = a.person_id
      where a.organisation_id = $1 and a.at >= coalesce($2, '-infinity'::timestamptz)
        and ($3::uuid is null or (a.at, a.id) < (select o.at, o.id from audit o where o.id = $3))
      order by a.at desc, a.id desc limit $4`,
    [tx.organisation, since ?? null, before ?? null, most],
  );
  return rows.map(({ id, at, action, person_id, name }) => ({
    id,
    at,
    action,
    by: person_id === null ? undefined : { id: person_id, name: name ?? "" },
  }));
}
