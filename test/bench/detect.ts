import { postgresPool } from "../../src/db/client.ts";
import { migrateServer } from "../../src/db/migrate.ts";
import { createDatabase, type Database } from "../../src/db/transaction.ts";
import { createDirectory, createFeatures } from "../../src/features/index.ts";
import { createContexts } from "../../src/inbound/context.ts";
import { createMovableClock, wallClock } from "../../src/kernel/clock.ts";
import type { OrganisationId } from "../../src/kernel/ids.ts";
import { createPosts } from "../../src/outbox/posts.ts";
import { ids } from "../helpers/company.ts";
import { mintOrganisation } from "../helpers/database.ts";
import { withPostgres } from "../helpers/postgres-server.ts";
import { type Bench, type Figure, figure, type Measures, type Scale, spreadOf, takeTurns } from "./harness.ts";
import { watchStatements } from "./statements.ts";

interface Size {
  readonly accounts: number;
  readonly csms: number;
}

const SIZES: Readonly<Record<Scale, Size>> = {
  full: { accounts: 5_000, csms: 50 },
  sample: { accounts: 100, csms: 5 },
};
const AT_ONCE = 500;
const NOW = new Date("2026-11-24T04:00:00Z");

/**
 * A night of the rules over usage (D1): who has nearly no seats or limit left, or lacks a module that comparable customers
 * use. Where all that can be found waits for an answer already, and where each CSM is put five; each beside one
 * sequential read of the same usage, in the same run, turn by turn.
 */
export const detect: Bench = {
  name: "detect",
  run: (scale) =>
    withPostgres(async ({ url }) => {
      await migrateServer(url);
      const pool = postgresPool({ url, onError: () => undefined });
      let statements = 0;
      watchStatements(pool, () => statements++);
      const db = createDatabase({ pool, onError: () => undefined });
      try {
        const organisation = await mintOrganisation(db);
        await populate(db, organisation, SIZES[scale]);
        return await compare(scale, db, organisation, () => statements);
      } finally {
        await db.close();
      }
    }),
};

/** Each account has 50 seats, two limits and three of four modules; a quarter has nearly no seats left. */
async function populate(db: Database, organisation: OrganisationId, { accounts, csms }: Size): Promise<void> {
  const account = "md5('a' || n)::uuid";
  const rows = "generate_series($2::int, $3::int) n";
  await db.write(organisation, async (tx) => {
    await tx.rows(
      `insert into person (organisation_id, id, email, name, roles, zone, locale, region)
       select $1::uuid, md5('p' || n)::uuid, 'p' || n || '@x.example', 'Person ' || n, '{csm}', 'Europe/Berlin', 'en', 'dach'
         from generate_series(0, $2::int) n`,
      [organisation, csms],
    );
    await tx.rows(
      `insert into metric (organisation_id, name, kind, product, limit_value)
       select $1::uuid, 'seats', 'seats_used', null, null union all
       select $1::uuid, 'limit ' || n, 'limit_used', null, 1000 from generate_series(1, 2) n union all
       select $1::uuid, 'feature ' || n, 'feature', 'Module ' || n % 4, null from generate_series(0, 11) n`,
      [organisation],
    );
  });
  const statements = [
    `insert into account (organisation_id, id, external_id, name, name_key, segment, region, lifecycle_stage)
     select $1::uuid, ${account}, 'a' || n, 'Account ' || n, 'account ' || n, 'segment ' || n % 5, 'dach', 'value' from ${rows} where $4::int > 0`,
    `insert into slot (organisation_id, account_id, slot, person_id)
     select $1::uuid, ${account}, 'csm', md5('p' || n % $4::int)::uuid from ${rows}`,
    `insert into contract (organisation_id, id, external_id, account_id, product, arr_minor, currency, seats, starts_on, ingested_at, known_at)
     select $1::uuid, gen_random_uuid(), 'k' || n || '-' || m, ${account}, 'Module ' || (n + m) % 4, 100000, 'EUR', case m when 0 then 50 end,
            '2025-01-01'::date, '2025-01-01'::timestamptz, '2025-01-01'::timestamptz from ${rows}, generate_series(0, 2) m where $4::int > 0`,
    `insert into usage (organisation_id, account_id, metric, day, value, ingested_at, known_at)
     select $1::uuid, ${account}, 'seats', '2026-11-24'::date - d, case n % 4 when 0 then 46 else 20 + n % 15 end, '2026-11-23'::timestamptz, '2026-11-23'::timestamptz
       from ${rows}, generate_series(1, 28) d where $4::int > 0
     union all
     select $1::uuid, ${account}, 'limit ' || m, '2026-11-24'::date - d, 100 + n % 700, '2026-11-23'::timestamptz, '2026-11-23'::timestamptz
       from ${rows}, generate_series(1, 14) d, generate_series(1, 2) m
     union all
     select $1::uuid, ${account}, 'feature ' || m, '2026-11-24'::date - d * 4, 1 + n % 9, '2026-11-23'::timestamptz, '2026-11-23'::timestamptz
       from ${rows}, generate_series(1, 6) d, generate_series(0, 11) m where (n + m) % 4 <> 3`,
  ];
  for (const sql of statements) {
    for (let from = 1; from <= accounts; from += AT_ONCE) {
      const until = Math.min(accounts, from + AT_ONCE - 1);
      await db.write(organisation, (tx) => tx.rows(sql, [organisation, from, until, csms]));
    }
  }
  await db.system.rows("analyze");
}

