import type { Block, Button, Element, Span, Text } from "../../chat/card.ts";
import { OPPORTUNITY } from "../../kernel/defaults.ts";
import type { AccountId } from "../../kernel/ids.ts";
import { sellsNothing, Visible } from "../../kernel/permissions.ts";
import { sentences } from "../../locales/sentences.ts";
import type { View } from "../../locales/say.ts";
import { opens, presses } from "./buttons.ts";
import { isClosed, type Opportunity } from "./decide.ts";
import { isOurs, reasonText } from "./reasons.ts";
import { parkedSentence } from "./sentences.ts";
import type { Ended, Story } from "./story-model.ts";

export function openAccount({ account }: Opportunity, { say }: View): Button {
  return { kind: "button", label: say("opportunities.open"), press: { name: "accounts.open", subject: account } };
}

/** How far it is, who has it, and what comes next. */
export function followed(story: Story, view: View): Text {
  const { say } = view;
  const { opportunity } = story;
  const { parked, stage } = opportunity;
  if (parked) return heldText(story, view);
  if (isClosed(stage) || stage === "won") return endText(story, view);
  if (opportunity.claimed) return runningText(story, view);
  if (stage === "gated" || stage === "spotted") return waitingText(story, view);
  if (opportunity.snoozedUntil)
    return say("deals.snoozed", { until: { date: opportunity.snoozedUntil, style: "day-time" } });
  return sentences(offeredText(story, view), claimByText(story, view));
}

function offeredText({ opportunity: { pool, region }, assignee }: Story, { say }: View): Text {
  if (!pool && assignee) return say("opportunities.with-am", { am: { mention: assignee } });
  return region ? say("opportunities.with-pool", { region }) : say("opportunities.with-pool-everyone");
}

/** By when it should have been claimed, once that is over; not while that clock stands. */
export function lateSince({ stage, clocks: { claimBy, stoppedAt, rung } }: Opportunity): Span | undefined {
  const isLate = stage === "routed" && claimBy !== undefined && !stoppedAt && rung > 1;
  return isLate ? { date: claimBy, style: "day-time" } : undefined;
}

/** By when it is to be claimed; nothing while that clock stands. */
function claimByText({ opportunity, assignee }: Story, { say }: View): Text {
  const { stage, pool, clocks } = opportunity;
  const { claimBy, stoppedAt } = clocks;
  if (stage !== "routed" || !claimBy || stoppedAt) return [];
  const by = { date: claimBy, style: "day-time" } as const;
  const late = lateSince(opportunity);
  if (late) return say("deals.claims-late", { by: late });
  return pool || !assignee
    ? say("deals.claims-by-pool", { by })
    : say("deals.claims-by", { am: { mention: assignee }, by });
}

/** What it waits for before it is offered: the CSM's word, a manager's, or that the customer has settled in. */
function waitingText({ opportunity, accountName: account, csm, wordLapsed }: Story, { say }: View): Text {
  const { stage, confirmed, asked } = opportunity;
  const days = OPPORTUNITY.confirmedForDays;
  if (wordLapsed && confirmed) return say("gate.word-lapsed", { at: { date: confirmed.at, style: "day" }, days });
  if (!confirmed && !asked) return say("gate.waits-for-word");
  if (stage === "gated" || !confirmed) return say("opportunities.waiting", { account });
  return say("gate.waits-for-manager", { csm: { mention: csm }, at: { date: confirmed.at, style: "day" } });
}

function heldText(story: Story, view: View): Text {
  const { say } = view;
  const { parked, hold } = story.opportunity;
  if (!parked) return [];
  const reason = parkedSentence(parked, story, view);
  if (hold?.decided?.what === "pause" && story.decider) {
    return [...reason, " ", ...say("deals.paused", { who: { mention: story.decider } })];
  }
  if (!hold?.decideBy) return reason;
  return [...reason, " ", ...say("deals.undecided", { by: { date: hold.decideBy, style: "day-time" } })];
}

function runningText({ opportunity, claimer }: Story, { say }: View): Text {
  const { claimed, stage, contactedAt, proposedAt } = opportunity;
  if (!claimed || !claimer) return say("opportunities.closed");
  const am = { mention: claimer };
  if (stage === "contacted" && contactedAt)
    return say("deals.contacted", { am, at: { date: contactedAt, style: "day" } });
  if (stage === "proposed" && proposedAt) return say("deals.proposed", { am, at: { date: proposedAt, style: "day" } });
  return say("opportunities.claimed", {
    am,
    at: { date: claimed.at, style: "day-time" },
    by: { date: claimed.contactBy, style: "day" },
  });
}

function endText({ opportunity, claimer, csm, lostReason }: Story, view: View): Text {
  const { say } = view;
  const { stage, closedAt, accepted } = opportunity;
  const when = accepted?.at ?? closedAt;
  if (!when) return say("opportunities.closed");
  const at = { date: when, style: "day" } as const;
  const am = claimer ? { mention: claimer } : "?";
  switch (stage) {
    case "won":
      return say("deals.won", { am, at, csm: { mention: csm } });
    case "done":
      return say("deals.done", { am, at });
    case "lost":
      return say("deals.lost", { at, reason: reasonText(lostReason, view) });
    case "withdrawn":
      return say("deals.withdrawn", { at, reason: reasonText(lostReason, view) });
    default:
      return stage === "expired"
        ? say("deals.ended-expired", { at, count: OPPORTUNITY.expiresAfterDays })
        : say("gate.ended-gate", { at });
  }
}

