import type { OpportunityId } from "../../kernel/ids.ts";
import { Visible } from "../../kernel/permissions.ts";
import { sentences } from "../../locales/sentences.ts";
import type { View } from "../../locales/say.ts";
import { type DigestItem, type DigestLine, digestSection } from "../digest-section.ts";
import { opens } from "./buttons.ts";
import { followed } from "./claimed-cards.ts";
import { foundFor } from "./digest-store.ts";
import { isAskedForWord } from "./gate-cards.ts";
import { evidenceTexts } from "./gate-texts.ts";
import type { OfferLine } from "./digest-cards.ts";
import { offersById } from "./store.ts";
import { storyOfOffer } from "./story.ts";

/** What the figures say of a CSM's customers, and waits for their word (D1). */
export const foundDigest = digestSection<readonly OfferLine[]>({
  surface: "digest",
  name: "found",
  digests: ["csm"],
  order: 39,
  isToday: true,
  counted: "gate.digest-counted",
  heading: "gate.digest-heading",
  async gather({ tx }, { person }) {
    return (await foundFor(tx, person.id)).map((id): DigestItem => ({ id, grade: "found", figures: {} }));
  },
  async load({ tx }, items) {
    const offers = await offersById(
      tx,
      items.map(({ id }) => id as OpportunityId),
    );
    return items.flatMap((item) => {
      const offer = offers.get(item.id as OpportunityId);
      return offer ? [{ item, story: storyOfOffer(offer) }] : [];
    });
  },
  changes: (lines) =>
    lines.flatMap(
      ({ story: { opportunity } }) =>
        opportunity.closedAt ?? opportunity.confirmed?.at ?? opportunity.parked?.since ?? [],
    ),
  draw: drawFound,
});

function drawFound(lines: readonly OfferLine[], view: View): DigestLine[] {
  const { say } = view;
  return lines.flatMap(({ item, story }): DigestLine[] => {
    const seen = new Visible("usage", story.scope, story.evidence ?? []).open(view.audience);
    if (!seen) return [];
    const { accountName: account, opportunity } = story;
    const { product, stage, confirmed, parked } = opportunity;
    const isAsked = stage === "spotted" && !confirmed && !parked;
    return [
      {
        id: item.id,
        name: [account],
        text: say("gate.digest-line", { account, product, evidence: sentences(...evidenceTexts(seen, product, view)) }),
        button: isAskedForWord(story.scope, view.audience)
          ? opens(say("gate.answer"), "answer", opportunity.id)
          : undefined,
        done: isAsked ? undefined : followed(story, view),
      },
    ];
  });
}
