import { createFeatures, createDirectory } from "../../src/features/index.ts";
import { createContexts } from "../../src/inbound/context.ts";
import { schedulesOf } from "../../src/inbound/ticker.ts";
import { systemClock } from "../../src/kernel/clock.ts";
import type { WorkCalendar } from "../../src/kernel/business-time.ts";
import { createPosts } from "../../src/outbox/posts.ts";
import { ids } from "../helpers/company.ts";
import { changesOf, DAY_MS, readZone } from "../proof/offsets.ts";
import { type Shown, timeOf, watchClock, weekdayOf } from "../proof/shown.ts";
import type { Rig } from "./rig.ts";

/** A schedule of somebody, with every instant at which it is due, as the clock on the wall there shows it. */
export interface Expected {
  readonly schedule: string;
  readonly subject: string;
  readonly zone: string;
  /** in order */
  readonly due: readonly Shown[];
  /** those within hours of a change of the clock there */
  readonly onChanges: readonly Shown[];
}

const MARGIN_DAYS = 3;
const NEAR_MS = 3 * 3_600_000;

/** Everything that the slices schedule for the rig's company, in these days. */
export async function expectedOf({ database, company }: Rig, fromMs: number, toMs: number): Promise<Expected[]> {
  const features = createFeatures();
  const contexts = createContexts({
    features,
    ids,
    directory: createDirectory(systemClock),
    posts: (tx, now) => createPosts(tx, { now, ids, wake: () => undefined }),
    jobs: () => ({ start: () => Promise.resolve() }),
    onEvent: () => undefined,
  });
  const watched = new Map<string, Watched>();
  return database((db) =>
    db.read(company.organisation, async (tx) => {
      const expected: Expected[] = [];
      for (const [schedule, { days, subjects }] of schedulesOf(features)) {
        for (const { id, at, calendar } of await subjects(contexts(tx, new Date(fromMs)))) {
          const { zone } = calendar;
          const { shown, changes } = watched.get(zone) ?? watch(zone, fromMs, toMs);
          watched.set(zone, { shown, changes });
          const due = timed(shown, at).filter((each) => days === "every-day" || isWorkday(each, calendar));
          const onChanges = due.filter(({ dueMs }) => changes.some((ms) => Math.abs(dueMs - ms) <= NEAR_MS));
          expected.push({ schedule, subject: id, zone, due, onChanges });
        }
      }
      return expected;
    }),
  );
}

interface Watched {
  readonly shown: ReturnType<typeof watchClock>;
  readonly changes: readonly number[];
}

function watch(zone: string, fromMs: number, toMs: number): Watched {
  const table = readZone(zone, fromMs - MARGIN_DAYS * DAY_MS, toMs + MARGIN_DAYS * DAY_MS);
  const days = { from: Math.floor(fromMs / DAY_MS), to: Math.floor(toMs / DAY_MS) };
  return { shown: watchClock(table, days), changes: changesOf(table) };
}

function timed(shown: Watched["shown"], at: string): readonly Shown[] {
  const due = shown.find((_, quarter) => timeOf(quarter) === at);
  if (!due) throw new Error(`${at} is no quarter of an hour`);
  return due;
}

function isWorkday({ day, date }: Shown, { workdays, holidays }: WorkCalendar): boolean {
  return workdays.includes(weekdayOf(day)) && !holidays.has(date);
}
