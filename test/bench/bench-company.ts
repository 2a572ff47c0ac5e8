import { nameKey } from "../../src/features/accounts/names.ts";
import { openDatabase } from "../../src/db/open.ts";
import type { Database } from "../../src/db/transaction.ts";
import { wallClock } from "../../src/kernel/clock.ts";
import type { Tx } from "../../src/kernel/deps.ts";
import { type AccountId, createIds, type PersonId } from "../../src/kernel/ids.ts";
import { keptLog } from "../helpers/slack-request.ts";
import { BENCH_WORKSPACE } from "./services.ts";

export interface BenchCompany {
  /** a user id in chat; the nth CSM, going round */
  user(n: number): string;
  /** the name of the nth account, going round; its CSM is `user(n)` */
  account(n: number): string;
}

export interface BenchSize {
  readonly accounts: number;
  readonly csms: number;
}

const AT_ONCE = 1000;
const USAGE_DAYS = 28;
/** every nth account has one */
const EVERY = { usage: 10, openCase: 4, opportunity: 5 } as const;
const NAMES = ["Northwind", "Contoso", "Adatum", "Fabrikam", "Tailspin", "Wingtip", "Litware", "Proseware"];

/** Migrates and fills a server's database, or the embedded one in a folder. */
export async function filled(url: string | undefined, size: BenchSize, folder = ""): Promise<BenchCompany> {
  const db = await openDatabase({ url, folder, log: keptLog() });
  try {
    return await fillBench(db, size);
  } finally {
    await db.close();
  }
}

/** Fills an empty, migrated database with one organisation whose account cards have everything a card can have. */
export async function fillBench(db: Database, { accounts, csms }: BenchSize): Promise<BenchCompany> {
  const ids = createIds(wallClock);
  const organisation = ids.next<"organisation">();
  await db.system.rows("insert into organisation (id, slug, name, created_at) values ($1, 'bench', 'Bench', $2)", [
    organisation,
    wallClock.now(),
  ]);
  await db.system.rows("insert into workspace (platform, external_id, organisation_id) values ('slack', $1, $2)", [
    BENCH_WORKSPACE,
    organisation,
  ]);
  const people = Array.from({ length: csms + 1 }, () => ids.next<"person">());
  const known = Array.from({ length: accounts }, (_, at) => ({ id: ids.next<"account">(), name: nameOf(at) }));
  await db.write(organisation, (tx) => addPeople(tx, people));
  for (let at = 0; at < known.length; at += AT_ONCE) {
    await db.write(organisation, (tx) => addAccounts(tx, known.slice(at, at + AT_ONCE), at, people));
  }
  await db.system.rows("analyze");
  return { user: (n) => userOf(n % csms), account: (n) => nameOf(n % accounts) };
}

function nameOf(at: number): string {
  return `${NAMES[at % NAMES.length] ?? ""} ${String(at).padStart(5, "0")} GmbH`;
}

function userOf(at: number): string {
  return `U0PERSON${String(at).padStart(3, "0")}`;
}

/** The first one is the AM of every account, the others are CSMs. */
async function addPeople(tx: Tx, [am, ...csms]: readonly PersonId[]): Promise<void> {
  const everyone = [...csms, am];
  await tx.rows(
    `insert into person (organisation_id, id, email, name, roles, zone, locale, region)
     select $1, id, 'person-' || n || '@bench.example', 'Person ' || n, array[case when id = $3 then 'am' else 'csm' end],
            'Europe/Berlin', 'en', 'dach'
       from unnest($2::uuid[]) with ordinality as p(id, n)`,
    [tx.organisation, everyone, am],
  );
  await tx.rows(
    `insert into handle (organisation_id, platform, workspace, user_id, person_id)
     select $1, 'slack', $2, u, id from unnest($3::text[], $4::uuid[]) as h(u, id)`,
    [tx.organisation, BENCH_WORKSPACE, everyone.map((_, at) => userOf(at)), everyone],
  );
  await tx.rows("insert into metric (organisation_id, name, kind) values ($1, 'logins', 'login_events')", [
    tx.organisation,
  ]);
}

interface Known {
  readonly id: AccountId;
  readonly name: string;
}

