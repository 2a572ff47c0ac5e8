import type { PersonRef } from "../../../chat/card.ts";
import type { Tx } from "../../../kernel/deps.ts";
import type { PersonId, RiskHoldId } from "../../../kernel/ids.ts";

/** A run of the night whose alerts wait for a manager. */
export interface Hold {
  readonly id: RiskHoldId;
  readonly asOf: Date;
  readonly crossed: number;
  readonly scored: number;
  readonly state: "held" | "sent" | "kept-back";
  readonly decided: { readonly by: PersonRef; readonly at: Date } | undefined;
}

interface Row {
  id: RiskHoldId;
  as_of: Date;
  crossed: number;
  scored: number;
  state: Hold["state"];
  decided_by: PersonId | null;
  decided_at: Date | null;
  name: string | null;
}

export async function holdById(tx: Tx, id: RiskHoldId): Promise<Hold | undefined> {
  const [row] = await tx.rows<Row>(
    `select h.id, h.as_of, h.crossed, h.scored, h.state, h.decided_by, h.decided_at, p.name
       from risk_hold h left join person p on p.organisation_id = h.organisation_id and p.id = h.decided_by where h.id = $1`,
    [id],
  );
  if (!row) return undefined;
  const { decided_by: by, decided_at: at } = row;
  return {
    id: row.id,
    asOf: row.as_of,
    crossed: row.crossed,
    scored: row.scored,
    state: row.state,
    decided: by && at ? { by: { id: by, name: row.name ?? "" }, at } : undefined,
  };
}

/** @returns false when this run is held already */
export async function insertHold(tx: Tx, made: Pick<Hold, "id" | "asOf" | "crossed" | "scored">): Promise<boolean> {
  const rows = await tx.rows(
    `insert into risk_hold (organisation_id, id, as_of, crossed, scored, state) values ($1, $2, $3, $4, $5, 'held')
     on conflict (organisation_id, as_of) do nothing returning id`,
    [tx.organisation, made.id, made.asOf, made.crossed, made.scored],
  );
  return rows.length === 1;
}

/** @returns false when it is decided already */
export async function saveDecided(
  tx: Tx,
  id: RiskHoldId,
  state: "sent" | "kept-back",
  by: PersonId,
  at: Date,
): Promise<boolean> {
  const rows = await tx.rows(
    "update risk_hold set state = $2, decided_by = $3, decided_at = $4 where id = $1 and state = 'held' returning id",
    [id, state, by, at],
  );
  return rows.length === 1;
}
