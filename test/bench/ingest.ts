import { createHmac, randomUUID } from "node:crypto";
import { type App, createApp } from "../../src/app.ts";
import { readConfig } from "../../src/config.ts";
import { postgresPool } from "../../src/db/client.ts";
import { createIngestKey, type NewIngestKey } from "../../src/db/ingest-keys.ts";
import { migrateServer } from "../../src/db/migrate.ts";
import { prismaOf } from "../../src/db/prisma.ts";
import { createDatabase } from "../../src/db/transaction.ts";
import { wallClock } from "../../src/kernel/clock.ts";
import type { Tx } from "../../src/kernel/deps.ts";
import type { AccountId, OrganisationId } from "../../src/kernel/ids.ts";
import { addAccount } from "../helpers/company.ts";
import { mintOrganisation } from "../helpers/database.ts";
import { withPostgres } from "../helpers/postgres-server.ts";
import { type Bench, figure, type Measures, type Scale, takeTurns } from "./harness.ts";

const SIZES = { full: { calls: 60, records: 1000 }, sample: { calls: 2, records: 100 } } as const;
/** how many calls, or transactions, each contestant has under way */
const LANES = 4;
const ACCOUNTS = 50;
const METRICS = 4;
const FIRST_DAY_MS = Date.parse("2024-01-01T00:00:00Z");
const DAY_MS = 86_400_000;

interface Row {
  readonly account: AccountId;
  readonly metric: string;
  readonly day: string;
  readonly value: number;
}

/**
 * Usage sent as signed JSON, a thousand records a call, four calls at once, against the bare upsert of the same rows, a
 * thousand a statement and a transaction, and against Prisma's createMany of them, four at once too. What is sent is written and
 * signed before the time is taken; service, sender and floor are one process on one server. Every turn begins with an
 * empty table.
 */
export const ingest: Bench = {
  name: "ingest",
  run: (scale) =>
    withPostgres(async ({ url }) => {
      await migrateServer(url);
      const db = createDatabase({
        pool: postgresPool({ url, max: 2 * LANES, onError: () => undefined }),
        onError: raise,
      });
      const config = readConfig({
        PORT: "0",
        LOG_LEVEL: "silent",
        ENCRYPTION_KEY: Buffer.alloc(32, 7).toString("base64"),
      });
      const app = await createApp({ config, db });
      const address = await app.start({ tick: false });
      try {
        return await measured(scale, app, `${address}/ingest/v1/usage`);
      } finally {
        await app.stop();
      }
    }),
};

async function measured(scale: Scale, app: App, url: string) {
  const { db } = app;
  const organisation = await mintOrganisation(db);
  const accounts = await db.write(organisation, async (tx) => {
    for (let metric = 0; metric < METRICS; metric++) {
      await tx.rows("insert into metric (organisation_id, name, kind) values ($1, $2, 'feature')", [
        organisation,
        `m${String(metric)}`,
      ]);
    }
    return Promise.all(Array.from({ length: ACCOUNTS }, (_, at) => addAccount(tx, `Customer ${String(at)}`)));
  });
  const portions = rowsIn(accounts, SIZES[scale]);

  async function turn(work: () => Promise<void>): Promise<Measures> {
    await db.write(organisation, (tx) => tx.rows("delete from usage where organisation_id = $1", [organisation]));
    await db.system.rows("analyze usage");
    const startedMs = wallClock.monotonicMs();
    await work();
    const seconds = (wallClock.monotonicMs() - startedMs) / 1000;
    const [stored] = await db.read(organisation, (tx) =>
      tx.rows<{ n: number }>("select count(*)::int as n from usage"),
    );
    const wanted = portions.flat().length;
    if (stored?.n !== wanted) throw new Error(`${String(stored?.n)} of ${String(wanted)} rows arrived`);
    return { "rows/s": wanted / seconds };
  }
  async function each(save: (tx: Tx, rows: readonly Row[]) => Promise<unknown>): Promise<void> {
    await inLanes(portions, (rows) => db.write(organisation, (tx) => save(tx, rows)));
  }

  const rounds = await takeTurns(scale, [
    { name: "floor", run: () => turn(() => each(upsert)) },
    { name: "prisma", run: () => turn(() => each(createMany)) },
    {
      name: "ingest",
      async run() {
        const calls = signed(await newKey(app, organisation), portions);
        return turn(() => sendAll(url, calls));
      },
    },
  ]);
  return [
    figure("ingest: rows/s, signed JSON ÷ bare upsert", rounds.ratio("rows/s", "ingest", "floor"), { atLeast: 0.5 }),
    figure("ingest: rows/s, signed JSON ÷ Prisma createMany", rounds.ratio("rows/s", "ingest", "prisma"), {
      atLeast: 5,
    }),
    figure("ingest: rows/s", rounds.value("rows/s", "ingest")),
    figure("ingest: rows/s of the bare upsert", rounds.value("rows/s", "floor")),
    figure("ingest: rows/s of Prisma createMany", rounds.value("rows/s", "prisma")),
  ];
}

