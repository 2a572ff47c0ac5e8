import type { PersonRef } from "../../chat/card.ts";
import { PEERS } from "../../kernel/defaults.ts";
import type { Tx } from "../../kernel/deps.ts";
import type { AccountId, ContactId, Id, PersonId } from "../../kernel/ids.ts";
import type { Answer, Because, EndedAs, Helped, Part, State } from "./decide.ts";

export { type AuditAction, writeAudit } from "../../db/audit.ts";

export type ExchangeId = Id<"peer-exchange">;
export type SideId = Id<"peer-side">;

/** One of the two customers. */
export interface Side {
  readonly id: SideId;
  readonly part: Part;
  /** the customer it is today, where it was merged into another */
  readonly account: AccountId;
  readonly answer: Answer | undefined;
  /** who would talk; undefined too once they have left */
  readonly contact: { readonly id: ContactId; readonly name: string } | undefined;
  /** what they would like to talk of, or why not */
  readonly words: string | undefined;
  readonly helped: Helped | undefined;
}

export interface Exchange {
  readonly id: ExchangeId;
  readonly because: Because;
  readonly feature: string;
  /** what the feature is called */
  readonly called: string;
  readonly state: State;
  readonly proposedBy: PersonRef;
  readonly proposedAt: Date;
  readonly joinedAt: Date | undefined;
  readonly since: Date;
  readonly remindedAt: Date | undefined;
  readonly decided: { readonly at: Date; readonly by: PersonRef | undefined } | undefined;
  readonly endedAs: EndedAs | undefined;
  /** why not now */
  readonly reason: string | undefined;
  readonly reviewedAt: Date | undefined;
  readonly learns: Side;
  readonly shares: Side;
}

interface Row {
  id: ExchangeId;
  because: Because;
  feature: string;
  called: string;
  state: State;
  proposed_by: PersonId;
  proposer: string;
  proposed_at: Date;
  joined_at: Date | null;
  since: Date;
  reminded_at: Date | null;
  ended_as: EndedAs | null;
  decided_at: Date | null;
  decided_by: PersonId | null;
  decider: string | null;
  reason: string | null;
  reviewed_at: Date | null;
  sides: readonly SideRow[];
}
interface SideRow {
  readonly id: SideId;
  readonly part: Part;
  readonly account: AccountId;
  readonly answer: Answer | null;
  readonly contact: ContactId | null;
  readonly name: string | null;
  readonly words: string | null;
  readonly helped: Helped | null;
}

const EXCHANGES = `
  select x.id, x.because, x.feature, coalesce(m.label, x.feature) as called, x.state, x.proposed_by, p.name as proposer,
         x.proposed_at, x.joined_at, x.since, x.reminded_at, x.ended_as, x.decided_at, x.decided_by, d.name as decider, x.reason,
         x.reviewed_at,
         (select jsonb_agg(jsonb_build_object('id', s.id, 'part', s.part, 'account', coalesce(a.merged_into, a.id),
                   'answer', s.answer, 'contact', c.id, 'name', c.name, 'words', s.words, 'helped', s.helped))
            from peer_side s
            join account a on a.organisation_id = s.organisation_id and a.id = s.account_id
            left join contact c on c.organisation_id = s.organisation_id and c.id = s.contact_id and c.left_on is null
           where s.organisation_id = x.organisation_id and s.exchange_id = x.id) as sides
    from peer_exchange x
    join person p on p.organisation_id = x.organisation_id and p.id = x.proposed_by
    left join person d on d.organisation_id = x.organisation_id and d.id = x.decided_by
    left join metric m on m.organisation_id = x.organisation_id and m.name = x.feature`;

function sideIn(row: Row, part: Part): Side {
  const side = row.sides.find((each) => each.part === part);
  if (!side) throw new Error(`exchange ${row.id} has nobody who ${part}`);
  const { id, account, answer, contact, name, words, helped } = side;
  return {
    id,
    part,
    account,
    answer: answer ?? undefined,
    contact: contact && name !== null ? { id: contact, name } : undefined,
    words: words ?? undefined,
    helped: helped ?? undefined,
  };
}

function exchangeIn(row: Row): Exchange {
  const { decided_at: at, decided_by: by } = row;
  return {
    id: row.id,
    because: row.because,
    feature: row.feature,
    called: row.called,
    state: row.state,
    proposedBy: { id: row.proposed_by, name: row.proposer },
    proposedAt: row.proposed_at,
    joinedAt: row.joined_at ?? undefined,
    since: row.since,
    remindedAt: row.reminded_at ?? undefined,
    decided: at ? { at, by: by ? { id: by, name: row.decider ?? "" } : undefined } : undefined,
    endedAs: row.ended_as ?? undefined,
    reason: row.reason ?? undefined,
    reviewedAt: row.reviewed_at ?? undefined,
    learns: sideIn(row, "learns"),
    shares: sideIn(row, "shares"),
  };
}

/** @param id of the exchange, or of one of its sides */
export async function exchangeById(tx: Tx, id: ExchangeId | SideId): Promise<Exchange | undefined> {
  const rows = await tx.rows<Row>(
    `${EXCHANGES} where x.id = $1 or x.id = (select s.exchange_id from peer_side s where s.id = $1)`,
    [id],
  );
  return rows.map(exchangeIn)[0];
}

/** The same, held until the transaction ends. */
export async function holdExchange(tx: Tx, id: ExchangeId | SideId): Promise<Exchange | undefined> {
  await tx.rows(
    "select 1 from peer_exchange x where x.id = $1 or x.id = (select s.exchange_id from peer_side s where s.id = $1) for update",
    [id],
  );
  return exchangeById(tx, id);
}

