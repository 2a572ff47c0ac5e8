import type { WallClock } from "../../../src/kernel/clock.ts";
import type { AnyRule, WireFault } from "../fake-platform/faults.ts";
import type { CallListener } from "../fake-platform/listeners.ts";
import type { Asked, Giving } from "../fake-platform/shelf.ts";
import type { Json } from "../fake-platform/wire.ts";

export type { Moment } from "../fake-platform/listeners.ts";
export type { Json } from "../fake-platform/wire.ts";

/** One call of a Web API method. */
export interface SlackCall {
  /** counts from 1 in the order of arrival */
  readonly number: number;
  readonly method: string;
  readonly token: string;
  /** undefined when the token is nobody's */
  readonly team: string | undefined;
  /** form fields; what is JSON in them (blocks, metadata, view) is read */
  readonly args: Json;
  /** wall time of arrival */
  readonly atMs: number;
  /** what was done with it: it took effect, was refused, was too fast, or never reached the method */
  readonly result: "pending" | "done" | "refused" | "rate-limited" | "not-done";
  /** what Slack answered, or would have */
  readonly answer: Json | undefined;
  readonly fault: Fault["kind"] | undefined;
}

export interface SlackVersion {
  readonly text: string;
  readonly blocks: readonly unknown[];
  readonly metadata: Json | undefined;
  readonly atMs: number;
}

/** A message as it stands. */
export interface SlackMessage extends SlackVersion {
  readonly team: string;
  readonly channel: string;
  readonly ts: string;
  /** the bot user that posted it */
  readonly user: string;
  readonly threadTs: string | undefined;
  /** oldest first; the last is what stands */
  readonly versions: readonly SlackVersion[];
}

/** A message that one person alone saw. */
export interface SlackEphemeral {
  readonly team: string;
  readonly channel: string;
  readonly user: string;
  readonly text: string;
  readonly blocks: readonly unknown[];
}

/** A file of the bot's in a conversation. */
export interface SlackFile {
  readonly id: string;
  readonly channel: string;
  readonly name: string;
  readonly title: string;
  readonly text: string;
}

/** What came to a response_url. */
export interface SlackReply {
  readonly token: string;
  readonly body: Json;
  readonly atMs: number;
  /** 1 for the first use of this address */
  readonly use: number;
}

export interface SlackViewShown {
  readonly id: string;
  readonly team: string;
  readonly hash: string;
  readonly view: Json;
  /** newest last */
  readonly versions: readonly Json[];
}

/** Somebody agreed, on Slack's page, that an app is installed. */
export interface Consent {
  readonly clientId: string;
  readonly redirectUri: string;
  readonly team: string;
  readonly user: string;
  readonly scopes: readonly string[];
  /** for all workspaces of an Enterprise organisation at once */
  readonly wholeEnterprise?: boolean;
  /** further fields of the answer */
  readonly more?: Json;
}

export type SharedKind = "external" | "pending" | "org";

export interface SlackTeam {
  readonly id: string;
  readonly token: string;
  /** further tokens of the same bot, e.g. one a process, so that a call tells who made it */
  readonly otherTokens?: readonly string[];
  readonly name?: string;
  readonly botUser?: string;
  /** what the token may do; all when left out */
  readonly scopes?: readonly string[];
}
export interface SlackUser {
  readonly id: string;
  readonly email?: string;
  readonly name?: string;
  readonly guest?: boolean;
  /** another workspace's person, met in a shared channel */
  readonly homeTeam?: string;
  readonly bot?: boolean;
  readonly deleted?: boolean;
  readonly zone?: string;
}
export interface SlackChannel {
  readonly id: string;
  readonly name: string;
  /** users; the bot stands among them unless `withoutBot` */
  readonly members: readonly string[];
  readonly shared?: SharedKind;
  readonly archived?: boolean;
  readonly private?: boolean;
  readonly withoutBot?: boolean;
}
export type ChannelChange = Partial<Omit<SlackChannel, "id" | "shared">> & { readonly shared?: SharedKind | undefined };

/** What goes wrong with a call. */
export type Fault =
  | WireFault
  | { readonly kind: "status"; readonly status: number; readonly done?: boolean }
  | { readonly kind: "error"; readonly error: string }
  /** status 429 with the header as given; none when left out */
  | { readonly kind: "rate-limited"; readonly retryAfter?: string };

export interface FaultRule extends AnyRule<SlackCall, Fault> {
  /** a Web API method, or "response_url"; every method when left out */
  readonly method?: string;
}

export interface FakeSlackOptions {
  readonly wall?: WallClock;
  /** Slack's windows; true when left out */
  readonly enforceRates?: boolean;
}

/** Slack as far as a bot meets it, on 127.0.0.1. */
export interface FakeSlack {
  /** for SLACK_API_URL, e.g. "http://127.0.0.1:1234/api/" */
  readonly apiUrl: string;
  /** every Web API call in order of arrival */
  readonly calls: readonly SlackCall[];
  /** what stands, by "CHANNEL:TS" */
  readonly messages: ReadonlyMap<string, SlackMessage>;
  readonly ephemerals: readonly SlackEphemeral[];
  /** A file that somebody sent to the bot. @returns its address */
  putFile(bytes: Uint8Array, giving?: Giving): string;
  /** who fetched such files, in order */
  readonly fetched: readonly Asked[];
  /** the bot's own, in order */
  readonly files: readonly SlackFile[];
  /** open modals, by id */
  readonly views: ReadonlyMap<string, SlackViewShown>;
  /** what came to response_urls and was taken */
  readonly replies: readonly SlackReply[];
  addTeam(team: SlackTeam): void;
  addUser(team: string, user: SlackUser): void;
  addChannel(team: string, channel: SlackChannel): void;
  setChannel(id: string, change: ChannelChange): void;
  /** the conversation of the team's bot with a person; made when it isn't there */
  direct(team: string, user: string): string;
  /** what stands in a conversation, oldest first */
  standing(channel: string): readonly SlackMessage[];
  /** good for one modal within 3 s */
  triggerId(): string;
  /** good for 5 uses within 30 min. @param at the pressed message, for replace_original and delete_original */
  responseUrl(at?: { readonly channel: string; readonly ts: string }): { readonly url: string; readonly token: string };
  /** an app that may exchange codes */
  register(clientId: string, clientSecret: string): void;
  /** @returns the code that Slack sends the browser back with */
  consent(consent: Consent): string;
  /** the first rule that fits a call meets it */
  fault(rule: FaultRule): void;
  noFaults(): void;
  /**
   * Called with every call when it arrives, when what it does is done, and when the answer is out; it is waited for.
   * @returns what ends it
   */
  onCall(listener: CallListener<SlackCall>): () => void;
  stop(): Promise<void>;
}
