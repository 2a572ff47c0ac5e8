import { renewalAgenda } from "./agenda.ts";
import { localDate, type LocalDate, localDateOf } from "../../kernel/business-time.ts";
import type { AccountId } from "../../kernel/ids.ts";
import { isComing } from "../coming.ts";
import { card, type Context, type Feature, type Job, type Schedule, section } from "../feature.ts";
import { type Holidays, organisationAt } from "../settings/facts.ts";
import { drawBrief, drawStep, type Occasion, type Story } from "./cards.ts";
import { createClocks } from "./clock.ts";
import { renewalDigest } from "./digest.ts";
import { listRenewals } from "./listing.ts";
import {
  notice,
  notRenewing,
  openAccountRenewals,
  openBrief,
  openNotice,
  openNotRenewing,
  openSigned,
  signed,
  termsSent,
} from "./pressing.ts";
import { openReview, submitReview } from "./reviewing.ts";
import { drawSection } from "./section-cards.ts";
import { accountsAfter } from "./near-store.ts";
import { saveResumed } from "./store.ts";
import { loadStory, storiesOfAccount } from "./story.ts";
import { accountOfRenewal, late, waitAnew } from "./telling.ts";

const FIRST = "00000000-0000-0000-0000-000000000000" as AccountId;

/** It stands on every list, or somebody was told of it already. */
function isNear({ renewal: { state, kind, dueOn, told }, contract }: Story, today: LocalDate): boolean {
  if (state !== "open") return false;
  if (contract && isComing(contract, today)) return true;
  return told !== undefined && (kind === "review" || dueOn >= today);
}

/** The way to a renewal: value review, terms, reminders, the last day to act, and the warm brief (D10, D11). */
export function createRenewals(holidays: Holidays): Feature {
  const clocks = createClocks(holidays);

  /** Each night, the organisation as a whole. */
  const night: Schedule = {
    name: "renewals",
    days: "every-day",
    subjects: ({ tx }) => organisationAt(tx),
    fire: ({ jobs }, _subject, { localDate: day }) => jobs.start("renewals.look", { day }),
  };

  const look: Job = {
    async run(context, data) {
      const day = localDate(data["day"] ?? "");
      if (!day) return undefined;
      const batch = await accountsAfter(context.tx, (data["after"] ?? FIRST) as AccountId);
      if (batch.length > 0) await clocks.sync(context, batch);
      const last = batch.at(-1);
      return last && { day, after: last };
    },
  };

  async function loadStep(context: Context, subject: string, { slot, stands }: { slot: string; stands: boolean }) {
    const story = await loadStory(context, clocks, subject);
    if (story === "gone" || (!stands && story.renewal.state !== "open")) return "gone";
    return { story, occasion: (slot.split(" ")[1] ?? "terms") as Occasion };
  }

  /** The clocks that ended with the customer's leaving. */
  async function resume(context: Context, account: AccountId, endedAt: Date): Promise<void> {
    const resumed = await saveResumed(context.tx, account, endedAt);
    for (const id of resumed) await waitAnew(context, id);
    context.posts.redraw(...resumed);
    await clocks.sync(context, [account]);
  }

  return {
    name: "renewals",
    commands: [
      {
        word: "renewals",
        order: 22,
        topic: "mine",
        help: "renewals.help",
        example: "renewals.example",
        changes: false,
        run: (acting) => listRenewals(acting, clocks),
      },
    ],
    presses: {
      open: {
        changes: false,
        run: (acting, { subject }) => openAccountRenewals(acting, clocks, subject as AccountId),
      },
      brief: { changes: false, run: (acting, { subject }) => openBrief(acting, clocks, subject) },
      "terms-sent": { changes: true, run: (acting, { subject }) => termsSent(acting, clocks, subject) },
    },
    forms: {
      review: {
        open: (acting, subject) => openReview(acting, clocks, subject),
        submit: (acting, submission) => submitReview(acting, clocks, submission),
      },
      signed: {
        open: (acting, subject) => openSigned(acting, clocks, subject),
        submit: (acting, submission) => signed(acting, clocks, submission),
      },
      notice: {
        open: (acting, subject) => openNotice(acting, clocks, subject),
        submit: (acting, submission) => notice(acting, clocks, submission),
      },
      "not-renewing": {
        open: (acting, subject) => openNotRenewing(acting, clocks, subject),
        submit: (acting, submission) => notRenewing(acting, clocks, submission),
      },
    },
    cards: {
      step: card({
        sensitive: true,
        called: "renewals.called-step",
        direct: { why: "why.renewal" },
        load: loadStep,
        draw: ({ story, occasion }, view) => drawStep(story, occasion, view),
      }),
      "last-day": card({
        sensitive: true,
        called: "renewals.called-last-day",
        direct: { why: "why.renewal-last-day", insistent: true },
        load: loadStep,
        draw: ({ story, occasion }, view) => drawStep(story, occasion, view),
      }),
      brief: card<Story>({
        sensitive: true,
        called: "renewals.called-brief",
        direct: { why: "why.renewal-brief" },
        load: (context, subject) => loadStory(context, clocks, subject),
        draw: drawBrief,
      }),
    },
    sections: [
      renewalAgenda,
      section({
        surface: "account",
        order: 45,
        async load(context, account) {
          const today = localDateOf(context.now, context.person.calendar.zone);
          const stories = await storiesOfAccount(context, clocks, account, context.now);
          const near = stories.filter((story) => isNear(story, today)).slice(0, 1);
          return near.length === 0 ? undefined : near;
        },
        draw: drawSection,
      }),
      renewalDigest,
    ],
    schedules: [night],
    jobs: { look },
    reminders: {
      step: {
        async fire(context, subject) {
          const account = await accountOfRenewal(context, subject);
          if (account) await clocks.sync(context, [account]);
        },
      },
      late: { fire: late },
    },
    reactions: {
      "account-touched": (context, { account, what }) =>
        what === "slot-changed" ? clocks.sync(context, [account]) : undefined,
      "account-churned": (context, { account }) => clocks.sync(context, [account]),
      "account-back": (context, { account, churnedAt }) => resume(context, account, churnedAt),
    },
  };
}
