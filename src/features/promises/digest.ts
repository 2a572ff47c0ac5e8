import { daySpan, type Text } from "../../chat/card.ts";
import { addDays, type LocalDate } from "../../kernel/business-time.ts";
import { PROMISE } from "../../kernel/defaults.ts";
import type { Tx } from "../../kernel/deps.ts";
import type { View } from "../../locales/say.ts";
import {
  type AnyDigestSection,
  type DigestItem,
  type DigestLine,
  type DigestMorning,
  digestSection,
} from "../digest-section.ts";
import { keptButton, lineText, stateText, toldButton } from "./cards.ts";
import { openLedBy, openOf, openWith, type Promised, type PromiseId, promisesById } from "./store.ts";
import { storiesOf, type Story } from "./story.ts";

interface Line {
  readonly item: DigestItem;
  readonly story: Story;
}

/** What one keeps soon, and what is broken at one's customers; for a manager what is broken at the team's. */
export const promiseDigest: AnyDigestSection = digestSection<readonly Line[]>({
  surface: "digest",
  name: "promises",
  digests: ["csm", "am", "manager"],
  order: 17,
  counted: "promises.n-promises",
  heading: "promises.digest-heading",
  async gather({ tx }, morning) {
    return (await found(tx, morning)).map((promise) => itemOf(promise, morning.day));
  },
  async load(context, items) {
    const promises = await promisesById(
      context.tx,
      items.map(({ id }) => id as PromiseId),
    );
    const stories = await storiesOf(context, promises);
    return items.flatMap((item): Line[] => {
      const story = stories.find(({ promise }) => promise.id === item.id);
      return story ? [{ item, story }] : [];
    });
  },
  changes: (lines) =>
    lines.flatMap(({ story: { promise } }) => [promise.closed?.at, promise.moved?.at].flatMap((at) => at ?? [])),
  draw: (lines, view) => lines.flatMap((line) => drawLine(line, view)),
});

async function found(tx: Tx, { kind, person, day }: DigestMorning): Promise<Promised[]> {
  const isBroken = ({ dueOn }: Promised): boolean => dueOn < day;
  if (kind === "manager") {
    const own = await openOf(tx, [person.id]);
    const led = await openLedBy(tx, person.id);
    return unique([...own.filter((each) => isSoon(each, day)), ...led.filter(isBroken)]);
  }
  const mine = (await openOf(tx, [person.id])).filter((each) => isSoon(each, day));
  const theirs = await openWith(tx, [person.id], [kind === "am" ? "am" : "csm"]);
  return unique([...mine, ...theirs.filter(isBroken)]);
}

/** Due by the day after tomorrow, or moved without the customer knowing. */
function isSoon({ dueOn, untold }: Promised, day: LocalDate): boolean {
  return untold || dueOn <= addDays(day, PROMISE.remindDaysBefore);
}

function unique(promises: readonly Promised[]): Promised[] {
  return [...new Map(promises.map((each) => [each.id, each])).values()].toSorted((one, other) =>
    one.dueOn < other.dueOn ? -1 : one.dueOn > other.dueOn ? 1 : 0,
  );
}

function itemOf({ id, dueOn, untold }: Promised, day: LocalDate): DigestItem {
  const isLate = dueOn < day;
  const grade = untold ? "untold" : isLate ? "late" : "open";
  return { id, grade, pressing: isLate, figures: { due: dueOn } };
}

function drawLine({ item, story }: Line, view: View): DigestLine[] {
  const { say } = view;
  const text = lineText(story, view);
  if (!text) return [];
  const done = doneOf(item, story, view);
  const button = story.promise.untold ? toldButton(story, say) : keptButton(story, say);
  return [{ id: item.id, name: [story.accountName], text, button: done ? undefined : button, done }];
}

function doneOf({ figures, grade }: DigestItem, story: Story, { say }: View): Text | undefined {
  const { closed, dueOn, untold } = story.promise;
  if (closed) return stateText(story, say);
  if (dueOn !== figures["due"]) return say("promises.done-moved", { due: daySpan(dueOn) });
  return grade === "untold" && !untold ? say("promises.done-told") : undefined;
}
