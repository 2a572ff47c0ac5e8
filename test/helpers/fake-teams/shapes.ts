import type { WallClock } from "../../../src/kernel/clock.ts";
import type { AnyRule, WireFault } from "../fake-platform/faults.ts";
import type { CallListener } from "../fake-platform/listeners.ts";
import type { Asked, Giving } from "../fake-platform/shelf.ts";
import type { Json } from "../fake-platform/wire.ts";
import type { Call } from "../platform-house.ts";

export type { Json } from "../fake-platform/wire.ts";

/** What a call is for. A conversation that is opened by its first message is a message. */
export type TeamsCallName = Exclude<Call, "looking for a message"> | "removing a message";

/** One call of the Connector. */
export interface TeamsCall {
  /** counts from 1 in the order of arrival */
  readonly number: number;
  /** undefined when Teams has no such address */
  readonly name: TeamsCallName | undefined;
  /** of HTTP */
  readonly method: string;
  /** what follows serviceUrl, as it came */
  readonly path: string;
  /** of the path, decoded, and of the query */
  readonly params: Readonly<Record<string, string>>;
  readonly body: Json;
  /** the header as it came */
  readonly authorization: string | undefined;
  /** without its thread */
  readonly conversation: string | undefined;
  readonly tenant: string | undefined;
  /** wall time of arrival */
  readonly atMs: number;
  /** what was done with it: it took effect, was refused, was too fast, or was never looked at */
  readonly result: "pending" | "done" | "refused" | "rate-limited" | "not-done";
  /** the status that Teams answered, or would have */
  readonly status: number | undefined;
  readonly fault: Fault["kind"] | undefined;
}

/** A message of the bot. */
export interface TeamsMessage {
  readonly tenant: string;
  /** without its thread */
  readonly conversation: string;
  readonly activityId: string;
  /** the first message of its thread; undefined outside channels */
  readonly thread: string | undefined;
  /** as it stands */
  readonly activity: Json;
  /** oldest first; the last is what stands */
  readonly versions: readonly Json[];
  /** wall time; people then see only that a message was deleted */
  readonly deletedAt: Date | undefined;
}

export interface TeamsTenant {
  readonly id: string;
  /** every call for it is then refused */
  readonly disabledByAdmin?: boolean;
}
export interface TeamsUser {
  readonly aadObjectId: string;
  /** "29:…"; made from aadObjectId when left out */
  readonly id?: string;
  readonly name: string;
  readonly email?: string;
  readonly guest?: boolean;
  /** another tenant's person, met in a shared channel */
  readonly homeTenant?: string;
  readonly deleted?: boolean;
}
/** A team's channel, or a group chat. */
export interface TeamsChannel {
  /** "19:…@thread.tacv2"; of a group chat "19:…@thread.v2" */
  readonly id: string;
  readonly name: string;
  /** the team's id, which is its General channel's; none for a group chat, which has no threads */
  readonly team?: string;
  /** the people in it by either id; in a standard channel these are the team's */
  readonly members: readonly string[];
  readonly shared?: boolean;
  readonly private?: boolean;
  readonly deleted?: boolean;
}
export type ChannelChange = Partial<Omit<TeamsChannel, "id">>;

/** What goes wrong with a call. */
export type Fault =
  | WireFault
  /** with an error code as Teams words errors; without one the body is empty */
  | {
      readonly kind: "status";
      readonly status: number;
      readonly done?: boolean;
      readonly code?: string;
      readonly retryAfter?: string;
    }
  /** status 429 with the header as given; none when left out */
  | { readonly kind: "rate-limited"; readonly retryAfter?: string }
  /** status 302, or the one given, to another server, which notes who comes */
  | { readonly kind: "redirect"; readonly status?: number };

export interface FaultRule extends AnyRule<TeamsCall, Fault> {
  /** every call when left out */
  readonly call?: TeamsCallName;
}

/** Who let itself be sent elsewhere. */
export interface Follower {
  readonly method: string;
  readonly path: string;
  readonly authorization: string | undefined;
  readonly body: string;
}

export interface FakeTeamsOptions {
  readonly wall?: WallClock;
  /** Teams' windows; true when left out */
  readonly enforceRates?: boolean;
  /** the one bearer token that is taken; any or none when left out */
  readonly token?: string;
}

/** The Bot Connector of Teams as far as a bot meets it, on 127.0.0.1. */
export interface FakeTeams {
  /** e.g. "http://127.0.0.1:1234/emea/" */
  readonly serviceUrl: string;
  /** in order of arrival */
  readonly calls: readonly TeamsCall[];
  /** whoever followed a redirect, in order */
  readonly followers: readonly Follower[];
  /** makes it, or changes one that is there */
  addTenant(tenant: TeamsTenant): void;
  /** makes them, or changes one who is there */
  addUser(tenant: string, user: TeamsUser): void;
  addChannel(tenant: string, channel: TeamsChannel): void;
  setChannel(id: string, change: ChannelChange): void;
  /** The bot isn't in it (any more). @returns what lets it in again */
  bar(conversation: string): () => void;
  /** The person blocked or removed the bot. @returns what ends that */
  block(user: string): () => void;
  /** the bot's conversation with a person, by either id; made when it isn't there */
  conversationOf(user: string): string;
  /** the bot's messages in a conversation, or in one thread of a channel, oldest first, deleted ones included */
  standing(conversation: string): readonly TeamsMessage[];
  /** A file that somebody sent to the bot. @returns its address */
  putFile(bytes: Uint8Array, giving?: Giving): string;
  /** who fetched such files, in order */
  readonly fetched: readonly Asked[];
  /** the first rule that fits a call meets it */
  fault(rule: FaultRule): void;
  noFaults(): void;
  /**
   * Called with every call when it arrives, when what it does is done, and when the answer is out; it is waited for.
   * @returns what ends it
   */
  onCall(listener: CallListener<TeamsCall>): () => void;
  stop(): Promise<void>;
}
