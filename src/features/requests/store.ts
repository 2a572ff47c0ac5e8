import type { PersonRef } from "../../chat/card.ts";
import type { Tx } from "../../kernel/deps.ts";
import type { AccountId, ContactId, OpportunityId, PersonId, RequestId } from "../../kernel/ids.ts";
import type { Kind, Request } from "./decide.ts";

export { writeAudit } from "../../db/audit.ts";

/** A request with the names of the people in it. */
export interface StoredRequest extends Request {
  readonly contact: string | undefined;
  readonly people: {
    readonly logger: PersonRef;
    readonly owner: PersonRef | undefined;
    readonly approver: PersonRef | undefined;
  };
}

interface Row {
  id: RequestId;
  account_id: AccountId;
  kind: Kind;
  text: string;
  opportunity_id: OpportunityId | null;
  own_clock: boolean;
  terms: string | null;
  discount: number | null;
  approved_by: PersonId | null;
  approved_at: Date | null;
  logged_by: PersonId;
  at: Date;
  owner_id: PersonId | null;
  response_due_at: Date;
  state: Request["state"];
  responded_at: Date | null;
  answer: string | null;
  closed_at: Date | null;
  contact: string | null;
  logger: string;
  owner: string | null;
  approver: string | null;
}

const REQUESTS = `
  select r.id, r.account_id, r.kind, r.text, r.opportunity_id, r.own_clock, r.terms, r.discount_percent::float8 as discount, r.approved_by,
         r.approved_at, r.logged_by, r.at, r.owner_id, r.response_due_at, r.state, r.responded_at, r.answer, r.closed_at,
         c.name as contact, logger.name as logger, owner.name as owner, approver.name as approver
    from request r
    join person logger on logger.organisation_id = r.organisation_id and logger.id = r.logged_by
    left join person owner on owner.organisation_id = r.organisation_id and owner.id = r.owner_id
    left join person approver on approver.organisation_id = r.organisation_id and approver.id = r.approved_by
    left join contact c on c.organisation_id = r.organisation_id and c.id = r.contact_id`;

export async function requestById(tx: Tx, id: RequestId): Promise<StoredRequest | undefined> {
  const [row] = await tx.rows<Row>(`${REQUESTS} where r.id = $1`, [id]);
  return row && requestOf(row);
}

/** An account's requests that aren't closed, oldest first. */
export async function openRequests(tx: Tx, account: AccountId): Promise<StoredRequest[]> {
  const rows = await tx.rows<Row>(`${REQUESTS} where r.account_id = $1 and r.state <> 'closed' order by r.at, r.id`, [
    account,
  ]);
  return rows.map(requestOf);
}

function requestOf(row: Row): StoredRequest {
  const { approved_by: by, approved_at: approvedAt, responded_at: respondedAt, owner_id: owner } = row;
  return {
    id: row.id,
    account: row.account_id,
    kind: row.kind,
    text: row.text,
    sale: row.own_clock ? undefined : (row.opportunity_id ?? undefined),
    terms: row.terms ?? undefined,
    discountPercent: row.discount ?? undefined,
    approved: by && approvedAt ? { by, at: approvedAt } : undefined,
    loggedBy: row.logged_by,
    at: row.at,
    owner: owner ?? undefined,
    responseDueAt: row.response_due_at,
    state: row.state,
    responded: respondedAt ? { at: respondedAt, answer: row.answer ?? "" } : undefined,
    closedAt: row.closed_at ?? undefined,
    contact: row.contact ?? undefined,
    people: {
      logger: { id: row.logged_by, name: row.logger },
      owner: owner ? { id: owner, name: row.owner ?? "" } : undefined,
      approver: by ? { id: by, name: row.approver ?? "" } : undefined,
    },
  };
}

export interface NewRequest extends Pick<
  Request,
  "id" | "account" | "kind" | "text" | "discountPercent" | "terms" | "loggedBy" | "at" | "owner" | "responseDueAt"
> {
  readonly contact: ContactId | undefined;
}

