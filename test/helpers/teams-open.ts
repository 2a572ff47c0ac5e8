import fastify, { type FastifyInstance } from "fastify";
import type { Interaction, Reply } from "../../src/chat/interaction.ts";
import type { Conversations } from "../../src/chat/teams/conversations.ts";
import type { Offers } from "../../src/chat/teams/offers.ts";
import { createTeams, type Teams, type TeamsParts } from "../../src/chat/teams/index.ts";
import { createSays } from "../../src/locales/say.ts";
import { openGate } from "./open-gate.ts";
import { keptLog, stillWall } from "./slack-request.ts";
import { keptConversations } from "./teams-conversations.ts";
import { keptOffers } from "./teams-offers.ts";

export interface OpenTeams {
  readonly server: FastifyInstance;
  readonly teams: Teams;
  /** what came to the handler, in order */
  readonly seen: readonly Interaction[];
  readonly conversations: Conversations;
  readonly log: ReturnType<typeof keptLog>;
  /** @param body JSON's letters, or what becomes them */
  post(body: object | string, authorization?: string): Promise<{ readonly status: number; readonly body: unknown }>;
  close(): Promise<void>;
}

export interface OpenOptions extends Pick<TeamsParts, "config" | "cloud" | "patience"> {
  readonly conversations?: Conversations;
  readonly offers?: Offers;
  /** to what was asked; nothing when left out */
  readonly reply?: (interaction: Interaction) => Reply | Promise<Reply>;
  /** what looking for people takes where the bot is new; nothing when left out */
  readonly arrived?: () => Promise<void>;
}

/** Teams' door on a server of one's own, whose readers speak German; nothing but the handler is made up. */
export async function openTeams({
  config,
  cloud,
  patience,
  conversations = keptConversations(),
  offers = keptOffers(),
  reply = () => ({ kind: "nothing" }),
  arrived = () => Promise.resolve(),
}: OpenOptions): Promise<OpenTeams> {
  const server = fastify();
  const seen: Interaction[] = [];
  const log = keptLog();
  const teams = createTeams({
    fastify: server,
    config,
    conversations,
    offers,
    gate: openGate,
    wall: stillWall(),
    log,
    says: createSays(),
    async handle(interaction) {
      seen.push(interaction);
      return { reply: await reply(interaction), locale: "de", zone: "Europe/Berlin", handles: new Map() };
    },
    arrived,
    localSecret: Buffer.from("a secret of the tests"),
    ...(cloud && { cloud }),
    ...(patience && { patience }),
  });
  await server.ready();
  return {
    server,
    teams,
    seen,
    conversations,
    log,
    async post(body, authorization) {
      const response = await server.inject({
        method: "POST",
        url: "/api/messages",
        payload: typeof body === "string" ? body : JSON.stringify(body),
        headers: { "content-type": "application/json", ...(authorization !== undefined && { authorization }) },
      });
      return { status: response.statusCode, body: response.body === "" ? "" : response.json<unknown>() };
    },
    async close() {
      await teams.idle();
      await server.close();
    },
  };
}
