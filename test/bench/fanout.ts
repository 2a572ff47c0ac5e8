import { createApp, type App } from "../../src/app.ts";
import { createSlackPlatform } from "../../src/chat/slack/platform.ts";
import { readConfig } from "../../src/config.ts";
import { openDatabase } from "../../src/db/open.ts";
import { wallClock } from "../../src/kernel/clock.ts";
import type { OrganisationId } from "../../src/kernel/ids.ts";
import { createSays } from "../../src/locales/say.ts";
import { type FakeSlack, startFakeSlack } from "../helpers/fake-slack.ts";
import { withPostgres } from "../helpers/postgres-server.ts";
import { keptLog } from "../helpers/slack-request.ts";
import { announceOffers, type FanoutHouse, mintFanout, TOKEN } from "./fanout-house.ts";
import { type Bench, type Figure, figure, type Scale, takeTurns } from "./harness.ts";

/** From the commit to the last message in every channel, in front of Slack's own windows; alone, and beside a channel that must wait. */
export const fanout: Bench = { name: "fanout", run: (scale) => withPostgres((server) => run(scale, server.url)) };

interface Size {
  readonly channels: number;
  readonly messages: number;
}
const SIZES: Readonly<Record<Scale, Size>> = {
  full: { channels: 10, messages: 200 },
  sample: { channels: 5, messages: 20 },
};
/** What Slack takes from one bot in one channel: a message a second. */
const CHANNEL_GAP_MS = 1000;
const PATIENCE_MS = 180_000;

async function run(scale: Scale, url: string): Promise<Figure[]> {
  const { channels, messages } = SIZES[scale];
  const boundMs = (messages / channels - 1) * CHANNEL_GAP_MS;
  const slack = await startFakeSlack();
  const platform = createSlackPlatform({
    token: (workspace) => `${TOKEN}${workspace}`,
    apiUrl: slack.apiUrl,
    log: keptLog(),
    wall: wallClock,
    says: createSays(),
  });
  const app = await createApp({
    config: readConfig({ PORT: "0", LOG_LEVEL: "silent" }),
    db: await openDatabase({ url, folder: "", log: keptLog() }),
    platforms: [platform],
  });
  try {
    await app.start({ tick: false });
    const rounds = await takeTurns(scale, [
      {
        name: "all",
        run: async () => {
          const house = await mintFanout(app.db, slack, channels);
          const last = await fannedOut(app, slack, house, messages, house.conversations);
          const tooFast = slack.calls.filter((call) => call.team === house.workspace && call.result === "rate-limited");
          return {
            "of the bound": last.allMs / boundMs,
            "others ms": last.othersMs,
            "429s": tooFast.length,
            "ms to the first": last.firstMs,
          };
        },
      },
      {
        name: "one waits",
        run: async () => {
          const house = await mintFanout(app.db, slack, channels);
          const [slowed, ...others] = house.conversations;
          slack.fault({
            method: "chat.postMessage",
            where: ({ args }) => args["channel"] === slowed,
            times: 1,
            is: { kind: "rate-limited", retryAfter: "30" },
          });
          const last = await fannedOut(app, slack, house, messages, others);
          await forgetRest(app, house.organisation);
          return { "others ms": last.othersMs };
        },
      },
    ]);
    const size = `${messages} messages, ${channels} channels`;
    return [
      figure(`fanout: ${size}, time ÷ bound of ${boundMs / 1000} s`, rounds.value("of the bound", "all"), {
        atMost: 1.05,
      }),
      figure(`fanout: ${size}, 429s`, rounds.value("429s", "all"), { atMost: 0 }),
      figure(
        "fanout: the other channels' time, with one in a 30-s 429 ÷ without",
        rounds.ratio("others ms", "one waits", "all"),
        { atMost: 1.1 },
      ),
      figure("fanout: ms from the commit to the first message", rounds.value("ms to the first", "all")),
    ];
  } finally {
    await app.stop();
    await slack.stop();
  }
}

interface Last {
  readonly firstMs: number;
  /** until everything stands in the channels waited for */
  readonly allMs: number;
  /** the same without the first channel */
  readonly othersMs: number;
}

/** Commits all messages at once. Times are from the commit to when Slack has taken them. */
async function fannedOut(
  app: App,
  slack: FakeSlack,
  house: FanoutHouse,
  messages: number,
  waitedFor: readonly string[],
): Promise<Last> {
  const each = messages / house.conversations.length;
  const taken = new Map(waitedFor.map((conversation) => [conversation, [] as number[]]));
  let missing = each * waitedFor.length;
  let done: () => void = () => undefined;
  const all = new Promise<void>((resolve) => (done = resolve));
  const leave = slack.onCall((call, moment) => {
    if (moment !== "recorded" || call.method !== "chat.postMessage" || call.result !== "done") return;
    const times = taken.get(String(call.args["channel"]));
    if (!times) return;
    times.push(wallClock.monotonicMs());
    missing -= 1;
    if (missing === 0) done();
  });
  await announceOffers(app.db, house, each);
  const committedMs = wallClock.monotonicMs();
  const settled = app.settle();
  await within(all, () => `${missing} of ${each * waitedFor.length} messages are missing`);
  leave();
  if (waitedFor.length === house.conversations.length) await settled;
  else settled.catch(() => undefined);
  const lastOf = (conversations: readonly string[]): number =>
    Math.max(...conversations.flatMap((conversation) => taken.get(conversation) ?? [])) - committedMs;
  return {
    firstMs: Math.min(...[...taken.values()].flat()) - committedMs,
    allMs: lastOf(waitedFor),
    othersMs: lastOf(house.conversations.slice(1)),
  };
}

async function within(work: Promise<void>, problem: () => string): Promise<void> {
  let timer: NodeJS.Timeout | undefined;
  const late = new Promise<never>((_, reject) => {
    timer = setTimeout(() => reject(new Error(`After ${PATIENCE_MS} ms ${problem()}.`)), PATIENCE_MS);
  });
  try {
    await Promise.race([work, late]);
  } finally {
    clearTimeout(timer);
  }
}

/** What still waits would go on in the next turn. */
async function forgetRest(app: App, organisation: OrganisationId): Promise<void> {
  await app.db.system.rows("delete from lane where organisation_id = $1", [organisation]);
}
