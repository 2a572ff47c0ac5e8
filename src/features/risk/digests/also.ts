import type { Button, Card, Element } from "../../../chat/card.ts";
import type { Reply } from "../../../chat/interaction.ts";
import { NotFound } from "../../../kernel/errors.ts";
import type { PersonId, PostId } from "../../../kernel/ids.ts";
import type { View } from "../../../locales/say.ts";
import { type AnyDigestSection, type DigestItem, type DigestLine, digestSection } from "../../digest-section.ts";
import type { Acting, Address, AnyCardKind, Drawing, HeldPost } from "../../feature.ts";

/** "<slice>.<card>" → the card; asked when it is needed, for the owner of the digests has some of them. */
export type Cards = () => ReadonlyMap<string, AnyCardKind>;

/** A message that somebody wants in their digest. */
export interface AlsoLine {
  readonly id: string;
  draw(view: View): Drawing;
}

/** What would have come by itself had its reader not wished for it in the digest: a line each, with its action (H2). */
export function createAlso(cards: Cards): AnyDigestSection {
  return digestSection<readonly AlsoLine[]>({
    surface: "digest",
    name: "also",
    digests: ["csm", "am", "manager", "also"],
    order: 90,
    rides: true,
    counted: "digests.n-also",
    heading: "digests.also",
    async gather(context, { person }) {
      const items: DigestItem[] = [];
      for (const { id, card, subject, address, slot } of await context.posts.takeHeld(person.id)) {
        const prepared = await cards().get(card)?.prepare(context, subject, { address, slot, stands: false });
        if (prepared && prepared !== "gone")
          items.push({ id, about: subject, grade: "held", figures: { card, slot, address } });
      }
      return items;
    },
    async load(context, items) {
      const lines: AlsoLine[] = [];
      for (const { id, about = id, figures } of items) {
        const [card, slot, address] = [String(figures["card"]), String(figures["slot"]), figures["address"] as Address];
        const prepared = await cards().get(card)?.prepare(context, about, { address, slot, stands: true });
        if (prepared && prepared !== "gone") lines.push({ id, draw: prepared });
      }
      return lines;
    },
    changes: () => [],
    draw: drawAlso,
  });
}

export function drawAlso(lines: readonly AlsoLine[], view: View): DigestLine[] {
  return lines.map(({ id, draw }) => {
    const { card, summary } = draw(view);
    return { id, name: summary, text: summary, button: actionOf(card) ?? showButton(id, view) };
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

/** The whole message behind a line, to whose it is and who covers for them. */
export async function showHeld(acting: Acting, id: PostId, cards: Cards): Promise<Reply> {
  const { posts, person, view } = acting;
  const post = await posts.heldPost(id);
  if (!post || ![person.id, ...person.covers].includes(addresseeOf(post))) throw new NotFound("digests.also-gone");
  const { card, subject, address, slot } = post;
  const prepared = await cards().get(card)?.prepare(acting, subject, { address, slot, stands: true });
  if (!prepared || prepared === "gone") throw new NotFound("digests.also-gone");
  return { kind: "private", card: prepared(view).card };
}

function addresseeOf({ address }: HeldPost): PersonId {
  return address.slice("person:".length) as PersonId;
}
