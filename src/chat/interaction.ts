import type { Action, Card, Form, Text } from "./card.ts";

/** Who acted, as the signed envelope says; never as a card says. */
export interface Sender {
  readonly platform: PlatformName;
  /** Slack: the team the app is installed in; Teams: the tenant. */
  readonly workspace: string;
  readonly user: string;
  /** The sender's own team or tenant; another one than `workspace` is an outsider. */
  readonly home: string;
}

export type PlatformName = "slack" | "teams";

/** Where it happened. */
export interface Place {
  readonly conversation: string;
  /** the channel's name, where the platform says it */
  readonly name?: string;
  readonly private: boolean;
  /** the message that carried the button, in the platform's own reference */
  readonly message?: string;
  /** a message only this person sees, which no post owns */
  readonly ephemeral?: boolean;
}

/** Ways to reach the presser for the next half hour; opaque to all but the platform. */
export type ReplyTo = Readonly<Record<string, string>>;

interface Inbound {
  readonly sender: Sender;
  readonly place: Place;
  /** The same input has the same key, however often and however it is delivered. */
  readonly contentKey: string;
  readonly replyTo: ReplyTo;
  /** Its answer is shown by the request that asked, so a look-up that is sent again is looked up again. */
  readonly answeredInPlace?: boolean;
  /** It is answered by a message of its own, so that a copy that was answered too would be told twice. */
  readonly answeredByMessage?: boolean;
}

export interface Command extends Inbound {
  readonly kind: "command";
  /** "account" for /account; "tandem" for /tandem */
  readonly command: string;
  readonly text: string;
}

export interface Press extends Inbound {
  readonly kind: "press";
  readonly action: Action | undefined;
  /** the value chosen in a menu, or of the button among several of one press */
  readonly choice?: string;
}

export interface Opening extends Inbound {
  readonly kind: "opening";
  readonly action: Action;
}

/** Something chosen from the menu of somebody's message. */
export interface Shortcut extends Inbound {
  readonly kind: "shortcut";
  /** the platforms' id of it, e.g. "log_timeline" */
  readonly name: string;
  readonly message: ShortMessage;
}

/** A message that stands in a conversation; its text is letters only. */
export interface ShortMessage {
  readonly text: string;
  readonly author: {
    /** the platform's user id; left out for a bot or a webhook */
    readonly user?: string;
    /** where the platform says it */
    readonly name?: string;
  };
  readonly at: Date | undefined;
}

export interface Submission extends Inbound {
  readonly kind: "submission";
  readonly form: string;
  readonly subject: string;
  readonly values: Readonly<Record<string, string>>;
}

/** Somebody comes to their own screen: Slack's home tab, the first meeting in Teams. */
export interface Home extends Inbound {
  readonly kind: "home";
}

/** Files that somebody sent to the bot in their own conversation with it. */
export interface Upload extends Inbound {
  readonly kind: "upload";
  readonly files: readonly SentFile[];
}

export interface SentFile {
  /** as its sender called it; one line */
  readonly name: string;
  /** where the platform keeps it; opaque to all but the platform */
  readonly address: string;
}

/** A channel's membership or flags changed; nobody waits for an answer. */
export interface ChannelChange extends Inbound {
  readonly kind: "channel-change";
  readonly change: "joined" | "left" | "shared" | "unshared" | "archived" | "removed";
}

/**
 * What somebody said in a channel, not to us. It is looked at and let go: no part of it is kept, and nobody is answered.
 * It comes only where the app may read channels.
 */
export interface Overheard extends Inbound {
  readonly kind: "overheard";
  readonly text: string;
}

export type Interaction = Command | Press | Opening | Shortcut | Submission | Home | Upload | ChannelChange | Overheard;

/** What the person who acted sees at once. Everyone else sees posts. */
export type Reply =
  | { readonly kind: "private"; readonly card: Card }
  /** in place of the private message that carried the button */
  | { readonly kind: "replace"; readonly card: Card }
  | { readonly kind: "form"; readonly form: Form }
  /** field name → sentence; the form stays open */
  | { readonly kind: "invalid"; readonly fields: Readonly<Record<string, Text>> }
  | { readonly kind: "done"; readonly sentence: Text }
  | { readonly kind: "nothing" };
