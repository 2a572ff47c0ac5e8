import type { Block } from "../../chat/card.ts";
import { localDateOf } from "../../kernel/business-time.ts";
import { PLAN } from "../../kernel/defaults.ts";
import { mayRead } from "../../kernel/permissions.ts";
import type { View } from "../../locales/say.ts";
import type { AccountFacts } from "../accounts/facts.ts";
import { type Acting, section, todaySection } from "../feature.ts";
import { goalLine } from "./cards.ts";
import { sectionText } from "./goal-cards.ts";
import { dueWith, goalsAt } from "./store.ts";
import { storiesOf, type GoalStory } from "./story.ts";

/** What a customer wants to reach, on its card. */
export const accountGoals = section<readonly GoalStory[]>({
  surface: "account",
  order: 43,
  async load(acting: Acting, account: AccountFacts) {
    const open = (await goalsAt(acting.tx, [account.id])).filter(({ isOpen, kind }) => isOpen && kind === "goal");
    const today = localDateOf(acting.now, acting.person.calendar.zone);
    return open.length > 0 ? open.map((goal) => ({ goal, account, today })) : undefined;
  },
  draw: drawGoals,
});

export function drawGoals(stories: readonly GoalStory[], view: View): Block[] {
  const { say, audience } = view;
  const open = stories.filter(({ account }) => mayRead(audience, "success-plan", account.scope));
  const more = open.length - PLAN.shownOfAccount;
  return [
    ...open.slice(0, PLAN.shownOfAccount).map((story, at): Block => {
      const press = { name: "plans.show", subject: story.account.id };
      const text = sectionText(story, view);
      return { kind: "text", text, ...(at === 0 && { button: { kind: "button", label: say("plans.whole"), press } }) };
    }),
    ...(more > 0 ? [{ kind: "context", text: say("plans.more", { count: more }) } as const] : []),
  ];
}

/** Goals of one's customers whose day is today. */
export const todayGoals = todaySection<readonly GoalStory[]>({
  surface: "today",
  order: 25,
  async load(acting) {
    const { tx, now, person } = acting;
    const today = localDateOf(now, person.calendar.zone);
    return storiesOf(acting, await dueWith(tx, [person.id, ...person.covers], today));
  },
  draw: (stories, { say, audience }) =>
    stories.flatMap((story) => {
      if (!mayRead(audience, "success-plan", story.account.scope)) return [];
      const press = { name: "plans.goal", subject: story.goal.id };
      const text = say("plans.today", { account: story.account.name, goal: goalLine(story, say) });
      return [{ text, button: { kind: "button", label: say("plans.open"), press } as const }];
    }),
});
