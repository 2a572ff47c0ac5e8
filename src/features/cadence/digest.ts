import type { Text } from "../../chat/card.ts";
import { addDays, instantOf, type LocalTime } from "../../kernel/business-time.ts";
import type { CadenceMeetingId } from "../../kernel/ids.ts";
import type { View } from "../../locales/say.ts";
import { type DigestItem, type DigestLine, digestSection } from "../digest-section.ts";
import { circleOf } from "./circle.ts";
import { bookedBetween, meetingsById } from "./meeting-store.ts";
import type { Meeting } from "./model.ts";
import { pairById, pairsOf } from "./pair-store.ts";

/** A meeting of the morning as it is now. */
export interface MorningLine {
  readonly item: DigestItem;
  readonly meeting: Meeting;
  /** whom one meets */
  readonly names: readonly string[];
}

const MIDNIGHT = "00:00" as LocalTime;

/** In the morning: whom a CSM and an Account Manager meet today (F4). */
export const cadenceDigest = digestSection<readonly MorningLine[]>({
  surface: "digest",
  name: "cadence",
  digests: ["csm", "am"],
  order: 4,
  counted: "digests.n-meetings",
  heading: "cadence.digest-heading",
  async gather({ tx }, { kind, person, day }) {
    const { zone } = person.calendar;
    const pairs = (await pairsOf(tx, [person.id])).filter(({ csm, am }) => (kind === "am" ? am : csm) === person.id);
    const meetings = await bookedBetween(
      tx,
      pairs.map(({ id, jointWith }) => jointWith ?? id),
      instantOf(day, MIDNIGHT, zone),
      instantOf(addDays(day, 1), MIDNIGHT, zone),
    );
    return meetings.flatMap(({ id, startsAt }): DigestItem[] =>
      startsAt ? [{ id, grade: "today", pressing: true, figures: { at: startsAt.toISOString() } }] : [],
    );
  },
  async load(context, items, whose) {
    const meetings = await meetingsById(
      context.tx,
      items.map(({ id }) => id as CadenceMeetingId),
    );
    const lines: MorningLine[] = [];
    for (const item of items) {
      const meeting = meetings.get(item.id as CadenceMeetingId);
      const pair = meeting && (await pairById(context.tx, meeting.pair));
      if (!meeting || !pair) continue;
      const { csms, am } = await circleOf(context, pair);
      const others = whose.id === pair.am ? csms : am ? [am] : [];
      lines.push({ item, meeting, names: others.map(({ name }) => name) });
    }
    return lines;
  },
  changes: (lines) => lines.flatMap(({ meeting: { settledAt } }) => settledAt ?? []),
  draw: drawMorning,
});

export function drawMorning(lines: readonly MorningLine[], view: View): DigestLine[] {
  const { say, locale } = view;
  return lines.map(({ item, meeting, names }): DigestLine => {
    const at = new Date(String(item.figures["at"]));
    const name = new Intl.ListFormat(locale).format(names);
    const done = doneOf(meeting, at, view);
    return {
      id: item.id,
      name: [name],
      text: say("cadence.digest-meeting", { at: { date: at, style: "time" }, names: name }),
      button: {
        kind: "button",
        label: say("cadence.show-agenda"),
        press: { name: "cadence.agenda", subject: meeting.pair },
      },
      ...(done && { done }),
    };
  });
}

function doneOf({ state, startsAt }: Meeting, at: Date, { say }: View): Text | undefined {
  if (state === "held") return say("digests.meeting-held");
  if (state === "booked" && startsAt?.getTime() === at.getTime()) return undefined;
  if (state === "booked" && startsAt)
    return say("digests.meeting-moved", { at: { date: startsAt, style: "weekday-time" } });
  return say("digests.meeting-cancelled");
}