function rowsIn(accounts: readonly AccountId[], { calls, records }: { calls: number; records: number }): Row[][] {
  return Array.from({ length: calls }, (_, call) =>
    Array.from({ length: records }, (_row, at): Row => {
      const n = call * records + at;
      const day = new Date(FIRST_DAY_MS + Math.floor(n / (ACCOUNTS * METRICS)) * DAY_MS).toISOString().slice(0, 10);
      const account = accounts[n % ACCOUNTS];
      if (!account) throw new Error("there are no accounts");
      return { account, metric: `m${String(Math.floor(n / ACCOUNTS) % METRICS)}`, day, value: n % 97 };
    }),
  );
}

function upsert(tx: Tx, rows: readonly Row[]): Promise<object[]> {
  const now = wallClock.now();
  return tx.rows(
    `insert into usage as t (organisation_id, account_id, metric, day, value, ingested_at, known_at)
     select $1, v.account_id, v.metric, v.day, v.value, $2, $2
       from unnest($3::uuid[], $4::text[], $5::date[], $6::float8[]) as v(account_id, metric, day, value)
     on conflict (organisation_id, account_id, metric, day) do update
       set value = excluded.value, ingested_at = excluded.ingested_at, known_at = excluded.known_at
       where t.value is distinct from excluded.value`,
    [
      tx.organisation,
      now,
      rows.map(({ account }) => account),
      rows.map(({ metric }) => metric),
      rows.map(({ day }) => day),
      rows.map(({ value }) => value),
    ],
  );
}

function createMany(tx: Tx, rows: readonly Row[]): Promise<unknown> {
  const now = wallClock.now();
  return prismaOf(tx).usage.createMany({
    data: rows.map(({ account, metric, day, value }) => ({
      organisationId: tx.organisation,
      accountId: account,
      metric,
      day: new Date(`${day}T00:00:00Z`),
      value,
      ingestedAt: now,
      knownAt: now,
    })),
    skipDuplicates: true,
  });
}

/** A key a turn, for each has 300 calls a minute. */
async function newKey(app: App, organisation: OrganisationId): Promise<NewIngestKey> {
  const key = await app.db.write(organisation, (tx) =>
    createIngestKey(tx, app.sealer, { name: randomUUID(), at: wallClock.now() }),
  );
  if (!key) throw new Error("the key's name was taken");
  return key;
}

type Call = Pick<RequestInit, "method" | "headers" | "body"> & { readonly records: number };

function signed({ keyId, secret }: NewIngestKey, portions: readonly (readonly Row[])[]): Call[] {
  const timestamp = String(Math.floor(wallClock.now().getTime() / 1000));
  return portions.map((rows) => {
    const records = rows.map(({ account, ...rest }) => ({ account_external_id: account, ...rest }));
    const body = JSON.stringify({ records });
    const signature = createHmac("sha256", secret).update(`${timestamp}.${body}`).digest("hex");
    return {
      records: rows.length,
      method: "POST",
      body,
      headers: { "X-Tandem-Key": keyId, "X-Tandem-Timestamp": timestamp, "X-Tandem-Signature": `v1=${signature}` },
    };
  });
}

async function sendAll(url: string, calls: readonly Call[]): Promise<void> {
  await inLanes(calls, async ({ records, ...call }) => {
    const response = await fetch(url, call);
    const answer = await response.text();
    if (!answer.startsWith(`{"accepted":${String(records)},"rejected":[]`)) throw new Error(answer.slice(0, 500));
  });
}

async function inLanes<T>(all: readonly T[], work: (each: T) => Promise<unknown>): Promise<void> {
  const left = all[Symbol.iterator]();
  const lane = async (): Promise<void> => {
    for (const each of left) await work(each);
  };
  await Promise.all(Array.from({ length: LANES }, lane));
}

function raise(error: Error): never {
  throw error;
}
