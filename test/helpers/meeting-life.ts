import fc from "fast-check";
import { checkMove } from "../../src/features/cadence/checks.ts";
import type { Circle } from "../../src/features/cadence/circle.ts";
import { commonDays, firstDay } from "../../src/features/cadence/decide.ts";
import { nextOf, noticeOf } from "../../src/features/cadence/meeting-steps.ts";
import type { Frequency, Pair } from "../../src/features/cadence/model.ts";
import { type Attendee, findSlots } from "../../src/features/cadence/slots.ts";
import {
  addDays,
  addWorkingDays,
  fixedDate,
  fixedTime,
  instantOf,
  type LocalDate,
  localDateOf,
  localTimeOf,
  weekdayOf,
  type WorkCalendar,
  workingDayFrom,
} from "../../src/kernel/business-time.ts";
import { CADENCE } from "../../src/kernel/defaults-cadence.ts";
import { CALENDAR, fullPerson, personId } from "../examples/fixed.ts";
import { someRhythm, someSteps, type Step } from "./meeting-steps.ts";

/** A sample; more as in `LIFE_STEPS=50000 npx vitest run test/meeting-life.test.ts`. */
export const STEPS = Number(process.env["LIFE_STEPS"] ?? 2000);

const HOUR_MS = 3_600_000;
const MINUTE_MS = 60_000;
const BEGAN = new Date("2026-11-24T08:00:00Z");

/** What a fault is planted in. */
export interface Doing {
  readonly next: typeof nextOf;
  readonly slots: typeof findSlots;
}

const SOUND: Doing = { next: nextOf, slots: findSlots };

interface Open {
  readonly originalOn: LocalDate;
  state: "waiting" | "offered" | "booked";
  slots: readonly Date[];
  noticeEnds: Date;
  until: Date;
  startsAt?: Date;
  byClock?: boolean;
}

/**
 * Meetings of a pair that live at random: picked, booked by the clock, undone, moved, skipped, held, missed, paused, with
 * absences, other appointments and weeks of downtime.
 * @throws Error when one is on a day that isn't its series', or at a time at which one of them can't or that is past
 */
export function meetAtRandom(steps: number, doing: Doing = SOUND): number {
  let done = 0;
  for (let seed = 1; done < steps; seed++) {
    fc.assert(
      fc.property(someSteps, someRhythm, (all, rhythm) => {
        const life = new Life(rhythm, doing);
        for (const step of all) life.take(step);
        done += all.length;
      }),
      // A planted fault needn't be made small.
      { numRuns: 5, seed, endOnFailure: doing !== SOUND },
    );
  }
  return done;
}

class Life {
  private now = BEGAN;
  private pair: Pair;
  private readonly circle: Circle;
  private readonly attendees: (Attendee & {
    away: { from: LocalDate; until: LocalDate }[];
    busy: { from: Date; to: Date }[];
  })[];
  private open: Open | undefined;
  private last: LocalDate | undefined;
  private readonly doing: Doing;

  constructor(
    { frequency, weekday, zone }: { readonly frequency: Frequency; readonly weekday: number; readonly zone: string },
    doing: Doing,
  ) {
    this.doing = doing;
    const holidays = new Set(["2026-12-25", "2027-01-01", "2027-04-05"].map(fixedDate));
    const calendars: WorkCalendar[] = [
      { ...CALENDAR, holidays },
      { ...CALENDAR, zone, workdays: [1, 2, 3, 4] },
    ];
    const people = calendars.map((calendar, at) => ({
      ...fullPerson({ id: personId(at + 1), name: `Person ${String(at)}` }, "en", at === 0 ? "csm" : "am"),
      calendar,
    }));
    this.attendees = people.map(({ id, name, calendar }) => ({ id, name, calendar, away: [], busy: [] }));
    const rhythm = { frequency, weekday, at: fixedTime("10:00"), zone: "Europe/Berlin", minutes: 30 };
    this.pair = { rhythm, startsOn: firstDay(weekday, localDateOf(BEGAN, rhythm.zone)) } as Pair;
    this.circle = { people } as unknown as Circle;
    this.openNext();
  }

