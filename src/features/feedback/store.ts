import type { PersonRef } from "../../chat/card.ts";
import type { Tx } from "../../kernel/deps.ts";
import type { AccountId, ContactId, Id, PersonId } from "../../kernel/ids.ts";
import type { Theme } from "../themes.ts";
import type { ItemState } from "./decide.ts";
import { wordsLeft } from "./decide.ts";

export { type AuditAction, writeAudit } from "../../db/audit.ts";

export type ItemId = Id<"feedback-item">;
export type PieceId = Id<"feedback">;
export type SurveyRef = Id<"survey">;

interface Signed {
  readonly by: PersonRef;
  readonly at: Date;
}

/** One theme of one product, and what becomes of it. */
export interface Item {
  readonly id: ItemId;
  readonly theme: Theme;
  /** empty: none in particular */
  readonly product: string;
  readonly state: ItemState;
  readonly openedAt: Date;
  readonly planned: Signed | undefined;
  /** shipped or declined */
  readonly decided: Signed | undefined;
  /** what shipped, or why it won't be */
  readonly note: string | undefined;
  readonly place: string | undefined;
}

/** What one customer said, as it was passed on. */
export interface Piece {
  readonly id: PieceId;
  readonly item: ItemId;
  /** the customer it is today, where it was merged into another */
  readonly account: AccountId;
  readonly contact: string | undefined;
  /** undefined: they are erased */
  readonly words: string | undefined;
  readonly passer: PersonRef;
  readonly passedAt: Date;
}

interface ItemRow {
  id: ItemId;
  theme: Theme;
  product: string;
  state: ItemState;
  opened_at: Date;
  planned_at: Date | null;
  planned_by: PersonId | null;
  planner: string | null;
  decided_at: Date | null;
  decided_by: PersonId | null;
  decider: string | null;
  note: string | null;
  place: string | null;
}

const ITEMS = `
  select i.id, i.theme, i.product, i.state, i.opened_at, i.planned_at, i.planned_by, planner.name as planner,
         i.decided_at, i.decided_by, decider.name as decider, i.note, i.place
    from feedback_item i
    left join person planner on planner.organisation_id = i.organisation_id and planner.id = i.planned_by
    left join person decider on decider.organisation_id = i.organisation_id and decider.id = i.decided_by`;

function itemIn(row: ItemRow): Item {
  const signed = (at: Date | null, by: PersonId | null, name: string | null): Signed | undefined =>
    at && by ? { at, by: { id: by, name: name ?? "" } } : undefined;
  return {
    id: row.id,
    theme: row.theme,
    product: row.product,
    state: row.state,
    openedAt: row.opened_at,
    planned: signed(row.planned_at, row.planned_by, row.planner),
    decided: signed(row.decided_at, row.decided_by, row.decider),
    note: row.note ?? undefined,
    place: row.place ?? undefined,
  };
}

export async function itemsById(tx: Tx, ids: readonly ItemId[]): Promise<Item[]> {
  return (await tx.rows<ItemRow>(`${ITEMS} where i.id = any($1::uuid[])`, [ids])).map(itemIn);
}

export async function itemById(tx: Tx, id: ItemId): Promise<Item | undefined> {
  return (await itemsById(tx, [id]))[0];
}

/** The item, held until the transaction ends. */
export async function holdItem(tx: Tx, id: ItemId): Promise<Item | undefined> {
  await tx.rows("select 1 from feedback_item where id = $1 for update", [id]);
  return itemById(tx, id);
}

/** What isn't over, and the newest of what shipped. */
export async function itemsListed(tx: Tx, shipped: number): Promise<Item[]> {
  const rows = await tx.rows<ItemRow>(
    `${ITEMS} where i.state in ('open', 'planned')
        or i.id in (select id from feedback_item where state = 'shipped' order by decided_at desc, id limit $1)
      order by i.decided_at desc nulls first, i.opened_at, i.id`,
    [shipped],
  );
  return rows.map(itemIn);
}

/** What stands behind them: everything of an account, newest first. */
export async function itemsOf(tx: Tx, account: AccountId, most: number): Promise<Item[]> {
  const rows = await tx.rows<ItemRow>(
    `${ITEMS} where i.id in (select f.item_id from feedback f join account a on a.id = f.account_id
                              where coalesce(a.merged_into, a.id) = $1)
      order by i.decided_at desc nulls first, i.opened_at desc, i.id limit $2`,
    [account, most],
  );
  return rows.map(itemIn);
}

/**
 * The item that is open for a theme and a product, held; a new one where there is none.
 * @param key what the product is compared by
 */
