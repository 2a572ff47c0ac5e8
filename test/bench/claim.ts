import type { PoolClient } from "pg";
import { postgresPool } from "../../src/db/client.ts";
import { wallClock } from "../../src/kernel/clock.ts";
import { NINE } from "../helpers/running-app.ts";
import { withPostgres } from "../helpers/postgres-server.ts";
import { type ClaimHouse, type Offered, openClaimHouse } from "./claim-house.ts";
import {
  type Bench,
  type Contestant,
  type Figure,
  figure,
  quantile,
  type Scale,
  spreadOf,
  takeTurns,
} from "./harness.ts";

const RACERS = 32;

/**
 * A press on Claim, from the handler to its answer, against the bare committed update that decides it: alone, and as
 * 32 people on one opportunity at the same time. fsync is on; without it the disk is out of the way.
 */
export const claim: Bench = {
  name: "claim",
  async run(scale) {
    const durable = await measured(scale, "on", "claim");
    if (scale === "sample") return durable;
    return [...durable, ...(await measured(scale, "off", "claim, fsync off"))];
  },
};

/** The bare update as its own committed transaction, on connections like the service's that have their organisation. */
interface Bare {
  claim(client: number, offered: Offered): Promise<number>;
  stop(): Promise<void>;
}

async function measured(scale: Scale, fsync: "on" | "off", title: string): Promise<Figure[]> {
  const { alone, races } = scale === "full" ? { alone: 200, races: 30 } : { alone: 20, races: 2 };
  return withPostgres(
    async ({ url }) => {
      const house = await openClaimHouse(url, RACERS);
      const bare = await openBare(url, house);
      try {
        const statements = await statementsOf(house);
        const contestants: Contestant[] = [
          {
            name: "claim",
            run: () =>
              turn(house, alone, races, async (at, offered) => void (await house.press(racer(house, at), offered))),
          },
          {
            name: "update",
            run: () => turn(house, alone, races, async (at, offered) => void (await bare.claim(at, offered))),
          },
        ];
        const rounds = await takeTurns(scale, contestants);
        const goal = (atMost: number): [{ atMost: number }] | [] => (fsync === "on" ? [{ atMost }] : []);
        return [
          figure(`${title}: its p50 ÷ the bare update's p50`, rounds.ratio("p50 ms", "claim", "update"), ...goal(5)),
          figure(
            `${title}: p99 of 32 racers ÷ the bare race's p99`,
            rounds.ratio("race p99 ms", "claim", "update"),
            ...goal(2),
          ),
          figure(`${title}: p50 ms`, rounds.value("p50 ms", "claim")),
          figure(`${title}: the bare update's p50 ms`, rounds.value("p50 ms", "update")),
          figure(`${title}: p99 of 32 racers, ms`, rounds.value("race p99 ms", "claim")),
          figure(`${title}: the bare race's p99 ms`, rounds.value("race p99 ms", "update")),
          figure(`${title}: statements, begin and commit among them`, spreadOf([statements])),
        ];
      } finally {
        await bare.stop();
        await house.stop();
      }
    },
    { fsync, max_connections: "100" },
  );
}

function racer(house: ClaimHouse, at: number) {
  const found = house.racers[at];
  if (!found) throw new Error(`there is no racer ${at}`);
  return found;
}

/** Opportunities one after the other, then some with everybody at once. */
async function turn(
  house: ClaimHouse,
  alone: number,
  races: number,
  claimBy: (at: number, offered: Offered) => Promise<void>,
): Promise<Record<string, number>> {
  const single: number[] = [];
  for (const offered of await house.offer(alone)) {
    await house.quiet();
    single.push(await took(() => claimBy(0, offered)));
    if (!(await house.winnerOf(offered))) throw new Error("nobody won alone");
  }
  const racing: number[] = [];
  for (const offered of await house.offer(races)) {
    await house.quiet();
    racing.push(...(await Promise.all(house.racers.map((_, at) => took(() => claimBy(at, offered))))));
    if (!(await house.winnerOf(offered))) throw new Error("nobody won a race");
  }
  await house.quiet();
  return { "p50 ms": quantile(single, 0.5), "race p99 ms": quantile(racing, 0.99) };
}

async function took(work: () => Promise<void>): Promise<number> {
  const startMs = wallClock.monotonicMs();
  await work();
  return wallClock.monotonicMs() - startMs;
}

async function statementsOf(house: ClaimHouse): Promise<number> {
  const [offered] = await house.offer(1);
  await house.quiet();
  house.asked.length = 0;
  if (offered) await house.press(racer(house, 0), offered);
  return house.asked.length;
}

async function openBare(url: string, { organisation, racers }: ClaimHouse): Promise<Bare> {
  const pool = postgresPool({ url, max: racers.length, onError: () => undefined });
  const clients: PoolClient[] = [];
  for (let at = 0; at < racers.length; at++) {
    const client = await pool.connect();
    await client.query("select set_config('tandem.organisation', $1, false)", [organisation]);
    clients.push(client);
  }
  return {
    async claim(at, { id }) {
      const { rowCount } = (await clients[at]?.query(
        `update opportunity set stage = 'claimed', claimed_by = $2, claimed_at = $3, contact_by = $3
          where id = $1 and claimed_by is null`,
        [id, racers[at]?.id, NINE],
      )) ?? { rowCount: 0 };
      return rowCount ?? 0;
    },
    async stop() {
      for (const client of clients) client.release();
      await pool.end();
    },
  };
}
