import { localDateOf } from "../../../kernel/business-time.ts";
import { Visible } from "../../../kernel/permissions.ts";
import { card, type Feature, todaySection } from "../../feature.ts";
import { remindWell, wellPresses, wellStoriesOf, wellStory } from "./asking.ts";
import { drawWell, wellLine } from "./cards.ts";
import { endOf, wellDigest } from "./digest.ts";

/** After a ticket or complaint of a key account is closed somebody asks whether all is well (C7). */
export const well = {
  presses: wellPresses,
  cards: {
    well: card({
      sensitive: false,
      called: "well.called",
      direct: { why: "why.well" },
      load: async (context, subject) => (await wellStory(context, subject)) ?? "gone",
      draw: (story, view) => drawWell(story, view),
    }),
    "well-nudge": card({
      sensitive: false,
      called: "well.called-nudge",
      direct: { why: "why.well", insistent: true },
      async load(context, subject, { slot, stands }) {
        const story = await wellStory(context, subject);
        if (!story || (story.task.closedAt && !stands)) return "gone";
        return { story, escalated: slot === "escalate" };
      },
      draw: ({ story, escalated }, view) => drawWell(story, view, escalated),
    }),
  },
  reminders: { "well-remind": { fire: remindWell } },
  sections: [
    wellDigest,
    todaySection({
      surface: "today",
      order: 20,
      load(acting) {
        const { zone } = acting.person.calendar;
        return wellStoriesOf(acting, endOf(localDateOf(acting.now, zone), zone));
      },
      draw: (stories, { say, audience }) =>
        stories.flatMap((story) =>
          new Visible("internal", story.scope, true).open(audience)
            ? [
                {
                  text: wellLine(story, say),
                  button: {
                    kind: "button",
                    label: say("well.well"),
                    press: { name: "checkins.well", subject: story.task.id },
                  } as const,
                },
              ]
            : [],
        ),
    }),
  ],
} satisfies Partial<Feature>;