export async function openItem(
  tx: Tx,
  made: {
    readonly id: ItemId;
    readonly theme: Theme;
    readonly product: string;
    readonly key: string;
    readonly at: Date;
  },
): Promise<{ readonly item: Item; readonly isNew: boolean }> {
  const { id, theme, product, key, at } = made;
  const open = "state = any (array['open'::text, 'planned'::text])";
  for (;;) {
    const inserted = await tx.rows(
      `insert into feedback_item (organisation_id, id, theme, product, product_key, state, opened_at)
       values ($1, $2, $3, $4, $5, 'open', $6)
       on conflict (organisation_id, theme, product_key) where ${open} do nothing returning 1`,
      [tx.organisation, id, theme, product, key, at],
    );
    const [row] = await tx.rows<{ id: ItemId }>(
      `select id from feedback_item where theme = $1 and product_key = $2 and ${open} for update`,
      [theme, key],
    );
    // It may have ended between the two: then there is none, and the next round makes one.
    const item = row && (await itemById(tx, row.id));
    if (item) return { item, isNew: inserted.length > 0 };
  }
}

/** @returns false when it is planned or over already */
export async function savePlanned(tx: Tx, id: ItemId, by: PersonId, at: Date): Promise<boolean> {
  const rows = await tx.rows(
    "update feedback_item set state = 'planned', planned_by = $2, planned_at = $3 where id = $1 and state = 'open' returning 1",
    [id, by, at],
  );
  return rows.length === 1;
}

export interface Decision {
  readonly state: "shipped" | "declined";
  readonly by: PersonId;
  readonly at: Date;
  readonly note: string;
  readonly place: string | undefined;
}

/** @returns false when it is over already */
export async function saveDecided(tx: Tx, id: ItemId, { state, by, at, note, place }: Decision): Promise<boolean> {
  const rows = await tx.rows(
    `update feedback_item set state = $2, decided_by = $3, decided_at = $4, note = $5, place = $6
      where id = $1 and state in ('open', 'planned') returning 1`,
    [id, state, by, at, note, place ?? null],
  );
  return rows.length === 1;
}

interface PieceRow {
  id: PieceId;
  item_id: ItemId;
  account_id: AccountId;
  contact: string | null;
  words: string | null;
  passed_by: PersonId;
  passer: string;
  passed_at: Date;
}

const PIECES = `
  select f.id, f.item_id, coalesce(a.merged_into, a.id) as account_id, c.name as contact, f.words, f.passed_by,
         p.name as passer, f.passed_at
    from feedback f
    join account a on a.organisation_id = f.organisation_id and a.id = f.account_id
    join person p on p.organisation_id = f.organisation_id and p.id = f.passed_by
    left join contact c on c.organisation_id = f.organisation_id and c.id = f.contact_id`;

function pieceIn(row: PieceRow): Piece {
  return {
    id: row.id,
    item: row.item_id,
    account: row.account_id,
    contact: row.contact ?? undefined,
    words: wordsLeft(row.words),
    passer: { id: row.passed_by, name: row.passer },
    passedAt: row.passed_at,
  };
}

/** All that was passed on for these, newest first. */
export async function piecesOf(tx: Tx, items: readonly ItemId[]): Promise<Piece[]> {
  const rows = await tx.rows<PieceRow>(
    `${PIECES} where f.item_id = any($1::uuid[]) order by f.passed_at desc, f.id desc`,
    [items],
  );
  return rows.map(pieceIn);
}

export async function pieceById(tx: Tx, id: PieceId): Promise<Piece | undefined> {
  return (await tx.rows<PieceRow>(`${PIECES} where f.id = $1`, [id])).map(pieceIn)[0];
}

/** The item that an answer of a survey was passed on for already, with that theme and product. */
export async function passedFrom(tx: Tx, survey: SurveyRef, theme: Theme, key: string): Promise<Item | undefined> {
  const [row] = await tx.rows<{ id: ItemId }>(
    `select i.id from feedback f join feedback_item i on i.id = f.item_id
      where f.survey_id = $1 and i.theme = $2 and i.product_key = $3 order by f.passed_at limit 1`,
    [survey, theme, key],
  );
  return row && itemById(tx, row.id);
}

/** Whether the same words of the same customer stand there. */
export async function isPassed(tx: Tx, item: ItemId, account: AccountId, words: string): Promise<boolean> {
  const rows = await tx.rows("select 1 from feedback where item_id = $1 and account_id = $2 and words = $3 limit 1", [
    item,
    account,
    words,
  ]);
  return rows.length > 0;
}

export interface NewPiece {
  readonly id: PieceId;
  readonly item: ItemId;
  readonly account: AccountId;
  readonly contact: ContactId | undefined;
  readonly survey: SurveyRef | undefined;
  readonly words: string;
  readonly by: PersonId;
  readonly at: Date;
  readonly saidAt: Date;
}

export function insertPiece(tx: Tx, made: NewPiece): void {
  tx.run(
    `insert into feedback (organisation_id, id, item_id, account_id, contact_id, survey_id, words, passed_by, passed_at, said_at)
     values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10)`,
    [
      tx.organisation,
      made.id,
      made.item,
      made.account,
      made.contact ?? null,
      made.survey ?? null,
      made.words,
      made.by,
      made.at,
      made.saidAt,
    ],
  );
}