async function compare(
  scale: Scale,
  db: Database,
  organisation: OrganisationId,
  statements: () => number,
): Promise<Figure[]> {
  const features = createFeatures();
  const job = features.find(({ name }) => name === "opportunities")?.jobs?.["detect"];
  if (!job) throw new Error("nothing detects");
  const contexts = createContexts({
    features,
    ids,
    directory: createDirectory(createMovableClock(NOW)),
    posts: (tx, at) => createPosts(tx, { now: at, ids, wake: () => undefined }),
    jobs: () => ({ start: () => Promise.resolve() }),
    onEvent: () => undefined,
  });
  let longest = 0;
  async function night(): Promise<void> {
    for (let data: Readonly<Record<string, string>> | undefined = { asOf: NOW.toISOString() }; data;) {
      const batch: Readonly<Record<string, string>> = data;
      const startMs = wallClock.monotonicMs();
      data = await db.write(organisation, (tx) => job?.run(contexts(tx, NOW), batch) ?? Promise.resolve(undefined));
      longest = Math.max(longest, wallClock.monotonicMs() - startMs);
    }
  }
  async function forget(): Promise<void> {
    for (const table of ["post_subject", "post", "timeline", "due", "opportunity"])
      await db.system.rows(`truncate ${table} cascade`);
  }
  const count = async (): Promise<number> =>
    (await db.read(organisation, (tx) => tx.rows<{ n: number }>("select count(*)::int as n from opportunity")))[0]?.n ??
    0;
  const took = async (work: () => Promise<unknown>): Promise<Measures> => {
    const [startMs, before] = [wallClock.monotonicMs(), statements()];
    await work();
    return { ms: wallClock.monotonicMs() - startMs, statements: statements() - before };
  };
  await night();
  const found = await count();
  const rounds = await takeTurns(scale, [
    {
      name: "read",
      run: () =>
        took(() =>
          db.read(organisation, (tx) =>
            tx.rows("select account_id, metric, max(day), sum(value) from usage group by account_id, metric"),
          ),
        ),
    },
    { name: "quiet", run: () => took(night) },
    {
      name: "finding",
      async run() {
        await forget();
        return took(night);
      },
    },
  ]);
  const known = await count();
  const { accounts } = SIZES[scale];
  return [
    figure(
      "detect: a night that finds nothing new ÷ one sequential read of the usage",
      rounds.ratio("ms", "quiet", "read"),
      {
        atMost: 5,
      },
    ),
    figure("detect: a night that puts five to each CSM ÷ one sequential read", rounds.ratio("ms", "finding", "read"), {
      atMost: 15,
    }),
    figure(
      "detect: statements an account, a night that finds nothing new",
      {
        ...spreadOf([rounds.value("statements", "quiet").median / accounts]),
      },
      { atMost: 0.1 },
    ),
    figure("detect: found, of five a CSM", spreadOf([found, known])),
    figure("detect: ms, one sequential read of the usage", rounds.value("ms", "read")),
    figure("detect: ms, a night that finds nothing new", rounds.value("ms", "quiet")),
    figure("detect: ms, a night that puts five to each CSM", rounds.value("ms", "finding")),
    figure("detect: ms, the longest transaction", spreadOf([longest])),
  ];
}
