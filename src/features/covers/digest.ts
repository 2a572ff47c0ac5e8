import { daySpan } from "../../chat/card.ts";
import { type LocalDate, localDateOf } from "../../kernel/business-time.ts";
import type { PersonId } from "../../kernel/ids.ts";
import type { View } from "../../locales/say.ts";
import { type DigestItem, type DigestLine, digestSection } from "../digest-section.ts";
import { type Uncovered, uncovered } from "./digest-store.ts";

export interface UncoveredLine extends Pick<Uncovered, "person" | "name" | "until" | "customers"> {
  /** somebody looks after their customers again */
  readonly isOver: boolean;
}

/** Whose customers nobody looks after, for their manager; without one, for every manager. */
export const uncoveredSection = digestSection<readonly UncoveredLine[]>({
  surface: "digest",
  name: "uncovered",
  digests: ["manager"],
  order: 50,
  isToday: true,
  counted: "digests.n-uncovered",
  heading: "digests.uncovered",
  async gather({ tx }, { person, day }) {
    return (await uncovered(tx, day))
      .filter(({ manager }) => manager === undefined || manager === person.id)
      .map(({ person: away, name, until, customers }): DigestItem => ({
        id: away,
        grade: until ? "away" : "left",
        figures: { name, until: until ?? "", customers },
      }));
  },
  async load({ tx, now }, items, { calendar }) {
    const still = new Set((await uncovered(tx, localDateOf(now, calendar.zone))).map(({ person }) => person));
    return items.map(({ id, figures }) => ({
      person: id as PersonId,
      name: String(figures["name"]),
      until: (String(figures["until"]) || undefined) as LocalDate | undefined,
      customers: Number(figures["customers"]),
      isOver: !still.has(id as PersonId),
    }));
  },
  changes: () => [],
  draw: drawUncovered,
});

export function drawUncovered(lines: readonly UncoveredLine[], { say }: View): DigestLine[] {
  return lines.map(({ person, name, until, customers: count, isOver }) => ({
    id: person,
    name: [name],
    text: until
      ? say("digests.uncovered-away", { person: name, until: daySpan(until), count })
      : say("digests.uncovered-left", { person: name, count }),
    button: until && { kind: "button", label: say("digests.name-cover"), opens: { name: "covers.name", subject: "" } },
    done: isOver ? say("digests.uncovered-over") : undefined,
  }));
}
