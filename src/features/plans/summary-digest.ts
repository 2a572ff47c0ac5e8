import { mayRead } from "../../kernel/permissions.ts";
import type { View } from "../../locales/say.ts";
import { accountsAbout } from "../accounts/facts.ts";
import { type DigestItem, type DigestLine, digestSection } from "../digest-section.ts";
import { quarterSaid } from "../quarter-said.ts";
import { quarterBefore, quarterNamed } from "./quarter.ts";
import { todayOf } from "./story.ts";
import { stateText, type SummaryStory } from "./summary-cards.ts";
import { draftedOf, summariesById, type SummaryId } from "./summary-store.ts";

/** What its line needs: nothing of what the quarter brought. */
export type SummaryLine = Pick<SummaryStory, "summary" | "account" | "quarter">;

/** The value summaries of the last quarter that somebody has to check and send. */
export const summaryDigest = digestSection<readonly SummaryLine[]>({
  surface: "digest",
  name: "value-summaries",
  digests: ["csm", "manager"],
  order: 34,
  isToday: true,
  counted: "plans.n-summaries",
  heading: "plans.summaries-heading",
  async gather({ tx }, { person, day }) {
    const drafted = await draftedOf(tx, person.id, quarterBefore(day).name);
    return drafted.map((id): DigestItem => ({ id, grade: "drafted", figures: {} }));
  },
  async load(context, items) {
    const { tx } = context;
    const ids = items.map(({ id }) => id as SummaryId);
    const found = new Map((await summariesById(tx, ids)).map((summary) => [summary.id, summary]));
    const accounts = await accountsAbout(tx, [...found.values()], await todayOf(context));
    return ids.flatMap((id): SummaryLine[] => {
      const summary = found.get(id);
      const [account, quarter] = [summary && accounts.get(summary.account), summary && quarterNamed(summary.quarter)];
      return summary && account && quarter ? [{ summary, account, quarter }] : [];
    });
  },
  changes: (stories) => stories.flatMap(({ summary }) => summary.settled?.at ?? []),
  draw: drawSummaries,
});

export function drawSummaries(stories: readonly SummaryLine[], { say, audience }: View): DigestLine[] {
  return stories.flatMap(({ summary, account, quarter }): DigestLine[] => {
    if (!mayRead(audience, "success-plan", account.scope)) return [];
    const isDone = summary.state !== "drafted";
    return [
      {
        id: summary.id,
        name: [account.name],
        text: say("plans.digest-summary", {
          account: account.name,
          quarter: quarterSaid(quarter.name, say) ?? quarter.name,
        }),
        button: isDone
          ? undefined
          : {
              kind: "button",
              label: say("plans.summary-check"),
              opens: { name: "plans.summary", subject: summary.id },
            },
        done: isDone ? stateText(summary, say) : undefined,
      },
    ];
  });
}
