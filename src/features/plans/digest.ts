import type { PersonId } from "../../kernel/ids.ts";
import { mayRead } from "../../kernel/permissions.ts";
import type { Context } from "../context.ts";
import { digestSection } from "../digest-section.ts";
import { needText } from "./cards.ts";
import { plansInNeed } from "./listing.ts";
import type { PlanStory } from "./story.ts";

interface State {
  readonly id: string;
  readonly count: number;
  readonly plans: readonly PlanStory[];
}

/** One line: how many plans need somebody, with the most urgent of them. */
export const planDigest = digestSection<State | undefined>({
  surface: "digest",
  name: "plans",
  digests: ["csm"],
  order: 33,
  rides: true,
  counted: "plans.n-plans",
  heading: "plans.digest-heading",
  async gather(context, { person }) {
    const plans = await pressing(context, person.id);
    const [first] = plans;
    if (!first) return [];
    const grade = plans
      .map(({ account, needs }) => `${account.id} ${needs.join(" ")}`)
      .toSorted()
      .join(", ");
    return [{ id: `plans ${person.id}`, about: first.account.id, grade, figures: { count: plans.length } }];
  },
  async load(context, items, whose) {
    const [item] = items;
    if (!item) return undefined;
    const plans = await pressing(context, whose.id);
    return { id: item.id, count: Number(item.figures["count"]), plans };
  },
  isEmpty: (state) => state === undefined,
  changes: () => [],
  draw(state, view) {
    if (!state) return [];
    const { say, audience } = view;
    const [first] = state.plans.filter(({ account }) => mayRead(audience, "success-plan", account.scope));
    const name = say("plans.n-plans", { count: state.count });
    const button = {
      kind: "button",
      label: say("plans.all"),
      press: { name: "plans.mine", subject: state.plans[0]?.account.id ?? "" },
    } as const;
    if (!first) return [{ id: state.id, name, text: name, done: say("plans.digest-done") }];
    const text =
      state.count > 1
        ? say("plans.digest-more", { first: needText(first, view), count: state.count - 1 })
        : needText(first, view);
    return [{ id: state.id, name, text, button }];
  },
});

/** Where no plan is there yet is for their list; said each morning it would be noise. */
async function pressing(context: Context, csm: PersonId): Promise<PlanStory[]> {
  const plans = await plansInNeed(context, [csm], undefined);
  return plans.filter(({ needs }) => needs.some((need) => need !== "no-plan"));
}
