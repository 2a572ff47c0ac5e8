import type { Database } from "../../src/db/transaction.ts";
import { createDirectory, createFeatures } from "../../src/features/index.ts";
import type { Acting, Context } from "../../src/features/feature.ts";
import { createContexts } from "../../src/inbound/context.ts";
import { addDays, localDate, type LocalDate } from "../../src/kernel/business-time.ts";
import type { Tx } from "../../src/kernel/deps.ts";
import type { DomainEvent } from "../../src/kernel/events.ts";
import { systemClock } from "../../src/kernel/clock.ts";
import type { AccountId, OrganisationId, PersonId } from "../../src/kernel/ids.ts";
import { personAudience } from "../../src/outbox/audience.ts";
import { createPosts } from "../../src/outbox/posts.ts";
import { createSays } from "../../src/locales/say.ts";
import { ids } from "./company.ts";

const says = createSays();
const directory = createDirectory(systemClock);
const features = createFeatures();

/** The slice, with what the others say in its digests. */
export const risk = features.find(({ name }) => name === "risk") ?? { name: "risk" };

export function day(text: string): LocalDate {
  const found = localDate(text);
  if (!found) throw new Error(`${text} is not a day`);
  return found;
}

/** Runs the slice in real transactions at one instant after the other, and keeps what it told others. */
export function riskWorld(db: Database, organisation: OrganisationId) {
  const events: DomainEvent[] = [];
  const started: { readonly name: string; readonly data: Readonly<Record<string, string>> }[] = [];
  const contexts = createContexts({
    features: [risk],
    ids,
    directory,
    posts: (tx, now) => createPosts(tx, { now, ids, wake: () => undefined }),
    jobs: () => ({
      start(name, data) {
        started.push({ name, data });
        return Promise.resolve();
      },
    }),
    onEvent: (_, event) => void events.push(event),
  });
  function at<T>(now: Date, fn: (context: Context) => Promise<T>): Promise<T> {
    return db.write(organisation, (tx) => fn(contexts(tx, now)));
  }
  /** a job batch by batch, each in a transaction of its own, as the worker does it */
  async function work(name: string, now: Date, given?: Readonly<Record<string, string>>): Promise<void> {
    const job = risk.jobs?.[name];
    let data: Readonly<Record<string, string>> | undefined = given ?? { asOf: now.toISOString() };
    while (data && job) {
      const batch: Readonly<Record<string, string>> = data;
      const prepared = await job.prepare?.((fn) => db.read(organisation, fn), batch);
      data = await at(now, (context) => job.run(context, batch, prepared));
    }
  }
  return {
    events,
    contexts,
    at,
    work,
    /** does the jobs of the slice that were started and have one of these names */
    async settle(now: Date, names: readonly string[]): Promise<void> {
      for (const { name, data } of started.splice(0)) if (names.includes(name)) await work(bare(name), now, data);
    },
    /** the whole night, batch by batch */
    night: (now: Date) => work("score", now),
    /** what a manager let out of the alerts that were held */
    async sendHeld(now: Date): Promise<void> {
      for (const { name, data } of started.splice(0)) {
        if (name === "risk.send-held") await at(now, async (context) => risk.jobs?.["send-held"]?.run(context, data));
      }
    },
    act<T>(now: Date, person: PersonId, fn: (acting: Acting) => Promise<T>, inPrivate = false): Promise<T> {
      return at(now, async (context) => {
        const known = await directory.person(context.tx, person);
        if (!known) throw new Error("nobody with that id");
        const audience = personAudience(known);
        const view = { say: says("en"), locale: "en" as const, zone: "Europe/Berlin", audience };
        return fn({
          ...context,
          person: known,
          audience,
          view,
          says,
          place: { conversation: "C1", private: inPrivate },
          via: "slack",
          workspace: "T0TANDEM",
        });
      });
    },
    fire(now: Date, schedule: string, subject: string, localDay: LocalDate, late = false): Promise<void> {
      const found = risk.schedules?.find(({ name }) => name === schedule);
      return at(now, async (context) => found?.fire(context, subject, { localDate: localDay, dueAt: now, late }));
    },
  };
}

/** "risk.score" → "score" */
function bare(name: string): string {
  return name.slice(name.indexOf(".") + 1);
}

export async function addMetric(
  tx: Tx,
  name: string,
  kind: string,
  density: "dense" | "sparse",
  product?: string,
): Promise<void> {
  await tx.rows("insert into metric (organisation_id, name, kind, density, product) values ($1, $2, $3, $4, $5)", [
    tx.organisation,
    name,
    kind,
    density,
    product ?? null,
  ]);
}

export interface Use {
  readonly metric: string;
  readonly from: LocalDate;
  readonly days: number;
  /** undefined: nothing was reported */
  value(at: number, date: LocalDate): number | undefined;
  /** when it became known; a day behind each day when left out */
  readonly knownAt?: Date;
}

/** Usage of consecutive days, known on the next morning unless said otherwise. */
export async function addUse(tx: Tx, account: AccountId, { metric, from, days, value, knownAt }: Use): Promise<void> {
  const rows = Array.from({ length: days }, (_, at) => ({ date: addDays(from, at), at })).flatMap(({ date, at }) => {
    const amount = value(at, date);
    const known = knownAt ?? new Date(`${addDays(date, 1)}T00:30:00Z`);
    return amount === undefined ? [] : [{ date, amount, known }];
  });
  await tx.rows(
    `insert into usage (organisation_id, account_id, metric, day, value, ingested_at, known_at)
     select $1, $2, $3, d, v, k, k from unnest($4::date[], $5::float8[], $6::timestamptz[]) as r(d, v, k)`,
    [
      tx.organisation,
      account,
      metric,
      rows.map((row) => row.date),
      rows.map((row) => row.amount),
      rows.map((row) => row.known.toISOString()),
    ],
  );
}

export async function addCoverage(tx: Tx, metric: string, from: LocalDate, days: number): Promise<void> {
  const dates = Array.from({ length: days }, (_, at) => addDays(from, at));
  await tx.rows(
    "insert into coverage (organisation_id, metric, day, known_at) select $1, $2, d, d + interval '24 hours 30 minutes' from unnest($3::date[]) as r(d)",
    [tx.organisation, metric, dates],
  );
}
