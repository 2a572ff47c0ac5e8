import type { Block, Text } from "../../../chat/card.ts";
import type { Reply } from "../../../chat/interaction.ts";
import { addDays, localDateOf } from "../../../kernel/business-time.ts";
import { CHECK_IN } from "../../../kernel/defaults.ts";
import { NotFound } from "../../../kernel/errors.ts";
import type { AccountId } from "../../../kernel/ids.ts";
import { maySee } from "../../../kernel/permissions.ts";
import type { Series } from "../../../kernel/recurrence-rule.ts";
import type { Say, View } from "../../../locales/say.ts";
import { type AccountFacts, accountOf } from "../../accounts/facts.ts";
import type { Acting } from "../../feature.ts";
import { forAccount } from "../../naming.ts";
import { drawDue, kindText } from "./cards.ts";
import { coverageOf } from "./coverage-store.ts";
import { lineBlock, listCard, SOON_DAYS } from "./list-cards.ts";
import { openAt, openOf, openOfTeam, runningAt } from "./store.ts";
import { type CheckInLine, linesOf, storyOf } from "./story.ts";

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
  const mine = await coverageOf(tx, "mine", [person.id], now, today);
  const team = person.roles.includes("manager") ? await coverageOf(tx, "team", [person.id], now, today) : undefined;
  const own = await duesOf(acting, "soon");
  const teams = team ? await openOfTeam(tx, person.id, addDays(today, SOON_DAYS)) : [];
  const others = teams.filter(({ id }) => own.every(({ checkIn }) => checkIn.id !== id));
  const dues = { mine: own, team: await linesOf(acting, others) };
  return { kind: "private", card: listCard(dues, mine, team, acting.view) };
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
