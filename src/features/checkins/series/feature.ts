import { localDate, localDateOf } from "../../../kernel/business-time.ts";
import type { EventOf } from "../../../kernel/events.ts";
import type { AccountId } from "../../../kernel/ids.ts";
import { card, type Context, type Feature, type Job, type Schedule, section, todaySection } from "../../feature.ts";
import { Visible } from "../../../kernel/permissions.ts";
import { nextTouchpoint } from "../../accounts/facts.ts";
import { organisationAt, settingsOf } from "../../settings/facts.ts";
import { askAfterClosed, handOnWells } from "../well/asking.ts";
import { accountsAfter } from "./spoken-store.ts";
import { heldNear, openAt } from "./store.ts";
import { drawBrief, drawDue, startButton } from "./cards.ts";
import { countsFor } from "./decide.ts";
import { checkInDigests } from "./digest.ts";
import { lineText } from "./list-cards.ts";
import { checkInsByWords, drawNext, duesOf, nextOf, showSeries } from "./listing.ts";
import { checkInForms, checkInPresses } from "./pressing.ts";
import { agree, fireBrief, fireDue, goOn, settle, sync } from "./running.ts";
import { loadBrief, loadDue } from "./story.ts";

const FIRST = "00000000-0000-0000-0000-000000000000" as AccountId;
const PLANNED: ReadonlySet<string> = new Set(["touchpoint-planned", "touchpoint-moved"]);
/** What may change how often, or by whom, an account is spoken with. */
const CHANGES: ReadonlySet<string> = new Set(["slot-changed", "stage-changed", "stage-set"]);

/** Each night, the organisation as a whole: tiers change with contracts that come in. */
const night: Schedule = {
  name: "series",
  days: "every-day",
  subjects: ({ tx }) => organisationAt(tx),
  fire: ({ jobs }, _subject, { localDate: day }) => jobs.start("checkins.series", { day }),
};

const look: Job = {
  async run(context, data) {
    const day = localDate(data["day"] ?? "");
    if (!day) return undefined;
    const batch = await accountsAfter(context.tx, (data["after"] ?? FIRST) as AccountId);
    if (batch.length > 0) {
      await sync(context, batch);
      await handOnWells(context, batch);
      await askAfterClosed(context, batch);
    }
    const last = batch.at(-1);
    return last && { day, after: last };
  },
};

const todayDues = todaySection({
  surface: "today",
  order: 10,
  load: (acting) => duesOf(acting, "today"),
  draw: (stories, { say, audience }) =>
    stories.flatMap((story) =>
      new Visible("internal", story.scope, true).open(audience)
        ? [{ text: lineText(story, say), button: startButton(story.checkIn, say) }]
        : [],
    ),
});

/** Check-ins and reviews as series (C1, C2). */
export const series = {
  commands: [
    {
      word: "checkins",
      order: 15,
      topic: "customer",
      help: "checkins.help",
      example: "checkins.example",
      changes: false,
      run: checkInsByWords,
    },
  ],
  presses: {
    ...checkInPresses,
    series: { changes: false, run: (acting, { subject }) => showSeries(acting, subject as AccountId) },
  },
  forms: checkInForms,
  cards: {
    due: card({
      sensitive: false,
      called: "checkins.called-due",
      direct: { why: "why.check-in" },
      load: loadDue,
      draw: drawDue,
    }),
    brief: card({
      sensitive: false,
      called: "checkins.called-brief",
      direct: { why: "why.check-in-brief" },
      load: loadBrief,
      draw: drawBrief,
    }),
  },
  sections: [section({ surface: "account", order: 44, load: nextOf, draw: drawNext }), ...checkInDigests, todayDues],
  schedules: [night],
  jobs: { series: look },
  reminders: { due: { fire: fireDue }, brief: { fire: fireBrief } },
} satisfies Partial<Feature>;

/** What others did that decides about series too. */
export async function seriesHear(context: Context, touch: EventOf<"account-touched">): Promise<void> {
  if (CHANGES.has(touch.what)) await sync(context, [touch.account]);
  if (PLANNED.has(touch.what) && touch.details["touchpoint"] === "check-in")
    await plannedElsewhere(context, touch.account);
  if (touch.what === "check-in" && touch.details["checkin"] === undefined) await heldElsewhere(context, touch);
}

/** A check-in is planned by hand: the open one is agreed for that time, where it may move there. */
async function plannedElsewhere(context: Context, account: AccountId): Promise<void> {
  const planned = await nextTouchpoint(context.tx, account, context.now);
  const one = (await openAt(context.tx, account)).find(({ kind }) => kind === "check-in");
  if (planned?.kind === "check-in" && one) await agree(context, one, planned.plannedAt);
}

/** A check-in that somebody had planned by hand was held: it is the one that is open, unless that was said already. */
async function heldElsewhere(context: Context, { account, at, by }: EventOf<"account-touched">): Promise<void> {
  const heldAt = at ?? context.now;
  const heldOn = localDateOf(heldAt, (await settingsOf(context.tx)).zone);
  if (await heldNear(context.tx, account, heldAt)) return;
  for (const one of await openAt(context.tx, account)) {
    if (one.kind !== "check-in" || !countsFor(one, heldOn)) continue;
    settle(context, one, { state: "held", at: heldAt, by });
    await goOn(context, one);
  }
}
