import { App } from "@slack/bolt";
import type { FastifyInstance } from "fastify";
import type { WallClock } from "../../kernel/clock.ts";
import type { Log } from "../../kernel/log.ts";
import type { Says } from "../../locales/say.ts";
import type { Handle } from "../handler.ts";
import { createRunning } from "../running.ts";
import type { Workspaces } from "../workspaces.ts";
import { createAnswerer } from "./answer.ts";
import { sdkLogger } from "./client.ts";
import { type InstallParts, registerInstall } from "./install.ts";
import { submittedView } from "./modals.ts";
import { ID } from "./payloads.ts";
import { overheardIn } from "./overheard.ts";
import { createSlackPlatform, type SlackPlatform } from "./platform.ts";
import { createReceiver } from "./receiver.ts";
import { createRemoval, type RemovalParts } from "./removal.ts";
import { createRespond } from "./response-url.ts";
import { translate } from "./translate.ts";

export interface SlackParts {
  readonly fastify: FastifyInstance;
  readonly config: {
    readonly signingSecret: string;
    /** of the one workspace; left out, each workspace that installed the app has its own */
    readonly botToken?: string | undefined;
    /** how workspaces install the app */
    readonly oauth?: InstallParts["oauth"] | undefined;
    /** another server than Slack's, e.g. a local one */
    readonly apiUrl?: string | undefined;
    /** false: that server limits nobody */
    readonly limits?: boolean;
    /** the app may read channels; without, what is said in them is dropped here */
    readonly listening?: boolean;
  };
  readonly workspaces: Workspaces;
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
export function createSlack(parts: SlackParts): Slack {
  const { fastify, config, workspaces, wall, log, says, handle, patience = {} } = parts;
  const { answerWithinMs, giveUpMs, settleMs, callTimeoutMs } = { ...PATIENCE, ...patience };
  const { apiUrl, botToken, oauth } = config;
  const client = { apiUrl, log, timeoutMs: callTimeoutMs };
  const { later, idle } = createRunning(log);
  let team: string | undefined;
  const tokenOf: RemovalParts["tokenOf"] =
    botToken === undefined
      ? (workspace) => workspaces.tokenOf(workspace)
      : (workspace) => {
          const isOurs = workspace === "" || team === undefined || workspace === team;
          return Promise.resolve(isOurs ? { token: botToken, installedAt: undefined } : undefined);
        };
  const removal = createRemoval({ ...client, workspaces, tokenOf, later });
  const asked = createSlackPlatform({
    ...client,
    token: async (workspace) => (await tokenOf(workspace))?.token,
    refused: (workspace, token) => removal.refused(workspace, token),
    wall,
    says,
  });
  if (oauth) registerInstall({ ...client, fastify, oauth, listening: config.listening, workspaces, wall, says });
  const { windows, ...unlimited } = asked;
  const platform: SlackPlatform = {
    ...unlimited,
    ...(config.limits === false || !windows ? {} : { windows }),
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
    if (await removal.hear(body)) return;
    const workspace = ID.safeParse(context.teamId).data;
    if (workspace === undefined) return;
    const interaction = translate(body, workspace) ?? (config.listening ? overheardIn(body, workspace) : undefined);
    if (!interaction) return;
    const view = "view" in body ? submittedView(body.view) : undefined;
    const answer = await answerer.answer(interaction, view);
    if (answer !== undefined && "ack" in args) await args.ack?.(answer as never);
  });
  app.error((error) => {
    log.error({ err: error }, "Bolt could not pass a request on");
    return Promise.resolve();
  });
  return {
    platform,
    async idle() {
      await answerer.idle();
      await idle();
    },
  };
}
