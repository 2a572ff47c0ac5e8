import type { Block, Button, Element, Text } from "../../../chat/card.ts";
import { daysBetween, type LocalDate, localDateOf } from "../../../kernel/business-time.ts";
import { CASE } from "../../../kernel/defaults.ts";
import { Visible } from "../../../kernel/permissions.ts";
import type { TextKey } from "../../../locales/keys.ts";
import type { View } from "../../../locales/say.ts";
import type { AccountId } from "../../../kernel/ids.ts";
import type { Case } from "../case-store.ts";
import type { CaseStory } from "../case-story.ts";
import { dayText, momentText, sentences } from "../texts.ts";
import { isUrgent } from "./decide.ts";
import { offeredTo } from "./offered.ts";
import type { PlayKind, PlayStepName } from "./play.ts";
import { OUTCOME, reasonText } from "./words.ts";

/** Whose it is, until when it sleeps, with whom it is now, and what comes next. */
export function standingBlocks(story: CaseStory, view: View): Block[] {
  const { say } = view;
  if (story.closed) return closedBlocks(story, view);
  const { found } = story;
  const today = localDateOf(story.now, view.zone);
  const until = found.snoozedUntil;
  const asleep = until ? say("cases.line-asleep", { until: momentText(until, today, view) }) : [];
  const blocks: Block[] = [{ kind: "text", text: sentences(whose(story, today, view), asleep, next(story, view)) }];
  // What the clock escalated because nobody had it is over once somebody has.
  const isTaken =
    !found.escalated?.by && story.owner !== undefined && story.owner.at >= (found.escalated?.at ?? story.now);
  if (found.escalated && !isTaken) {
    const { to, at, by, note } = found.escalated;
    const whom = { to: { mention: to }, at: momentText(at, today, view) };
    const told = by ? say("cases.line-escalated-by", { ...whom, by: by.name }) : say("cases.line-escalated", whom);
    const why = new Visible("risk-notes", story.scope, note).open(view.audience);
    blocks.push({ kind: "text", text: sentences(told, why ? say("cases.note", { text: why }) : []) });
  }
  return [...blocks, ...playBlocks(story, view)];
}

function whose({ owner, csm }: CaseStory, today: LocalDate, view: View): Text {
  const { say } = view;
  if (owner) return say("risk.case-owned", { owner: { mention: owner.person }, at: momentText(owner.at, today, view) });
  return csm ? say("risk.case-yours", { csm: { mention: csm } }) : say("risk.case-orphan");
}

/** The first step that isn't done, by when; and the meeting that is planned. */
function next({ owner, play, meeting }: CaseStory, view: View): Text {
  const { say } = view;
  const step = play?.steps.find(({ done }) => !done);
  const key = owner ? "cases.line-next" : "cases.line-first";
  const does = play && step ? say(key, { step: stepText(step.step, view), day: dayText(play.dueOn) }) : [];
  const at = meeting && ({ date: meeting.plannedAt, style: "day-time" } as const);
  const planned = meeting && at ? say("cases.line-meeting", { kind: say(`touchpoints.kind-${meeting.kind}`), at }) : [];
  return sentences(does, planned);
}

function stepText(step: PlayStepName, { say }: View): Text {
  return say(`cases.step-${step}`);
}

const PLAY = {
  notice: "cases.play-notice",
  escalation: "cases.play-escalation",
  declared: "cases.play-declared",
  logins: "cases.play-logins",
  features: "cases.play-features",
  seats: "cases.play-seats",
  integration: "cases.play-integration",
  onboarding: "cases.play-onboarding",
  renewal: "cases.play-renewal",
  general: "cases.play-general",
} as const satisfies Record<PlayKind, TextKey>;

/** The steps of what somebody owns, each with its button until it is done. */
function playBlocks({ owner, play, scope }: CaseStory, view: View): Block[] {
  if (!owner || !play) return [];
  const { say } = view;
  const isOffered = offeredTo(view.audience, scope) === "all";
  return [
    { kind: "text", text: say(PLAY[play.kind], { day: dayText(play.dueOn) }) },
    ...play.steps.map(({ id, step, done }): Block => {
      const words = stepText(step, view);
      if (done) return { kind: "text", text: say("cases.step-done-by", { step: words, by: done.by.name }) };
      const text = say("cases.step-open", { step: words });
      if (!isOffered) return { kind: "text", text };
      return { kind: "text", text, button: press(say("cases.step-done"), "risk.step", id) };
    }),
  ];
}

