import { createPosts } from "../../src/outbox/posts.ts";
import type { Database } from "../../src/db/transaction.ts";
import { wallClock } from "../../src/kernel/clock.ts";
import { createIds, type OpportunityId, type OrganisationId } from "../../src/kernel/ids.ts";
import type { Tx } from "../../src/kernel/deps.ts";
import type { TestPerson } from "../helpers/company.ts";
import { RACE_ID } from "./claims-havoc.ts";
import type { Race } from "./claims-plan.ts";

/** Who stands where in the company of the races. */
export interface Roles {
  readonly organisation: OrganisationId;
  readonly csm: TestPerson;
  /** of accounts that have one */
  readonly am: TestPerson;
  /** first in line where they have none */
  readonly first: TestPerson;
  readonly region: string;
  /** "channel:<id>", where some offers stand */
  readonly address: `channel:${string}`;
}

export interface Stored {
  readonly stage: string;
  readonly claimedBy: string | undefined;
  readonly entries: readonly string[];
}

const ids = createIds(wallClock);
const RACES_AN_ACCOUNT = 4;

export function opportunityOf({ number }: Race): OpportunityId {
  const tail = number.toString(16).padStart(12, "0");
  return `${RACE_ID.prefix}0000-7000-8000-${tail}` as OpportunityId;
}

function productOf({ number }: Race): string {
  return `Seats ${number}`;
}

/** Makes the races' accounts and opportunities, ready to be claimed. */
export async function stage(db: Database, roles: Roles, races: readonly Race[]): Promise<void> {
  const now = wallClock.now();
  await db.write(roles.organisation, async (tx) => {
    for (const pool of [true, false])
      await stageKind(
        tx,
        roles,
        races.filter((race) => race.pool === pool),
        pool,
        now,
      );
    const posts = createPosts(tx, { now, ids, wake: () => undefined });
    for (const race of races.filter(({ posted }) => posted)) {
      const subject = opportunityOf(race);
      posts.announce({
        card: "opportunities.offer",
        subject,
        slot: "",
        address: roles.address,
        dueAt: now,
      });
    }
  });
}

async function stageKind(tx: Tx, roles: Roles, races: readonly Race[], pool: boolean, now: Date): Promise<void> {
  const accounts = Array.from({ length: Math.ceil(races.length / RACES_AN_ACCOUNT) }, () => ids.next<"account">());
  await tx.rows(
    `insert into account (organisation_id, id, external_id, name, name_key, region, lifecycle_stage)
     select $1, id, id::text, 'Account ' || right(id::text, 6), id::text, $3, 'value' from unnest($2::uuid[]) id`,
    [tx.organisation, accounts, roles.region],
  );
  for (const [slot, person] of Object.entries({ csm: roles.csm, ...(pool ? {} : { am: roles.am }) })) {
    await tx.rows(
      "insert into slot (organisation_id, account_id, slot, person_id) select $1, id, $3, $4 from unnest($2::uuid[]) id",
      [tx.organisation, accounts, slot, person.id],
    );
  }
  await tx.rows(
    `insert into opportunity (organisation_id, id, account_id, product, product_key, stage, origin, spotted_by, spotted_at, benefit, gate, region, assignee_id, pool, routed_at)
     select $1, made.id, made.account, made.product, lower(made.product), 'routed', 'csm', $5, $6, 'They run out of seats every month.', '{}', $7, $8, $9, $6
       from unnest($2::uuid[], $3::uuid[], $4::text[]) as made (id, account, product)`,
    [
      tx.organisation,
      races.map(opportunityOf),
      races.map((_, at) => accounts[Math.floor(at / RACES_AN_ACCOUNT)]),
      races.map(productOf),
      roles.csm.id,
      now,
      roles.region,
      pool ? roles.first.id : roles.am.id,
      pool,
    ],
  );
}

/** What the database says of the races; people by id. */
export async function outcomeOf(
  db: Database,
  organisation: OrganisationId,
  races: readonly Race[],
): Promise<Map<number, Stored>> {
  const rows = await db.read(organisation, (tx) =>
    tx.rows<{ id: OpportunityId; stage: string; claimed_by: string | null; entries: string[] }>(
      `select o.id, o.stage, o.claimed_by,
              array(select t.person_id::text from timeline t
                     where t.organisation_id = o.organisation_id and t.account_id = o.account_id
                       and t.kind = 'opportunity-claimed' and t.details ->> 'product' = o.product) as entries
         from opportunity o where o.id = any($1::uuid[])`,
      [races.map(opportunityOf)],
    ),
  );
  const byId = new Map(rows.map((row) => [row.id, row]));
  return new Map(
    races.map((race) => {
      const row = byId.get(opportunityOf(race));
      return [
        race.number,
        { stage: row?.stage ?? "missing", claimedBy: row?.claimed_by ?? undefined, entries: row?.entries ?? [] },
      ];
    }),
  );
}

/** Those of the content keys that a committed transaction has left. */
export async function committedOf(
  db: Database,
  organisation: OrganisationId,
  keys: readonly string[],
): Promise<Set<string>> {
  const rows = await db.read(organisation, (tx) =>
    tx.rows<{ key: string }>("select key from input where key = any($1::text[])", [keys]),
  );
  return new Set(rows.map(({ key }) => key));
}
