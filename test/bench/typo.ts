import pg from "pg";
import { nameKey } from "../../src/features/accounts/names.ts";
import { alike } from "../../src/features/accounts/store.ts";
import { openDatabase } from "../../src/db/open.ts";
import { organisations } from "../../src/db/shell.ts";
import { wallClock } from "../../src/kernel/clock.ts";
import { keptLog } from "../helpers/slack-request.ts";
import type { BenchCompany } from "./bench-company.ts";
import { type Figure, figure, type Measures, quantile, type Scale, takeTurns } from "./harness.ts";

const LOOK_UPS = { full: 100, sample: 5 } as const satisfies Record<Scale, number>;
const STRIDE = 7919;
const BARE = {
  name: "bare",
  text: `select id, name from bare_account where similarity(name_key, $1) >= 0.3
          order by similarity(name_key, $1) desc limit 5`,
};

/**
 * What a misspelt name costs: the names that `/account` proposes for it, as the service asks for them (a transaction of
 * its own, row-level security, those that begin so and those that are like it), against pg_trgm's plain statement on one
 * connection, on a copy of the same table without row-level security. One after the other, as the caller sees them.
 */
export async function typoFigures(scale: Scale, url: string, company: BenchCompany): Promise<Figure[]> {
  const db = await openDatabase({ url, folder: "", log: keptLog() });
  const bare = new pg.Client({ connectionString: url });
  try {
    const [organisation] = await organisations(db.system);
    if (!organisation) throw new Error("The bench has no organisation.");
    await bare.connect();
    await bare.query("create table bare_account as select * from account with no data");
    await copied(bare, organisation.id);
    const ours = async (typed: string): Promise<number> =>
      (await db.read(organisation.id, (tx) => alike(tx, typed))).near.length;
    const plain = async (typed: string): Promise<number> =>
      (await bare.query({ ...BARE, values: [nameKey(typed)] })).rows.length;
    const turn = (find: (typed: string) => Promise<number>) => () => timed(LOOK_UPS[scale], company, find);
    const rounds = await takeTurns(scale, [
      { name: "tandem", run: turn(ours) },
      { name: "bare", run: turn(plain) },
    ]);
    const ratio = rounds.ratio("p50 ms", "tandem", "bare");
    return [
      figure("account: p50, a misspelt name ÷ its bare pg_trgm statement", ratio, { atMost: 1.5 }),
      figure("account: p50 ms of a misspelt name", rounds.value("p50 ms", "tandem")),
    ];
  } finally {
    await bare.end();
    await db.close();
  }
}

async function copied(bare: pg.Client, organisation: string): Promise<void> {
  await bare.query("begin");
  await bare.query("select set_config('tandem.organisation', $1, true)", [organisation]);
  await bare.query("insert into bare_account select * from account");
  await bare.query("commit");
  await bare.query("analyze bare_account");
}

async function timed(
  lookUps: number,
  company: BenchCompany,
  find: (typed: string) => Promise<number>,
): Promise<Measures> {
  const tookMs: number[] = [];
  for (let n = 0; n < lookUps; n++) {
    const typed = misspelt(company.account(n * STRIDE));
    const startMs = wallClock.monotonicMs();
    const found = await find(typed);
    tookMs.push(wallClock.monotonicMs() - startMs);
    if (found === 0) throw new Error(`Nothing is like ${typed}.`);
  }
  return { "p50 ms": quantile(tookMs, 0.5) };
}

/** Without its third letter: "Northwind 00012 GmbH" → "Nothwind 00012 GmbH". */
function misspelt(name: string): string {
  return name.slice(0, 2) + name.slice(3);
}
