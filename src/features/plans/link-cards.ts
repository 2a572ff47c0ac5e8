import type { Card } from "../../chat/card.ts";
import type { Say, View } from "../../locales/say.ts";
import { type Link, linkCard } from "../link-card.ts";
import type { GoalStory } from "./story.ts";

/** Who can't be met in chat is asked by a link, which one of us sends. */
export function byLinkCard(
  { goal, account }: GoalStory,
  contact: { readonly id: string; readonly name: string },
  { say }: Pick<View, "say">,
): Card {
  return {
    title: say("plans.by-link-title", { contact: contact.name }),
    body: [
      { kind: "text", text: say("plans.by-link", { account: account.name, goal: goal.name }) },
      {
        kind: "buttons",
        elements: [
          {
            kind: "button",
            label: say("nps.get-link"),
            look: "primary",
            press: { name: "plans.link", subject: goal.id, choice: contact.id },
          },
        ],
      },
    ],
  };
}

/** What one copies, and who of ours came to them lately. */
export function linkCardOf(
  link: Link & { readonly near: { readonly who: { readonly name: string }; readonly at: Date } | undefined },
  say: Say,
): Card {
  const { near, who: contact } = link;
  const card = linkCard(link, say);
  if (!near) return card;
  const at = { date: near.at, style: "day-time" } as const;
  const care = say("plans.link-collides", { contact, other: near.who.name, at });
  return { ...card, body: [...card.body, { kind: "text", text: care }] };
}
