import { mayRead } from "../../kernel/permissions.ts";
import type { View } from "../../locales/say.ts";
import { type DigestItem, type DigestLine, digestSection } from "../digest-section.ts";
import { quarterSaid } from "../quarter-said.ts";
import { quarterBefore } from "./quarter.ts";
import { stateText, type SummaryStory } from "./summary-cards.ts";
import { draftedOf } from "./summary-store.ts";
import { summaryStory } from "./summing.ts";

/** The value summaries of the last quarter that somebody has to check and send. */
export const summaryDigest = digestSection<readonly SummaryStory[]>({
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
    const stories: SummaryStory[] = [];
    for (const { id } of items) {
      const story = await summaryStory(context, id);
      if (story) stories.push(story);
    }
    return stories;
  },
  changes: (stories) => stories.flatMap(({ summary }) => summary.settled?.at ?? []),
  draw: drawSummaries,
});

export function drawSummaries(stories: readonly SummaryStory[], { say, audience }: View): DigestLine[] {
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
