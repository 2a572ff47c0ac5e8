import type { Statement, Tx } from "../../kernel/deps.ts";
import type { AccountId, PersonId, RequestId } from "../../kernel/ids.ts";
import type { Kind, Request } from "./decide.ts";

/** What a digest needs to know of a request. */
export interface Waiting extends Pick<Request, "id" | "account" | "kind" | "owner" | "responseDueAt" | "state"> {
  readonly ownerName: string | undefined;
  readonly respondedAt: Date | undefined;
}

interface Row {
  id: RequestId;
  account_id: AccountId;
  kind: Kind;
  owner_id: PersonId | null;
  owner: string | null;
  response_due_at: Date;
  state: Request["state"];
  responded_at: Date | null;
}

const WAITING = `select r.id, r.account_id, r.kind, r.owner_id, p.name as owner, r.response_due_at, r.state, r.responded_at
  from request r left join person p on p.organisation_id = r.organisation_id and p.id = r.owner_id`;

const OF: Statement = {
  name: "requests.waiting-for",
  sql: `${WAITING} where r.state = 'open' and (r.opportunity_id is null or r.own_clock) and r.owner_id = $1 order by r.response_due_at, r.id`,
};

/** The requests that wait for somebody's first response, the most urgent first. */
export async function waitingFor(tx: Tx, owner: PersonId): Promise<Waiting[]> {
  return (await tx.rows<Row>(OF, [owner])).map(waitingOf);
}

const LATE: Statement = {
  name: "requests.late",
  sql: `${WAITING} where r.state = 'open' and (r.opportunity_id is null or r.own_clock) and r.response_due_at <= $1 order by r.response_due_at, r.id`,
};

/** The requests whose first response is late, the longest first. */
export async function lateAt(tx: Tx, now: Date): Promise<Waiting[]> {
  return (await tx.rows<Row>(LATE, [now])).map(waitingOf);
}

const BY_ID: Statement = { name: "requests.waiting-by-id", sql: `${WAITING} where r.id = any($1::uuid[])` };

export async function waitingById(tx: Tx, ids: readonly RequestId[]): Promise<Map<RequestId, Waiting>> {
  return new Map((await tx.rows<Row>(BY_ID, [ids])).map((row) => [row.id, waitingOf(row)]));
}

function waitingOf(row: Row): Waiting {
  return {
    id: row.id,
    account: row.account_id,
    kind: row.kind,
    owner: row.owner_id ?? undefined,
    ownerName: row.owner ?? undefined,
    responseDueAt: row.response_due_at,
    state: row.state,
    respondedAt: row.responded_at ?? undefined,
  };
}
