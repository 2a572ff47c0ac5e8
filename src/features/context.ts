import type { Place, PlatformName, Sender } from "../chat/interaction.ts";
import type { Tx } from "../kernel/deps.ts";
import type { Contact, Directory, Person } from "../kernel/directory.ts";
import type { DomainEvent } from "../kernel/events.ts";
import type { Ids, PersonId, PostId } from "../kernel/ids.ts";
import type { Audience } from "../kernel/permissions.ts";
import type { Say, Says, View } from "../locales/say.ts";
import type { JobStarter, Reminders } from "./later.ts";

export type { JobStarter } from "./later.ts";

/** What a slice may use while a transaction is open. It sends nothing: it wants posts. */
export interface Context {
  readonly tx: Tx;
  /** the domain's time of this decision */
  readonly now: Date;
  readonly ids: Ids;
  readonly directory: Directory;
  readonly posts: Posts;
  readonly jobs: JobStarter;
  readonly reminders: Reminders;
  emit(event: DomainEvent): Promise<void>;
}

/** A Context with the person who acted; their rights are those of the private surface. */
export interface Acting extends Context {
  readonly person: Person;
  readonly audience: Audience;
  readonly view: View;
  /** for words in another language than the view's */
  readonly says: Says;
  readonly place: Place;
  /** the platform it was done on, and its workspace or tenant */
  readonly via: PlatformName;
  readonly workspace: string;
}

/** A Context with somebody of a customer's who acted. They see nothing of ours: their view is nobody's. */
export interface Responding extends Context {
  /** whom they are, at each customer that has them: never none, and who is there before who has left */
  readonly contacts: readonly [Contact, ...Contact[]];
  /** in the first contact's words and zone */
  readonly view: View;
  readonly says: Says;
  readonly place: Place;
  /** the platform it was done on, and our workspace or tenant there */
  readonly via: PlatformName;
  readonly workspace: string;
}

/** Somebody whom nobody knows says who they are. They have no rights, and read English. */
export interface Introducing extends Context {
  readonly sender: Sender;
  readonly say: Say;
}

/**
 * "channel:<id>" or "person:<id>"; who gets it and how is decided at send time. Somebody of a customer's gets
 * "contact:<id>" in their own conversation with the bot, "contact:<id>@<channel's id>" in that channel, seen by nobody else:
 * that can't be drawn anew, and only Slack has it. "mail:contact:<id>" and "mail:person:<id>" are their mailboxes: what is
 * sent there stays as it was sent.
 */
export type Address =
  `channel:${string}` | `person:${string}` | `contact:${string}` | `mail:${"contact" | "person"}:${string}`;

export interface NewPost {
  /** "<slice>.<card>" */
  readonly card: string;
  readonly subject: string;
  readonly address: Address;
  /** one post a slot: "" for a card that stands once, the local date for a digest */
  readonly slot: string;
  /** the domain's time it is due; `now` when left out */
  readonly dueAt?: Date;
  /** further subjects whose change redraws it, e.g. the items of a digest */
  readonly shows?: readonly string[];
  /** an instant after which it is of no use and is suppressed(late) */
  readonly uselessAfter?: Date;
  /** messages held for its addressee that it takes; where it is never sent, they wait for another */
  readonly takes?: readonly PostId[];
}

export interface Posts {
  /** Wants a card at an address. The same card, subject, address and slot twice is one post. */
  announce(post: NewPost): void;
  /** A post that there is shows more subjects from now on, and is drawn anew. */
  showMore(post: Pick<NewPost, "card" | "subject" | "address" | "slot">, shows: readonly string[]): void;
  /** Draws anew every post that shows one of the subjects. */
  redraw(...subjects: readonly string[]): void;
  /** Draws anew every post that stands at an address, because its audience changed. */
  redrawAt(address: Address): void;
  /** Posts due since an instant that nobody goes on with: they failed, or may have been posted. Oldest first. */
  unsettled(since: Date): Promise<UnsettledPost[]>;
  /** Wants such posts once more. @returns how many, and how many were too late to be of use and are suppressed(late) */
  sendAgain(posts: readonly PostId[]): Promise<{ readonly again: number; readonly late: number }>;
  /** Ends such posts as they are: suppressed(left). @returns how many */
  leave(posts: readonly PostId[]): Promise<number>;
  /** Which card a post is, "<slice>.<card>". */
  cardOf(post: PostId): Promise<string | undefined>;
  /** What waits for somebody's digest, locked for the one that is being made. Oldest first, at most so many. */
  heldFor(person: PersonId, most: number): Promise<{ readonly id: PostId; readonly subject: string }[]>;
  /** Since when the oldest of that is due. */
  heldSince(person: PersonId): Promise<Date | undefined>;
  /** Those that a digest has taken, oldest first; others are left out. */
  takenPosts(posts: readonly PostId[]): Promise<TakenPost[]>;
  /** Whether a message comes with its addressee's digest, and since when they could read it there. */
  carriageOf(post: Pick<NewPost, "card" | "subject" | "address" | "slot">): Promise<Carriage>;
}

/** How a message comes to its addressee. */
export type Carriage =
  | { readonly kind: "alone" }
  /** for a digest that wasn't sent yet */
  | { readonly kind: "waits" }
  /** `at`: when that digest was due */
  | { readonly kind: "brought"; readonly at: Date };

/** A message that its addressee wants in their digest, which took it. */
export interface TakenPost {
  readonly id: PostId;
  /** "<slice>.<card>" */
  readonly card: string;
  readonly subject: string;
  readonly address: Address;
  readonly slot: string;
  /** whom that digest was sent to: its addressee, or who stands in for them */
  readonly reader: PersonId | undefined;
  /** that digest was sent */
  readonly stands: boolean;
}

export interface UnsettledPost {
  readonly id: PostId;
  /** "<slice>.<card>" */
  readonly card: string;
  readonly address: Address;
  /** unknown: it may stand there */
  readonly fate: "failed" | "unknown";
  /** in the outbox's words, e.g. "address-gone: is_archived" */
  readonly reason: string;
  readonly dueAt: Date;
}