async function addAccounts(
  tx: Tx,
  known: readonly Known[],
  first: number,
  [am, ...csms]: readonly PersonId[],
): Promise<void> {
  const now = wallClock.now();
  const ids = known.map(({ id }) => id);
  const owners = known.map((_, at) => csms[(first + at) % csms.length]);
  const every = (n: number): Known[] => known.filter((_, at) => (first + at) % n === 0);
  await tx.rows(
    `insert into account (organisation_id, id, external_id, name, name_key, domain, segment, region, industry, lifecycle_stage)
     select $1, id, id::text, name, key, replace(key, ' ', '-') || '.example', 'mid', 'dach', 'retail', 'value'
       from unnest($2::uuid[], $3::text[], $4::text[]) as a(id, name, key)`,
    [tx.organisation, ids, known.map(({ name }) => name), known.map(({ name }) => nameKey(name))],
  );
  await tx.rows(
    `insert into slot (organisation_id, account_id, slot, person_id)
     select $1, id, s, case s when 'am' then $4 else csm end
       from unnest($2::uuid[], $3::uuid[]) as a(id, csm), unnest(array['csm', 'am']) as s`,
    [tx.organisation, ids, owners, am],
  );
  await tx.rows(
    `insert into contract (organisation_id, id, external_id, account_id, arr_minor, currency, seats, starts_on, renews_on, notice_days,
                           ingested_at, known_at)
     select $1, gen_random_uuid(), gen_random_uuid()::text, id, n * 1200000, 'EUR', n * 40, $3::date - 400, $3::date + 100 * n, 30, $3, $3
       from unnest($2::uuid[]) as a(id), generate_series(1, 2) as n`,
    [tx.organisation, ids, now],
  );
  await tx.rows(
    `insert into usage (organisation_id, account_id, metric, day, value, ingested_at, known_at)
     select $1, id, 'logins', $3::date - d, 10 + d % 7, $3, $3 from unnest($2::uuid[]) as a(id), generate_series(1, ${USAGE_DAYS}) as d`,
    [tx.organisation, every(EVERY.usage).map(({ id }) => id), now],
  );
  await addRisk(tx, ids, every(EVERY.openCase), now);
  await tx.rows(
    `insert into opportunity (organisation_id, id, account_id, product, product_key, stage, origin, spotted_by, spotted_at, benefit, gate,
                              region, assignee_id, routed_at)
     select $1, gen_random_uuid(), id, 'Analytics', 'analytics', 'routed', 'csm', $4, $3, 'They asked for forecasts.', '{}', 'dach', $4, $3
       from unnest($2::uuid[]) as a(id)`,
    [tx.organisation, every(EVERY.opportunity).map(({ id }) => id), now, am],
  );
}

/** Scores of today and of four weeks ago, as the night leaves them. */
async function addRisk(tx: Tx, ids: readonly AccountId[], atRisk: readonly Known[], now: Date): Promise<void> {
  await tx.rows(
    `insert into risk_snapshot (organisation_id, account_id, day, version, features, reasons, p, data_until, computed_at)
     select $1, id, $3::date - 28 * d, 1, $4::jsonb, $5::jsonb, 0.2 + d * 0.1, $3::date - 28 * d, $3
       from unnest($2::uuid[]) as a(id), generate_series(0, 1) as d`,
    [tx.organisation, ids, now, JSON.stringify(FEATURES), JSON.stringify(REASONS)],
  );
  await tx.rows(
    `insert into risk_state (organisation_id, account_id, state, causes, since, band, p, scored_day)
     select $1, id, case when id = any($3::uuid[]) then 'at-risk' else 'ok' end,
            case when id = any($3::uuid[]) then array['score'] else '{}'::text[] end,
            $4::timestamptz - interval '3 days', case when id = any($3::uuid[]) then 'high' else 'low' end, 0.2, $4::date
       from unnest($2::uuid[]) as a(id)`,
    [tx.organisation, ids, atRisk.map(({ id }) => id), now],
  );
  await tx.rows(
    `insert into risk_case (organisation_id, id, account_id, state, causes, opened_at)
     select $1, gen_random_uuid(), id, 'open', array['score'], $3::timestamptz - interval '3 days' from unnest($2::uuid[]) as a(id)`,
    [tx.organisation, atRisk.map(({ id }) => id), now],
  );
}

const FEATURES = {
  login_days_28: 12,
  recency_days: 2,
  breadth_28: 0.5,
  seat_util: 0.55,
  integrated: 1,
  change_3m: -0.22,
  slope_12w: -0.02,
  ln_arr: 10.2,
  tenure_m: 13,
  in_notice_window: 0,
  seats: 120,
  seats_used: 66,
  peer_pct: 31,
  peer_group: "segment",
  peers: 180,
};

const REASONS = {
  intercept: -2.6,
  terms: [
    { feature: "login_days_28", c: 0.36, value: 12, normal: 17, peer: 18, group: "segment", peers: 180 },
    { feature: "change_3m", c: 0.19, value: -0.22 },
    { feature: "breadth_28", c: 0.16, value: 0.5, normal: 0.7, peer: 0.7, group: "segment", peers: 180, of: 8 },
    { feature: "seat_util", c: 0.1, value: 0.55, peer: 0.65, group: "segment", peers: 180 },
    { feature: "integrated", c: -0.15, value: 1 },
    { feature: "recency_days", c: -0.06, value: 2 },
  ],
};