/** Those of some customers that go on, or were asked about and aren't answered. */
export async function liveExchangesAt(tx: Tx, accounts: readonly AccountId[]): Promise<Exchange[]> {
  if (accounts.length === 0) return [];
  const rows = await tx.rows<Row>(
    `${EXCHANGES}
      where (x.state in ('asked', 'open') or x.state = 'introduced' and x.reviewed_at is not null)
        and exists (select from peer_side s join account a on a.organisation_id = s.organisation_id and a.id = s.account_id
                     where s.organisation_id = x.organisation_id and s.exchange_id = x.id and (s.open or s.helped is null)
                       and coalesce(a.merged_into, a.id) = any($1::uuid[]))
      order by x.proposed_at, x.id limit $2`,
    [accounts, PEERS.listedAtMost],
  );
  return rows.map(exchangeIn);
}

/** The next that go on, by id. */
export async function openAfter(tx: Tx, after: string, most: number): Promise<ExchangeId[]> {
  const rows = await tx.rows<{ id: ExchangeId }>(
    "select id from peer_exchange where state in ('asked', 'open') and id > $1 order by id limit $2",
    [after, most],
  );
  return rows.map(({ id }) => id);
}

/** Those of a customer that go on, or that it is in besides. */
export async function openAt(tx: Tx, account: AccountId): Promise<ExchangeId[]> {
  const rows = await tx.rows<{ id: ExchangeId }>(
    `select s.exchange_id as id from peer_side s join account a on a.organisation_id = s.organisation_id and a.id = s.account_id
      where s.open and (a.id = $1 or a.merged_into = $1) order by 1`,
    [account],
  );
  return rows.map(({ id }) => id);
}

export interface NewExchange {
  readonly id: ExchangeId;
  readonly because: Because;
  readonly feature: string;
  readonly state: "asked" | "open";
  readonly by: PersonId;
  readonly at: Date;
  readonly learns: { readonly id: SideId; readonly account: AccountId };
  readonly shares: { readonly id: SideId; readonly account: AccountId };
}

export function insertExchange(tx: Tx, made: NewExchange): void {
  tx.run(
    `insert into peer_exchange (organisation_id, id, because, feature, state, proposed_by, proposed_at, joined_at, since)
     values ($1, $2, $3, $4, $5, $6, $7, $8, $7)`,
    [
      tx.organisation,
      made.id,
      made.because,
      made.feature,
      made.state,
      made.by,
      made.at,
      made.state === "open" ? made.at : null,
    ],
  );
  for (const part of ["learns", "shares"] as const) {
    tx.run("insert into peer_side (organisation_id, id, exchange_id, account_id, part) values ($1, $2, $3, $4, $5)", [
      tx.organisation,
      made[part].id,
      made.id,
      made[part].account,
      part,
    ]);
  }
}

/** The other CSM asks their customer too. */
export function saveJoined(tx: Tx, id: ExchangeId, by: PersonId, at: Date): void {
  tx.run(
    "update peer_exchange set state = 'open', joined_at = $3, since = $3, reminded_at = null, decided_at = $3, decided_by = $2 where id = $1",
    [id, by, at],
  );
}

export function saveAnswer(
  tx: Tx,
  side: SideId,
  to: {
    readonly answer: Answer;
    readonly contact: ContactId | undefined;
    readonly words: string;
    readonly by: PersonId;
    readonly at: Date;
  },
): void {
  tx.run(
    "update peer_side set answer = $2, contact_id = $3, words = nullif($4, ''), answered_by = $5, answered_at = $6 where id = $1",
    [side, to.answer, to.contact ?? null, to.words, to.by, to.at],
  );
}

/** It waits for what comes next from now on. */
export function saveSince(tx: Tx, id: ExchangeId, at: Date): void {
  tx.run("update peer_exchange set since = $2, reminded_at = null where id = $1", [id, at]);
}

export function saveReminded(tx: Tx, id: ExchangeId, at: Date): void {
  tx.run("update peer_exchange set reminded_at = $2 where id = $1", [id, at]);
}

export function saveIntroduced(tx: Tx, id: ExchangeId, by: PersonId, at: Date): void {
  tx.run("update peer_exchange set state = 'introduced', since = $3, decided_at = $3, decided_by = $2 where id = $1", [
    id,
    by,
    at,
  ]);
  tx.run("update peer_side set open = false where exchange_id = $1", [id]);
}

export function saveEnded(
  tx: Tx,
  id: ExchangeId,
  to: { readonly as: EndedAs; readonly by: PersonId | undefined; readonly at: Date; readonly reason?: string },
): void {
  tx.run(
    `update peer_exchange set state = 'ended', ended_as = $2, decided_by = $3, decided_at = $4, reason = nullif($5, '')
      where id = $1`,
    [id, to.as, to.by ?? null, to.at, to.reason ?? ""],
  );
  tx.run("update peer_side set open = false where exchange_id = $1", [id]);
}

export function saveReviewed(tx: Tx, id: ExchangeId, at: Date): void {
  tx.run("update peer_exchange set reviewed_at = $2, since = $2 where id = $1", [id, at]);
}

export function saveHelped(tx: Tx, side: SideId, helped: Helped, by: PersonId, at: Date): void {
  tx.run("update peer_side set helped = $2, helped_by = $3, helped_at = $4 where id = $1", [side, helped, by, at]);
}

/** They are asked anew: who agreed isn't there any more. */
export function clearAnswer(tx: Tx, side: SideId): void {
  tx.run(
    "update peer_side set answer = null, contact_id = null, words = null, answered_by = null, answered_at = null where id = $1",
    [side],
  );
}
