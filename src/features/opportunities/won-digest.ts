import type { Button, Text } from "../../chat/card.ts";
import { addWorkingDays } from "../../kernel/business-time.ts";
import type { OpportunityId } from "../../kernel/ids.ts";
import { Visible } from "../../kernel/permissions.ts";
import type { View } from "../../locales/say.ts";
import { type AnyDigestSection, type DigestItem, type DigestLine, digestSection } from "../digest-section.ts";
import type { Context } from "../feature.ts";
import { verdictText } from "./benefit-cards.ts";
import { benefitOf, benefitsSince, type StoredBenefit } from "./benefit-store.ts";
import { opens, presses } from "./buttons.ts";
import { followed } from "./claimed-cards.ts";
import { isClosed } from "./decide.ts";
import { isAsked } from "./handover-decide.ts";
import type { HandoverStory } from "./handover-model.ts";
import { handoverStoryOf, withSeller } from "./handover.ts";
import { handoverOf, handoversFor, lateHandovers } from "./handover-store.ts";
import { offerById, offersById } from "./store.ts";
import { storyOfOffer } from "./story.ts";
import type { Story } from "./story-model.ts";

const A_WEEK_MS = 7 * 24 * 3_600_000;

export interface HandoverLine {
  readonly item: DigestItem;
  readonly about: HandoverStory;
}

export interface BenefitLine {
  readonly item: DigestItem;
  readonly story: Omit<Story, "value">;
  readonly benefit: StoredBenefit;
}

/** In the morning: what waits for somebody after a sale, and what a manager reads of what sales brought. */
export const wonDigests: readonly AnyDigestSection[] = [
  digestSection<readonly HandoverLine[]>({
    surface: "digest",
    name: "handovers",
    digests: ["csm", "am", "manager"],
    order: 12,
    isToday: true,
    counted: "won.n-handovers",
    heading: "won.handovers",
    async gather(context, { kind, person }) {
      const { tx, now } = context;
      const waiting = await handoversFor(tx, [person.id]);
      const late = kind === "manager" ? await ledLate(context, person.id) : [];
      return [...waiting, ...late].map(({ opportunity, since, asked, answered, receiver }): DigestItem => {
        const isMine = receiver === person.id;
        const pressing = addWorkingDays(since, 1, person.calendar) <= now;
        const grade = isAsked({ asked, answered }) ? "asked" : "given";
        return { id: opportunity, grade: isMine ? grade : "late", pressing, figures: {} };
      });
    },
    async load({ tx }, items) {
      const lines: HandoverLine[] = [];
      for (const item of items) {
        const id = item.id as OpportunityId;
        const [offer, handover] = [await offerById(tx, id), await handoverOf(tx, id)];
        if (offer && handover) lines.push({ item, about: handoverStoryOf(offer, handover) });
      }
      return lines;
    },
    changes: (lines) =>
      lines.flatMap(({ about: { story, handover } }) =>
        [story.opportunity.accepted?.at, handover.asked?.at, handover.answered?.at].filter(isKnown),
      ),
    draw: drawHandovers,
  }),
  digestSection<readonly BenefitLine[]>({
    surface: "digest",
    name: "benefits",
    digests: ["manager"],
    order: 55,
    counted: "won.n-benefits",
    heading: "won.benefits",
    async gather({ tx, now }, { person }) {
      const recent = await benefitsSince(tx, new Date(now.getTime() - A_WEEK_MS));
      const offers = await offersById(
        tx,
        recent.map(({ opportunity }) => opportunity),
      );
      return recent.flatMap(({ opportunity, days, measured }): DigestItem[] =>
        offers.get(opportunity)?.account.scope.managers.includes(person.id)
          ? [{ id: `${opportunity}:${String(days)}`, about: opportunity, grade: measured.kind, figures: { days } }]
          : [],
      );
    },
    async load({ tx }, items) {
      const lines: BenefitLine[] = [];
      for (const item of items) {
        const id = item.about as OpportunityId;
        const [offer, benefit] = [await offerById(tx, id), await benefitOf(tx, id, Number(item.figures["days"]))];
        if (!offer || !benefit) continue;
        const { value: _, ...story } = storyOfOffer(offer);
        lines.push({ item, benefit, story: { ...story, scope: withSeller(offer) } });
      }
      return lines;
    },
    changes: () => [],
    draw: drawBenefits,
  }),
];

function isKnown(at: Date | undefined): at is Date {
  return at !== undefined;
}

async function ledLate({ tx }: Context, manager: string) {
  const late = await lateHandovers(tx);
  const offers = await offersById(
    tx,
    late.map(({ opportunity }) => opportunity),
  );
  return late.filter(
    ({ opportunity, receiver }) =>
      receiver !== manager && offers.get(opportunity)?.account.scope.managers.some((each) => each === manager),
  );
}

export function drawHandovers(lines: readonly HandoverLine[], view: View): DigestLine[] {
  const { say, audience } = view;
  return lines.flatMap(({ item, about }): DigestLine[] => {
    const { story, handover } = about;
    if (!new Visible("opportunity", story.scope, true).open(audience)) return [];
    const { receiver } = handover.people;
    const who = receiver ? { mention: receiver } : say("deals.nobody");
    const names = { account: story.accountName, product: story.opportunity.product, who };
    const said = { given: "won.line-given", asked: "won.line-asked", late: "won.line-late" } as const;
    return [
      {
        id: item.id,
        name: [story.accountName],
        text: say(said[item.grade as keyof typeof said] ?? "won.line-given", names),
        button: stepOf(item, about, view),
        done: becameOf(item, about, view),
      },
    ];
  });
}

/** The one step that it waits for; of another's, a look at the account. */
function stepOf({ grade }: DigestItem, { story: { opportunity } }: HandoverStory, { say }: View): Button {
  const { id, account } = opportunity;
  if (grade === "late") {
    return { kind: "button", label: say("digests.open"), press: { name: "accounts.open", subject: account } };
  }
  return grade === "asked"
    ? opens(say("won.answer-back"), "answer-back", id)
    : presses(say("won.accept"), "accept", id);
}

function becameOf({ grade }: DigestItem, { story, handover }: HandoverStory, view: View): Text | undefined {
  const { stage } = story.opportunity;
  const { accepter } = handover.people;
  if (stage === "done" && accepter) return view.say("won.line-done", { who: { mention: accepter } });
  if (isClosed(stage)) return followed(story, view);
  if (grade === "asked" && !isAsked(handover)) return view.say("won.line-answered");
  return grade === "given" && isAsked(handover) ? view.say("won.line-asked-back") : undefined;
}

export function drawBenefits(lines: readonly BenefitLine[], view: View): DigestLine[] {
  const { say, audience } = view;
  return lines.flatMap(({ item, story, benefit }): DigestLine[] => {
    if (!new Visible("opportunity", story.scope, true).open(audience)) return [];
    const { account, product } = story.opportunity;
    const verdict = verdictText(benefit.measured, view);
    return [
      {
        id: item.id,
        name: [story.accountName],
        text: say("won.line-benefit", { account: story.accountName, product, count: benefit.days, verdict }),
        button: { kind: "button", label: say("digests.open"), press: { name: "accounts.open", subject: account } },
      },
    ];
  });
}
