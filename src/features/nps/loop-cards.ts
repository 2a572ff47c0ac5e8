import type { Action, Block, Button, Form, Text } from "../../chat/card.ts";
import { NPS } from "../../kernel/defaults.ts";
import type { AccountId } from "../../kernel/ids.ts";
import { Visible } from "../../kernel/permissions.ts";
import { FORMER } from "../../kernel/former.ts";
import type { TextKey } from "../../locales/keys.ts";
import type { Say, Value, View } from "../../locales/say.ts";
import type { Drawing } from "../feature.ts";
import { openAccount } from "./cards.ts";
import { isSaidOf } from "./decide.ts";
import type { LoopEnd } from "./loop-store.ts";
import type { LoopStory } from "./story.ts";
import type { Survey } from "./survey-store.ts";
import { themesOf } from "../themes.ts";

const ENDS = {
  contact: "nps.end-contact",
  "not-needed": "nps.end-not-needed",
  better: "nps.end-better",
  left: "nps.end-left",
  yes: "nps.end-yes",
  no: "nps.end-no",
} as const satisfies Record<LoopEnd, TextKey>;

/** How it ended, and through whom. */
export function endText(
  as: LoopEnd,
  { who, on, by }: { readonly who: string; readonly on: Date; readonly by: Value | undefined },
  say: Say,
): Text {
  const said = { who, on: { date: on, style: "day" } } as const;
  return as === "contact" && by !== undefined ? say("nps.end-contact-by", { ...said, by }) : say(ENDS[as], said);
}

/** Who answered what, and what is to be done of it: a call, or a favour to ask for (E5). */
export function drawLoop(story: LoopStory, view: View): Drawing {
  const { say, audience } = view;
  const { survey, accountName: account, scope, loop } = story;
  if (survey.score === undefined || !new Visible("nps", scope, true).open(audience)) return hidden(story, view);
  const who = survey.contact?.name ?? FORMER.contact;
  const begun = loop.kind === "call" ? "nps.loop-call" : "nps.loop-reference";
  const title = say(loop.closedAt ? "nps.loop-closed" : begun, { who, account });
  const body: Block[] = [
    { kind: "text", text: gaveText(story, say) },
    ...commentBlocks(story, say),
    { kind: "text", text: nextText(story, say) },
    ...(story.seller
      ? [{ kind: "context", text: say("nps.referral-with", { seller: { mention: story.seller } }) } as const]
      : []),
    ...buttonsFor(story, say),
  ];
  const accent = loop.closedAt ? "good" : loop.kind === "call" ? "warn" : "calm";
  return { card: { title, accent, body }, summary: title };
}

/** The same, where nobody has called yet. */
export function drawNudge(story: LoopStory & { readonly escalated: boolean }, view: View): Drawing {
  const { say, audience } = view;
  const { survey, scope, accountName: account, loop, owner, escalated } = story;
  if (survey.score === undefined || !new Visible("nps", scope, true).open(audience)) return hidden(story, view);
  const who = survey.contact?.name ?? FORMER.contact;
  const title = say(loop.closedAt ? "nps.loop-closed" : "nps.nudge-title", { who, account });
  const late =
    escalated && owner
      ? say("nps.nudge-escalated", { who, owner: { mention: owner }, score: survey.score })
      : say("nps.nudge-remind", { who, score: survey.score, by: { date: loop.dueAt, style: "day" } });
  const body: Block[] = [
    ...(loop.closedAt ? [{ kind: "text", text: gaveText(story, say) } as const] : []),
    { kind: "text", text: loop.closedAt ? nextText(story, say) : late },
    ...commentBlocks(story, say),
    ...buttonsFor(story, say),
  ];
  return { card: { title, accent: loop.closedAt ? "good" : "warn", body }, summary: title };
}

/** What the card is about; where it is over, an answer that came later doesn't take its place. */
function gaveText({ survey, loop }: LoopStory, say: Say): Text {
  const who = survey.contact?.name ?? FORMER.contact;
  const now = survey.score ?? 0;
  const score = loop.score ?? now;
  return score === now ? say("nps.gave", { who, score }) : say("nps.gave-later", { who, score, now });
}

