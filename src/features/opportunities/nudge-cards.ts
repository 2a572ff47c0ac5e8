import type { Block, Button, Text } from "../../chat/card.ts";
import { leads, mayRead, Visible } from "../../kernel/permissions.ts";
import type { TextKey } from "../../locales/keys.ts";
import type { View } from "../../locales/say.ts";
import { sentences } from "../../locales/sentences.ts";
import type { Drawing } from "../feature.ts";
import { namesPrice } from "../priced.ts";
import { opens, presses } from "./buttons.ts";
import { drawSpotter, hidden } from "./cards.ts";
import { buttonsOf, factsOf, followed, hasPassed, isForAm, openAccount } from "./claimed-cards.ts";
import { benefitBlocks, wordButtons } from "./gate-cards.ts";
import type { NudgeKind } from "./nudges.ts";
import { reasonText } from "./reasons.ts";
import type { Passed, Story } from "./story-model.ts";

export interface Nudge {
  readonly kind: NudgeKind;
  readonly story: Story;
  /** why it came to a manager */
  readonly passes?: readonly Passed[];
}

const SAYS: Readonly<Record<NudgeKind, TextKey>> = {
  remind: "deals.nudge-remind",
  escalated: "deals.nudge-escalated",
  "your-turn": "deals.nudge-your-turn",
  promise: "deals.nudge-promise",
  lapsed: "deals.nudge-lapsed",
  "lapsed-manager": "deals.nudge-lapsed-manager",
  awake: "deals.nudge-awake",
  expired: "deals.nudge-expired",
  "slot-stays": "deals.nudge-slot-stays",
  asked: "deals.nudge-asked",
  withdrawn: "deals.nudge-withdrawn",
  passed: "deals.nudge-passed",
  confirm: "gate.nudge-confirm",
  refused: "gate.nudge-refused",
};

const ASKS_THE_AM: ReadonlySet<NudgeKind> = new Set(["remind", "your-turn", "promise", "awake", "passed", "asked"]);

/** With what they can do about it. */
export function drawNudge({ kind, story, passes = [] }: Nudge, view: View): Drawing {
  const { say } = view;
  if (!new Visible("opportunity", story.scope, true).open(view.audience)) return hidden(story, view);
  if (ASKS_THE_AM.has(kind) && isForAm(story, view)) return drawSpotter(story, view);
  const { opportunity, accountName: account, assignee, claimer } = story;
  const who = claimer ?? assignee;
  const title = say("opportunities.title", { account, product: opportunity.product });
  const asks = !hasPassed(story, view);
  const text = say(kind === "escalated" && !asks ? "deals.nudge-escalated-ask" : SAYS[kind], {
    account,
    product: opportunity.product,
    who: who ? { mention: who } : say("deals.nobody"),
    by: opportunity.claimed ? { date: opportunity.claimed.contactBy, style: "day" } : "",
  });
  const rest = restOf(kind, story, view);
  const told: Block[] = asks || !ASKS_THE_AM.has(kind) ? [{ kind: "text", text }] : [];
  if (asks) told.push(...passes.map((each): Block => ({ kind: "text", text: passedText(each, story, view) })));
  const body: Block[] = [...told, ...benefitBlocks(story, view), ...factsOf(story, view), ...rest];
  return { card: { title, accent: "warn", body }, summary: text };
}

/** A price in their words is for those who may see prices (D9). */
function passedText({ by, reason, note }: Passed, { scope }: Story, view: View): Text {
  const { say, audience } = view;
  const told = say("deals.passed-because", { who: { mention: by }, reason: reasonText(reason, view) });
  const isOpen = note !== undefined && (namesPrice(note) === undefined || mayRead(audience, "price", scope));
  return isOpen ? sentences(told, say("deals.before-note", { text: note })) : told;
}

function restOf(kind: NudgeKind, story: Story, view: View): Block[] {
  if (kind === "confirm") return [{ kind: "text", text: followed(story, view) }, ...wordButtons(story, view)];
  return kind === "expired" || kind === "withdrawn" || kind === "refused"
    ? plainly(story, view)
    : buttonsOf(story, view);
}

function plainly(story: Story, view: View): Block[] {
  return [
    { kind: "text", text: followed(story, view) },
    { kind: "buttons", elements: [openAccount(story.opportunity, view)] },
  ];
}

/** A deal that runs at a customer that came to be at risk: go on, or pause (D2). */
export function drawHold(story: Story, view: View): Drawing {
  const { say } = view;
  if (!new Visible("opportunity", story.scope, true).open(view.audience)) return hidden(story, view);
  const { opportunity, accountName: account, claimer } = story;
  const title = say("deals.hold-title", { account, product: opportunity.product });
  const asks = opportunity.parked && opportunity.hold?.decided === undefined;
  const body: Block[] = [
    { kind: "text", text: followed(story, view) },
    ...(asks && claimer
      ? [
          {
            kind: "text",
            text: say(
              mayGoOn(story, view) && view.audience.kind === "person" ? "deals.hold-ask-leader" : "deals.hold-ask",
              { am: { mention: claimer } },
            ),
          } as const,
        ]
      : []),
    ...benefitBlocks(story, view),
    ...decided(story, view),
    { kind: "buttons", elements: [...holdButtons(story, view), openAccount(opportunity, view)] },
  ];
  return { card: { title, accent: opportunity.parked ? "warn" : "good", body }, summary: title };
}

function decided({ opportunity: { hold }, decider }: Story, { say }: View): Block[] {
  if (hold?.decided?.what !== "continue" || !decider) return [];
  const text: Text = say("deals.continued", {
    who: { mention: decider },
    at: { date: hold.decided.at, style: "day-time" },
  });
  return [{ kind: "text", text }];
}

function mayGoOn({ scope }: Story, { audience }: View): boolean {
  return audience.kind === "channel" || leads(audience.reader, scope);
}

/** In a channel everybody reads the same card; in private who would only be refused isn't offered to go on. */
function holdButtons(story: Story, view: View): Button[] {
  const { say } = view;
  const { id, parked, hold, stage } = story.opportunity;
  if (!parked || (stage !== "contacted" && stage !== "proposed")) return [];
  const goOn = mayGoOn(story, view) ? [opens(say("deals.continue"), "continue", id)] : [];
  const pause = presses(say("deals.pause"), "pause", id, "primary");
  return hold?.decided ? goOn : [pause, ...goOn];
}
