import type { FastifyInstance } from "fastify";
import type { TeamsConfig } from "../../config.ts";
import type { WallClock } from "../../kernel/clock.ts";
import type { Log } from "../../kernel/log.ts";
import { type Deadline, within } from "../../kernel/within.ts";
import type { Says } from "../../locales/say.ts";
import type { Handle } from "../handler.ts";
import type { Platform } from "../platform.ts";
import { createReplays } from "../replays.ts";
import { createRunning } from "../running.ts";
import { createAdapter, credentialsOf, type TurnAnswer } from "./adapter.ts";
import { createAnswerer } from "./answer.ts";
import { changesIn } from "./changes.ts";
import { createConnector, type Gate } from "./connector.ts";
import type { Conversations } from "./conversations.ts";
import { createConsents, isConsent } from "./consent.ts";
import { openDoor } from "./door.ts";
import { isBotRemoved, isMetAlike, metIn } from "./met.ts";
import type { Offers } from "./offers.ts";
import { createOrigins } from "./origin.ts";
import type { Received } from "./payloads.ts";
import { overheardIn } from "./overheard.ts";
import { createTeamsPlatform } from "./platform.ts";
import { translate } from "./translate.ts";
import { HEARD } from "./invoke-answers.ts";

export interface TeamsParts {
  readonly fastify: FastifyInstance;
  readonly config: TeamsConfig;
  readonly conversations: Conversations;
  /** files that somebody was asked whether they want them */
  readonly offers: Offers;
  /** room for each call to Teams */
  readonly gate: Gate;
  readonly wall: WallClock;
  readonly log: Log;
  readonly says: Says;
  readonly handle: Handle;
  /** the bot was met in a new conversation, whose members it can now know */
  readonly arrived: () => Promise<void>;
  /** what local forms are sealed with; a stranger's guess must not open them */
  readonly localSecret: Uint8Array;
  /** another cloud than Microsoft's */
  readonly cloud?: Cloud;
  /** milliseconds; what the design says when left out */
  readonly patience?: Partial<Patience>;
}

export interface Cloud {
  readonly openIdMetadataUrl: string;
  readonly credentials: ReturnType<typeof credentialsOf>;
}

export interface Patience {
  /** from the door to the answer, whatever it takes to get there */
  readonly invokeWithinMs: number;
  readonly messageWithinMs: number;
  readonly callTimeoutMs: number;
  /** between two tries to put a file */
  readonly putPauseMs: number;
}

const PATIENCE: Patience = { invokeWithinMs: 4000, messageWithinMs: 10_000, callTimeoutMs: 10_000, putPauseMs: 2000 };
/** So long an input waits for people to be known where the bot is new; most are known by then or anyway. */
const ARRIVED_WITHIN_MS = { invoke: 1000, other: 2000 };

export interface Teams {
  readonly platform: Platform;
  /** Resolves once every Reply, and every search for people, that outlived its request is over; for a clean stop. */
  idle(): Promise<void>;
  /** Lets go of what may be taken up again after a restart, and resolves once the rest is over. */
  stop(): Promise<void>;
}

/** All of Teams: its door on the server and its side of the port. Register it before the server listens. */
export function createTeams(parts: TeamsParts): Teams {
  const { fastify, config, conversations, offers, wall, log, says, handle, cloud } = parts;
  const patience = { ...PATIENCE, ...parts.patience };
  const tenant = config.tenant.toLowerCase();
  const local = config.kind === "local";
  const credentials =
    cloud?.credentials ?? credentialsOf(local ? { appId: "", password: "", tenant } : { ...config, tenant });
  const connector = createConnector({
    credentials,
    appId: config.appId,
    local,
    timeoutMs: patience.callTimeoutMs,
    gate: parts.gate,
  });
  const adapter = createAdapter({ openIdMetadataUrl: cloud?.openIdMetadataUrl, credentials, tenant, connector });
  const origins = createOrigins(local ? parts.localSecret : config.password);
  const answerer = createAnswerer({ connector, conversations, log, says, handle, origins });
  const { later, idle } = createRunning(log);
  const replays = createReplays(wall);
  const platform = createTeamsPlatform({ connector, conversations, offers, tenant, local, says, wall, log });

  const stopping = new AbortController();
  const consented = createConsents({
    offers,
    connector,
    tenant,
    local,
    says,
    log,
    pauseMs: patience.putPauseMs,
    signal: stopping.signal,
  });

  /** Notes where the bot is met; for the first time, it waits a little until people there can be known. */
  async function meet(received: Received): Promise<void> {
    const met = metIn(received, tenant);
    if (!met) return;
    // Asked each time: another replica, or a message that was refused, may have let it go meanwhile.
    const before = await conversations.find(tenant, met.conversation);
    if (before && !before.gone && isMetAlike(before, met)) return;
    const isNews = await conversations.keep(met);
    const waitMs = received.type === "invoke" ? ARRIVED_WITHIN_MS.invoke : ARRIVED_WITHIN_MS.other;
    if (!isNews) return;
    platform.forgetPeople(tenant);
    const arrived = parts.arrived().catch((error: unknown) => {
      log.error({ err: error }, "people could not be matched where the bot was met");
    });
    later(arrived);
    await within(waitMs, arrived);
  }

  async function leave(received: Received): Promise<void> {
    const met = metIn(received, tenant);
    const team = received.channelData?.team?.id;
    const all = team === undefined ? [] : (await conversations.all(tenant)).filter((each) => each.team === team);
    await conversations.leave(tenant, ...[...(met ? [met] : []), ...all].map(({ conversation }) => conversation));
  }

  /** What an activity says besides what somebody did. That it can't be noted is no reason not to answer them. */
  async function note(received: Received): Promise<void> {
    try {
      const changes = await changesIn(received, tenant, conversations);
      if (isBotRemoved(received)) await leave(received);
      else await meet(received);
      for (const change of changes) await handle(change);
    } catch (error) {
      log.error({ err: error }, "where the bot was met could not be noted");
    }
  }

  async function answer(received: Received, deadline: Deadline): Promise<TurnAnswer> {
    const noted = note(received);
    later(noted);
    if (isConsent(received)) {
      // To put a file takes longer than Teams waits.
      later(noted.then(() => consented(received)));
      return HEARD;
    }
    const translated = translate(received, tenant, origins);
    if (!translated) {
      const overheard = config.listening ? overheardIn(received, tenant) : undefined;
      if (overheard) later(noted.then(() => handle(overheard)).then(() => undefined));
      await within(deadline, noted);
      return HEARD;
    }
    const written = await replays.once(translated.interaction.contentKey, async () =>
      JSON.stringify(await answerer.answer(translated, deadline, noted)),
    );
    return JSON.parse(written) as TurnAnswer;
  }

  async function allIdle(): Promise<void> {
    await answerer.idle();
    await idle();
  }

  openDoor({ fastify, adapter, tenant, local, log, patience, answer });
  return {
    platform,
    idle: allIdle,
    stop() {
      stopping.abort();
      return allIdle();
    },
  };
}
