import { type Button, daySpan, type Text } from "../../chat/card.ts";
import { addDays, type LocalDate, workingDayFrom } from "../../kernel/business-time.ts";
import { PROMISE } from "../../kernel/defaults.ts";
import type { Tx } from "../../kernel/deps.ts";
import type { Person } from "../../kernel/directory.ts";
import type { Audience } from "../../kernel/permissions.ts";
import type { Say, View } from "../../locales/say.ts";
import {
  type AnyDigestSection,
  type DigestItem,
  type DigestLine,
  type DigestMorning,
  digestSection,
} from "../digest-section.ts";
import { isReader, keptButton, lineText, stateText, toldButton } from "./cards.ts";
import { openLedBy, openOf, openWith, type Promised, type PromiseId, promisesById } from "./store.ts";
import { storiesOf, type Story } from "./story.ts";

interface Line {
  readonly item: DigestItem;
  readonly story: Story;
}

/** What one keeps soon oneself. */
const ownPromises = promisePart({
  name: "promises",
  digests: ["csm", "am", "manager"],
  counted: "promises.n-promises",
  heading: "promises.digest-heading",
  find: async (tx, { person, day }) =>
    (await openOf(tx, [person.id])).filter(
      ({ untold, dueOn }) => untold || dueOn <= addDays(day, PROMISE.remindDaysBefore),
    ),
  button: (story, say) => (story.promise.untold ? toldButton(story, say) : keptButton(story, say)),
});

/** What others keep too late for one's customers. */
const customersPromises = promisePart({
  name: "promises-customers",
  digests: ["csm", "am"],
  counted: "promises.n-customers",
  heading: "promises.digest-customers",
  find: async (tx, { person, kind, day }) =>
    brokenOf(await openWith(tx, [person.id], [kind === "am" ? "am" : "csm"]), person, day),
  button: othersButton,
});

/** The same for the customers of a manager's team. */
const teamPromises = promisePart({
  name: "promises-team",
  digests: ["manager"],
  counted: "promises.n-team",
  heading: "promises.digest-team",
  find: async (tx, { person, day }) => brokenOf(await openLedBy(tx, person.id), person, day),
  button: othersButton,
});

export const promiseDigests: readonly AnyDigestSection[] = [ownPromises, customersPromises, teamPromises];

interface PartOf extends Pick<AnyDigestSection, "name" | "digests" | "counted" | "heading"> {
  /** the soonest first */
  find(tx: Tx, morning: DigestMorning): Promise<readonly Promised[]>;
  button(story: Story, say: Say, audience: Audience): Button;
}

function promisePart({ find, button, ...part }: PartOf): AnyDigestSection {
  return digestSection<readonly Line[]>({
    surface: "digest",
    order: 17,
    ...part,
    async gather({ tx }, morning) {
      const items = (await find(tx, morning)).map((promise) => itemOf(promise, morning));
      return byNews(items, morning.before(part.name));
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
    draw: (lines, view) => lines.flatMap((line) => drawLine(line, view, button)),
  });
}

function brokenOf(promises: readonly Promised[], { id }: Person, day: LocalDate): Promised[] {
  return promises.filter(({ owner, dueOn }) => owner.id !== id && dueOn < day);
}

function othersButton(story: Story, say: Say, audience: Audience): Button {
  if (isReader(audience, story.keeper?.id)) return keptButton(story, say);
  return { kind: "button", label: say("feedback.show"), press: { name: "promises.show", subject: story.promise.id } };
}

/** What falls due by the next working day is said with its words, whatever the morning before said, and so is what broke. */
function itemOf({ id, dueOn, untold }: Promised, { day, person: { calendar } }: DigestMorning): DigestItem {
  const isLate = dueOn < day;
  const isNow = !isLate && dueOn < workingDayFrom(addDays(day, 1), 0, calendar);
  const grade = untold ? "untold" : isLate ? "late" : isNow ? "now" : "open";
  return { id, grade, pressing: isLate || isNow, figures: { due: dueOn } };
}

/** First what is due now and what broke since the morning before: what has been late for days mustn't crowd it out. */
function byNews(items: readonly DigestItem[], before: readonly DigestItem[]): DigestItem[] {
  const pressed = new Map(before.map(({ id, grade }) => [id, grade]));
  const isNews = ({ id, grade, pressing = false }: DigestItem): boolean => pressing && pressed.get(id) !== grade;
  const isFirst = (item: DigestItem): boolean => item.grade === "now" || isNews(item);
  return items.toSorted((one, other) => Number(isFirst(other)) - Number(isFirst(one)));
}

function drawLine({ item, story }: Line, view: View, button: PartOf["button"]): DigestLine[] {
  const { say, audience } = view;
  const text = lineText(story, view);
  if (!text) return [];
  const done = doneOf(item, story, view);
  const next = done ? undefined : button(story, say, audience);
  return [{ id: item.id, name: [story.accountName], text, button: next, done }];
}

function doneOf({ figures, grade }: DigestItem, story: Story, { say }: View): Text | undefined {
  const { closed, dueOn, untold } = story.promise;
  if (closed) return stateText(story, say);
  if (dueOn !== figures["due"]) return say("promises.done-moved", { due: daySpan(dueOn) });
  return grade === "untold" && !untold ? say("promises.done-told") : undefined;
}
