import type { Button, Card, Element } from "../../../chat/card.ts";
import type { Reply } from "../../../chat/interaction.ts";
import { NotFound } from "../../../kernel/errors.ts";
import type { Person } from "../../../kernel/directory.ts";
import type { PersonId, PostId } from "../../../kernel/ids.ts";
import type { Log } from "../../../kernel/log.ts";
import type { View } from "../../../locales/say.ts";
import { type AnyDigestSection, type DigestItem, type DigestLine, digestSection } from "../../digest-section.ts";
import type { Acting, AnyCardKind, Context, Drawing, TakenPost } from "../../feature.ts";
import { isOfDatabase } from "./also-store.ts";
import type { Sections } from "./compose.ts";

/** "<slice>.<card>" → the card; asked when it is needed, for the owner of the digests has some of them. */
export type Cards = () => ReadonlyMap<string, AnyCardKind>;

/** A message that somebody wants in their digest. */
export interface AlsoLine {
  readonly id: string;
  /** nothing when its card can't be drawn */
  draw(view: View): Drawing | undefined;
}

/** The section's name. */
export const ALSO = "also";
/** So many come with one digest, the others with the next. */
const MOST = 25;

/** The messages that a morning takes. */
export function takenIn(sections: Sections): PostId[] {
  return (sections[ALSO] ?? []).map(({ id }) => id as PostId);
}

/** What would have come by itself had its reader not wished for it in the digest: a line each, with its action (H2). */
export function createAlso(cards: Cards, log?: Log): AnyDigestSection {
  return digestSection<readonly AlsoLine[]>({
    surface: "digest",
    name: ALSO,
    digests: ["csm", "am", "manager", "also"],
    order: 90,
    rides: true,
    counted: "digests.n-also",
    heading: "digests.also",
    async gather({ posts }, { person }) {
      const held = await posts.heldFor(person.id, MOST);
      return held.map(({ id, subject }): DigestItem => ({ id, about: subject, grade: "held", figures: {} }));
    },
    async load(context, items) {
      const lines: AlsoLine[] = [];
      for (const post of await context.posts.takenPosts(items.map(({ id }) => id as PostId))) {
        const line = await lineOf(context, post, cards, log);
        if (line) lines.push(line);
      }
      return lines;
    },
    isEmpty: (lines) => lines.length === 0,
    changes: () => [],
    draw: drawAlso,
  });
}

/** One that can't be drawn is left out: the others are to be read all the same. */
async function lineOf(
  context: Context,
  { id, card, subject, address, slot, stands }: TakenPost,
  cards: Cards,
  log: Log | undefined,
): Promise<AlsoLine | undefined> {
  const leaveOut = (error: unknown): undefined => {
    if (isOfDatabase(error)) throw error;
    log?.error({ err: error, card, post: id }, "a held message could not be drawn");
  };
  try {
    const prepared = await cards().get(card)?.prepare(context, subject, { address, slot, stands });
    if (!prepared || prepared === "gone") return undefined;
    return {
      id,
      draw(view) {
        try {
          return prepared(view);
        } catch (error) {
          return leaveOut(error);
        }
      },
    };
  } catch (error) {
    return leaveOut(error);
  }
}

export function drawAlso(lines: readonly AlsoLine[], view: View): DigestLine[] {
  return lines.flatMap(({ id, draw }): DigestLine[] => {
    const drawing = draw(view);
    if (!drawing) return [];
    const { card, summary } = drawing;
    return [{ id, name: summary, text: summary, button: actionOf(card) ?? showButton(id, view) }];
  });
}

/** What a card asks for first; where it asks for nothing, one reads it before one does anything. */
function actionOf({ body }: Card): Button | undefined {
  const buttons = body.flatMap((block): Element[] => {
    if (block.kind === "buttons") return [...block.elements];
    return block.kind === "text" && block.button ? [block.button] : [];
  });
  return buttons.find((each): each is Button => each.kind === "button" && each.look === "primary");
}

function showButton(id: string, { say }: View): Button {
  return { kind: "button", label: say("digests.also-show"), press: { name: "risk.show-held", subject: id } };
}

/** The whole message behind a line. */
export async function showHeld(acting: Acting, id: PostId, cards: Cards): Promise<Reply> {
  const { posts, person, view } = acting;
  const [post] = await posts.takenPosts([id]);
  if (!post || !mayRead(person, post)) throw new NotFound("digests.also-gone");
  const { card, subject, address, slot } = post;
  const prepared = await cards().get(card)?.prepare(acting, subject, { address, slot, stands: true });
  if (!prepared || prepared === "gone") throw new NotFound("digests.also-gone");
  return { kind: "private", card: prepared(view).card };
}

/** Whether somebody may read all the messages that a morning took. */
export async function mayReadTaken({ posts, person }: Acting, sections: Sections): Promise<boolean> {
  const taken = takenIn(sections);
  return taken.length === 0 || (await posts.takenPosts(taken)).every((post) => mayRead(person, post));
}

/** Whose it is, who covers for them, and who was sent the digest. */
function mayRead({ id, covers }: Person, { address, reader }: TakenPost): boolean {
  const addressee = address.slice("person:".length) as PersonId;
  return [id, ...covers].includes(addressee) || reader === id;
}
