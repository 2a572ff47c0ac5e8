import { mentionsOf } from "../chat/card.ts";
import type { Drawn, Target } from "../chat/platform.ts";
import { sqlStateOf } from "../db/ambient.ts";
import type { AnyCardKind, Context, Drawing } from "../features/feature.ts";
import type { Tx } from "../kernel/deps.ts";
import { type Directory, handlesIn } from "../kernel/directory.ts";
import type { PersonId } from "../kernel/ids.ts";
import type { Says } from "../locales/say.ts";
import { type AddressParts, standingOf } from "./address.ts";
import { endPost, lockPost, markSending, type Stand, type WaitingPost } from "./store.ts";

export interface DrawParts extends AddressParts {
  readonly directory: Directory;
  readonly cards: ReadonlyMap<string, AnyCardKind>;
  readonly context: (tx: Tx, now: Date) => Context;
  readonly says: Says;
}

/** What the drawing of a post ended in; only "ready" is followed by a send. */
export type Draft =
  | {
      readonly kind: "ready";
      readonly target: Target;
      readonly stand: Stand | undefined;
      readonly reader: PersonId | undefined;
      readonly drawn: Drawn;
      readonly attempts: number;
    }
  /** the channel has to be read (again) first */
  | { readonly kind: "stale" }
  | { readonly kind: "fenced" }
  | { readonly kind: "done" };

/** A card that can't be drawn; the fault lies in the card, not in the connection. */
export class DrawFailure extends Error {
  override readonly name = "DrawFailure";
}

/**
 * One transaction: checks the fence, loads, draws from the current state and notes `sending` under a new delivery id.
 * @throws DrawFailure when the card threw; nothing was written then
 */
export async function draft(
  tx: Tx,
  parts: DrawParts,
  { id }: WaitingPost,
  fence: number,
  now: Date,
  wallNow: Date,
): Promise<Draft> {
  const post = await lockPost(tx, id, fence);
  if (post === undefined) return { kind: "done" };
  if (post === "fenced") return { kind: "fenced" };
  const card = parts.cards.get(post.card);
  if (!card) return end(tx, post, "failed", "card unknown");
  if (isLate(post, now)) return end(tx, post, "suppressed", "late");
  const standing = await standingOf(tx, parts, { ...post, sensitive: card.sensitive }, wallNow);
  if (standing.kind === "nowhere") return end(tx, post, "failed", standing.reason);
  if (standing.refresh !== "nothing") return { kind: "stale" };
  const context = parts.context(tx, now);
  const { target, locale, zone, reader } = standing;
  const audience = await standing.audience();
  if (card.sensitive && audience.kind === "channel" && audience.outsiders && !post.stand) {
    return end(tx, post, "suppressed", "outsiders");
  }
  const drawing = await drawn(card, context, post, (draw) => draw({ say: parts.says(locale), locale, zone, audience }));
  if (drawing === "gone") return end(tx, post, "suppressed", "gone");
  const deliveryId = context.ids.next();
  const handles = await handlesOf(tx, parts.directory, drawing, target);
  await markSending(tx, post, deliveryId, fence);
  return {
    kind: "ready",
    target,
    stand: post.stand,
    reader,
    drawn: { card: drawing.card, summary: drawing.summary, handles, locale, zone, deliveryId },
    attempts: post.attempts + 1,
  };
}

async function end(tx: Tx, post: WaitingPost, state: "suppressed" | "failed", reason: string): Promise<Draft> {
  await endPost(tx, post, state, reason);
  return { kind: "done" };
}

/** True when it is of no use any more; a message that stands always is. */
export function isLate({ uselessAfter, stand }: WaitingPost, now: Date): boolean {
  return stand === undefined && uselessAfter !== undefined && uselessAfter.getTime() < now.getTime();
}

async function drawn(
  card: AnyCardKind,
  context: Context,
  { subject, address, slot }: WaitingPost,
  draw: (prepared: Exclude<Awaited<ReturnType<AnyCardKind["prepare"]>>, "gone">) => Drawing,
): Promise<Drawing | "gone"> {
  try {
    const prepared = await card.prepare(context, subject, { address, slot });
    return prepared === "gone" ? "gone" : draw(prepared);
  } catch (error) {
    if (isPassing(error)) throw error;
    throw new DrawFailure("A card could not be drawn.", { cause: error });
  }
}

/** SQLSTATE classes of connections, resources, interventions and clashes of transactions; and broken sockets. */
function isPassing(error: unknown): boolean {
  const sqlState = sqlStateOf(error);
  if (sqlState !== undefined) return /^(08|40|53|55|57|58)/.test(sqlState);
  return error instanceof Error && "code" in error && typeof error.code === "string" && /^E[A-Z]+$/.test(error.code);
}

async function handlesOf(
  tx: Tx,
  directory: Directory,
  { card, summary }: Drawing,
  target: Target,
): Promise<ReadonlyMap<PersonId, string>> {
  const people = [...mentionsOf(card), ...mentionsOf({ title: summary, body: [] })].map((person) => person.id);
  if (people.length === 0) return new Map();
  const handles = await directory.handles(tx, [...new Set(people)]);
  return handlesIn(handles, target);
}
