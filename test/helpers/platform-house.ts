import type { Platform, Target } from "../../src/chat/platform.ts";
import type { Asked, Giving } from "./fake-platform/shelf.ts";

/** What can befall one call on its way to a platform and back. */
export type Mishap =
  | { readonly kind: "the reply is lost" }
  | { readonly kind: "the line breaks before it arrives" }
  | { readonly kind: "a page in place of an answer" }
  | { readonly kind: "half an answer" }
  | { readonly kind: "an empty answer" }
  | { readonly kind: "silence, though it was done" }
  | { readonly kind: "silence" }
  | { readonly kind: "an answer that trickles" }
  | { readonly kind: "the server fails" }
  /** `after`: the wait as the platform words it; undefined: it doesn't say */
  | { readonly kind: "too fast"; readonly after: string | undefined };

/** Of a call that met one of these nobody can say whether it was done. */
export const UNCLEAR = [
  "the reply is lost",
  "the line breaks before it arrives",
  "a page in place of an answer",
  "half an answer",
  "an empty answer",
  "silence, though it was done",
  "silence",
  "an answer that trickles",
  "the server fails",
] as const satisfies readonly Mishap["kind"][];

/** Which of a platform's calls it befalls. */
export type Call =
  | "message"
  | "message to one alone"
  | "redraw"
  | "opening a conversation"
  | "looking for a message"
  | "looking up a person"
  | "reading a channel";

/** A message as people see it. */
export interface StandingMessage {
  /** what the platform gave back for it */
  readonly ref: string;
  readonly letters: string;
  /** the handles it mentions, one by one */
  readonly mentions: readonly string[];
  /** the addresses it leads to */
  readonly links: readonly string[];
  /** whatever else acts by itself, and whatever the platform would refuse or read in two ways */
  readonly odd: readonly string[];
  readonly deliveryId: string | undefined;
  /** how often it was drawn, the first time included */
  readonly versions: number;
}

export interface ChannelMaking {
  readonly shared?: "with another company" | "with another company soon" | "within the company's group";
  readonly archived?: boolean;
  /** members besides the bot and the house's own people */
  readonly strangers?: number;
}

/**
 * What a platform can't tell, for good. Whether a message stands: it is neither said to be there nor not to be ·
 * what one alone sees: a channel's messages are everybody's · zones: a person has none · bots: none is among a channel's members, itself included · sharing to come: a channel is
 * shared once another company's people are in it · gone from never was: either is archived · files: a bot can't simply post one.
 */
export type Untold =
  | "files"
  | "what one alone sees"
  | "whether a message stands"
  | "zones"
  | "bots"
  | "sharing to come"
  | "gone from never was";

/** A platform and the server it speaks to, with people and channels in it. */
export interface PlatformHouse {
  readonly platform: Platform;
  /** the same platform while nobody listens at its address */
  readonly unreachable: Platform;
  readonly channel: Target;
  readonly anna: { readonly direct: Target; readonly handle: string; readonly email: string };
  /** members of `channel`: handles by what they are */
  readonly members: Readonly<Record<"member" | "guest" | "external" | "bot" | "self", string>>;
  /** where nobody has ever been */
  readonly nowhere: Target;
  /** the addresses of a person of another company, and of the guest in `members` */
  readonly outsiderEmail: string;
  readonly guestEmail: string;
  /** that company's own team or tenant */
  readonly outsiderHome: string;
  /** the same channel id in a workspace where the bot isn't */
  readonly elsewhere: Target;
  /** real time, as the platform is given it */
  now(): Date;
  makeChannel(making: ChannelMaking): Target;
  archive(channel: Target): void;
  /** the bot is sent away from it */
  bar(channel: Target): void;
  deactivate(person: Target): void;
  /** the next such call, once */
  befall(call: Call, mishap: Mishap): void;
  /** what stands in a channel, or in a person's conversation with the bot, oldest first */
  standing(target: Target): readonly StandingMessage[];
  /** what a member alone saw in channels, as letters, oldest first */
  alone(user: string): readonly string[];
  /** how many such calls arrived, whatever became of them */
  arrived(call: Call): number;
  readonly files: {
    /** A file that somebody sent to the bot. @returns its address */
    put(bytes: Uint8Array, giving?: Giving): string;
    /** who fetched such files */
    asked(): readonly Asked[];
    /** the bot's own */
    sent(target: Target): readonly { readonly name: string; readonly text: string }[];
  };
  stop(): Promise<void>;
}
