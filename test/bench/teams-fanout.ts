import { setTimeout as pause } from "node:timers/promises";
import { createApp, type App } from "../../src/app.ts";
import { credentialsOf } from "../../src/chat/teams/adapter.ts";
import { createConnector } from "../../src/chat/teams/connector.ts";
import { createTeamsPlatform } from "../../src/chat/teams/platform.ts";
import { readConfig } from "../../src/config.ts";
import { createTeamsConversations } from "../../src/db/teams-conversations.ts";
import { openDatabase } from "../../src/db/open.ts";
import { wallClock } from "../../src/kernel/clock.ts";
import { createGate } from "../../src/outbox/gate.ts";
import { within } from "../../src/kernel/within.ts";
import { createSays } from "../../src/locales/say.ts";
import type { FakeTeams } from "../helpers/fake-teams.ts";
import { keptLog } from "../helpers/slack-request.ts";
import { announceOffers } from "./fanout-house.ts";
import { type Contestant, type Figure, figure, type Scale, takeTurns } from "./harness.ts";
import { boundMs } from "./teams-bound.ts";
import { addThreads, TENANT, type TeamsHouse } from "./teams-house.ts";
import { keptOffers } from "../helpers/teams-offers.ts";

export interface FanoutParts {
  readonly url: string;
  readonly teams: FakeTeams;
  readonly house: TeamsHouse;
}

interface Size {
  readonly threads: number;
  readonly messagesEach: number;
}
/** Few threads wait for their own windows, many for the tenant's. */
const FEW: Readonly<Record<Scale, Size>> = {
  full: { threads: 4, messagesEach: 60 },
  sample: { threads: 4, messagesEach: 9 },
};
const MANY: Readonly<Record<Scale, Size>> = {
  full: { threads: 40, messagesEach: 5 },
  sample: { threads: 10, messagesEach: 5 },
};
const CALL_TIMEOUT_MS = 10_000;
const PATIENCE_MS = 180_000;
const TENANT_RESTS_MS = 1100;

/** From the commit to the last message that Teams has taken, in front of its windows. */
export async function fanoutFigures(scale: Scale, { url, teams, house }: FanoutParts): Promise<Figure[]> {
  const db = await openDatabase({ url, folder: "", log: keptLog() });
  const platform = createTeamsPlatform({
    connector: createConnector({
      credentials: credentialsOf({ appId: "", password: "", tenant: TENANT }),
      appId: undefined,
      local: true,
      timeoutMs: CALL_TIMEOUT_MS,
      gate: createGate({ system: db.system, tenant: TENANT, wall: wallClock, log: keptLog() }),
    }),
    conversations: createTeamsConversations(db.system, wallClock),
    offers: keptOffers(),
    tenant: TENANT,
    says: createSays(),
    wall: wallClock,
    log: keptLog(),
  });
  const config = readConfig({ PORT: "0", LOG_LEVEL: "silent" });
  const app = await createApp({ config, db, platforms: [platform] });
  try {
    await app.start({ tick: false });
    const sizes = [FEW[scale], MANY[scale]];
    const contestants = sizes.map((size): Contestant => {
      return { name: nameOf(size), run: () => fannedOut(app, teams, house, size) };
    });
    const rounds = await takeTurns(scale, contestants);
    return sizes.flatMap((size) => {
      const name = nameOf(size);
      const boundSeconds = boundMs(size.threads, size.messagesEach) / 1000;
      return [
        figure(`teams: ${name}, time ÷ bound of ${boundSeconds} s`, rounds.value("of the bound", name), {
          atMost: 1.05,
        }),
        figure(`teams: ${name}, 429s`, rounds.value("429s", name), { atMost: 0 }),
        figure(`teams: ${name}, ms from the commit to the first`, rounds.value("ms to the first", name)),
      ];
    });
  } finally {
    await app.stop();
  }
}

function nameOf({ threads, messagesEach }: Size): string {
  return `${threads * messagesEach} messages, ${threads} threads`;
}

/** Commits all messages at once. Times are from the commit to when Teams has taken them. */
async function fannedOut(app: App, teams: FakeTeams, house: TeamsHouse, { threads, messagesEach }: Size) {
  const made = await addThreads(app.db, teams, house, threads);
  const ours = new Set(made.conversations);
  const takenMs: number[] = [];
  let tooFast = 0;
  let done: (all: true) => void = () => undefined;
  const all = new Promise<true>((resolve) => (done = resolve));
  const leave = teams.onCall((call, moment) => {
    if (moment !== "recorded" || !ours.has(call.conversation ?? "")) return;
    if (call.result === "rate-limited") tooFast += 1;
    if (call.name !== "message" || call.result !== "done") return;
    takenMs.push(wallClock.monotonicMs());
    if (takenMs.length === threads * messagesEach) done(true);
  });
  await announceOffers(app.db, { ...house, workspace: TENANT, ...made }, messagesEach);
  // The bound is that of a tenant whose window is empty.
  await pause(TENANT_RESTS_MS);
  const committedMs = wallClock.monotonicMs();
  const settled = app.settle();
  const isDone = await within(PATIENCE_MS, all);
  leave();
  if (!isDone)
    throw new Error(`After ${PATIENCE_MS} ms ${threads * messagesEach - takenMs.length} messages are missing.`);
  await settled;
  return {
    "of the bound": (Math.max(...takenMs) - committedMs) / boundMs(threads, messagesEach),
    "429s": tooFast,
    "ms to the first": Math.min(...takenMs) - committedMs,
  };
}
