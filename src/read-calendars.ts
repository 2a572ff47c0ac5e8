import { fetchFile } from "./chat/fetch-file.ts";
import type { FetchOutcome } from "./chat/platform.ts";
import { createHmacs } from "./db/hmacs.ts";
import { SealBroken, type Sealer } from "./db/seal.ts";
import type { Database } from "./db/transaction.ts";
import { addressOf, type CalendarVersion, saveBusy } from "./features/cadence/calendar-store.ts";
import { CALENDAR_LIMITS, calendarSpan, readCalendar } from "./features/cadence/calendar-text.ts";
import { calendarAddress } from "./features/cadence/calendars.ts";
import { keepSeen, seenSince } from "./features/cadence/seen/seeing.ts";
import { seeingOf } from "./features/cadence/seen/store.ts";
import type { LongWork } from "./jobs/feature-jobs.ts";
import type { Clock } from "./kernel/clock.ts";
import type { Directory } from "./kernel/directory.ts";
import type { Ids, PersonId } from "./kernel/ids.ts";
import type { Log } from "./kernel/log.ts";

export interface ReadCalendarsParts {
  readonly db: Database;
  readonly directory: Directory;
  readonly clock: Clock;
  readonly sealer: Sealer;
  readonly ids: Ids;
  /** the encryption keys, of which those are made by which events are told apart without being kept */
  readonly keys: Parameters<typeof createHmacs>[0];
  readonly log: Log;
  /** brings what stands at an address; left out: over the network */
  readonly fetchCalendar?: (address: string) => Promise<FetchOutcome>;
}

const TIMEOUT_MS = 20_000;

/**
 * Reads when somebody's own calendar says that they are busy, and keeps nothing else of it; with their consent the
 * meetings with customers that were held, until they say what they were.
 */
export function readCalendars({
  db,
  directory,
  clock,
  sealer,
  ids,
  keys,
  log,
  fetchCalendar = overNetwork,
}: ReadCalendarsParts): LongWork {
  const hmacsOf = createHmacs(keys, "tandem calendar events");
  return {
    async run(organisation, data) {
      const person = data["person"] as PersonId;
      const version = data["version"] as CalendarVersion;
      const [owner, address, seeing] = await db.read(organisation, async (tx) => {
        const found = await directory.person(tx, person);
        const address = await opened(() => addressOf(tx, sealer, person, version));
        return [found, address, await seeingOf(tx, person, version)] as const;
      });
      if (!owner?.active) return;
      const url = address === undefined ? undefined : calendarAddress(address);
      const fetched: FetchOutcome = url ? await fetchCalendar(url.href) : { kind: "refused", problem: "no address" };
      // The queue tries it again.
      if (fetched.kind === "passing") throw new Error(`a calendar could not be fetched: ${fetched.problem}`);
      const now = clock.now();
      const save = (problem: { readonly problem: "fetch" | "text" }) =>
        db.write(organisation, async (tx) => {
          await saveBusy(tx, person, version, problem, now);
        });
      if (fetched.kind !== "fetched") {
        log.warn({ outcome: fetched.kind }, "a calendar could not be fetched");
        return save({ problem: fetched.kind === "too-big" ? "text" : "fetch" });
      }
      const { zone } = owner.calendar;
      const { from, to } = calendarSpan(now, zone);
      const seen = seeing && { since: seenSince(seeing.until, now), until: now, owner: owner.email };
      const read = readCalendar(new TextDecoder().decode(fetched.bytes), zone, from, to, seen);
      if (read.kind !== "ok") return save({ problem: "text" });
      await db.write(organisation, async (tx) => {
        const isSaved = await saveBusy(tx, person, version, read, now);
        if (isSaved && seen) await keepSeen({ tx, ids, now, hmacsOf }, owner, read.held);
      });
    },
    async gaveUp(organisation, data) {
      const now = clock.now();
      await db.write(organisation, async (tx) => {
        await saveBusy(tx, data["person"] as PersonId, data["version"] as CalendarVersion, { problem: "fetch" }, now);
      });
    },
  };
}

/** One whose key isn't known any more has to be set anew. */
async function opened(open: () => Promise<string | undefined>): Promise<string | undefined> {
  try {
    return await open();
  } catch (error) {
    if (error instanceof SealBroken) return undefined;
    throw error;
  }
}

function overNetwork(address: string): Promise<FetchOutcome> {
  return fetchFile(address, { mostBytes: CALENDAR_LIMITS.bytes, timeoutMs: TIMEOUT_MS });
}
