import { type Block, type Card, daySpan, type Text } from "../../../chat/card.ts";
import { CHECK_IN } from "../../../kernel/defaults.ts";
import { Visible } from "../../../kernel/permissions.ts";
import type { Say, View } from "../../../locales/say.ts";
import { kindText, mayRun, startButton } from "./cards.ts";
import type { Coverage, Without } from "./coverage-store.ts";
import { daysOverdue } from "./decide.ts";
import type { CheckInLine } from "./story.ts";

export const SOON_DAYS = 7;
const MOST = CHECK_IN.listedAtMost;

/** What is due, and who wasn't spoken with in time: of one's own, and of one's team by whose it is. */
export function listCard(
  dues: { readonly mine: readonly CheckInLine[]; readonly team: readonly CheckInLine[] },
  mine: Coverage,
  team: Coverage | undefined,
  view: View,
): Card {
  const { say } = view;
  const lines = [...dues.mine.flatMap((story) => ownBlock(story, view)), ...teamBlocks(dues.team, view)];
  const none: Block = { kind: "text", text: say("checkins.none-soon", { count: SOON_DAYS }) };
  const covered = [
    ...(mine.of > 0 ? [coverageText("checkins.coverage-mine", mine, say)] : []),
    ...(team && team.of > 0 ? [coverageText("checkins.coverage-team", team, say)] : []),
  ];
  const body: Block[] = [
    ...covered.map((text): Block => ({ kind: "text", text })),
    ...(lines.length > 0 ? lines : [none]),
    ...listBlocks(say("checkins.without"), mine.without, (each) => withoutText(each, say), say),
    ...(team ? teamWithout(team.without, say) : []),
    { kind: "context", text: say("checkins.coverage-how", { ...CHECK_IN.coverageDays }) },
  ];
  return { title: say("checkins.list-title"), body };
}

/** Of somebody for whom the reader stands in, it is said whose it is. */
function ownBlock(story: CheckInLine, view: View): Block[] {
  const { audience } = view;
  const isTheirs = audience.kind === "person" && story.owner !== undefined && story.owner.id !== audience.reader.person;
  return lineBlock(story, view, isTheirs ? ofText(story, view.say) : lineText(story, view.say));
}

/** Whose check-ins are due, each by its own; of many, who has the most overdue one first, and that one. */
function teamBlocks(dues: readonly CheckInLine[], view: View): Block[] {
  const { say, audience } = view;
  const read = dues.filter(({ scope }) => new Visible("internal", scope, true).open(audience));
  if (read.length === 0) return [];
  const heading: Block = { kind: "text", text: say("checkins.team", { count: read.length, days: SOON_DAYS }) };
  if (read.length <= MOST) return [heading, ...read.map((story) => teamLine(story, ofText(story, say), say))];
  const groups = [...Map.groupBy(read, (story) => holderOf(story)?.id).values()];
  return [
    heading,
    ...groups.slice(0, MOST).flatMap((theirs): Block[] => {
      const [first] = theirs;
      if (!first) return [];
      const said = { owner: nameOf(holderOf(first), say), count: theirs.length, first: lineText(first, say) };
      return [teamLine(first, say("checkins.team-line", said), say)];
    }),
    ...moreBlock(groups.slice(MOST).flat().length, say),
  ];
}

function teamLine({ checkIn }: CheckInLine, text: Text, say: Say): Block {
  const press = { name: "checkins.series", subject: checkIn.account };
  return { kind: "text", text, button: { kind: "button", label: say("feedback.show"), press } };
}

/** Whose customer it is; who stands in for one that has left isn't. */
function holderOf({ owner, checkIn: { kind }, scope }: CheckInLine): CheckInLine["owner"] {
  return owner?.id === (kind === "review" ? scope.am : scope.csm) ? owner : undefined;
}

function nameOf(holder: CheckInLine["owner"], say: Say): Text {
  return holder ? [holder.name] : say("checkins.nobody");
}

function ofText(story: CheckInLine, say: Say): Text {
  return say("checkins.line-of", { owner: nameOf(holderOf(story), say), line: lineText(story, say) });
}

/** Each with who looks after it; of many, how many of whose. */
function teamWithout(without: readonly Without[], say: Say): Block[] {
  const heading = say("checkins.without-team", { count: without.length });
  if (without.length <= MOST) return listBlocks(heading, without, (each) => withoutOfText(each, say), say);
  const groups = [...Map.groupBy(without, ({ csm }) => csm?.id).values()].toSorted((a, b) => b.length - a.length);
  return listBlocks(
    heading,
    groups.flatMap((theirs) => (theirs[0] ? [{ first: theirs[0], count: theirs.length }] : [])),
    ({ first, count }) => say("checkins.without-sum", { csm: nameOf(first.csm, say), count, account: first.name }),
    say,
  );
}

function listBlocks<T>(heading: Text, all: readonly T[], text: (each: T) => Text, say: Say): Block[] {
  if (all.length === 0) return [];
  return [
    { kind: "text", text: heading },
    { kind: "list", ordered: false, items: all.slice(0, MOST).map(text) },
    ...moreBlock(all.length - MOST, say),
  ];
}

function moreBlock(count: number, say: Say): Block[] {
  return count > 0 ? [{ kind: "context", text: say("checkins.list-more", { count }) }] : [];
}

function withoutText({ name: account, contactAt }: Without, say: Say): Text {
  return contactAt
    ? say("checkins.without-since", { account, on: { date: contactAt, style: "day" } })
    : say("checkins.without-ever", { account });
}

function withoutOfText({ name: account, contactAt, csm: whose }: Without, say: Say): Text {
  const said = { account, csm: nameOf(whose, say) };
  return contactAt
    ? say("checkins.without-since-of", { ...said, on: { date: contactAt, style: "day" } })
    : say("checkins.without-ever-of", said);
}

function coverageText(
  key: "checkins.coverage-mine" | "checkins.coverage-team",
  { covered, of }: Coverage,
  say: Say,
): Text {
  return say(key, { covered, count: of, percent: Math.round((100 * covered) / of) });
}

export function lineBlock(story: CheckInLine, view: View, text = lineText(story, view.say)): Block[] {
  const { say, audience } = view;
  const { checkIn, scope } = story;
  if (!new Visible("internal", scope, true).open(audience)) return [];
  return [{ kind: "text", text, ...(mayRun(audience, checkIn.kind, scope) && { button: startButton(checkIn, say) }) }];
}

/** "10:00 Check-in with Fabrikam", "Check-in with Tailspin: 3 days late" */
export function lineText({ checkIn, accountName: account, today }: CheckInLine, say: Say): Text {
  const said = { what: kindText(checkIn.kind, say), account };
  const late = daysOverdue(checkIn, today);
  if (late > 0) return say("checkins.line-late", { ...said, count: late });
  const { scheduledAt, dueOn } = checkIn;
  if (scheduledAt && dueOn === today)
    return say("checkins.line-at", { ...said, at: { date: scheduledAt, style: "time" } });
  if (dueOn === today) return say("checkins.line-today", said);
  return scheduledAt
    ? say("checkins.line-on", { ...said, on: { date: scheduledAt, style: "day-time" } })
    : say("checkins.line-on", { ...said, on: daySpan(dueOn) });
}
