import type { Activity } from "botbuilder";
import {
  AppCredentials,
  AuthenticationConstants as PUBLIC,
  ConnectorClient,
  type ServiceClientCredentialsFactory,
} from "botframework-connector";
import { within } from "../../kernel/within.ts";
import { isServiceUrl } from "./service-url.ts";

/** The way to a conversation. */
export interface Way {
  readonly serviceUrl: string;
  readonly sendTo: string;
}

/** Room for one call: what Teams takes in a second is little, and shared by all replicas. */
export interface Gate {
  /** @returns what to call when it has ended, which never rejects; undefined when there is no room soon */
  enter(): Promise<(() => Promise<void>) | undefined>;
}

/** What Tandem asks of Teams. Each is one request, without a second try; `outcomeOf` says what a failed one means. */
export interface Connector {
  /** @returns the message's id; undefined when Teams gave none */
  post(way: Way, activity: Sent): Promise<string | undefined>;
  redraw(way: Way, id: string, activity: Sent): Promise<string | undefined>;
  /** Opens the bot's conversation with a person. @returns its id */
  open(serviceUrl: string, tenant: string, user: string): Promise<string | undefined>;
  members(
    way: Way,
    page: string | undefined,
  ): Promise<{ readonly members: unknown; readonly next: string | undefined }>;
  /** the client behind it, for botbuilder, which sends nothing by it and so needs no token */
  clientOf(serviceUrl: string): Promise<ConnectorClient>;
}

export type Sent = Pick<Activity, "type"> & Partial<Pick<Activity, "summary" | "attachments">>;

export interface ConnectorParts {
  readonly credentials: ServiceClientCredentialsFactory;
  /** undefined where nobody is authenticated */
  readonly appId: string | undefined;
  /** only this machine is written to */
  readonly local: boolean;
  readonly timeoutMs: number;
  readonly gate: Gate;
}

/** Nothing was sent: it isn't an address of Teams'. */
export class NoServiceUrl extends Error {
  override readonly name = "NoServiceUrl";
}

/** Nothing was sent: Microsoft gave no token. */
export class NoToken extends Error {
  override readonly name = "NoToken";
}

/** Nothing was sent: there was no room for it. */
export class NoRoom extends Error {
  override readonly name = "NoRoom";
}

const MEMBERS_A_PAGE = 500;
/** A second try of the client's own could post twice, and a redirect would carry a customer's data elsewhere. */
const UNWANTED = ["defaultRetryPolicy", "redirectPolicy"];

export function createConnector({ credentials, appId, local, timeoutMs, gate }: ConnectorParts): Connector {
  const clients = new Map<string, ConnectorClient>();
  const bot = { id: `28:${appId ?? "tandem"}`, name: "Tandem" };
  let signing: ReturnType<ServiceClientCredentialsFactory["createCredentials"]> | undefined;

  async function clientOf(serviceUrl: string): Promise<ConnectorClient> {
    if (!isServiceUrl(serviceUrl, local)) throw new NoServiceUrl("it isn't an address of Teams'");
    const signer = await signerOnce();
    let client = clients.get(serviceUrl);
    if (!client) {
      client = withoutOwnWays(new ConnectorClient(signer, { baseUri: serviceUrl }));
      clients.set(serviceUrl, client);
    }
    return client;
  }
  function signerOnce(): ReturnType<ServiceClientCredentialsFactory["createCredentials"]> {
    return (signing ??= credentials.createCredentials(appId ?? "", SCOPE, LOGIN, true));
  }
  /** With a token at hand, for without one nothing has left. */
  async function conversationsAt(serviceUrl: string): Promise<ConnectorClient["conversations"]> {
    const client = await clientOf(serviceUrl);
    const signer = await signerOnce();
    if (!local && signer instanceof AppCredentials) {
      const token = await within(timeoutMs, signer.getToken()).catch((cause: unknown) => {
        throw new NoToken("Microsoft gave no token", { cause });
      });
      if (token === undefined) throw new NoToken("Microsoft gave no token in time");
    }
    return client.conversations;
  }
  /** One request, counted from right before it until its end. */
  async function counted<T>(call: (once: { abortSignal: AbortSignal }) => Promise<T>): Promise<T> {
    const leave = await gate.enter().catch((cause: unknown) => {
      throw new NoRoom("nobody could count the call", { cause });
    });
    if (!leave) throw new NoRoom("Teams has taken as much as it takes");
    try {
      return await call({ abortSignal: AbortSignal.timeout(timeoutMs) });
    } finally {
      await leave();
    }
  }

  return {
    clientOf,
    async post({ serviceUrl, sendTo }, activity) {
      const conversations = await conversationsAt(serviceUrl);
      const sent = { ...activity, from: bot, conversation: { id: sendTo } } as Activity;
      return (await counted((once) => conversations.sendToConversation(sendTo, sent, once))).id;
    },
    async redraw({ serviceUrl, sendTo }, id, activity) {
      const conversations = await conversationsAt(serviceUrl);
      const sent = { ...activity, id, from: bot, conversation: { id: sendTo } } as Activity;
      return (await counted((once) => conversations.updateActivity(sendTo, id, sent, once))).id;
    },
    async open(serviceUrl, tenant, user) {
      const conversations = await conversationsAt(serviceUrl);
      const members = [{ id: user, name: "" }];
      const parameters = { isGroup: false, bot, members, tenantId: tenant, channelData: { tenant: { id: tenant } } };
      return (await counted((once) => conversations.createConversation(parameters, once))).id;
    },
    async members({ serviceUrl, sendTo }, page) {
      const conversations = await conversationsAt(serviceUrl);
      // Its type demands a token of the first page too, which Teams would refuse.
      const from = page === undefined ? {} : { continuationToken: page };
      const asked = { pageSize: MEMBERS_A_PAGE, ...from } as { pageSize: number; continuationToken: string };
      const found = await counted((once) => conversations.getConversationPagedMembers(sendTo, { ...asked, ...once }));
      return { members: found.members, next: found.continuationToken };
    },
  };
}

const SCOPE = PUBLIC.ToChannelFromBotOAuthScope;
const LOGIN = PUBLIC.ToChannelFromBotLoginUrl;

/** @throws Error when the client isn't the one this was written for */
function withoutOwnWays(client: ConnectorClient): ConnectorClient {
  const { pipeline } = (client as unknown as { client: { pipeline: Pipeline } }).client;
  for (const name of UNWANTED) {
    if (pipeline.removePolicy({ name }).length !== 1) throw new Error(`The connector's client has no ${name}.`);
  }
  return client;
}

interface Pipeline {
  removePolicy(which: { readonly name: string }): readonly unknown[];
}
