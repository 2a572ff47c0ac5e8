import type { OpportunityId } from "../../kernel/ids.ts";
import type { CardKind } from "../feature.ts";
import { type BenefitTold, drawBenefit } from "./benefit-cards.ts";
import { benefitOf } from "./benefit-store.ts";
import { withSeller } from "./handover.ts";
import { offerById } from "./store.ts";
import { storyOfOffer } from "./story.ts";

/** What became of the customer's use after a sale; for whom it is no secret that there was one. */
export const benefitCard: CardKind<BenefitTold> = {
  sensitive: true,
  called: "won.called-benefit",
  direct: { why: "why.benefit" },
  async load({ tx }, subject, { slot }) {
    const id = subject as OpportunityId;
    const [offer, benefit] = [await offerById(tx, id), await benefitOf(tx, id, Number(slot))];
    if (!offer || !benefit) return "gone";
    const { value: _, ...story } = storyOfOffer(offer);
    return { story: { ...story, scope: withSeller(offer) }, benefit };
  },
  draw: drawBenefit,
};
