import type { Card, Text } from "./card.ts";
import type { PlatformName } from "./interaction.ts";
import type { PacedCall, Windows } from "./pace.ts";
import type { Locale } from "../kernel/directory.ts";
import type { PersonId } from "../kernel/ids.ts";

/** By what a message goes. */
export type Carrier = PlatformName | "email";

/** Where a message goes: a channel's or a person's conversation in one workspace or tenant, or somebody's mailbox. */
export interface Target {
  readonly platform: Carrier;
  /** "" of a mailbox */
  readonly workspace: string;
  /** a channel's id, or a person's user id for a direct message; of a mailbox whose it is, never its address */
  readonly conversation: string;
  /** in a channel, the user who alone sees it there; such a message can't be drawn anew or looked up */
  readonly only?: string;
}

/** A message that is ready to be rendered for one target. */
export interface Drawn {
  readonly card: Card;
  /** one line for notifications and screen readers */
  readonly summary: Text;
  readonly handles: ReadonlyMap<PersonId, string>;
  readonly locale: string;
  readonly zone: string;
  /** stands in the message's metadata, so that an ambiguous send can be looked up */
  readonly deliveryId: string;
  /** of an e-mail alone */
  readonly letter?: Addressed;
}

export interface Mailbox {
  readonly name: string;
  readonly address: string;
}

/** What an e-mail has besides its card, whose summary is its subject. */
export interface Letter {
  /** who writes, as its reader knows them; the address is the service's own */
  readonly from: string;
  /** who gets an answer to it */
  readonly replyTo?: Mailbox;
  /** a page by which one is written to no more: one sees it by GET, and says so by POST (RFC 8058) */
  readonly unsubscribe?: string;
  /** an invitation, or what takes it back, as iTIP has it (RFC 6047): the object's text */
  readonly calendar?: { readonly method: "REQUEST" | "CANCEL"; readonly content: string };
}
export interface Addressed extends Letter {
  readonly to: Mailbox;
  /** of its Message-ID: the same whenever it is sent again, so that a repeat is the same message */
  readonly id: string;
}

export type SendOutcome =
  | { readonly kind: "sent"; readonly ref: string }
  | { readonly kind: "slow-down"; readonly waitMs: number }
  | { readonly kind: "passing"; readonly problem: string }
  | { readonly kind: "address-gone"; readonly problem: string }
  | { readonly kind: "not-allowed"; readonly problem: string }
  /** it may have been posted */
  | { readonly kind: "ambiguous"; readonly problem: string };

/** Whether a message that may have been posted stands in its conversation. */
export type FindOutcome =
  | { readonly kind: "found"; readonly ref: string }
  /** it doesn't stand there; the platform may still be at work on a send that has just ended */
  | { readonly kind: "absent" }
  /** it can't be told; `again`: later it perhaps can */
  | { readonly kind: "unknown"; readonly problem: string; readonly again: boolean }
  | { readonly kind: "slow-down"; readonly waitMs: number };

/** A span of real time, by our clock; the platform's may go five minutes differently. */
export interface Between {
  readonly from: Date;
  readonly to: Date;
}

/** Who stands in a channel, as the platform says right now. */
export interface ChannelFacts {
  readonly external: boolean;
  readonly archived: boolean;
  readonly members: readonly ChannelMember[];
}
export type ChannelFlags = Pick<ChannelFacts, "external" | "archived"> & Partial<Pick<ChannelFacts, "members">>;
export interface ChannelMember {
  readonly user: string;
  readonly kind: "member" | "guest" | "external" | "bot" | "self";
}

export interface PlatformUser {
  readonly user: string;
  readonly email: string | undefined;
  readonly name: string;
  readonly zone: string | undefined;
}

/** Somebody in chat who the platform says is none of ours: a guest, or somebody of another company. */
export interface Outsider {
  readonly user: string;
  /** their own team or tenant: of a guest the workspace they are a guest of */
  readonly home: string;
}

/** What came of asking for a file that somebody sent to the bot. */
export type FetchOutcome =
  | { readonly kind: "fetched"; readonly bytes: Uint8Array }
  | { readonly kind: "too-big" }
  /** it isn't there any more, isn't given out, or its address isn't the platform's */
  | { readonly kind: "refused"; readonly problem: string }
  | { readonly kind: "passing"; readonly problem: string };

/** A file of ours. */
export interface NewFile {
  readonly name: string;
  readonly title: Text;
  readonly bytes: Uint8Array;
  /** its reader's */
  readonly locale: Locale;
  /** who among us alone may have it */
  readonly reader: PersonId;
  /** it is of their own matters, so that they need no right to have it; else an administrator's */
  readonly own?: true;
}

/** What came of a file of ours; offered: its reader is asked whether they want it, and has it once they say yes. */
export type FileOutcome = SendOutcome | { readonly kind: "offered" };

/** What carries messages to where they stand. */
export interface Courier {
  /** What is sent again is the same message to its reader: a doubtful send is simply repeated, for a day. */
  readonly repeats?: true;
  /** The windows in which the platform counts a call; left out where it counts none. */
  readonly windows?: (target: Target, call: PacedCall) => Windows;
  /** What one member of a channel alone should see is "not-allowed" where the platform has no such message. */
  send(target: Target, drawn: Drawn): Promise<SendOutcome>;
  /** draws an existing message anew; `ref` is what `send` gave back */
  update(target: Target, ref: string, drawn: Drawn): Promise<SendOutcome>;
  /** Looks once for the message that carries a delivery id, posted in a span of time. Nothing is posted. */
  find(target: Target, deliveryId: string, between: Between): Promise<FindOutcome>;
}

/** One chat platform. Everything that knows its SDK stands behind this. */
export interface Platform extends Courier {
  readonly name: PlatformName;
  /** is the channel external, archived? with the members where they are read with it anyway */
  channelFlags(target: Target): Promise<ChannelFlags>;
  channelFacts(target: Target): Promise<ChannelFacts>;
  userByEmail(workspace: string, email: string): Promise<PlatformUser | undefined>;
  /** As `userByEmail`, among those alone who the platform says are none of ours. No bot is one. */
  outsiderByEmail(workspace: string, email: string): Promise<Outsider | undefined>;
  /** Fetches a file that was sent to the bot, from the platform's own hosts. @param mostBytes more of it isn't read */
  fetchFile(workspace: string, address: string, mostBytes: number): Promise<FetchOutcome>;
  /** To one person. Left out where a bot can't give anybody a file; what it would say is then said in words. */
  sendFile?(target: Target, file: NewFile): Promise<FileOutcome>;
}