export function insertRequest(tx: Tx, made: NewRequest): void {
  tx.run(
    `insert into request (organisation_id, id, account_id, contact_id, kind, text, terms, discount_percent, logged_by, at,
                          owner_id, response_due_at, state)
     values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, 'open')`,
    [
      tx.organisation,
      made.id,
      made.account,
      made.contact ?? null,
      made.kind,
      made.text,
      made.terms ?? null,
      made.discountPercent ?? null,
      made.loggedBy,
      made.at,
      made.owner ?? null,
      made.responseDueAt,
    ],
  );
}

/** It is about an opportunity: from now on it goes on as that, or where nothing is due there any more, is answered by itself. */
export function saveSale(tx: Tx, id: RequestId, sale: OpportunityId, ownClock: boolean): void {
  tx.run("update request set opportunity_id = $2, own_clock = $3 where id = $1", [id, sale, ownClock]);
}

/** The requests about an opportunity that aren't closed. */
export async function aboutSale(tx: Tx, sale: OpportunityId): Promise<StoredRequest[]> {
  const rows = await tx.rows<Row>(
    `${REQUESTS} where r.opportunity_id = $1 and r.state <> 'closed' order by r.at, r.id`,
    [sale],
  );
  return rows.map(requestOf);
}

/** Its opportunity is over, and so are they. @returns those that weren't closed */
export async function closeWithSale(tx: Tx, sale: OpportunityId, at: Date): Promise<RequestId[]> {
  const rows = await tx.rows<{ id: RequestId }>(
    "update request set state = 'closed', closed_at = $2 where opportunity_id = $1 and not own_clock and state <> 'closed' returning id",
    [sale, at],
  );
  return rows.map(({ id }) => id);
}

/** @returns false when it has been answered already */
export async function saveResponse(
  tx: Tx,
  id: RequestId,
  { owner, at, answer }: { readonly owner: PersonId | undefined; readonly at: Date; readonly answer: string },
): Promise<boolean> {
  const rows = await tx.rows(
    `update request set state = 'responded', responded_at = $2, answer = $3, owner_id = $4
      where id = $1 and state = 'open' returning id`,
    [id, at, answer, owner ?? null],
  );
  return rows.length === 1;
}

/** @returns false when it isn't answered, or closed already */
export async function saveClosed(tx: Tx, id: RequestId, at: Date): Promise<boolean> {
  const sql = "update request set state = 'closed', closed_at = $2 where id = $1 and state = 'responded' returning id";
  return (await tx.rows(sql, [id, at])).length === 1;
}

/** @returns false when somebody else has it meanwhile, or it is closed */
export async function saveOwner(tx: Tx, id: RequestId, from: PersonId | undefined, to: PersonId): Promise<boolean> {
  const rows = await tx.rows(
    `update request set owner_id = $3
      where id = $1 and owner_id is not distinct from $2::uuid and state <> 'closed' returning id`,
    [id, from ?? null, to],
  );
  return rows.length === 1;
}

/** @returns false when somebody has approved it already */
export async function saveApproval(tx: Tx, id: RequestId, by: PersonId, at: Date): Promise<boolean> {
  const rows = await tx.rows(
    "update request set approved_by = $2, approved_at = $3 where id = $1 and approved_by is null and state <> 'closed' returning id",
    [id, by, at],
  );
  return rows.length === 1;
}

export function noteReminded(tx: Tx, id: RequestId, at: Date): void {
  tx.run("update request set reminded_at = $2 where id = $1", [id, at]);
}

export function noteEscalated(tx: Tx, id: RequestId, at: Date): void {
  tx.run("update request set escalated_at = $2 where id = $1", [id, at]);
}

/** How many requests each person has that wait for their first response. */
export async function openByOwner(tx: Tx): Promise<Map<PersonId, number>> {
  const rows = await tx.rows<{ owner_id: PersonId; count: number }>(
    "select owner_id, count(*)::int as count from request where state = 'open' and owner_id is not null and (opportunity_id is null or own_clock) group by owner_id",
  );
  return new Map(rows.map(({ owner_id, count }) => [owner_id, count]));
}

export interface ContactChoice {
  readonly id: ContactId;
  readonly name: string;
}

/** Who is there at the customer, by name; a hundred at most. */
export async function contactsOf(tx: Tx, account: AccountId): Promise<ContactChoice[]> {
  return tx.rows<ContactChoice>(
    "select id, name from contact where account_id = $1 and left_on is null order by name, id limit 100",
    [account],
  );
}
