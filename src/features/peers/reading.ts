import type { PersonRef } from "../../chat/card.ts";
import { type Audience, mayRead, type Scope } from "../../kernel/permissions.ts";
import { looksAfter } from "../looking-after.ts";
import { mayAsk, type Part, PARTS, type Phase } from "./decide.ts";
import type { Exchange, Side } from "./store.ts";

/** One of the two customers, and whose it is today. */
export interface SideStory extends Side {
  readonly name: string;
  readonly scope: Scope;
  readonly stage: string;
  readonly segment: string | undefined;
  readonly seats: number | undefined;
  /** who asks them; undefined: nobody looks after them, and nobody leads there */
  readonly asker: PersonRef | undefined;
}

/** All that is said about an exchange; who may read what of it, the functions below say. */
export interface Story {
  readonly exchange: Exchange;
  readonly phase: Phase;
  readonly learns: SideStory;
  readonly shares: SideStory;
  readonly waits: readonly Part[];
}

export function otherOf(story: Story, { part }: Pick<Side, "part">): SideStory {
  return part === "learns" ? story.shares : story.learns;
}

/** The customers of it that somebody looks after. Who may read a customer's usage otherwise learns nothing of the other. */
export function ownSides(story: Story, audience: Audience): SideStory[] {
  if (audience.kind !== "person") return [];
  const { person: id, covers, roles } = audience.reader;
  return PARTS.map((part) => story[part]).filter(
    ({ scope }) => mayRead(audience, "usage", scope) && looksAfter({ id, covers, roles }, scope),
  );
}

/** The customers of it that somebody asks. */
export function askedSides(story: Story, audience: Audience): SideStory[] {
  if (audience.kind !== "person") return [];
  const { person: id, covers, roles } = audience.reader;
  return ownSides(story, audience).filter(({ scope }) => mayAsk({ id, covers, roles }, scope));
}

/**
 * What the other customer is called, for who looks after one of the two. Who is asked to share knows from the start who
 * would learn; who would learn isn't told whom before the other CSM has agreed.
 */
export function mayName(story: Story, { part, scope }: SideStory, audience: Audience): boolean {
  if (mayRead(audience, "usage", scope)) return true;
  if (ownSides(story, audience).length === 0) return false;
  return part === "learns" || story.exchange.joinedAt !== undefined;
}

/** Who at the customer would talk, and of what: its own CSM's to read, the other's once both customers agree. */
export function mayMeet(story: Story, { scope }: SideStory, audience: Audience): boolean {
  if (mayRead(audience, "contact-names", scope)) return true;
  const met = story.phase === "agreed" || story.phase === "introduced";
  return met && ownSides(story, audience).length > 0;
}
