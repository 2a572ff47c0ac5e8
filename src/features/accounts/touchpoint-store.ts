import type { PersonRef } from "../../chat/card.ts";
import type { Tx } from "../../kernel/deps.ts";
import type { AccountId, ContactId, PersonId, TouchpointId } from "../../kernel/ids.ts";
import type { Touchpoint, TouchpointKind } from "./touchpoint-decide.ts";

/** A planned meeting with the names in it. */
export interface StoredTouchpoint extends Touchpoint {
  readonly accountName: string;
  readonly contactName: string | undefined;
  readonly people: { readonly owner: PersonRef };
}

interface Row {
  id: TouchpointId;
  account_id: AccountId;
  contact_id: ContactId | null;
  kind: TouchpointKind;
  state: Touchpoint["state"];
  planned_at: Date;
  owner_id: PersonId;
  note: string | null;
  account: string;
  contact: string | null;
  owner: string;
}

const TOUCHPOINTS = `
  select t.id, t.account_id, t.contact_id, t.kind, t.state, t.planned_at, t.owner_id, t.note,
         a.name as account, c.name as contact, p.name as owner
    from touchpoint t
    join account a on a.organisation_id = t.organisation_id and a.id = t.account_id
    join person p on p.organisation_id = t.organisation_id and p.id = t.owner_id
    left join contact c on c.organisation_id = t.organisation_id and c.id = t.contact_id`;

function touchpointOf(row: Row): StoredTouchpoint {
  return {
    id: row.id,
    account: row.account_id,
    contact: row.contact_id ?? undefined,
    kind: row.kind,
    state: row.state,
    plannedAt: row.planned_at,
    owner: row.owner_id,
    note: row.note ?? undefined,
    accountName: row.account,
    contactName: row.contact ?? undefined,
    people: { owner: { id: row.owner_id, name: row.owner } },
  };
}

export async function touchpointById(tx: Tx, id: TouchpointId): Promise<StoredTouchpoint | undefined> {
  return (await tx.rows<Row>(`${TOUCHPOINTS} where t.id = $1`, [id])).map(touchpointOf)[0];
}

export async function touchpointsById(
  tx: Tx,
  ids: readonly TouchpointId[],
): Promise<ReadonlyMap<TouchpointId, StoredTouchpoint>> {
  const rows = await tx.rows<Row>(`${TOUCHPOINTS} where t.id = any($1::uuid[])`, [ids]);
  return new Map(rows.map((row) => [row.id, touchpointOf(row)]));
}

/** What these people have planned before an instant, soonest first. */
export async function plannedBy(tx: Tx, owners: readonly PersonId[], before: Date): Promise<StoredTouchpoint[]> {
  const rows = await tx.rows<Row>(
    `${TOUCHPOINTS} where t.owner_id = any($1::uuid[]) and t.state = 'planned' and t.planned_at < $2
      order by t.planned_at, t.id`,
    [owners, before],
  );
  return rows.map(touchpointOf);
}

export interface NewTouchpoint extends Omit<Touchpoint, "state"> {
  /** "person", or what made it */
  readonly origin: string;
  readonly madeAt: Date;
}

export function insertTouchpoint(tx: Tx, made: NewTouchpoint): void {
  tx.run(
    `insert into touchpoint (organisation_id, id, account_id, contact_id, kind, state, planned_at, owner_id, origin, note, made_at)
     values ($1, $2, $3, $4, $5, 'planned', $6, $7, $8, $9, $10)`,
    [
      tx.organisation,
      made.id,
      made.account,
      made.contact ?? null,
      made.kind,
      made.plannedAt,
      made.owner,
      made.origin,
      made.note ?? null,
      made.madeAt,
    ],
  );
}

/** @returns false when it isn't planned any more */
export async function settleTouchpoint(
  tx: Tx,
  id: TouchpointId,
  to: { readonly state: "held"; readonly heldAt: Date } | { readonly state: "cancelled" },
): Promise<boolean> {
  const rows = await tx.rows(
    "update touchpoint set state = $2, held_at = $3 where id = $1 and state = 'planned' returning id",
    [id, to.state, to.state === "held" ? to.heldAt : null],
  );
  return rows.length === 1;
}

/** @returns false when it isn't planned any more, or stands elsewhere meanwhile */
export async function moveTouchpoint(tx: Tx, id: TouchpointId, from: Date, to: Date): Promise<boolean> {
  const rows = await tx.rows(
    "update touchpoint set planned_at = $3 where id = $1 and state = 'planned' and planned_at = $2 returning id",
    [id, from, to],
  );
  return rows.length === 1;
}

/** The soonest planned meeting of an account from an instant on. */
export async function nextPlanned(
  tx: Tx,
  account: AccountId,
  from: Date,
): Promise<Pick<Touchpoint, "kind" | "plannedAt"> | undefined> {
  const [row] = await tx.rows<{ kind: TouchpointKind; planned_at: Date }>(
    `select kind, planned_at from touchpoint
      where account_id = $1 and state = 'planned' and planned_at >= $2 order by planned_at, id limit 1`,
    [account, from],
  );
  return row && { kind: row.kind, plannedAt: row.planned_at };
}