/** What was promised to the customer, what it is worth for who may know, and what else speaks for it. */
export function factsOf(story: Story, view: View): Block[] {
  const { say, audience } = view;
  const { promised, askedBack, scope, supports = 0 } = story;
  const value = story.value && new Visible("price", scope, story.value).open(audience);
  const lines: Text[] = [];
  if (promised !== undefined) lines.push(say("deals.promised", { text: promised }));
  if (value) lines.push(say("deals.value", { value }));
  if (askedBack !== undefined && story.opportunity.stage === "won")
    lines.push(say("deals.asked-back", { text: askedBack }));
  const more: Block[] = supports > 0 ? [{ kind: "context", text: say("deals.supports", { count: supports }) }] : [];
  return [...lines.map((text) => ({ kind: "text", text }) as const), ...more];
}

/** Its reader looks after the customer, maybe in the AM's stead: the offer isn't theirs (D9). */
export function isForAm({ scope }: Story, { audience }: View): boolean {
  return audience.kind === "person" && sellsNothing(audience.reader, scope);
}

/** Its reader has passed on it, and it is offered to others. */
export function hasPassed({ opportunity: { stage, passed } }: Story, { audience }: View): boolean {
  return stage === "routed" && audience.kind === "person" && passed.includes(audience.reader.person);
}

/** The state of it, and what one may press; nothing that isn't possible now. */
export function buttonsOf(story: Story, view: View): Block[] {
  const { opportunity } = story;
  const { say } = view;
  const open = openAccount(opportunity, view);
  const state: Block = { kind: "text", text: followed(story, view) };
  if (isForAm(story, view)) return [state, { kind: "buttons", elements: [open] }];
  if (hasPassed(story, view)) {
    return [
      { kind: "text", text: say("deals.you-passed") },
      { kind: "buttons", elements: [open] },
    ];
  }
  if (opportunity.stage === "routed" && !opportunity.parked)
    return [...offerBlocks(story, view), ...buttonRows(offerButtons(story, view))];
  return [state, ...buttonRows([...runningButtons(opportunity, view), open])];
}

function offerBlocks(story: Story, view: View): Block[] {
  const { say } = view;
  const { snoozedUntil } = story.opportunity;
  const by = claimByText(story, view);
  const promise = say("opportunities.promise", { count: OPPORTUNITY.contactWithinWorkingDays });
  const snoozed: Block[] = snoozedUntil
    ? [{ kind: "text", text: say("deals.snoozed", { until: { date: snoozedUntil, style: "day-time" } }) }]
    : [];
  const clock: Block[] = by.length > 0 ? [{ kind: "text", text: by }] : [];
  return [...beforeBlocks(story, view), ...snoozed, ...clock, { kind: "context", text: promise }];
}

/** What was done before it came back; words of their own may hold a price, so they are for those who may see prices (D9). */
function beforeBlocks({ before, scope }: Story, view: View): Block[] {
  if (!before) return [];
  const { say, audience } = view;
  const note = before.note === undefined ? undefined : new Visible("price", scope, before.note).open(audience);
  const told = beforeText(before, view);
  return [{ kind: "text", text: note ? sentences(told, say("deals.before-note", { text: note })) : told }];
}

function beforeText({ by, endedBy, kind, stage, at, reason: why }: Ended, view: View): Text {
  const { say } = view;
  const who = { who: { mention: by }, at: { date: at, style: "day" } } as const;
  if (kind === "lapsed") return say("deals.before-lapsed", who);
  const reason = reasonText(why, view);
  if (isOurs(why)) return say(`deals.ended-${stage}`, { ...who, reason });
  if (!endedBy || endedBy.id === by.id) return say(`deals.before-${stage}`, { ...who, reason });
  return say(`deals.taken-${stage}`, { ...who, by: { mention: endedBy }, reason });
}

function offerButtons({ opportunity }: Story, view: View): Element[] {
  const { say } = view;
  const { id, account, snoozedUntil, snoozes } = opportunity;
  const maySnooze = !snoozedUntil && snoozes < OPPORTUNITY.snoozesAtMost;
  return [
    presses(say("opportunities.claim"), "claim", id, "primary"),
    opens(say("deals.pass"), "pass", id),
    ...(maySnooze ? [opens(say("deals.snooze"), "snooze", id)] : []),
    askCsm(account, view),
    openAccount(opportunity, view),
  ];
}

function askCsm(account: AccountId, { say }: View): Button {
  return { kind: "button", label: say("deals.ask-csm"), opens: { name: "questions.ask-csm", subject: account } };
}

function runningButtons({ id, account, stage, parked, claimed }: Opportunity, view: View): Element[] {
  if (!claimed || isClosed(stage) || stage === "won") return [];
  const { say } = view;
  const ask = askCsm(account, view);
  const lose = opens(say("deals.lose"), "lose", id);
  const release = opens(say("deals.release"), "release", id);
  if (parked) return [ask, lose, release];
  const log: Button = {
    kind: "button",
    label: say("deals.log-contact"),
    look: "primary",
    opens: { name: "accounts.log", subject: account },
  };
  const propose = presses(say("deals.propose"), "propose", id, stage === "contacted" ? "primary" : undefined);
  const win = opens(say("deals.win"), "win", id, stage === "proposed" ? "primary" : undefined);
  if (stage === "claimed") return [log, ask, propose, win, lose, release];
  return stage === "contacted" ? [propose, win, ask, lose, release] : [win, ask, lose, release];
}

/** Five a row, as both platforms show them. */
function buttonRows(elements: readonly Element[]): Block[] {
  const rows: Block[] = [];
  for (let at = 0; at < elements.length; at += 5) rows.push({ kind: "buttons", elements: elements.slice(at, at + 5) });
  return rows;
}
