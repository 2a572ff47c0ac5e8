import { type Block, type Button, daySpan, type Text } from "../../../chat/card.ts";
import { PLAN, PROMISE } from "../../../kernel/defaults.ts";
import { type Audience, holds, leads, type Scope, Visible } from "../../../kernel/permissions.ts";
import type { TextKey } from "../../../locales/keys.ts";
import type { Say, View } from "../../../locales/say.ts";
import type { Drawing } from "../../feature.ts";
import { goalText } from "../../goal-text.ts";
import { waitingText } from "../../promise-text.ts";
import { type CheckIn, daysOverdue, type Kind, type Sentiment, type Skip } from "./decide.ts";
import type { BriefStory, CheckInStory } from "./story.ts";

const KINDS = { "check-in": "checkins.kind-check-in", review: "checkins.kind-review" } as const satisfies Record<
  Kind,
  TextKey
>;
export const SENTIMENT_TEXTS = {
  good: "checkins.sentiment-good",
  mixed: "checkins.sentiment-mixed",
  bad: "checkins.sentiment-bad",
} as const satisfies Record<Sentiment, TextKey>;
export const SKIP_TEXTS = {
  "customer-asked": "checkins.skip-customer-asked",
  "nothing-new": "checkins.skip-nothing-new",
  "spoke-otherwise": "checkins.skip-spoke-otherwise",
  "no-time": "checkins.skip-no-time",
} as const satisfies Record<Skip, TextKey>;
const BANDS = {
  low: "risk.band-low",
  watch: "risk.band-watch",
  high: "risk.band-high",
  critical: "risk.band-critical",
} as const satisfies Record<string, TextKey>;

export function kindText(kind: Kind, say: Say): Text {
  return say(KINDS[kind]);
}

/** Whose it is, who covers for them, or who leads. */
export function mayRun(audience: Audience, kind: Kind, scope: Scope): boolean {
  if (audience.kind === "channel") return false;
  return holds(kind === "review" ? "am" : "csm", audience.reader, scope) || leads(audience.reader, scope);
}

/** It is due, and what one may do with it. */
export function drawDue(story: CheckInStory, view: View): Drawing {
  const { say } = view;
  const { checkIn, accountName: account } = story;
  if (!new Visible("internal", story.scope, true).open(view.audience)) return hidden(story, view);
  const title = say("checkins.title", { what: kindText(checkIn.kind, say), account });
  const isOpen = checkIn.state === "open";
  const body: Block[] = [
    { kind: "text", text: stateText(story, say) },
    ...(isOpen ? lastBlocks(story.last, say) : answerBlocks(checkIn, say)),
    { kind: "buttons", elements: [...(isOpen ? buttonsFor(story, view) : []), openAccount(story.scope, say)] },
  ];
  const accent = isOpen ? (daysOverdue(checkIn, story.today) > 0 ? "warn" : "calm") : "good";
  return { card: { title, accent, body }, summary: title };
}

/** What one ought to know, half an hour before. */
export function drawBrief(story: BriefStory, view: View): Drawing {
  const { say, audience } = view;
  const { checkIn, accountName: account, scope } = story;
  if (!new Visible("internal", scope, true).open(audience)) return hidden(story, view);
  const at = { date: checkIn.scheduledAt ?? new Date(`${checkIn.dueOn}T00:00:00Z`), style: "time" } as const;
  const title = say("checkins.brief-title", { what: kindText(checkIn.kind, say), account, at });
  const isOpen = checkIn.state === "open";
  const body: Block[] = [
    ...(isOpen ? [] : [{ kind: "text", text: stateText(story, say) } as const]),
    ...changeBlocks(story, view),
    ...lastBlocks(story.last, say),
    { kind: "buttons", elements: [...(isOpen ? buttonsFor(story, view) : []), openAccount(scope, say)] },
  ];
  return { card: { title, accent: isOpen ? "calm" : "good", body }, summary: title };
}

function changeBlocks(story: BriefStory, view: View): Block[] {
  const { changes, promises, risk, scope } = story;
  const { say, audience } = view;
  const { contactAt, noShowAt, ticketsOpened, ticketsOpen, escalated, requestsOpen, requestSince, answers } = changes;
  const band = risk && new Visible("risk-band", scope, risk).open(audience);
  const asked = new Visible("requests", scope, requestsOpen).open(audience) ?? 0;
  const waited = new Visible("promises", scope, promises).open(audience) ?? [];
  const scores = new Visible("nps", scope, answers).open(audience) ?? [];
  const day = (date: Date) => ({ date, style: "day" }) as const;
  const items: Text[] = [
    contactAt ? say("checkins.brief-contact", { on: day(contactAt) }) : say("checkins.brief-no-contact"),
    ...(noShowAt ? [say("checkins.brief-no-show", { on: day(noShowAt) })] : []),
    ...(band
      ? [
          say(band.atRisk ? "checkins.brief-at-risk" : "checkins.brief-health", {
            band: say(BANDS[band.band]),
            since: day(band.since),
          }),
        ]
      : []),
    ...(ticketsOpened + ticketsOpen > 0
      ? [say("checkins.brief-tickets", { opened: ticketsOpened, open: ticketsOpen })]
      : []),
    ...(escalated > 0 ? [say("checkins.brief-escalated", { count: escalated })] : []),
    ...(asked > 0 && requestSince ? [say("checkins.brief-requests", { count: asked, since: day(requestSince) })] : []),
    ...waited.slice(0, PROMISE.shownOfAccount).map((each) => waitingText(each, each.owner, each.daysLate, view)),
    ...aheadTexts(story, view),
    ...scores.map(({ who, score, at, comment }) =>
      comment === undefined
        ? say("checkins.brief-score", { who, score, on: day(at) })
        : say("checkins.brief-score-said", { who, score, on: day(at), comment }),
    ),
  ];
  return [{ kind: "list", ordered: false, items }];
}

