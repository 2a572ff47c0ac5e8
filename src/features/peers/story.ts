import type { PersonRef } from "../../chat/card.ts";
import { localDateOf } from "../../kernel/business-time.ts";
import { type Audience, mayRead, type Scope } from "../../kernel/permissions.ts";
import { accountsAbout } from "../accounts/facts.ts";
import type { Context } from "../feature.ts";
import { settingsOf } from "../settings/facts.ts";
import { askerOf, mayAsk, type Part, PARTS, type Phase, phaseOf, waitsFor } from "./decide.ts";
import { type Exchange, exchangeById, type ExchangeId, type Side, type SideId } from "./store.ts";

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

/** Several at once, in their order; those whose customers are there. */
export async function storiesOf(context: Context, exchanges: readonly Exchange[]): Promise<Story[]> {
  if (exchanges.length === 0) return [];
  const { tx, now, directory } = context;
  const today = localDateOf(now, (await settingsOf(tx)).zone);
  const sides = exchanges.flatMap(({ learns, shares }) => [learns, shares]);
  const accounts = await accountsAbout(tx, sides, today);
  const people = await directory.people(tx);
  const sideOf = (side: Side): SideStory | undefined => {
    const account = accounts.get(side.account);
    if (!account) return undefined;
    const { name, scope, stage, segment, seats } = account;
    const asker = askerOf(scope, people);
    return { ...side, name, scope, stage, segment, seats, asker: asker && { id: asker.id, name: asker.name } };
  };
  return exchanges.flatMap((exchange): Story[] => {
    const learns = sideOf(exchange.learns);
    const shares = sideOf(exchange.shares);
    if (!learns || !shares) return [];
    const phase = phaseOf(exchange.state, [learns, shares]);
    const waits = waitsFor(phase, [learns, shares], exchange.reviewedAt !== undefined);
    return [{ exchange, phase, learns, shares, waits }];
  });
}

/** @param id of the exchange, or of one of its sides */
export async function storyOf(context: Context, id: string): Promise<Story | undefined> {
  const exchange = await exchangeById(context.tx, id as ExchangeId | SideId);
  return exchange && (await storiesOf(context, [exchange]))[0];
}

export function otherOf(story: Story, { part }: Pick<Side, "part">): SideStory {
  return part === "learns" ? story.shares : story.learns;
}

/** The customers of it whose record somebody may read. */
export function ownSides(story: Story, audience: Audience): SideStory[] {
  return PARTS.map((part) => story[part]).filter(({ scope }) => mayRead(audience, "usage", scope));
}

/** The customers of it that somebody asks. */
export function askedSides(story: Story, audience: Audience): SideStory[] {
  if (audience.kind !== "person") return [];
  const { person: id, covers, roles } = audience.reader;
  return ownSides(story, audience).filter(({ scope }) => mayAsk({ id, covers, roles }, scope));
}

/**
 * What the other customer is called, for who reads one of the two. Who is asked to share knows from the start who would
 * learn; who would learn isn't told whom before the other CSM has agreed.
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
