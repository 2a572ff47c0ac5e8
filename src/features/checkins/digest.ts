import { type Button, daySpan } from "../../chat/card.ts";
import type { LocalDate } from "../../kernel/business-time.ts";
import type { AccountId, OnboardingId } from "../../kernel/ids.ts";
import { Visible } from "../../kernel/permissions.ts";
import type { View } from "../../locales/say.ts";
import { type DigestItem, type DigestLine, digestSection } from "../digest-section.ts";
import { milestoneText, type PlanStory } from "./cards.ts";
import { beyondPromise, daysLate, nextMilestone, type Plan } from "./decide.ts";
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
  isToday: true,
  counted: "onboarding.n-onboardings",
  heading: "onboarding.onboardings",
  async gather({ tx }, { person, day }) {
    return (await plansOfCsm(tx, [person.id])).flatMap((plan): DigestItem[] => {
      const next = nextMilestone(plan);
      const late = next ? daysLate(next, day) : 0;
      return [
        ...(next && late > 0 ? [{ id: plan.id, grade: next.kind, figures: { late, due: next.dueOn } }] : []),
        ...promiseItem(plan),
      ];
    });
  },
  async load(context, items, { calendar }) {
    const lines: OnboardingLine[] = [];
    for (const item of items) {
      const at = await planAt(context, (item.about ?? item.id) as OnboardingId);
      if (at) lines.push({ item, story: storyIn(at.plan, at.account, context, calendar.zone) });
    }
    return lines;
  },
  changes: () => [],
  draw: drawOnboardings,
});

const PROMISE = "promise";

/** Its plan ends after what the customer was promised: a line of its own, however late its milestones are. */
function promiseItem(plan: Plan): DigestItem[] {
  const last = beyondPromise(plan);
  if (!last || !plan.promisedOn) return [];
  const figures = { promised: plan.promisedOn, planned: last.dueOn };
  return [{ id: `${plan.id} ${PROMISE}`, about: plan.id, grade: `${PROMISE} ${last.dueOn}`, figures }];
}

function promiseLine({ item, story }: OnboardingLine, { say }: View): DigestLine {
  const { plan, accountName: account, scope } = story;
  const { promised, planned } = item.figures;
  const day = (on: unknown) => daySpan(String(on) as LocalDate);
  const [last] = plan.milestones.slice(-1);
  const isOver = !beyondPromise(plan) && last !== undefined;
  return {
    id: item.id,
    name: [account],
    text: say("onboarding.digest-promise", { account, promised: day(promised), planned: day(planned) }),
    button: openButton(scope.account, say),
    done: isOver
      ? last.doneOn
        ? say("onboarding.digest-done")
        : say("onboarding.digest-moved", { on: daySpan(last.dueOn) })
      : undefined,
  };
}

function openButton(account: AccountId, say: View["say"]): Button {
  return { kind: "button", label: say("onboarding.open"), press: { name: "checkins.show", subject: account } };
}

export function drawOnboardings(lines: readonly OnboardingLine[], view: View): DigestLine[] {
  const { say, audience } = view;
  return lines.flatMap(({ item, story }): DigestLine[] => {
    const { plan, accountName: account, scope } = story;
    if (!new Visible("success-plan", scope, true).open(audience)) return [];
    if (item.figures["promised"] !== undefined) return [promiseLine({ item, story }, view)];
    const milestone = plan.milestones.find(({ kind }) => kind === item.grade);
    if (!milestone) return [];
    const { kind, dueOn, doneOn } = milestone;
    const due = String(item.figures["due"]) as LocalDate;
    const isMoved = dueOn !== due;
    const count = Number(item.figures["late"]);
    return [
      {
        id: item.id,
        name: [account],
        text: say("onboarding.digest-late", { milestone: milestoneText(kind, view), account, count }),
        button: openButton(scope.account, say),
        done: doneOn
          ? say("onboarding.digest-done")
          : isMoved
            ? say("onboarding.digest-moved", { on: daySpan(dueOn) })
            : undefined,
      },
    ];
  });
}
