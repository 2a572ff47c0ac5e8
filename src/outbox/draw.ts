import { type Block, mentionsOf, type Text } from "../chat/card.ts";
import type { Drawn, Target } from "../chat/platform.ts";
import { sqlStateOf } from "../db/ambient.ts";
import { isLost } from "../db/lost.ts";
import type { AnyCardKind, Context, Drawing } from "../features/feature.ts";
import type { Tx } from "../kernel/deps.ts";
import { type Directory, handlesIn, type Person } from "../kernel/directory.ts";
import type { PersonId } from "../kernel/ids.ts";
import type { Says, View } from "../locales/say.ts";
import { standingOf } from "./address.ts";
import { hiddenBecauseOf } from "./hidden.ts";
import type { AddressParts, Standing } from "./standing.ts";
import { endPost, lockPost, markSending, type SentTo, type Stand, type WaitingPost } from "./store.ts";
import { tellUnsettled } from "./unsettled.ts";
import { withWhy } from "./why.ts";
import { giveBack, HELD } from "./held.ts";
import { wishedOf } from "./wishes.ts";

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
      readonly sentTo: SentTo;
      readonly stand: Stand | undefined;
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
  const context = parts.context(tx, now);
  const card = parts.cards.get(post.card);
  if (!card) return end(context, post, "failed", "card unknown");
  if (isLate(post, now)) return end(context, post, "suppressed", "late");
  if (post.stand?.only !== undefined) return end(context, post, "suppressed", "seen by one alone");
  if (post.stand?.platform === "email") return end(context, post, "suppressed", "stays as it was sent");
  const wished = await wishedOf(tx, parts.directory, post, card.direct);
  if (wished.kind === "off") return end(context, post, "suppressed", "off");
  if (wished.kind === "held") {
    await context.emit({ kind: "post-held", person: wished.person, until: wished.until });
    return end(context, post, "suppressed", HELD);
  }
  const standing = await standingOf(
    tx,
    parts,
    { ...post, sensitive: card.sensitive, confidential: card.direct?.confidential ?? false },
    wallNow,
  );
  if (standing.kind === "nowhere")
    return end(context, post, isCalm(standing, card) ? "suppressed" : "failed", standing.reason);
  if (standing.refresh !== "nothing") return { kind: "stale" };
  const { target, mailbox, locale, zone, reader, insteadOf } = standing;
  const readership = await standing.readership();
  const { audience } = readership;
  if (card.sensitive && audience.kind === "channel" && audience.outsiders && !post.stand) {
    return end(context, post, "suppressed", "outsiders");
  }
  const view = { say: parts.says(locale), locale, zone, audience };
  let hidden: readonly string[] = [];
  const drawing = await drawn(card, context, post, (draw) => {
    hidden = hiddenBecauseOf((whose) => draw({ ...view, audience: whose }), readership);
    const said = withNotes(draw(view), insteadOf, hidden.length, view);
    return reader && card.direct ? withWhy(said, post.id, view) : said;
  });
  if (drawing === "gone") return end(context, post, "suppressed", "gone");
  if (mailbox && !drawing.letter) throw new DrawFailure("A card is no letter.", { cause: new Error(post.card) });
  if (standing.channel && hidden.length > 0) {
    await context.emit({ kind: "parts-hidden", channel: standing.channel, users: hidden });
  }
  const deliveryId = context.ids.next();
  const handles = await handlesOf(tx, parts.directory, drawing, target);
  const sentTo = { ...target, ...(reader ? { reader } : {}) };
  await markSending(tx, post, { deliveryId, fence, sentTo, at: wallNow });
  return {
    kind: "ready",
    sentTo,
    stand: post.stand,
    drawn: {
      ...{ card: drawing.card, summary: drawing.summary, handles, locale, zone, deliveryId },
      ...(mailbox && drawing.letter ? { letter: { ...drawing.letter, to: mailbox, id: post.id } } : {}),
    },
    attempts: post.attempts + 1,
  };
}

/** Nobody is told that it didn't arrive. */
function isCalm({ unwanted }: Extract<Standing, { kind: "nowhere" }>, { direct }: AnyCardKind): boolean {
  return unwanted ?? direct?.confidential ?? false;
}

/** Who stands in for somebody reads first whose message it is; a channel reads last that parts are hidden from it. */
function withNotes(drawing: Drawing, insteadOf: Person | undefined, hidden: number, { say }: View): Drawing {
  const before = insteadOf ? [note(say("covers.instead-of", { person: { mention: insteadOf } }))] : [];
  const after = hidden > 0 ? [note(say("chat.hidden", { count: hidden }))] : [];
  return { ...drawing, card: { ...drawing.card, body: [...before, ...drawing.card.body, ...after] } };
}

function note(text: Text): Block {
  return { kind: "context", text };
}

async function end(
  context: Context,
  post: WaitingPost,
  state: "suppressed" | "failed",
  reason: string,
): Promise<Draft> {
  const left = await endPost(context.tx, post, state, reason);
  if (state === "suppressed" && reason !== HELD) await giveBack(context, post);
  await tellUnsettled(context, post, left);
  return { kind: "done" };
}

/** True when it is of no use any more; a message that stands always is. */
export function isLate({ uselessAfter, stand }: WaitingPost, now: Date): boolean {
  return stand === undefined && uselessAfter !== undefined && uselessAfter.getTime() < now.getTime();
}

async function drawn(
  card: AnyCardKind,
  context: Context,
  { subject, address, slot, stand }: WaitingPost,
  draw: (prepared: Exclude<Awaited<ReturnType<AnyCardKind["prepare"]>>, "gone">) => Drawing,
): Promise<Drawing | "gone"> {
  try {
    const prepared = await card.prepare(context, subject, { address, slot, stands: stand !== undefined });
    return prepared === "gone" ? "gone" : draw(prepared);
  } catch (error) {
    if (isPassing(error)) throw error;
    throw new DrawFailure("A card could not be drawn.", { cause: error });
  }
}

/** SQLSTATE classes of connections, resources, interventions and clashes of transactions; and broken connections. */
function isPassing(error: unknown): boolean {
  const sqlState = sqlStateOf(error);
  if (sqlState !== undefined) return /^(08|40|53|55|57|58)/.test(sqlState);
  return isLost(error);
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
  const { platform, workspace } = target;
  return platform === "email" ? new Map() : handlesIn(handles, { platform, workspace });
}
