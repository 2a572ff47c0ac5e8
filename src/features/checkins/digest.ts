import { daySpan } from "../../chat/card.ts";
import type { LocalDate } from "../../kernel/business-time.ts";
import type { OnboardingId } from "../../kernel/ids.ts";
import { Visible } from "../../kernel/permissions.ts";
import type { View } from "../../locales/say.ts";
import { type DigestItem, type DigestLine, digestSection } from "../digest-section.ts";
import { milestoneText, type PlanStory } from "./cards.ts";
import { daysLate, nextMilestone } from "./decide.ts";
import { planAt } from "./planning.ts";
import { storyIn } from "./pressing.ts";
import { plansOfCsm } from "./store.ts";

export interface OnboardingLine {
  readonly item: DigestItem;
  readonly story: PlanStory;
}

/** What is behind its plan, for who looks after the customer. */
export const onboardingDigest = digestSection<readonly OnboardingLine[]>({
  surface: "digest",
  name: "onboardings",
  digests: ["csm"],
  order: 18,
  counted: "onboarding.n-onboardings",
  heading: "onboarding.onboardings",
  async gather({ tx }, { person, day }) {
    return (await plansOfCsm(tx, [person.id])).flatMap((plan): DigestItem[] => {
      const next = nextMilestone(plan);
      const late = next ? daysLate(next, day) : 0;
      if (!next || late === 0) return [];
      return [{ id: plan.id, grade: next.kind, figures: { late, due: next.dueOn } }];
    });
  },
  async load(context, items, { calendar }) {
    const lines: OnboardingLine[] = [];
    for (const item of items) {
      const at = await planAt(context, item.id as OnboardingId);
      if (at) lines.push({ item, story: storyIn(at.plan, at.account, context, calendar.zone) });
    }
    return lines;
  },
  changes: () => [],
  draw: drawOnboardings,
});

export function drawOnboardings(lines: readonly OnboardingLine[], view: View): DigestLine[] {
  const { say, audience } = view;
  return lines.flatMap(({ item, story }): DigestLine[] => {
    const { plan, accountName: account, scope } = story;
    const milestone = plan.milestones.find(({ kind }) => kind === item.grade);
    if (!milestone || !new Visible("success-plan", scope, true).open(audience)) return [];
    const { kind, dueOn, doneOn } = milestone;
    const due = String(item.figures["due"]) as LocalDate;
    const isMoved = dueOn !== due;
    const count = Number(item.figures["late"]);
    return [
      {
        id: item.id,
        name: [account],
        text: say("onboarding.digest-late", { milestone: milestoneText(kind, view), account, count }),
        button: {
          kind: "button",
          label: say("onboarding.open"),
          press: { name: "checkins.show", subject: scope.account },
        },
        done: doneOn
          ? say("onboarding.digest-done")
          : isMoved
            ? say("onboarding.digest-moved", { on: daySpan(dueOn) })
            : undefined,
      },
    ];
  });
}