  take(step: Step): void {
    const { open } = this;
    switch (step.kind) {
      case "hours":
      case "days":
        this.now = new Date(this.now.getTime() + step.count * (step.kind === "days" ? 24 : 1) * HOUR_MS);
        return this.fire();
      case "away": {
        const who = this.attendees[step.who];
        const from = addDays(localDateOf(this.now, who?.calendar.zone ?? "UTC"), step.from);
        who?.away.push({ from, until: addDays(from, step.days) });
        return;
      }
      case "busy": {
        const from = new Date(this.now.getTime() + step.from * HOUR_MS);
        this.attendees[step.who]?.busy.push({ from, to: new Date(from.getTime() + step.hours * HOUR_MS) });
        return;
      }
      case "pick": {
        const slot = open?.slots[step.which];
        if (open?.state === "offered" && slot && slot > this.now) this.book(open, slot, false);
        return;
      }
      case "undo":
        if (open?.state !== "booked" || !open.byClock || !open.startsAt || open.startsAt <= this.now) return;
        open.slots = open.slots.filter((slot) => slot > this.now);
        open.state = "offered";
        open.noticeEnds = open.slots.at(-1) ?? this.now;
        open.until = open.noticeEnds;
        return;
      case "move":
        return this.move(step);
      case "skip":
        return open && this.settle();
      case "hold":
        return open?.startsAt && open.state === "booked" && open.startsAt <= this.now ? this.settle() : undefined;
      case "miss":
        if (open?.state === "booked" && open.startsAt && open.startsAt <= this.now) this.proposeAnew();
        return;
      case "pause":
        this.open = undefined;
        this.pair = { ...this.pair, startsOn: firstDay(this.pair.rhythm.weekday, this.today()) };
        return this.openNext();
    }
  }

  /** What is due by now, late or not. */
  private fire(): void {
    const { open, now } = this;
    if (!open) return;
    if (open.state === "waiting" && open.until <= now) return this.offer(open);
    if (open.state === "offered" && open.noticeEnds <= now) {
      const onTime = now.getTime() - open.noticeEnds.getTime() < HOUR_MS;
      const first = open.slots.find((slot) => slot.getTime() - CADENCE.nowMinutes * MINUTE_MS > now.getTime());
      if (!first) return this.settle();
      this.book(open, first, true);
      const left = first.getTime() - now.getTime();
      if (onTime && left < (CADENCE.undoHours - 1) * HOUR_MS && open.until > now) {
        throw new Error("what the clock booked can't be undone in time");
      }
      return;
    }
    const asked = open.startsAt && addWorkingDays(open.startsAt, CADENCE.answerWithinWorkingDays + 1, CALENDAR);
    if (open.state === "booked" && asked && asked <= now) this.settle();
  }

  private today(): LocalDate {
    return localDateOf(this.now, this.pair.rhythm.zone);
  }

  private openNext(): void {
    const today = this.today();
    const after = this.last && this.last > today ? this.last : today;
    const on = this.doing.next(this.pair, this.circle, after);
    this.open = undefined;
    if (!on) return;
    this.hold(on, after);
    const [csm] = this.circle.people;
    const calendar = csm?.calendar ?? CALENDAR;
    const offerOn = workingDayFrom(on, -CADENCE.offerAheadWorkingDays, calendar);
    this.begin(on, instantOf(offerOn, calendar.opens, calendar.zone));
  }

  private begin(originalOn: LocalDate, until: Date): void {
    this.last = this.last && this.last > originalOn ? this.last : originalOn;
    const made: Open = { originalOn, state: "waiting", slots: [], noticeEnds: this.now, until };
    this.open = made;
    if (until <= this.now) this.offer(made);
  }

  private proposeAnew(): void {
    const days = commonDays(this.circle.people.map(({ calendar }) => calendar));
    const today = this.today();
    const on = days ? workingDayFrom(today, 1, days) : addDays(today, 1);
    const next = this.doing.next(this.pair, this.circle, today);
    if (next && next <= addDays(on, 1)) return this.openNext();
    this.begin(on, this.now);
  }

  private settle(): void {
    this.openNext();
  }

