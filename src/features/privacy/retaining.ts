import { fixedTime, localDateOf } from "../../kernel/business-time.ts";
import type { Context, Job, Schedule } from "../feature.ts";
import { calendarOf, settingsOf } from "../settings/facts.ts";
import { unfinishedErasures } from "./erase-store.ts";
import {
  foldUsage,
  forgetAudit,
  forgetComments,
  forgetCoverage,
  forgetFeedback,
  forgetGoalWords,
  forgetLinkCodes,
  forgetPeers,
  forgetSurveyLinks,
  forgetWorkspaces,
  keptSince,
} from "./retention-store.ts";

/** After the scores of the night, before anybody reads. */
const AT = fixedTime("04:15");
const NO_HOLIDAYS = { has: () => false };

/** Every night, the organisation as a whole. */
export const retention: Schedule = {
  name: "retention",
  days: "every-day",
  async subjects({ tx }) {
    const settings = await settingsOf(tx);
    return [{ id: tx.organisation, at: AT, calendar: calendarOf(settings, () => NO_HOLIDAYS, settings.zone, "") }];
  },
  fire: ({ jobs }) => jobs.start("privacy.retain", { step: "usage" }),
};

type Left = Readonly<Record<string, string>> | undefined;

/** What is too old goes, some at a time; then erasures that were broken off go on. */
export const retain: Job = {
  async run(context, data): Promise<Left> {
    const { tx, now } = context;
    switch (data["step"]) {
      case "usage": {
        const after = await foldUsage(tx, data["after"] ?? NO_ACCOUNT, await firstDay(context));
        return after === undefined ? { step: "coverage" } : { step: "usage", after };
      }
      case "coverage":
        return (await forgetCoverage(tx, await firstDay(context))) ? data : { step: "audit" };
      case "audit":
        return (await forgetAudit(tx, now)) ? data : { step: "codes" };
      case "codes":
        return (await forgetLinkCodes(tx, now)) ? data : { step: "doors" };
      case "doors":
        return (await forgetSurveyLinks(tx, now)) ? data : { step: "comments" };
      case "comments":
        return (await forgetComments(tx, now)) ? data : { step: "goals" };
      case "goals":
        return (await forgetGoalWords(tx, now)) ? data : { step: "feedback" };
      case "feedback":
        return (await forgetFeedback(tx, now)) ? data : { step: "peers" };
      case "peers":
        return (await forgetPeers(tx, now)) ? data : { step: "rest" };
      default:
        await forgetWorkspaces(tx, context.ids, now);
        for (const id of await unfinishedErasures(tx)) await context.jobs.start("privacy.erase", { id });
        return undefined;
    }
  },
};

/** Comes before every account. */
const NO_ACCOUNT = "00000000-0000-0000-0000-000000000000";

async function firstDay({ tx, now }: Context): ReturnType<typeof keptSince> {
  return keptSince(tx, localDateOf(now, (await settingsOf(tx)).zone));
}
