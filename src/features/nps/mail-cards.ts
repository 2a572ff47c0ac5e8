import type { Mailbox } from "../../chat/platform.ts";
import type { View } from "../../locales/say.ts";
import { sentences } from "../../locales/sentences.ts";
import type { Drawing } from "../feature.ts";
import type { SurveyStory } from "./story.ts";
import { askText } from "./why-text.ts";

export interface MailStory extends SurveyStory {
  /** it is the one reminder */
  readonly again: boolean;
  readonly closesAt: Date;
  /** where it is answered */
  readonly link: string;
  /** where one says that one doesn't want to be asked */
  readonly unsubscribe: string;
  readonly privacyUrl: string;
  /** of who asks */
  readonly replyTo: Mailbox | undefined;
}

/** The one question as a letter, to who isn't met in chat (E1). It looks up nothing, so opening it tells nobody. */
export function drawMail(story: MailStory, { say, locale }: Pick<View, "say" | "locale">): Drawing {
  const { company, asker, again, closesAt, link, unsubscribe, privacyUrl, replyTo } = story;
  const by = { date: closesAt, style: "day" } as const;
  return {
    card: {
      title: askText(story, locale, say),
      body: [
        ...(again ? [{ kind: "text", text: say("survey.mail-again") } as const] : []),
        { kind: "buttons", elements: [{ kind: "button", label: say("survey.mail-answer"), look: "primary", link }] },
        { kind: "text", text: sentences(say("survey.mail-until", { by }), replyTo ? say("survey.mail-reply") : []) },
        ...(asker ? [{ kind: "context", text: say("survey.who-reads", { asker: asker.name, company }) } as const] : []),
        { kind: "context", text: say("survey.mail-yours") },
        {
          kind: "buttons",
          elements: [
            { kind: "button", label: say("survey.privacy-link"), link: privacyUrl },
            { kind: "button", label: say("survey.never"), link: unsubscribe },
          ],
        },
      ],
    },
    summary: say(again ? "survey.mail-subject-again" : "survey.mail-subject", { company }),
    letter: { from: company, unsubscribe, ...(replyTo ? { replyTo } : {}) },
  };
}
