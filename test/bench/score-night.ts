import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import path from "node:path";
import { openDatabase } from "../../src/db/open.ts";
import type { Database } from "../../src/db/transaction.ts";
import { featuresAsOf, keepFeatures, type Run } from "../../src/features/risk/night-store.ts";
import { wallClock } from "../../src/kernel/clock.ts";
import type { AccountId } from "../../src/kernel/ids.ts";
import { findBinaries, withPostgres } from "../helpers/postgres-server.ts";
import { keptLog } from "../helpers/slack-request.ts";
import { type DigestSize, openDigestHouse } from "./digest-house.ts";
import { type Figure, figure, type Measures, type Scale, takeTurns } from "./harness.ts";

interface Size extends DigestSize {
  /** so many accounts are asked for one by one */
  readonly oneByOne: number;
}

const SIZES: Readonly<Record<Scale, Size>> = {
  full: { accounts: 10_000, csms: 50, oneByOne: 200 },
  sample: { accounts: 100, csms: 10, oneByOne: 10 },
};
/** as the night does it */
const AT_ONCE = 100;
/** prime, so that the accounts asked for one after the other aren't neighbours */
const STRIDE = 7919;

/**
 * The features of a night, kept, against one sum over the same usage and against a query an account; and those of one
 * account that changed, against a look-up of its row. On PostgreSQL, or on the embedded database where there is none.
 */
export async function nightFigures(scale: Scale): Promise<Figure[]> {
  if (await findBinaries())
    return withPostgres(({ url }) => onDatabase(scale, "", { url, folder: "", log: keptLog() }));
  const folder = await mkdtemp(path.join(tmpdir(), "tandem-bench-score-"));
  try {
    return await onDatabase(scale, ", embedded", { folder, log: keptLog() });
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
}

async function onDatabase(scale: Scale, where: string, options: Parameters<typeof openDatabase>[0]): Promise<Figure[]> {
  const db = await openDatabase(options);
  try {
    return await measured(scale, where, db);
  } finally {
    await db.close();
  }
}

async function measured(scale: Scale, where: string, db: Database): Promise<Figure[]> {
  const { oneByOne, ...size } = SIZES[scale];
  const { organisation, accounts, nextDay } = await openDigestHouse(db, size);
  const run: Run = await nextDay();
  const some = Array.from({ length: oneByOne }, (_, at) => accounts[(at * STRIDE) % accounts.length] as AccountId);

  async function batches(): Promise<void> {
    for (let from = 0; from < accounts.length; from += AT_ONCE) {
      await db.write(organisation, (tx) => keepFeatures(tx, accounts.slice(from, from + AT_ONCE), run, "EUR"));
    }
  }
  /** In transactions as large as the night's. */
  async function queries(): Promise<void> {
    for (let from = 0; from < some.length; from += AT_ONCE) {
      await db.write(organisation, async (tx) => {
        for (const account of some.slice(from, from + AT_ONCE)) await featuresAsOf(tx, [account], run, "EUR");
      });
    }
  }
  async function changed(): Promise<void> {
    for (const account of some) await db.write(organisation, (tx) => keepFeatures(tx, [account], run, "EUR"));
  }
  async function lookUps(): Promise<void> {
    for (const account of some) {
      await db.read(organisation, (tx) =>
        tx.rows("select * from account where organisation_id = $1 and id = $2", [organisation, account]),
      );
    }
  }
  async function sum(): Promise<void> {
    await db.read(organisation, (tx) => tx.rows("select account_id, sum(value) from usage group by account_id"));
  }
  const contestant = (name: string, count: number, work: () => Promise<void>) => ({
    name,
    run: () => took(count, work),
  });
  const rounds = await takeTurns(scale, [
    contestant("night", accounts.length, batches),
    contestant("sum", accounts.length, sum),
    contestant("queries", some.length, queries),
    contestant("changed", some.length, changed),
    contestant("look-ups", some.length, lookUps),
  ]);
  return [
    figure(
      `score${where}: accounts/s, a night's features ÷ one sum over the same usage`,
      rounds.ratio("accounts/s", "night", "sum"),
      { atLeast: 0.1 },
    ),
    figure(
      `score${where}: accounts/s, a night's features ÷ a query an account`,
      rounds.ratio("accounts/s", "night", "queries"),
      { atLeast: 10 },
    ),
    figure(`score${where}: one changed account ÷ a look-up of its row`, rounds.ratio("ms", "changed", "look-ups"), {
      atMost: 8,
    }),
    figure(`score${where}: accounts/s, a night's features`, rounds.value("accounts/s", "night")),
    figure(`score${where}: ms, one changed account`, rounds.value("ms", "changed")),
  ];
}

async function took(count: number, work: () => Promise<void>): Promise<Measures> {
  const startMs = wallClock.monotonicMs();
  await work();
  const ms = wallClock.monotonicMs() - startMs;
  return { "accounts/s": (count / ms) * 1000, ms: ms / count };
}
