import type { Block, Element, PersonRef, Text } from "../../chat/card.ts";
import { FEEDBACK } from "../../kernel/defaults.ts";
import { mayRead, Visible } from "../../kernel/permissions.ts";
import type { TextKey } from "../../locales/keys.ts";
import type { View } from "../../locales/say.ts";
import type { Drawing } from "../feature.ts";
import { aboutText, openAccount, wordsText } from "./cards.ts";
import { SNOOZES, type TellEnd } from "./decide.ts";
import type { Item } from "./store.ts";
import type { Behind, PieceStory, TellStory } from "./story.ts";

const ENDS = {
  told: "feedback.end-told",
  "not-needed": "feedback.end-not-needed",
  left: "feedback.end-left",
} as const satisfies Record<TellEnd, TextKey>;

/** To who looks after a customer: what they asked for is there, and nobody has told them. */
export function drawTell(story: TellStory, view: View): Drawing {
  return drawn(
    story,
    view,
    view.say("feedback.tell-title", { account: story.behind.account.name }),
    nextText(story, view),
  );
}

/** The same, where nobody has told them yet. @param teller who was to do it, for their manager */
export function drawNudge(story: TellStory, teller: PersonRef | undefined, view: View): Drawing {
  const { say } = view;
  const { tell, behind } = story;
  const account = behind.account.name;
  const by = { date: tell.dueAt, style: "day" } as const;
  const late = teller
    ? say("feedback.nudge-escalated", { account, by, teller: { mention: teller } })
    : say("feedback.nudge-remind", { account, by });
  const title = say("feedback.nudge-title", { account });
  return drawn(story, view, title, tell.closed ? nextText(story, view) : late);
}

function drawn({ tell, item, behind }: TellStory, view: View, title: Text, next: Text): Drawing {
  const { say, audience } = view;
  const { scope } = behind.account;
  if (!new Visible("feedback", scope, true).open(audience)) return hidden(behind, view);
  const about = aboutText(item, say);
  const body: Block[] = [
    { kind: "text", text: next },
    { kind: "text", text: shippedText(item, view) },
    ...saidBlocks(behind, view),
    { kind: "buttons", elements: [...(tell.closed ? [] : tellButtons({ tell }, view)), openAccount(scope, view)] },
  ];
  return {
    card: tell.closed
      ? { title: say("feedback.closed-title", { account: behind.account.name, about }), accent: "good", body }
      : { title, accent: "calm", body },
    summary: say("feedback.tell-summary", { account: behind.account.name, about }),
  };
}

function shippedText(item: Item, { say }: View): Text {
  const said = { about: aboutText(item, say), note: item.note ?? "", place: item.place ?? "" };
  return say(item.place === undefined ? "feedback.shipped" : "feedback.shipped-where", said);
}

/** Who said so is for who may know the customer's people. */
function saidBlocks({ account, pieces }: Behind, view: View): Block[] {
  const [newest] = pieces;
  if (!newest) return [];
  const { say, audience } = view;
  const words = wordsText(newest, account.scope, view, FEEDBACK.wordsAtMost);
  const who = mayRead(audience, "contact-names", account.scope) ? newest.contact : undefined;
  const on = { date: newest.passedAt, style: "day" } as const;
  const text = who === undefined ? say("feedback.said", { words, on }) : say("feedback.said-by", { who, words, on });
  return [{ kind: "text", text }];
}

function nextText({ tell, behind }: TellStory, { say }: View): Text {
  const account = behind.account.name;
  if (tell.closed) {
    const { as, at, by } = tell.closed;
    const who = by ? { mention: by } : say("timeline.tandem");
    return say(ENDS[as], { account, who, on: { date: at, style: "day" } });
  }
  if (tell.snoozedUntil)
    return say("feedback.next-snoozed", { account, until: { date: tell.snoozedUntil, style: "day-time" } });
  return say("feedback.next-tell", { account, by: { date: tell.dueAt, style: "day" } });
}

function tellButtons({ tell: { id: subject, snoozes } }: Pick<TellStory, "tell">, { say }: View): Element[] {
  return [
    { kind: "button", label: say("feedback.told"), look: "primary", opens: { name: "feedback.told", subject } },
    ...(snoozes < FEEDBACK.snoozesAtMost
      ? [
          {
            kind: "menu",
            label: say("cases.snooze"),
            press: { name: "feedback.snooze", subject },
            options: SNOOZES.map((value) => ({ value, label: say(`cases.snooze-${value}`) })),
          } as const,
        ]
      : []),
    { kind: "button", label: say("feedback.not-needed"), press: { name: "feedback.not-needed", subject } },
  ];
}

/** To who looks after a customer: what they asked for won't come, and why, so that nobody is left waiting. */
export function drawDeclined({ item, behind }: PieceStory, view: View): Drawing {
  const { say, audience } = view;
  const { scope, name: account } = behind.account;
  if (!new Visible("feedback", scope, true).open(audience)) return hidden(behind, view);
  const about = aboutText(item, say);
  const title = say("feedback.declined-title", { account, about });
  const who = item.decided ? { mention: item.decided.by } : say("timeline.one-of-us");
  const body: Block[] = [
    { kind: "text", text: say("feedback.declined", { who, reason: item.note ?? "" }) },
    ...saidBlocks(behind, view),
    { kind: "text", text: say("feedback.declined-next", { account }) },
    {
      kind: "buttons",
      elements: [
        {
          kind: "button",
          label: say("accounts.log"),
          look: "primary",
          opens: { name: "accounts.log", subject: scope.account },
        },
        openAccount(scope, view),
      ],
    },
  ];
  return { card: { title, accent: "warn", body }, summary: title };
}

function hidden({ account: { scope } }: Behind, view: View): Drawing {
  const title = view.say("feedback.hidden-title");
  const body: Block[] = [
    { kind: "text", text: view.say("feedback.hidden") },
    { kind: "buttons", elements: [openAccount(scope, view)] },
  ];
  return { card: { title, body }, summary: title };
}
