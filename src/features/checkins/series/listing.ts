import { type Block, type Card, daySpan, type Text } from "../../../chat/card.ts";
import type { Reply } from "../../../chat/interaction.ts";
import { addDays, localDateOf } from "../../../kernel/business-time.ts";
import { CHECK_IN } from "../../../kernel/defaults.ts";
import { NotFound } from "../../../kernel/errors.ts";
import type { AccountId } from "../../../kernel/ids.ts";
import { maySee, Visible } from "../../../kernel/permissions.ts";
import type { Series } from "../../../kernel/recurrence-rule.ts";
import type { Say, View } from "../../../locales/say.ts";
import { type AccountFacts, accountOf } from "../../accounts/facts.ts";
import type { Acting } from "../../feature.ts";
import { forAccount } from "../../naming.ts";
import { drawDue, kindText, mayRun, startButton } from "./cards.ts";
import { type Coverage, coverageOf } from "./coverage-store.ts";
import { daysOverdue } from "./decide.ts";
import { openAt, openOf, openOfTeam, runningAt } from "./store.ts";
import { type CheckInLine, linesOf, storyOf } from "./story.ts";

const SOON_DAYS = 7;

/** `/tandem checkins` lists what is due; with an account, how it is spoken with. */
export function checkInsByWords(acting: Acting, words: string): Promise<Reply> {
  if (words.trim() === "") return listCheckIns(acting);
  return forAccount(acting, words, {
    which: "checkins.which",
    pick: { press: "checkins.series" },
    found: ({ id }) => showSeries(acting, id),
  });
}

/** What somebody has to do until the day. */
export async function duesOf(acting: Acting, until: "today" | "soon"): Promise<CheckInLine[]> {
  const { tx, now, person } = acting;
  const today = localDateOf(now, person.calendar.zone);
  const open = await openOf(tx, [person.id, ...person.covers], until === "today" ? today : addDays(today, SOON_DAYS));
  return linesOf(acting, open.slice(0, CHECK_IN.listedAtMost));
}

async function listCheckIns(acting: Acting): Promise<Reply> {
  const { tx, now, person } = acting;
  const today = localDateOf(now, person.calendar.zone);
  const mine = await coverageOf(tx, "mine", [person.id, ...person.covers], now, today);
  const team = person.roles.includes("manager") ? await coverageOf(tx, "team", [person.id], now, today) : undefined;
  const teams = team ? await openOfTeam(tx, person.id, addDays(today, SOON_DAYS)) : [];
  const dues = { mine: await duesOf(acting, "soon"), team: await linesOf(acting, teams) };
  return { kind: "private", card: listCard(dues, mine, team, acting.view) };
}

export function listCard(
  dues: { readonly mine: readonly CheckInLine[]; readonly team: readonly CheckInLine[] },
  mine: Coverage,
  team: Coverage | undefined,
  view: View,
): Card {
  const { say } = view;
  const lines = [...dues.mine.flatMap((story) => lineBlock(story, view)), ...teamBlocks(dues.team, view)];
  const none: Block = { kind: "text", text: say("checkins.none-soon", { count: SOON_DAYS }) };
  const covered = [
    ...(mine.of > 0 ? [coverageText("checkins.coverage-mine", mine, say)] : []),
    ...(team && team.of > 0 ? [coverageText("checkins.coverage-team", team, say)] : []),
  ];
  const without = team && team.of > 0 ? team.without : mine.without;
  const body: Block[] = [
    ...covered.map((text): Block => ({ kind: "text", text })),
    ...(lines.length > 0 ? lines : [none]),
    ...(without.length > 0
      ? [
          { kind: "text", text: say("checkins.without") } as const,
          {
            kind: "list",
            ordered: false,
            items: without.map(({ name, contactAt }) =>
              contactAt
                ? say("checkins.without-since", { account: name, on: { date: contactAt, style: "day" } })
                : say("checkins.without-ever", { account: name }),
            ),
          } as const,
        ]
      : []),
    { kind: "context", text: say("checkins.coverage-how", { ...CHECK_IN.coverageDays }) },
  ];
  return { title: say("checkins.list-title"), body };
}

/** Whose check-ins are due, who has the most overdue one first, and that one. */
function teamBlocks(dues: readonly CheckInLine[], { say, audience }: View): Block[] {
  const read = dues.filter(({ scope }) => new Visible("internal", scope, true).open(audience));
  const groups = [...Map.groupBy(read, ({ owner }) => owner?.id).values()];
  if (groups.length === 0) return [];
  return [
    { kind: "text", text: say("checkins.team", { count: read.length, days: SOON_DAYS }) },
    ...groups.slice(0, CHECK_IN.listedAtMost).flatMap((theirs): Block[] => {
      const [first] = theirs;
      if (!first) return [];
      const said = { owner: first.owner?.name ?? say("checkins.nobody"), count: theirs.length };
      const press = { name: "checkins.series", subject: first.checkIn.account };
      return [
        {
          kind: "text",
          text: say("checkins.team-line", { ...said, first: lineText(first, say) }),
          button: { kind: "button", label: say("feedback.show"), press },
        },
      ];
    }),
  ];
}

function coverageText(
  key: "checkins.coverage-mine" | "checkins.coverage-team",
  { covered, of }: Coverage,
  say: Say,
): Text {
  return say(key, { covered, count: of, percent: Math.round((100 * covered) / of) });
}

function lineBlock(story: CheckInLine, view: View): Block[] {
  const { say, audience } = view;
  const { checkIn, scope } = story;
  if (!new Visible("internal", scope, true).open(audience)) return [];
  const text = lineText(story, say);
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

export async function showSeries(acting: Acting, id: AccountId): Promise<Reply> {
  const { tx, audience, view } = acting;
  const { say } = view;
  const account = await accountOf(acting, id);
  if (!maySee(audience, true, "internal", account.scope)) throw new NotFound("checkins.gone");
  const open = await openAt(tx, id);
  const runs = await runningAt(tx, id);
  const body: Block[] = [];
  for (const { kind, series } of runs) {
    body.push({
      kind: "text",
      text: say("checkins.series", { what: kindText(kind, say), often: oftenText(series, say) }),
    });
    const checkIn = open.find((each) => each.kind === kind);
    const story = checkIn && (await storyOf(acting, checkIn));
    const last = story?.last?.kind === kind ? story.last : undefined;
    if (story) body.push(...drawDue({ ...story, last }, view).card.body);
  }
  if (runs.length === 0) body.push({ kind: "text", text: say("checkins.no-series", { account: account.name }) });
  return { kind: "private", card: { title: say("checkins.series-title", { account: account.name }), body } };
}

function oftenText({ rule, more }: Series, say: Say): Text {
  if (!rule) return say("checkins.often-days", { count: more.length + 1 });
  return rule.frequency === "WEEKLY"
    ? say("checkins.often-weeks", { count: rule.interval })
    : say("checkins.often-months", { count: rule.interval });
}

/** Lines on the account card: what comes next. */
export async function nextOf(acting: Acting, account: AccountFacts): Promise<readonly CheckInLine[] | undefined> {
  const stories = await linesOf(acting, await openAt(acting.tx, account.id));
  return stories.length > 0 ? stories : undefined;
}

export function drawNext(stories: readonly CheckInLine[], view: View): Block[] {
  return stories.flatMap((story) => lineBlock(story, view));
}
