import { addDays, instantOf, localDateOf, type LocalTime } from "../../kernel/business-time.ts";
import type { TouchpointId } from "../../kernel/ids.ts";
import type { View } from "../../locales/say.ts";
import { type DigestItem, type DigestLine, digestSection } from "../digest-section.ts";
import { kindText } from "./touchpoint-cards.ts";
import { plannedBy, type StoredTouchpoint, touchpointsById } from "./touchpoint-store.ts";

/** A meeting of the morning as it is now. */
export interface MeetingLine {
  readonly item: DigestItem;
  readonly meeting: StoredTouchpoint;
}

const MIDNIGHT = "00:00" as LocalTime;

/** What somebody planned for today, and what is overdue: whether it was held. */
export const meetingsSection = digestSection<readonly MeetingLine[]>({
  surface: "digest",
  name: "meetings",
  digests: ["csm", "am"],
  order: 5,
  isToday: true,
  counted: "digests.n-meetings",
  heading: "digests.meetings",
  async gather({ tx, now }, { person, day }) {
    const { zone } = person.calendar;
    const planned = await plannedBy(tx, [person.id], instantOf(addDays(day, 1), MIDNIGHT, zone));
    return planned.map(({ id, plannedAt }) => ({
      id,
      grade: localDateOf(plannedAt, zone) < localDateOf(now, zone) ? "overdue" : "today",
      pressing: true,
      figures: { at: plannedAt.toISOString() },
    }));
  },
  async load({ tx }, items) {
    const ids = items.map(({ id }) => id as TouchpointId);
    const meetings = await touchpointsById(tx, ids);
    return items.flatMap((item): MeetingLine[] => {
      const meeting = meetings.get(item.id as TouchpointId);
      return meeting ? [{ item, meeting }] : [];
    });
  },
  changes: () => [],
  draw: drawMeetingLines,
});

function drawMeetingLines(lines: readonly MeetingLine[], view: View): DigestLine[] {
  const { say } = view;
  return lines.map(({ item, meeting }): DigestLine => {
    const isOverdue = item.grade === "overdue";
    const at = new Date(String(item.figures["at"]));
    const values = { account: meeting.accountName, kind: kindText(meeting.kind, view) };
    return {
      id: item.id,
      name: [meeting.accountName],
      text: isOverdue
        ? say("digests.meeting-overdue", { ...values, at: { date: at, style: "day" } })
        : say("digests.meeting", { ...values, at: { date: at, style: "time" } }),
      button: isOverdue
        ? { kind: "button", label: say("touchpoints.held"), press: { name: "accounts.touch-held", subject: item.id } }
        : { kind: "button", label: say("digests.open"), press: { name: "accounts.open", subject: meeting.account } },
      done: doneOf(meeting, at, view),
    };
  });
}

function doneOf({ state, plannedAt }: StoredTouchpoint, at: Date, { say }: View) {
  if (state === "held") return say("digests.meeting-held");
  if (state === "cancelled") return say("digests.meeting-cancelled");
  return plannedAt.getTime() === at.getTime()
    ? undefined
    : say("digests.meeting-moved", { at: { date: plannedAt, style: "day-time" } });
}
