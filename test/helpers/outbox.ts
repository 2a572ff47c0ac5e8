import type { Courier, Platform } from "../../src/chat/platform.ts";
import type { Database } from "../../src/db/transaction.ts";
import { type AnyCardKind, card, type Context, type Feature } from "../../src/features/feature.ts";
import { createContactFacts } from "../../src/features/accounts/contact-facts.ts";
import { createPeopleFacts } from "../../src/features/accounts/people-facts.ts";
import { createChannelFacts } from "../../src/features/settings/facts.ts";
import { createHolidays } from "../../src/features/settings/holidays.ts";
import { createContexts } from "../../src/inbound/context.ts";
import { createJobs, type Jobs } from "../../src/jobs/boss.ts";
import { createJobStarter } from "../../src/jobs/feature-jobs.ts";
import { type MovableClock, createMovableClock, type WallClock, wallClock } from "../../src/kernel/clock.ts";
import type { Tx } from "../../src/kernel/deps.ts";
import { createIds } from "../../src/kernel/ids.ts";
import type { AccountId, PersonId } from "../../src/kernel/ids.ts";
import type { Log } from "../../src/kernel/log.ts";
import { Visible } from "../../src/kernel/permissions.ts";
import { createSays } from "../../src/locales/say.ts";
import { createDeliverer, type Deliverer } from "../../src/outbox/deliver.ts";
import { createLaneRunner } from "../../src/outbox/lane.ts";
import { createPacer } from "../../src/outbox/pacer.ts";
import { createPosts, type Wake } from "../../src/outbox/posts.ts";
import type { Timers } from "../../src/outbox/timers.ts";
import { createRecordingPlatform, type RecordingPlatform } from "./recording-platform.ts";

/** 10:00 in Berlin, a Tuesday */
export const NOON = new Date("2026-03-10T09:00:00Z");

export interface FakeWall extends WallClock, Timers {
  advance(ms: number): void;
}

const LONGEST_SLEEP_MS = 30_000;

/** Wall time that passes when somebody sleeps, and only then. Longer sleeps last until they are aborted. */
export function createFakeWall(start: Date): FakeWall {
  let atMs = start.getTime();
  return {
    now: () => new Date(atMs),
    monotonicMs: () => atMs,
    advance: (ms) => void (atMs += ms),
    async sleep(ms, signal) {
      if (ms > LONGEST_SLEEP_MS) {
        return new Promise((resolve) => signal.addEventListener("abort", () => resolve(), { once: true }));
      }
      atMs += ms;
      await new Promise((resolve) => setImmediate(resolve));
    },
  };
}

export interface LogLine {
  readonly level: "debug" | "info" | "warn" | "error";
  readonly fields: Record<string, unknown>;
  readonly message: string;
}

export function createLines(): { readonly log: Log; readonly lines: LogLine[] } {
  const lines: LogLine[] = [];
  const at = (level: LogLine["level"]) => (fields: Record<string, unknown>, message: string) =>
    void lines.push({ level, fields, message });
  return { lines, log: { debug: at("debug"), info: at("info"), warn: at("warn"), error: at("error") } };
}

export interface Outbox {
  readonly jobs: Jobs;
  readonly deliverer: Deliverer;
  readonly platform: RecordingPlatform;
  readonly clock: MovableClock;
  readonly wall: FakeWall;
  readonly lines: LogLine[];
  readonly cards: Map<string, AnyCardKind>;
  readonly context: (tx: Tx, now: Date) => Context;
  /** one turn at an address, as a job would take it */
  readonly runLane: ReturnType<typeof createLaneRunner>;
  stop(): Promise<void>;
}

export interface OutboxOptions {
  readonly platform?: RecordingPlatform;
  /** what is sent to in its place, e.g. Slack over the wire */
  readonly speaksTo?: Platform;
  /** left out: no e-mail is sent */
  readonly mail?: Courier;
  readonly clock?: MovableClock;
  readonly wall?: FakeWall;
  /** slices that react and whose cards are drawn; none when left out */
  readonly features?: readonly Feature[];
  /** false: nothing takes jobs, as in a process that is down */
  readonly works?: boolean;
}

/** The outbox as app.ts wires it, with a platform that only records. */
export async function startOutbox(db: Database, options: OutboxOptions = {}): Promise<Outbox> {
  const {
    clock = createMovableClock(NOON),
    wall = createFakeWall(wallClock.now()),
    works = true,
    features = [],
  } = options;
  const platform = options.platform ?? createRecordingPlatform({ nowMs: () => wall.now().getTime() });
  const { log, lines } = createLines();
  const ids = createIds(wallClock);
  const holidays = createHolidays();
  const directory = {
    ...createPeopleFacts(holidays, clock),
    ...createContactFacts(clock),
    ...createChannelFacts(holidays),
  };
  const jobs = createJobs({ db, log, pollMs: 200 });
  const wake: Wake = (organisation, address) => {
    if (works) deliverer.wake(organisation, address);
  };
  const context = createContexts({
    features,
    ids,
    directory,
    posts: (tx, now) => createPosts(tx, { now, ids, wake }),
    jobs: (tx) => createJobStarter(jobs, tx),
    onEvent: () => undefined,
  });
  const cards = new Map<string, AnyCardKind>([
    ...features.flatMap(({ name, cards = {} }) =>
      Object.entries(cards).map(([kind, each]) => [`${name}.${kind}`, each] as const),
    ),
    ["test.name", nameCard(false)],
    ["test.money", nameCard(true)],
    [
      "test.broken",
      {
        sensitive: false,
        called: "shell.help-title",
        prepare: () =>
          Promise.resolve(() => {
            throw new Error("a card with a fault");
          }),
      },
    ],
  ]);
  const parts = {
    db,
    platforms: new Map([["slack", options.speaksTo ?? platform] as const]),
    mail: options.mail,
    cards,
    context,
    directory,
    clock,
    wall,
    log,
    says: createSays(),
    timers: wall,
    random: () => 0.5,
  };
  const deliverer = createDeliverer({ ...parts, jobs });
  if (works) await jobs.start();
  return {
    jobs,
    deliverer,
    platform,
    clock,
    wall,
    lines,
    cards,
    context,
    runLane: createLaneRunner({ ...parts, pacer: createPacer(db.system) }),
    async stop() {
      deliverer.stop();
      await jobs.stop();
    },
  };
}

/** An account's name as it is now; the sensitive one says a sum that only cleared readers may see. */
function nameCard(sensitive: boolean): AnyCardKind {
  return card<{ readonly id: AccountId; readonly name: string; readonly csm: PersonId | null }>({
    sensitive,
    called: "shell.help-title",
    async load({ tx }, subject) {
      const [row] = await tx.rows<{ id: AccountId; name: string; csm: PersonId | null }>(
        `select a.id, a.name, s.person_id as csm from account a
           left join slot s on s.organisation_id = a.organisation_id and s.account_id = a.id and s.slot = 'csm'
          where a.id = $1`,
        [subject],
      );
      return row ?? "gone";
    },
    draw({ id, name, csm }, { audience }) {
      const scope = {
        account: id,
        csm: csm ?? undefined,
        am: undefined,
        managers: [],
        others: [],
        engaged: [],
        region: undefined,
        poolOpen: false,
      };
      const sum = sensitive ? [`ARR ${new Visible("arr", scope, "120000").open(audience) ?? "hidden"}`] : [];
      return { card: { title: [name], body: sum.map((text) => ({ kind: "text", text: [text] })) }, summary: [name] };
    },
  });
}
