import autocannon from "autocannon";
import { actionId, ACTION_VERSION } from "../../src/chat/action-id.ts";
import type { Database } from "../../src/db/transaction.ts";
import { wallClock } from "../../src/kernel/clock.ts";
import type { FakeTeams } from "../helpers/fake-teams.ts";
import { executed, type From } from "../helpers/teams-activity.ts";
import { type Figure, figure, type Measures, quantile, type Scale, takeTurns } from "./harness.ts";
import { startService, withServices } from "./services.ts";
import {
  addOffers,
  addThreads,
  claimedIn,
  forgetRest,
  type Offered,
  TEAM,
  TENANT,
  type TeamsHouse,
} from "./teams-house.ts";

const PRESSES = { full: 1500, sample: 300 } as const satisfies Record<Scale, number>;
const CONNECTIONS = 16;
const YOURS = "It's yours.";

/** Teams alone, and nobody is asked who they are. */
const LOCAL = {
  PORT: "0",
  HOST: "127.0.0.1",
  LOG_LEVEL: "info",
  NODE_ENV: "development",
  SLACK_SIGNING_SECRET: "",
  TEAMS_LOCAL: "1",
};

export interface PressParts {
  readonly db: Database;
  readonly url: string;
  readonly teams: FakeTeams;
  readonly house: TeamsHouse;
}

/**
 * Presses on Claim, each on another opportunity and decided in the database, against botbuilder's bare CloudAdapter
 * that answers the same invoke by a constant. Neither asks who presses.
 */
export async function pressFigures(scale: Scale, { db, url, teams, house }: PressParts): Promise<Figure[]> {
  const threads = await addThreads(db, teams, house, 1);
  const [channel = ""] = threads.conversations;
  const { user, name } = house.am;
  const from: From = {
    who: { id: `29:${user}`, name, aadObjectId: user },
    where: { kind: "channel", channel, team: TEAM, tenant: TENANT },
    serviceUrl: teams.serviceUrl,
  };
  const offered = (): Promise<Offered[]> => addOffers(db, house, threads, PRESSES[scale]);
  const environment = { ...LOCAL, TEAMS_TENANT_ID: TENANT, DATABASE_URL: url };
  const starts = [() => startService("tandem", environment), () => startService("botbuilder")];
  return withServices(starts, async ([tandem = "", botbuilder = ""]) => {
    const rounds = await takeTurns(scale, [
      {
        name: "tandem",
        async run() {
          const offers = await offered();
          const before = await claimedIn(db, house);
          const measures = await pressed(tandem, from, offers);
          const made = (await claimedIn(db, house)) - before;
          if (made !== offers.length) throw new Error(`${offers.length} presses made ${made} claims`);
          await forgetRest(db, house);
          return measures;
        },
      },
      { name: "botbuilder", run: async () => pressed(botbuilder, from, await offered()) },
    ]);
    return [
      figure("teams: claims/s ÷ bare botbuilder's constants/s", rounds.ratio("req/s", "tandem", "botbuilder"), {
        atLeast: 0.5,
      }),
      figure("teams: a claim's p99 ÷ bare botbuilder's", rounds.ratio("p99 ms", "tandem", "botbuilder")),
      figure("teams: claims/s", rounds.value("req/s", "tandem")),
      figure("teams: bare botbuilder's constants/s", rounds.value("req/s", "botbuilder")),
      figure("teams: a claim's p99 ms", rounds.value("p99 ms", "tandem")),
    ];
  });
}

/** One press an offer, over 16 connections. @throws when one isn't answered as it should */
async function pressed(url: string, from: From, offers: readonly Offered[]): Promise<Measures> {
  const durationsMs: number[] = [];
  let made = 0;
  let wrong: string | undefined;
  const startedMs = wallClock.monotonicMs();
  let endedMs = startedMs;
  const result = await new Promise<autocannon.Result>((resolve, reject) => {
    const tracker = autocannon(
      {
        url,
        connections: CONNECTIONS,
        amount: offers.length,
        requests: [
          {
            method: "POST",
            path: "/api/messages",
            headers: { "content-type": "application/json" },
            setupRequest: (request) => ({ ...request, body: bodyOf(from, offers[made++]) }),
          },
        ],
        verifyBody: (body) => {
          const isRight = String(body).includes(YOURS);
          if (!isRight) wrong ??= String(body);
          return isRight;
        },
      },
      (error: Error | null, done) => (error ? reject(error) : resolve(done)),
    );
    tracker.on("response", (_client, _status, _bytes, durationMs) => {
      durationsMs.push(durationMs);
      endedMs = wallClock.monotonicMs();
    });
  });
  if (wrong !== undefined || result.non2xx > 0 || result.errors > 0) {
    throw new Error(`${url}: ${result.errors} lost, ${result.non2xx} refused, instead of "${YOURS}": ${wrong ?? ""}`);
  }
  return { "req/s": (durationsMs.length * 1000) / (endedMs - startedMs), "p99 ms": quantile(durationsMs, 0.99) };
}

function bodyOf(from: From, offered: Offered | undefined): string {
  if (!offered) throw new Error("there are more presses than offers");
  const { id, message } = offered;
  const data = { v: ACTION_VERSION, id };
  const press = { ...from, id: `f:${message}`, at: wallClock.now(), replyToId: message };
  return JSON.stringify(executed(actionId({ name: "opportunities.claim", subject: id }), data, press));
}