/** Where they want to get, and when their contract comes up. */
function aheadTexts({ goals, renewal, scope }: BriefStory, { say, audience }: View): Text[] {
  const wanted = new Visible("success-plan", scope, goals).open(audience) ?? [];
  const coming = renewal && new Visible("contract-dates", scope, renewal).open(audience);
  const more = wanted.length - PLAN.shownInBrief;
  return [
    ...wanted.slice(0, PLAN.shownInBrief).map((goal) => goalText(goal, say)),
    ...(more > 0 ? [say("checkins.brief-goals-more", { count: more })] : []),
    ...(coming ? [renewalText(coming, say)] : []),
  ];
}

function renewalText({ renewsOn, noticeUntil }: NonNullable<BriefStory["renewal"]>, say: Say): Text {
  const on = daySpan(renewsOn);
  return noticeUntil
    ? say("checkins.brief-renewal-notice", { on, notice: daySpan(noticeUntil) })
    : say("checkins.brief-renewal", { on });
}

function stateText({ checkIn, owner, today, accountName: account }: CheckInStory, say: Say): Text {
  const { state, scheduledAt, settledAt, reason } = checkIn;
  const on = settledAt ? ({ date: settledAt, style: "day" } as const) : daySpan(checkIn.dueOn);
  switch (state) {
    case "open":
      return openText(checkIn, owner && { mention: owner }, today, say);
    case "held":
      return say("checkins.was-held", { on });
    case "skipped":
      return say("checkins.was-skipped", { on, reason: say(SKIP_TEXTS[(reason ?? "no-time") as Skip]) });
    case "missed":
      return say("checkins.was-missed", { on: daySpan(checkIn.dueOn) });
    case "replaced":
      return say("checkins.was-replaced", { account });
    case "ended":
      return say(scheduledAt ? "checkins.was-ended-agreed" : "checkins.was-ended", { account });
  }
}

function openText(checkIn: CheckIn, owner: Text[number] | undefined, today: CheckInStory["today"], say: Say): Text {
  const { scheduledAt, dueOn } = checkIn;
  const whose = owner ?? say("checkins.nobody");
  const late = daysOverdue(checkIn, today);
  if (late > 0) return say("checkins.late", { owner: whose, count: late, on: daySpan(dueOn) });
  if (scheduledAt) return say("checkins.agreed", { owner: whose, at: { date: scheduledAt, style: "day-time" } });
  return say(dueOn === today ? "checkins.today" : "checkins.next", { owner: whose, on: daySpan(dueOn) });
}

/** What was said last time, to begin with. */
export function lastBlocks(last: CheckIn | undefined, say: Say): Block[] {
  if (!last?.settledAt) return [];
  return [
    { kind: "context", text: say("checkins.last", { on: { date: last.settledAt, style: "day" } }) },
    ...answerBlocks(last, say),
  ];
}

function answerBlocks({ answers }: CheckIn, say: Say): Block[] {
  const { needs, goals, blockers, sentiment, nextStep } = answers;
  const items: Text[] = [
    ...(needs ? [say("checkins.said-needs", { text: needs })] : []),
    ...(goals ? [say("checkins.said-goals", { text: goals })] : []),
    ...(blockers ? [say("checkins.said-blockers", { text: blockers })] : []),
    ...(sentiment ? [say("checkins.said-sentiment", { text: say(SENTIMENT_TEXTS[sentiment]) })] : []),
    ...(nextStep ? [say("checkins.said-next", { text: nextStep })] : []),
  ];
  return items.length > 0 ? [{ kind: "list", ordered: false, items }] : [];
}

export function startButton({ id }: Pick<CheckIn, "id">, say: Say): Button {
  return {
    kind: "button",
    label: say("checkins.start"),
    opens: { name: "checkins.held", subject: id },
  };
}

function buttonsFor({ checkIn, scope, today }: CheckInStory, { say, audience }: View): Button[] {
  if (!mayRun(audience, checkIn.kind, scope)) return [];
  const opens = (label: TextKey, name: string): Button => ({
    kind: "button",
    label: say(label),
    opens: { name: `checkins.${name}`, subject: checkIn.id },
  });
  const isDue = checkIn.dueOn <= today;
  const press = { name: "checkins.snooze", subject: checkIn.id };
  const snooze: Button = { kind: "button", label: say("checkins.snooze"), press };
  return [
    { ...startButton(checkIn, say), look: "primary" },
    opens("checkins.reschedule", "reschedule"),
    ...(checkIn.scheduledAt ? [opens("checkins.no-show", "no-show")] : isDue ? [snooze] : []),
    opens("checkins.skip", "skip"),
  ];
}

function openAccount({ account }: Scope, say: Say): Button {
  return { kind: "button", label: say("digests.open"), press: { name: "accounts.open", subject: account } };
}

function hidden({ scope, accountName }: CheckInStory, { say, audience }: View): Drawing {
  const name = new Visible("profile", scope, accountName).open(audience);
  const title = name === undefined ? say("opportunities.hidden-title") : [name];
  const body: Block[] = [
    { kind: "text", text: say("checkins.hidden") },
    { kind: "buttons", elements: [openAccount(scope, say)] },
  ];
  return { card: { title, body }, summary: title };
}
