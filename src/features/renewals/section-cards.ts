import type { Block, Button, Text } from "../../chat/card.ts";
import type { AccountId } from "../../kernel/ids.ts";
import { Visible } from "../../kernel/permissions.ts";
import type { View } from "../../locales/say.ts";
import { scopeOf, type Story } from "./cards.ts";
import { mentioned } from "./texts.ts";

/** A renewal of an account as its card mentions it, and what one presses to go on. */
export function drawSection(stories: readonly Story[], view: View): Block[] {
  return stories.flatMap((story): Block[] => {
    if (!new Visible("contract-dates", scopeOf(story), true).open(view.audience)) return [];
    return [{ kind: "text", text: sectionText(story, view), button: openButton(story.account.id, view) }];
  });
}

function sectionText(story: Story, { say }: View): Text {
  const { kind, told, reviewed, termsSent, people } = story.renewal;
  if (termsSent) return say("renewals.section-sent", { at: { date: termsSent.at, style: "day" } });
  if (told === undefined) return say("renewals.section-owner", { who: mentioned(people.terms, say) });
  if (told !== "value" && kind === "term") return say("renewals.section-terms", { who: mentioned(people.terms, say) });
  return reviewed
    ? say("renewals.section-reviewed", { who: mentioned(people.reviewer, say) })
    : say("renewals.section-review", { who: mentioned(people.value, say) });
}

export function openButton(account: AccountId, { say }: View): Button {
  return { kind: "button", label: say("renewals.open"), press: { name: "renewals.open", subject: account } };
}
