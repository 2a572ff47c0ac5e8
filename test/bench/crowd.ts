import { postgresPool } from "../../src/db/client.ts";
import { migrateServer } from "../../src/db/migrate.ts";
import { createDatabase, type Database } from "../../src/db/transaction.ts";
import { RISK } from "../../src/kernel/defaults.ts";
import { wallClock } from "../../src/kernel/clock.ts";
import { withPostgres } from "../helpers/postgres-server.ts";
import { type CrowdHouse, type CrowdSize, openCrowdHouse } from "./crowd-house.ts";
import { type Bench, type Figure, figure, type Scale, spreadOf, type Target } from "./harness.ts";
import { watchStatements } from "./statements.ts";

interface Size {
  /** a sixth of them crosses */
  readonly few: CrowdSize;
  /** half of them crosses, which looks like broken data */
  readonly many: CrowdSize;
}

const SIZES: Readonly<Record<Scale, Size>> = {
  full: {
    few: { accounts: 60_000, crossing: 10_000, teams: 30 },
    many: { accounts: 20_000, crossing: 10_000, teams: 30 },
  },
  sample: { few: { accounts: 600, crossing: 100, teams: 2 }, many: { accounts: 200, crossing: 100, teams: 2 } },
};

/**
 * One night in which as many customers cross at once as nobody could read of: within the caps of a channel, or held
 * back until a manager lets them go. Against the night before it, in which nobody crosses.
 */
export const crowd: Bench = {
  name: "crowd",
  run: (scale) =>
    withPostgres(async ({ url }) => {
      await migrateServer(url);
      const pool = postgresPool({ url, onError: () => undefined });
      let statements = 0;
      watchStatements(pool, () => statements++);
      const db = createDatabase({ pool, onError: () => undefined });
      const spent = async (work: () => Promise<void>): Promise<Spent> => {
        const before = statements;
        const startMs = wallClock.monotonicMs();
        await work();
        return { ms: wallClock.monotonicMs() - startMs, statements: statements - before };
      };
      try {
        const { few, many } = SIZES[scale];
        return [...(await crossed(db, few, spent)), ...(await held(db, many, spent))];
      } finally {
        await db.close();
      }
    }),
};

interface Spent {
  readonly ms: number;
  readonly statements: number;
}
type Spend = (work: () => Promise<void>) => Promise<Spent>;

const once = (name: string, value: number, target?: Target): Figure =>
  figure(`crowd: ${name}`, spreadOf([value]), target);

async function nights(house: CrowdHouse, spent: Spend): Promise<{ quiet: Spent; loud: Spent }> {
  await house.night();
  const quiet = await spent(house.night);
  await house.cross();
  return { quiet, loud: await spent(house.night) };
}

async function crossed(db: Database, size: CrowdSize, spent: Spend): Promise<Figure[]> {
  const house = await openCrowdHouse(db, size);
  const { quiet, loud } = await nights(house, spent);
  const alerts = await house.posts("risk.case");
  const caps = size.teams * RISK.alertsPerChannelADay;
  return [
    once("alerts of a night that isn't held", alerts, { atMost: caps }),
    once("alerts ÷ what the caps let through", alerts / Math.min(caps, size.crossing), { atLeast: 1 }),
    once("notices to managers of it", await house.posts("risk.case-hold"), { atMost: 0 }),
    once("s, a night in which many cross", loud.ms / 1000),
    once("s, a night in which nobody does", quiet.ms / 1000),
    once("ms more for each that crosses", (loud.ms - quiet.ms) / size.crossing, { atMost: 5 }),
    once("statements more for each that crosses", (loud.statements - quiet.statements) / size.crossing),
  ];
}

async function held(db: Database, size: CrowdSize, spent: Spend): Promise<Figure[]> {
  const house = await openCrowdHouse(db, size);
  const { loud } = await nights(house, spent);
  const before = await house.posts("risk.case");
  const [hold] = await house.rows<{ as_of: Date }>("select as_of from risk_hold");
  const sent = await spent(() => house.work("send-held", { asOf: hold?.as_of.toISOString() ?? "" }));
  return [
    once("alerts before a manager let them go", before, { atMost: 0 }),
    once("notices to each manager", (await house.posts("risk.case-hold")) / size.teams, { atMost: 1 }),
    once("alerts once they are let go", await house.posts("risk.case"), {
      atMost: size.teams * RISK.alertsPerChannelADay,
    }),
    once("s, a night that is held", loud.ms / 1000),
    once("s, letting it go", sent.ms / 1000),
    once("statements, letting it go", sent.statements),
  ];
}