function closedBlocks({ closed, scope, found }: CaseStory, view: View): Block[] {
  if (!closed) return [];
  const { say, audience } = view;
  const at = dayText(localDateOf(closed.at, view.zone));
  const { by, outcome } = closed;
  const ended =
    by && outcome ? say("cases.line-closed", { by: { mention: by }, at, outcome: say(OUTCOME[outcome]) }) : [];
  const since = found.alerted?.at;
  const days =
    since && found.contactAt
      ? daysBetween(localDateOf(since, view.zone), localDateOf(found.contactAt, view.zone))
      : undefined;
  const took = days === undefined ? [] : say("cases.line-took", { count: Math.max(0, days) });
  const notes = new Visible("risk-notes", scope, closed).open(audience);
  const why = notes?.reason ? say("cases.line-reason", { reason: reasonText(notes.reason, view) }) : [];
  const note = notes?.note ? say("cases.note", { text: notes.note }) : [];
  const left = closed.left || outcome === "left";
  const plainly = say(
    left ? "risk.case-closed-left" : outcome === "calmed" ? "cases.line-calmed" : "risk.case-closed",
    { at },
  );
  return [{ kind: "text", text: sentences(by ? ended : plainly, why, took, note) }];
}

/** What one can do: what moves it on, owning first; then, where it isn't the right thing now, what else. */
export function caseButtons(story: CaseStory, view: Pick<View, "say" | "audience">): Block[] {
  const { say } = view;
  const { account, owner, closed, found } = story;
  const open = press(say("risk.open"), "accounts.open", account.id);
  const offered = offeredTo(view.audience, story.scope);
  if (offered !== "all") {
    const log: Element[] = offered === "log" && !closed ? [logButton(account.id, view)] : [];
    return [{ kind: "buttons", elements: [...log, open] }];
  }
  if (closed) return [{ kind: "buttons", elements: [press(say("cases.reopen"), "risk.reopen", found.id), open] }];
  const moving = movingButtons(account.id, owner !== undefined, view);
  const first: Element[] = owner
    ? [...moving, ...(found.contactAt ? [form(say("cases.close"), "risk.close", found.id)] : []), open]
    : [...moving, open];
  const others: Element[] = snoozeButtons(found, view);
  others.push(form(say("cases.not-a-risk"), "risk.not-a-risk", found.id));
  if (!found.escalated) others.push(form(say("cases.escalate"), "risk.escalate", found.id));
  return [
    { kind: "buttons", elements: first },
    { kind: "buttons", elements: others },
  ];
}

/** What moves it on: owning it while nobody does, then contact. */
export function movingButtons(account: AccountId, isOwned: boolean, { say }: Pick<View, "say">): Button[] {
  const log = logButton(account, { say });
  const schedule = form(say("cases.schedule"), "accounts.plan", account);
  return isOwned
    ? [{ ...log, look: "primary" }, schedule]
    : [{ ...press(say("risk.own"), "risk.own", account), look: "primary" }, log, schedule];
}

function logButton(account: AccountId, { say }: Pick<View, "say">): Button {
  return form(say("accounts.log"), "accounts.log", account);
}

/** Putting it off, while that may be done. */
export function snoozeButtons(
  found: Pick<Case, "id" | "causes" | "snoozedUntil" | "snoozes">,
  { say }: Pick<View, "say">,
): Button[] {
  const may = !isUrgent(found) && !found.snoozedUntil && found.snoozes < CASE.snoozesAtMost;
  return may ? [form(say("cases.snooze"), "risk.snooze", found.id)] : [];
}

function press(label: Text, name: string, subject: string): Button {
  return { kind: "button", label, press: { name, subject } };
}

function form(label: Text, name: string, subject: string): Button {
  return { kind: "button", label, opens: { name, subject } };
}
