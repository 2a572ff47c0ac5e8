import type { Block, PersonRef, Text } from "../../../chat/card.ts";
import { type Scope, Visible } from "../../../kernel/permissions.ts";
import type { TextKey } from "../../../locales/keys.ts";
import type { Say, View } from "../../../locales/say.ts";
import type { Drawing } from "../../feature.ts";
import type { WellEnd, WellTask } from "./store.ts";

/** All that a card about it says. */
export interface WellStory {
  readonly task: WellTask;
  readonly accountName: string;
  readonly scope: Scope;
  readonly owner: PersonRef | undefined;
  readonly isLate: boolean;
}

const ENDS = {
  well: "well.was-well",
  "not-well": "well.was-not-well",
  joined: "well.was-joined",
  left: "well.was-left",
} as const satisfies Record<WellEnd, TextKey>;

/** "Is all well?", after a ticket or complaint of a key account was closed. */
export function drawWell(story: WellStory, view: View, escalated = false): Drawing {
  const { say, audience } = view;
  const { task, accountName: account, scope } = story;
  const isRead = new Visible("internal", scope, true).open(audience) ?? false;
  const title = isRead ? say("well.title", { account }) : say("opportunities.hidden-title");
  const body: Block[] = [
    ...(isRead ? textBlocks(story, say, escalated) : [{ kind: "text", text: say("well.hidden") } as const]),
    {
      kind: "buttons",
      elements: [
        ...(isRead && !task.closedAt
          ? ([
              {
                kind: "button",
                label: say("well.well"),
                look: "primary",
                press: { name: "checkins.well", subject: task.id },
              },
              { kind: "button", label: say("well.not-well"), press: { name: "checkins.not-well", subject: task.id } },
            ] as const)
          : []),
        { kind: "button", label: say("digests.open"), press: { name: "accounts.open", subject: scope.account } },
      ],
    },
  ];
  const accent = task.closedAt ? "good" : story.isLate ? "warn" : "calm";
  return { card: { title, accent, body }, summary: title };
}

function textBlocks({ task, owner, isLate }: WellStory, say: Say, escalated: boolean): Block[] {
  const about: Text =
    task.source === "complaint"
      ? say("well.after-complaint")
      : task.subject === undefined
        ? say("well.after-ticket")
        : say("well.after-ticket-about", { subject: task.subject });
  return [
    { kind: "text", text: about },
    { kind: "text", text: nextText(task, owner, isLate, escalated, say) },
  ];
}

/** What became of it, once it is over. */
export function endText({ closedAt, closedAs }: WellTask, say: Say): Text | undefined {
  return closedAt && closedAs ? say(ENDS[closedAs], { on: { date: closedAt, style: "day" } }) : undefined;
}

function nextText(task: WellTask, owner: PersonRef | undefined, isLate: boolean, escalated: boolean, say: Say): Text {
  const ended = endText(task, say);
  if (ended) return ended;
  const whose: Text = owner ? [{ mention: owner }] : say("checkins.nobody");
  const said = { owner: whose, by: { date: task.dueAt, style: "day" } as const };
  if (escalated) return say("well.escalated", said);
  return say(isLate ? "well.late" : "well.next", said);
}

/** One line of what is to be done. */
export function wellLine({ accountName: account, isLate, task }: WellStory, say: Say): Text {
  const said = { account, by: { date: task.dueAt, style: "day" } as const };
  return say(isLate ? "well.line-late" : "well.line", said);
}
