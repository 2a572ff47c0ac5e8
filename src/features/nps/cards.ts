import type { Block, Button, Element, Text } from "../../chat/card.ts";
import { FORMER } from "../../kernel/former.ts";
import type { AccountId } from "../../kernel/ids.ts";
import { Visible } from "../../kernel/permissions.ts";
import type { Say, View } from "../../locales/say.ts";
import type { Drawing } from "../feature.ts";
import type { SurveyStory } from "./story.ts";

export function openAccount(account: AccountId, say: Say): Button {
  return { kind: "button", label: say("digests.open"), press: { name: "accounts.open", subject: account } };
}

export interface LinkStory {
  readonly story: SurveyStory;
  /** nobody fetched the link so far, and somebody still may */
  readonly waits: boolean;
  readonly again: boolean;
  /** a letter to them came back */
  readonly undelivered?: boolean;
}

/** To who looks after a customer: somebody who can't be asked in chat, and the way to ask them. */
export function drawLink({ story, waits, again, undelivered = false }: LinkStory, view: View): Drawing {
  const { say, audience } = view;
  const { survey, accountName: account, scope, open } = story;
  if (!new Visible("nps", scope, true).open(audience)) {
    const title = say("nps.hidden-title");
    return { card: { title, body: [{ kind: "text", text: say("nps.hidden") }] }, summary: title };
  }
  const who = survey.contact?.name ?? FORMER.contact;
  const title = say(again ? "nps.link-title-again" : "nps.link-title", { who, account });
  const isOver = !(open || waits) || survey.state === "answered";
  const elements: Element[] = isOver
    ? []
    : [
        {
          kind: "button",
          label: say("nps.get-link", { who }),
          look: "primary",
          press: { name: "nps.link", subject: survey.id },
        },
      ];
  const body: Block[] = [
    {
      kind: "text",
      text: isOver
        ? overText(story, say)
        : say(undelivered ? "nps.link-undelivered" : "nps.link-why", {
            who,
            by: { date: survey.closesAt ?? new Date(0), style: "day" },
          }),
    },
    { kind: "buttons", elements: [...elements, openAccount(scope.account, say)] },
  ];
  return { card: { title, body, ...(isOver ? { accent: "good" as const } : {}) }, summary: title };
}

function overText({ survey }: SurveyStory, say: Say): Text {
  const who = survey.contact?.name ?? FORMER.contact;
  if (survey.state === "answered") return say("nps.link-answered", { who });
  return survey.state === "withdrawn" ? say("nps.link-withdrawn", { who }) : say("nps.link-closed", { who });
}
