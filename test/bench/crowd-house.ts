import type { Database } from "../../src/db/transaction.ts";
import type { Context } from "../../src/features/feature.ts";
import { createDirectory, createFeatures } from "../../src/features/index.ts";
import { createContexts } from "../../src/inbound/context.ts";
import { addDays, type LocalDate } from "../../src/kernel/business-time.ts";
import { systemClock } from "../../src/kernel/clock.ts";
import type { Tx } from "../../src/kernel/deps.ts";
import type { AccountId, OrganisationId, PersonId } from "../../src/kernel/ids.ts";
import { createPosts } from "../../src/outbox/posts.ts";
import { addChannel, addPerson, ids, type TestPerson } from "../helpers/company.ts";
import { mintOrganisation } from "../helpers/database.ts";
import { day } from "../helpers/risk.ts";

export interface CrowdSize {
  readonly accounts: number;
  readonly crossing: number;
  /** each with ten CSMs, a manager and a channel */
  readonly teams: number;
}

export interface CrowdHouse {
  readonly organisation: OrganisationId;
  readonly manager: PersonId;
  /** as many accounts as cross have a ticket escalated */
  cross(): Promise<void>;
  night(): Promise<void>;
  /** a job of the slice, batch by batch */
  work(name: string, data: Readonly<Record<string, string>>): Promise<void>;
  /** how many stand to be sent */
  posts(card: string): Promise<number>;
  rows<Row extends object>(sql: string): Promise<Row[]>;
}

const FIRST = day("2026-11-23");
const TEAM = 10;

/** Many customers of whom nothing is known yet but who looks after them: scored, and none at risk. */
export async function openCrowdHouse(db: Database, size: CrowdSize): Promise<CrowdHouse> {
  const organisation = await mintOrganisation(db);
  const accounts = Array.from({ length: size.accounts }, () => ids.next<"account">());
  const manager = await db.write(organisation, (tx) => addCrowd(tx, accounts, size.teams));
  await db.system.rows("analyze");
  const features = createFeatures();
  const contexts = createContexts({
    features,
    ids,
    directory: createDirectory(systemClock),
    posts: (tx, now) => createPosts(tx, { now, ids, wake: () => undefined }),
    jobs: () => ({ start: () => Promise.resolve() }),
    onEvent: () => undefined,
  });
  let today = FIRST;

  async function work(name: string, data: Readonly<Record<string, string>>): Promise<void> {
    const job = features.find((each) => each.name === "risk")?.jobs?.[name];
    for (let left: Readonly<Record<string, string>> | undefined = data; left && job;) {
      const batch: Readonly<Record<string, string>> = left;
      left = await db.write(organisation, (tx) => job.run(contexts(tx, nightOf(today)) satisfies Context, batch));
    }
  }

  return {
    organisation,
    manager,
    work,
    async cross() {
      await db.write(organisation, (tx) =>
        tx.rows(
          `insert into ticket (organisation_id, id, external_id, account_id, opened_at, severity, escalated, ingested_at, known_at)
           select $1, id, id, id, $3, 2, true, $3, $3 from unnest($2::uuid[]) as a(id)`,
          [organisation, accounts.slice(0, size.crossing), new Date(nightOf(today).getTime() + 1)],
        ),
      );
    },
    async night() {
      today = addDays(today, 1);
      await work("score", { asOf: nightOf(today).toISOString() });
    },
    async posts(card) {
      const rows = await db.read(organisation, (tx) => tx.rows("select 1 from post where card = $1", [card]));
      return rows.length;
    },
    rows: (sql) => db.read(organisation, (tx) => tx.rows(sql)),
  };
}

function nightOf(date: LocalDate): Date {
  return new Date(`${date}T02:00:00Z`);
}

/** @returns a manager */
async function addCrowd(tx: Tx, accounts: readonly AccountId[], teams: number): Promise<PersonId> {
  const csms: TestPerson[] = [];
  let first: PersonId | undefined;
  for (let at = 0; at < teams; at++) {
    const manager = await addPerson(tx, "T0BENCH", `Manager ${String(at)}`, ["manager"], { zone: "UTC" });
    first ??= manager.id;
    const team: TestPerson[] = [];
    for (let n = 0; n < TEAM; n++) {
      const more = { manager: manager.id, zone: "UTC" };
      team.push(await addPerson(tx, "T0BENCH", `CSM ${String(at)} ${String(n)}`, ["csm"], more));
    }
    const channel = await addChannel(tx, "T0BENCH", "csm", team);
    await tx.rows("update channel set manager_id = $2 where id = $1", [channel, manager.id]);
    csms.push(...team);
  }
  await tx.rows(
    `insert into account (organisation_id, id, external_id, name, name_key, region, lifecycle_stage)
     select $1, id, at::text, 'Customer ' || at, 'customer ' || at, 'dach', 'value'
       from unnest($2::uuid[]) with ordinality as a(id, at)`,
    [tx.organisation, accounts],
  );
  await tx.rows(
    `insert into slot (organisation_id, account_id, slot, person_id)
     select $1, id, 'csm', ($3::uuid[])[at % cardinality($3::uuid[]) + 1] from unnest($2::uuid[]) with ordinality as a(id, at)`,
    [tx.organisation, accounts, csms.map(({ id }) => id)],
  );
  if (!first) throw new Error("a crowd has a team at least");
  return first;
}
