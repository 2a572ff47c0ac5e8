import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import path from "node:path";
import { monitorEventLoopDelay } from "node:perf_hooks";
import { embeddedPool } from "../../src/db/client.ts";
import { openEmbedded } from "../../src/db/embedded.ts";
import { migrate } from "../../src/db/migrate.ts";
import { openDatabase } from "../../src/db/open.ts";
import { createDatabase, type Database } from "../../src/db/transaction.ts";
import { FEATURES_SQL } from "../../src/features/risk/features.ts";
import { wallClock } from "../../src/kernel/clock.ts";
import type { Statement } from "../../src/kernel/deps.ts";
import type { AccountId } from "../../src/kernel/ids.ts";
import { withPostgres } from "../helpers/postgres-server.ts";
import { keptLog } from "../helpers/slack-request.ts";
import { type DigestHouse, type DigestSize, openDigestHouse } from "./digest-house.ts";
import { type Bench, type Figure, figure, type Measures, type Scale, spreadOf, takeTurns } from "./harness.ts";
import { watchStatements } from "./statements.ts";

interface Size extends DigestSize {
  /** so many accounts are asked for one by one, in transactions as large as the night's */
  readonly oneByOne: number;
  /** on the embedded database, after a first one */
  readonly nights: number;
}

const SIZES: Readonly<Record<Scale, Size>> = {
  full: { accounts: 5000, csms: 50, oneByOne: 200, nights: 2 },
  sample: { accounts: 100, csms: 10, oneByOne: 10, nights: 1 },
};
const A_TRANSACTION = 100;

/**
 * The whole night: the schedule fires, features, scales, scores, states, cases, snapshots; then the morning: every
 * digest is composed, kept as its edition and announced. What the deliverer does with them isn't in it, nor pg-boss
 * between two batches. Against one sum over the same rows; and its features, which are most of the night, against the
 * same features by a query an account, as text and prepared.
 */
export const digest: Bench = {
  name: "digest",
  run: async (scale) => [...(await onServer(scale)), ...(await embedded(scale))],
};

function onServer(scale: Scale): Promise<Figure[]> {
  return withPostgres(async ({ url }) => {
    const db = await openDatabase({ url, folder: "", log: keptLog() });
    try {
      const { oneByOne, ...size } = SIZES[scale];
      const house = await openDigestHouse(db, size);
      const { accounts } = house;
      let { asOf, day } = await house.nextDay();
      /** The night's features of some accounts, so many in a statement, without keeping them. */
      async function features(
        statement: string | Statement,
        some: readonly AccountId[],
        atOnce: number,
      ): Promise<Measures> {
        const tookMs = await took(async () => {
          for (let from = 0; from < some.length; from += A_TRANSACTION) {
            const batch = some.slice(from, from + A_TRANSACTION);
            await db.write(house.organisation, async (tx) => {
              for (let at = 0; at < batch.length; at += atOnce) {
                await tx.rows(statement, [batch.slice(at, at + atOnce), asOf, day, "EUR", 100]);
              }
            });
          }
        });
        return { "accounts/s": perSecond(some.length, tookMs) };
      }
      const rounds = await takeTurns(scale, [
        {
          name: "night",
          async run() {
            const tookMs = await took(house.nightAndMorning);
            if ((await house.announced()) === 0) throw new Error("no digest was announced");
            ({ asOf, day } = await house.nextDay());
            return { "accounts/s": perSecond(accounts.length, tookMs) };
          },
        },
        {
          name: "sum",
          run: async () => ({ "accounts/s": perSecond(accounts.length, await took(() => sumOf(db, house))) }),
        },
        { name: "features", run: () => features(FEATURES, accounts, A_TRANSACTION) },
        { name: "one by one", run: () => features(FEATURES_SQL, accounts.slice(0, oneByOne), 1) },
        { name: "one by one, prepared", run: () => features(FEATURES, accounts.slice(0, oneByOne), 1) },
      ]);
      return [
        figure("digest: accounts/s ÷ those of one sum over the same rows", rounds.ratio("accounts/s", "night", "sum"), {
          atLeast: 0.1,
        }),
        figure(
          "digest: features, 100 accounts a query ÷ a query an account",
          rounds.ratio("accounts/s", "features", "one by one"),
          { atLeast: 10 },
        ),
        figure(
          "digest: features, 100 accounts a query ÷ a prepared query an account",
          rounds.ratio("accounts/s", "features", "one by one, prepared"),
        ),
        figure(
          "digest: the whole night ÷ the features by a query an account",
          rounds.ratio("accounts/s", "night", "one by one"),
          { atLeast: 10 },
        ),
        figure("digest: accounts/s", rounds.value("accounts/s", "night")),
        figure("digest: accounts/s of the sum", rounds.value("accounts/s", "sum")),
        figure("digest: accounts/s one by one, features alone", rounds.value("accounts/s", "one by one")),
      ];
    } finally {
      await db.close();
    }
  });
}

const FEATURES: Statement = { name: "bench.features", sql: FEATURES_SQL };

async function sumOf(db: Database, { organisation }: DigestHouse): Promise<void> {
  await db.read(organisation, (tx) => tx.rows("select account_id, sum(value) from usage group by account_id"));
}

/** The embedded database on disk, as `npm start` without DATABASE_URL has it: what a command could have to wait for. */
async function embedded(scale: Scale): Promise<Figure[]> {
  const folder = await mkdtemp(path.join(tmpdir(), "tandem-bench-"));
  const database = await openEmbedded({ folder });
  const pool = embeddedPool(database, () => undefined);
  let longestMs = 0;
  watchStatements(pool, ({ tookMs }) => (longestMs = Math.max(longestMs, tookMs)));
  await migrate(pool);
  const db = createDatabase({ pool, onError: () => undefined, closeBehind: () => database.close() });
  try {
    const { nights, ...size } = SIZES[scale];
    const house = await openDigestHouse(db, size);
    const longest: number[] = [];
    const delays: number[] = [];
    const rates: number[] = [];
    for (let night = 0; night <= nights; night++) {
      await house.nextDay();
      const delay = monitorEventLoopDelay({ resolution: 2 });
      longestMs = 0;
      delay.enable();
      const tookMs = await took(house.nightAndMorning);
      delay.disable();
      if (night === 0) continue;
      longest.push(longestMs);
      delays.push(delay.percentile(99) / 1e6);
      rates.push(perSecond(house.accounts.length, tookMs));
    }
    return [
      figure("digest, embedded: longest statement, ms", spreadOf(longest), { atMost: 200 }),
      figure("digest, embedded: p99 of the loop's delay, ms", spreadOf(delays)),
      figure("digest, embedded: accounts/s", spreadOf(rates)),
    ];
  } finally {
    await db.close();
    await rm(folder, { recursive: true, force: true });
  }
}

async function took(work: () => Promise<void>): Promise<number> {
  const startMs = wallClock.monotonicMs();
  await work();
  return wallClock.monotonicMs() - startMs;
}

function perSecond(count: number, tookMs: number): number {
  return (count / tookMs) * 1000;
}