function commentBlocks({ survey: { comment, commentScore, score }, loop, passedOn }: LoopStory, say: Say): Block[] {
  if (comment === undefined) return [{ kind: "context", text: say("nps.no-comment") }];
  const about = loop.score ?? score ?? 0;
  const isOfIt = isSaidOf({ comment, commentScore }, about);
  const themes = themesOf(comment);
  return [
    {
      kind: "text",
      text: isOfIt ? say("nps.said", { comment }) : say("nps.said-with", { comment, score: commentScore ?? about }),
    },
    ...(themes.length > 0
      ? [
          {
            kind: "context",
            text: say("nps.themes", {
              themes: themes
                .map((theme) => say(`nps.theme-${theme}`))
                .flatMap((text, at): Text => (at === 0 ? text : [", ", ...text])),
            }),
          } as const,
        ]
      : []),
    ...(passedOn
      ? [{ kind: "context", text: say("feedback.passed-on", { on: { date: passedOn, style: "day" } }) } as const]
      : []),
  ];
}

function nextText({ loop, survey, owner, closer }: LoopStory, say: Say): Text {
  const who = survey.contact?.name ?? FORMER.contact;
  if (loop.closedAt && loop.closedAs)
    return endText(loop.closedAs, { who, on: loop.closedAt, by: closer && { mention: closer } }, say);
  if (loop.kind === "reference") return say("nps.next-reference", { who });
  const by = { date: loop.dueAt, style: "day" } as const;
  return owner ? say("nps.next-call", { who, owner: { mention: owner }, by }) : say("nps.next-call-nobody", { who });
}

function buttonsFor({ loop, scope, survey, passedOn }: LoopStory, say: Say): Block[] {
  const elements: Button[] = [];
  if (!loop.closedAt && loop.kind === "call") {
    elements.push({
      kind: "button",
      label: say("accounts.log"),
      look: "primary",
      opens: logCall(survey, scope.account),
    });
  }
  if (!loop.closedAt && loop.kind === "reference") {
    elements.push({
      kind: "button",
      label: say("nps.agreed"),
      look: "primary",
      opens: { name: "nps.favour", subject: loop.id },
    });
    elements.push({ kind: "button", label: say("nps.no-favour"), press: { name: "nps.no-favour", subject: loop.id } });
  }
  if (loop.kind === "reference" && !loop.referral) {
    elements.push({ kind: "button", label: say("nps.refer"), opens: { name: "nps.referral", subject: loop.id } });
  }
  if (survey.comment !== undefined && survey.contact && !passedOn) {
    const opens = { name: "feedback.pass", subject: survey.id };
    elements.push({ kind: "button", label: say("feedback.pass"), opens });
  }
  return [{ kind: "buttons", elements: [...elements, openAccount(scope.account, say)] }];
}

/** The form by which the call is logged, with who was called filled in; where they were erased, whom is chosen. */
export function logCall({ contact }: Pick<Survey, "contact">, account: AccountId): Action {
  return contact ? { name: "accounts.log-call", subject: contact.id } : { name: "accounts.log", subject: account };
}

function hidden({ scope }: LoopStory, { say }: View): Drawing {
  const title = say("nps.hidden-title");
  return {
    card: {
      title,
      body: [
        { kind: "text", text: say("nps.hidden") },
        { kind: "buttons", elements: [openAccount(scope.account, say)] },
      ],
    },
    summary: title,
  };
}

/** Who would recommend us agreed to say so, and may have named somebody. */
export function favourForm({ loop, survey }: LoopStory, { say }: Pick<View, "say">): Form {
  return {
    name: "nps.favour",
    subject: loop.id,
    title: say("nps.favour-title"),
    submit: say("nps.favour-save"),
    intro: [{ kind: "text", text: say("nps.favour-intro", { who: survey.contact?.name ?? "" }) }],
    fields: [
      {
        name: "referral",
        kind: "text",
        label: say("nps.field-referral"),
        hint: say("nps.field-referral-hint"),
        multiline: false,
        optional: true,
        maxLength: NPS.referralAtMost,
      },
    ],
  };
}
