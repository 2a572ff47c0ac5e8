import { type Block, type Card, daySpan, type Text } from "../../chat/card.ts";
import { ONBOARDING } from "../../kernel/defaults.ts";
import type { View } from "../../locales/say.ts";
import { milestoneText, type PlanStory } from "./cards.ts";
import { daysLate, nextMilestone, type Standstill } from "./decide.ts";

/** An onboarding that is open, and since when it stands still, if it does. */
export interface OpenLine {
  readonly story: PlanStory;
  readonly stall: Standstill | undefined;
}

/** What stands still, the longest first, then what comes soonest. @param manages the reader may set templates */
export function listCard(lines: readonly OpenLine[], manages: boolean, view: View): Card {
  const { say } = view;
  const stalled = lines
    .flatMap(({ story, stall }) => (stall ? [{ story, stall, at: stall.since }] : []))
    .toSorted(byDay);
  const others = lines
    .flatMap(({ story, stall }) => (stall ? [] : [{ story, stall, at: nextMilestone(story.plan)?.dueOn ?? "" }]))
    .toSorted(byDay);
  const most = ONBOARDING.listedAtMost;
  const more = Math.max(0, lines.length - most);
  const rest = others.slice(0, Math.max(0, most - stalled.length));
  const body: Block[] = [
    ...(stalled.length > 0
      ? [{ kind: "text", text: say("onboarding.list-stalled", { count: stalled.length }) } as const]
      : []),
    ...stalled.slice(0, most).flatMap((line) => lineBlock(line, view)),
    ...(others.length > 0
      ? [{ kind: "text", text: say("onboarding.list-open", { count: others.length }) } as const]
      : []),
    ...rest.flatMap((line) => lineBlock(line, view)),
    ...(more > 0 ? [{ kind: "context", text: say("onboarding.list-more", { count: more }) } as const] : []),
    { kind: "context", text: say("onboarding.list-how") },
    ...(manages ? [{ kind: "context", text: say("onboarding.list-templates") } as const] : []),
  ];
  return { title: say("onboarding.list-title"), body };
}

function byDay(one: { readonly at: string }, other: { readonly at: string }): number {
  return one.at < other.at ? -1 : one.at > other.at ? 1 : 0;
}

function lineBlock({ story, stall }: OpenLine, view: View): Block[] {
  const text = stall ? stalledText(story, stall, view) : nextText(story, view);
  const press = { name: "checkins.show", subject: story.scope.account };
  return text ? [{ kind: "text", text, button: { kind: "button", label: view.say("feedback.show"), press } }] : [];
}

function stalledText(story: PlanStory, { cause, since }: Standstill, view: View): Text {
  const { say } = view;
  const said = { ...aboutOf(story, view), since: daySpan(since) };
  const late = story.plan.milestones.find(({ kind }) => kind === cause);
  if (!late) return say(isOwn(story, view) ? "onboarding.own-integration" : "onboarding.list-integration", said);
  const missed = { ...said, milestone: milestoneText(late.kind, view), on: daySpan(late.dueOn) };
  return say(isOwn(story, view) ? "onboarding.own-late" : "onboarding.list-late", missed);
}

function nextText(story: PlanStory, view: View): Text | undefined {
  const { say } = view;
  const next = nextMilestone(story.plan);
  if (!next) return undefined;
  const said = { ...aboutOf(story, view), milestone: milestoneText(next.kind, view), on: daySpan(next.dueOn) };
  const count = daysLate(next, story.today);
  if (count > 0)
    return say(isOwn(story, view) ? "onboarding.own-overdue" : "onboarding.list-overdue", { ...said, count });
  return say(isOwn(story, view) ? "onboarding.own-next" : "onboarding.list-next", said);
}

/** Who reads of themselves needn't be named. */
function isOwn({ csm }: PlanStory, { audience }: View): boolean {
  return audience.kind === "person" && csm !== undefined && audience.reader.person === csm.id;
}

function aboutOf({ plan, accountName: account, csm }: PlanStory, { say }: View) {
  return { account, product: plan.product, csm: csm ? [{ mention: csm }] : say("checkins.nobody") };
}