  private offer(open: Open): void {
    const today = this.today();
    const { at, zone, minutes } = this.pair.rhythm;
    const on = open.originalOn > today ? open.originalOn : today;
    const next = this.doing.next(this.pair, this.circle, on);
    const until = next ? addDays(next, -1) : addDays(on, CADENCE.searchDays);
    open.noticeEnds = noticeOf(this.circle, this.now);
    if (open.noticeEnds < this.now) throw new Error("the notice ends before it begins");
    const from = new Date(open.noticeEnds.getTime() + CADENCE.undoHours * HOUR_MS);
    open.slots = this.doing.slots(this.attendees, { on, at, zone, minutes, from, until });
    open.state = "offered";
    if (open.slots.length === 0) open.noticeEnds = instantOf(addDays(until, 1), fixedTime("00:00"), zone);
    open.until = instantOf(addDays(until, 1), fixedTime("00:00"), zone);
    this.holdSlots(open.slots, from, open.until);
  }

  private book(open: Open, startsAt: Date, byClock: boolean): void {
    if (startsAt <= this.now) throw new Error(`${startsAt.toISOString()} is past`);
    Object.assign(open, { state: "booked", startsAt, byClock });
  }

  private move({ days, hour }: Extract<Step, { kind: "move" }>): void {
    const { open } = this;
    const [presser] = this.attendees;
    if (!open || !presser) return;
    const on = addDays(localDateOf(this.now, presser.calendar.zone), days);
    const at = `${String(hour).padStart(2, "0")}:00`;
    const checked = checkMove({ on, at }, presser, this.attendees, this.pair.rhythm.minutes, this.now);
    if (checked.kind !== "ok") return;
    const works = this.attendees.map((each) => canAt(each, checked.value, this.pair.rhythm.minutes));
    if (works.some((can) => can === "never") || works.every((can) => can !== "yes"))
      throw new Error(`moved to ${checked.value.toISOString()}, when nobody works or one can't`);
    this.book(open, checked.value, false);
  }

  /** A day of the series, ahead of what was, on which both work. */
  private hold(on: LocalDate, after: LocalDate): void {
    const { rhythm, startsOn } = this.pair;
    if (on <= after || (startsOn && on < startsOn)) throw new Error(`${on} isn't behind ${after}`);
    const free = this.circle.people.every(
      ({ calendar }) => calendar.workdays.includes(weekdayOf(on)) && !calendar.holidays.has(on),
    );
    if (!free) throw new Error(`${on} is a day off`);
    const back = [0, 1, 2, 3, 4, 5, 6].map((by) => addDays(on, -by));
    const ruled = back.findIndex((day) => weekdayOf(day) === rhythm.weekday);
    const passed = back.slice(1, ruled + 1);
    const isOff = (day: LocalDate): boolean =>
      this.circle.people.some(
        ({ calendar }) => !calendar.workdays.includes(weekdayOf(day)) || calendar.holidays.has(day),
      );
    if (!passed.every(isOff)) throw new Error(`${on} isn't its series', nor the first working day behind it`);
  }

  private holdSlots(slots: readonly Date[], from: Date, until: Date): void {
    if (slots.length > CADENCE.slots) throw new Error("more slots than are offered");
    for (const [at, slot] of slots.entries()) {
      const before = slots[at - 1];
      if (before && before >= slot) throw new Error("slots aren't in order");
      if (slot < from || slot >= until) throw new Error(`${slot.toISOString()} is outside its days`);
      for (const each of this.attendees)
        if (canAt(each, slot, this.pair.rhythm.minutes) !== "yes")
          throw new Error(`${each.name} can't on ${slot.toISOString()}`);
    }
  }
}

/** Told from the clock on their wall. never: away, off or busy; late: outside their hours */
function canAt({ calendar, away, busy }: Attendee, from: Date, minutes: number): "yes" | "never" | "late" {
  const to = new Date(from.getTime() + minutes * MINUTE_MS);
  const day = localDateOf(from, calendar.zone);
  if (away.some((each) => each.from <= day && day <= each.until)) return "never";
  if (!calendar.workdays.includes(weekdayOf(day)) || calendar.holidays.has(day)) return "never";
  const [begins, ends] = [from, to].map((each) => localTimeOf(each, calendar.zone));
  const works = begins !== undefined && ends !== undefined && begins >= calendar.opens && ends <= calendar.closes;
  const inDay = works && localDateOf(to, calendar.zone) === day;
  if (inDay && busy.some((each) => each.from < to && from < each.to)) return "never";
  return inDay ? "yes" : "late";
}
