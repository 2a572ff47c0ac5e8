import { App } from "@slack/bolt";
import type { FastifyInstance } from "fastify";
import type { WallClock } from "../../kernel/clock.ts";
import type { Log } from "../../kernel/log.ts";
import type { Says } from "../../locales/say.ts";
import type { Handle } from "../handler.ts";
import { createAnswerer } from "./answer.ts";
import { sdkLogger } from "./client.ts";
import { submittedView } from "./modals.ts";
import { ID } from "./payloads.ts";
import { createSlackPlatform, type SlackPlatform } from "./platform.ts";
import { createReceiver } from "./receiver.ts";
import { createRespond } from "./response-url.ts";
import { translate } from "./translate.ts";

export interface SlackParts {
  readonly fastify: FastifyInstance;
  readonly config: {
    readonly signingSecret: string;
    readonly botToken: string;
    /** another server than Slack's, e.g. a local one */
    readonly apiUrl?: string | undefined;
  };
  readonly wall: WallClock;
  readonly log: Log;
  readonly says: Says;
  readonly handle: Handle;
  /** milliseconds; what the design says when left out */
  readonly patience?: Partial<Patience>;
}

export interface Patience {
  readonly answerWithinMs: number;
  readonly giveUpMs: number;
  readonly settleMs: number;
  readonly callTimeoutMs: number;
}

const PATIENCE: Patience = { answerWithinMs: 2000, giveUpMs: 2700, settleMs: 500, callTimeoutMs: 10_000 };

export interface Slack {
  readonly platform: SlackPlatform;
  /** Resolves once every Reply that outlived its request was delivered or given up; for a clean stop. */
  idle(): Promise<void>;
}

/** All of Slack: its door on the server and its side of the port. Register it before the server listens. */
export function createSlack({ fastify, config, wall, log, says, handle, patience = {} }: SlackParts): Slack {
  const { answerWithinMs, giveUpMs, settleMs, callTimeoutMs } = { ...PATIENCE, ...patience };
  const { apiUrl } = config;
  let team: string | undefined;
  const token = (workspace: string): string | undefined =>
    workspace === "" || team === undefined || workspace === team ? config.botToken : undefined;
  const asked = createSlackPlatform({ token, apiUrl, log, wall, says, timeoutMs: callTimeoutMs });
  const platform: SlackPlatform = {
    ...asked,
    async identify(workspace) {
      const identity = await asked.identify(workspace);
      team = identity.workspace;
      return identity;
    },
  };
  const respond = createRespond(apiUrl, log, callTimeoutMs);
  const answerer = createAnswerer({ call: platform.call, respond, log, says, handle, answerWithinMs, settleMs });
  const app = new App({
    receiver: createReceiver({ fastify, signingSecret: config.signingSecret, wall, log, giveUpMs }),
    authorize: ({ teamId, enterpriseId }) =>
      Promise.resolve({ ...(teamId ? { teamId } : {}), ...(enterpriseId ? { enterpriseId } : {}) }),
    logger: sdkLogger(log),
    clientOptions: { logger: sdkLogger(log) },
    ignoreSelf: false,
    convoStore: false,
  });

  // One for everything: of listeners Bolt tries each one's conditions on every request.
  app.use(async (args) => {
    const { body, context } = args;
    const workspace = ID.safeParse(context.teamId).data;
    const interaction = workspace === undefined ? undefined : translate(body, workspace);
    if (!interaction) return;
    const view = "view" in body ? submittedView(body.view) : undefined;
    const answer = await answerer.answer(interaction, view);
    if (answer !== undefined && "ack" in args) await args.ack?.(answer as never);
  });
  app.error((error) => {
    log.error({ err: error }, "Bolt could not pass a request on");
    return Promise.resolve();
  });
  return { platform, idle: () => answerer.idle() };
}
