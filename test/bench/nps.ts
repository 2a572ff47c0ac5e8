import { postgresPool } from "../../src/db/client.ts";
import { migrateServer } from "../../src/db/migrate.ts";
import { createDatabase, type Database } from "../../src/db/transaction.ts";
import { EVERYBODY } from "../../src/features/nps/campaign.ts";
import { countPlan, wholePlan } from "../../src/features/nps/plan-store.ts";
import { fixedDate } from "../../src/kernel/business-time.ts";
import { wallClock } from "../../src/kernel/clock.ts";
import { ACCOUNT } from "../../src/kernel/defaults.ts";
import type { OrganisationId } from "../../src/kernel/ids.ts";
import { mintOrganisation } from "../helpers/database.ts";
import { withPostgres } from "../helpers/postgres-server.ts";
import { type Bench, type Figure, figure, type Scale, spreadOf } from "./harness.ts";

const SIZES: Readonly<
  Record<Scale, { readonly contacts: number; readonly accounts: number; readonly rounds: number }>
> = {
  full: { contacts: 50_000, accounts: 5_000, rounds: 15 },
  sample: { contacts: 500, accounts: 50, rounds: 3 },
};
const AT_ONCE = 5_000;
const TODAY = fixedDate("2026-11-24");
const NOW = new Date("2026-11-24T02:00:00Z");

/**
 * What it costs to decide of everybody whether they are asked, with touches, earlier surveys and contracts to look at: as
 * counts, which a preview shows, and as the list by which a wave is sent. Beside one sequential read of the same people,
 * in the same run, round by round.
 */
export const nps: Bench = {
  name: "nps",
  run: (scale) =>
    withPostgres(async ({ url }) => {
      await migrateServer(url);
      const pool = postgresPool({ url, onError: () => undefined });
      const db = createDatabase({ pool, onError: () => undefined });
      try {
        const organisation = await mintOrganisation(db);
        await populate(db, organisation, SIZES[scale]);
        return await compare(db, organisation, SIZES[scale].rounds);
      } finally {
        await db.close();
      }
    }),
};

async function populate(
  db: Database,
  organisation: OrganisationId,
  { contacts, accounts }: { readonly contacts: number; readonly accounts: number },
): Promise<void> {
  // $2 to $3 are the rows, $4 the contacts, $5 the accounts.
  const statements: readonly (readonly [string, number])[] = [
    [
      `insert into account (organisation_id, id, external_id, name, name_key, lifecycle_stage, zone)
     select $1, md5('a' || n)::uuid, 'a' || n, 'Account ' || n, 'account ' || n, 'value', 'Europe/Berlin' from generate_series($2::int, $3::int) n where $4::int > 0 and $5::int > 0`,
      accounts,
    ],
    [
      `insert into contract (organisation_id, id, external_id, account_id, arr_minor, currency, starts_on, renews_on, notice_days, ingested_at, known_at)
     select $1, md5('k' || n)::uuid, 'k' || n, md5('a' || n)::uuid, 100000, 'EUR', '2025-01-01', '2026-11-24'::date + (n * 7) % 365, 60, now(), now()
       from generate_series($2::int, $3::int) n where $4::int > 0 and $5::int > 0`,
      accounts,
    ],
    [
      `insert into contact (organisation_id, id, account_id, email, name, role, source, added_at, changed_at)
     select $1, md5('c' || n)::uuid, md5('a' || (1 + n % $5::int))::uuid, 'c' || n || '@x.example', 'Contact ' || n,
            (array['buyer', 'sponsor', 'champion', 'user'])[1 + n % 4], 'csv', '2025-01-01', '2025-01-01' from generate_series($2::int, $3::int) n where $4::int > 0 and $5::int > 0`,
      contacts,
    ],
    [
      `insert into timeline (organisation_id, id, account_id, kind, at, via, details, contact_id, direction)
     select $1, md5('t' || n)::uuid, md5('a' || (1 + (n % $4::int) % $5::int))::uuid, 'email', '2026-11-23'::timestamptz - (n % 60) * interval '1 day',
            'slack', '{}', md5('c' || (1 + n % $4::int))::uuid, 'out' from generate_series($2::int, $3::int) n where $4::int > 0 and $5::int > 0`,
      3 * contacts,
    ],
    [
      `insert into survey_answer (organisation_id, id, external_id, account_id, contact_id, kind, asked_on, ingested_at, known_at)
     select $1, md5('q' || n)::uuid, 'q' || n, md5('a' || (1 + n % $5::int))::uuid, md5('c' || n)::uuid, 'nps', '2026-11-24'::date - (n % 300), now(), now()
       from generate_series($2::int, $3::int) n where n % 2 = 0 and $4::int > 0 and $5::int > 0`,
      contacts,
    ],
  ];
  for (const [sql, rows] of statements) {
    for (let from = 1; from <= rows; from += AT_ONCE) {
      const some = [from, Math.min(rows, from + AT_ONCE - 1), contacts, accounts];
      await db.write(organisation, (tx) => tx.rows(sql, [organisation, ...some]));
    }
  }
  await db.system.rows("analyze");
}

async function compare(db: Database, organisation: OrganisationId, rounds: number): Promise<Figure[]> {
  const spent = (work: (tx: Parameters<Parameters<Database["read"]>[1]>[0]) => Promise<unknown>): Promise<number> =>
    db.read(organisation, async (tx) => {
      const startMs = wallClock.monotonicMs();
      await work(tx);
      return wallClock.monotonicMs() - startMs;
    });
  const floors: number[] = [];
  const counted: number[] = [];
  const listed: number[] = [];
  for (let round = 0; round <= rounds; round++) {
    const floor = await spent((tx) => tx.rows("select * from contact"));
    const counts = await spent((tx) => countPlan(tx, EVERYBODY, TODAY, NOW));
    const list = await spent((tx) => wholePlan(tx, EVERYBODY, TODAY, NOW));
    if (round === 0) continue;
    floors.push(floor);
    counted.push(counts / floor);
    listed.push(list / floor);
  }
  const [over] = await db.read(organisation, async (tx) => {
    const asked = (await wholePlan(tx, EVERYBODY, TODAY, NOW)).filter(({ verdict }) => verdict.kind === "asked");
    return tx.rows<{ people: number }>(
      `select count(*)::int as people from (
         select contact_id from timeline where contact_id = any($1::uuid[]) and direction = 'out' and at <= $2
            and at > $2::timestamptz - interval '${String(ACCOUNT.contactCapDays)} days'
          group by 1 having count(*) >= ${String(ACCOUNT.contactCap)}) over_it`,
      [asked.map(({ contact }) => contact), NOW],
    );
  });
  return [
    figure("nps: a plan's counts ÷ one sequential read of the contacts", spreadOf(counted), { atMost: 5 }),
    figure("nps: a wave's whole list ÷ one sequential read of the contacts", spreadOf(listed), { atMost: 5 }),
    figure("nps: people at or above the contact cap who would be asked", spreadOf([over?.people ?? 0]), { atMost: 0 }),
    figure("nps: ms, one sequential read of the contacts", spreadOf(floors)),
  ];
}
