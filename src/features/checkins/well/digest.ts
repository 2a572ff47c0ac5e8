import { addDays, fixedTime, instantOf, type LocalDate } from "../../../kernel/business-time.ts";
import type { PersonId, WellTaskId } from "../../../kernel/ids.ts";
import { Visible } from "../../../kernel/permissions.ts";
import type { View } from "../../../locales/say.ts";
import { accountsAbout } from "../../accounts/facts.ts";
import { type AnyDigestSection, type DigestItem, type DigestLine, digestSection } from "../../digest-section.ts";
import type { Context } from "../../feature.ts";
import { storiesOf, WELL_TASK } from "./asking.ts";
import { endText, wellLine, type WellStory } from "./cards.ts";
import { openTasksOf, tasksById, type WellTask } from "./store.ts";
import { digestOf } from "./with-digest.ts";

export interface WellDigestLine {
  readonly item: DigestItem;
  readonly story: WellStory;
  /** it is somebody else's by now */
  readonly isGiven: boolean;
}

const MIDNIGHT = fixedTime("00:00");

/** The end of a day. */
export function endOf(day: LocalDate, zone: string): Date {
  return instantOf(addDays(day, 1), MIDNIGHT, zone);
}

/** Whom to ask today whether all is well, or who was to be asked. */
export const wellDigest: AnyDigestSection = digestSection<readonly WellDigestLine[]>({
  surface: "digest",
  name: "wells",
  digests: ["am", "csm", "manager"],
  order: 19,
  counted: "well.n-wells",
  heading: "well.digest-heading",
  async gather(context, { kind, person, day }) {
    const { tx, now } = context;
    const open = await alone(context, person.id, await openTasksOf(tx, [person.id], endOf(day, person.calendar.zone)));
    if (open.length === 0) return [];
    const accounts = await accountsAbout(tx, open, day);
    return open.flatMap(({ id, account, dueAt }): DigestItem[] => {
      const scope = accounts.get(account)?.scope;
      if (!scope || digestOf(person, scope) !== kind) return [];
      const isLate = dueAt.getTime() <= now.getTime();
      return [{ id, grade: isLate ? "late" : "today", pressing: true, figures: { due: dueAt.toISOString() } }];
    });
  },
  async load(context, items, { id: whose }) {
    const tasks = await tasksById(
      context.tx,
      items.map(({ id }) => id as WellTaskId),
    );
    const stories = await storiesOf(context, tasks);
    return items.flatMap((item): WellDigestLine[] => {
      const story = stories.find(({ task }) => task.id === item.id);
      return story ? [{ item, story, isGiven: story.task.owner !== whose }] : [];
    });
  },
  changes: (lines) => lines.flatMap(({ story }) => story.task.closedAt ?? []),
  draw: drawWells,
});

/** Those whose card doesn't come with this very digest, as somebody may want it. */
async function alone({ posts }: Context, person: PersonId, tasks: readonly WellTask[]): Promise<WellTask[]> {
  const found: WellTask[] = [];
  for (const task of tasks) {
    const post = { card: WELL_TASK, subject: task.id, address: `person:${person}`, slot: "" } as const;
    if ((await posts.carriageOf(post)).kind !== "waits") found.push(task);
  }
  return found;
}

export function drawWells(lines: readonly WellDigestLine[], view: View): DigestLine[] {
  const { say, audience } = view;
  return lines.flatMap(({ item, story, isGiven }): DigestLine[] => {
    const { task, scope, owner } = story;
    if (!new Visible("internal", scope, true).open(audience)) return [];
    const given = isGiven && owner ? say("well.done-given", { owner: { mention: owner } }) : undefined;
    return [
      {
        id: item.id,
        name: [story.accountName],
        text: wellLine({ ...story, isLate: item.grade === "late" }, say),
        button: {
          kind: "button",
          label: say("feedback.show"),
          press: { name: "checkins.well-show", subject: task.id },
        },
        done: endText(task, say) ?? given,
      },
    ];
  });
}
