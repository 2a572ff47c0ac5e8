import type { Block } from "../../chat/card.ts";
import { localDateOf } from "../../kernel/business-time.ts";
import { PROMISE } from "../../kernel/defaults.ts";
import { mayRead } from "../../kernel/permissions.ts";
import type { View } from "../../locales/say.ts";
import type { AccountFacts } from "../accounts/facts.ts";
import { type Acting, section, todaySection } from "../feature.ts";
import { waitingText } from "../promise-text.ts";
import { keptButton, lineText, toldButton } from "./cards.ts";
import { openAt, openOf } from "./store.ts";
import { scopeOf } from "./decide.ts";
import { storiesOf, type Story } from "./story.ts";

/** What a customer waits for, on its card. */
export const accountPromises = section<readonly Story[]>({
  surface: "account",
  order: 41,
  async load(acting: Acting, { id }: AccountFacts) {
    const open = await openAt(acting.tx, [id]);
    return open.length > 0 ? storiesOf(acting, open) : undefined;
  },
  draw: drawWaiting,
});

export function drawWaiting(stories: readonly Story[], view: View): Block[] {
  const { say, audience } = view;
  const open = stories.filter((story) => mayRead(audience, "promises", scopeOf(story, audience)));
  const [first] = open;
  if (!first) return [];
  const more = open.length - PROMISE.shownOfAccount;
  const opens = { name: "promises.make", subject: first.scope.account };
  return [
    {
      kind: "text",
      text: say("promises.section", { count: open.length }),
      button: { kind: "button", label: say("promises.make-new"), opens },
    },
    ...open.slice(0, PROMISE.shownOfAccount).map((story): Block => {
      const press = { name: "promises.show", subject: story.promise.id };
      const text = waitingText(story.promise, story.keeper ?? story.promise.owner, story.daysLate, view);
      return { kind: "text", text, button: { kind: "button", label: say("feedback.show"), press } };
    }),
    ...(more > 0 ? [{ kind: "context", text: say("promises.list-more", { count: more }) } as const] : []),
  ];
}

/** What one keeps that is due, or that the customer is to hear of. */
export const todayPromises = todaySection<readonly Story[]>({
  surface: "today",
  order: 15,
  async load(acting) {
    const { tx, now, person } = acting;
    const today = localDateOf(now, person.calendar.zone);
    const open = await openOf(tx, [person.id, ...person.covers]);
    return storiesOf(
      acting,
      open.filter(({ dueOn, untold }) => untold || dueOn <= today),
    );
  },
  draw: (stories, view) =>
    stories.flatMap((story) => {
      const text = lineText(story, view);
      const button = story.promise.untold ? toldButton(story, view.say) : keptButton(story, view.say);
      return text ? [{ text, button }] : [];
    }),
});
