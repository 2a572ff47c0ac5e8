import { createHash } from "node:crypto";
import type { Database } from "../db/transaction.ts";
import type { Context, Job, JobStarter } from "../features/feature.ts";
import type { Clock } from "../kernel/clock.ts";
import type { Tx } from "../kernel/deps.ts";
import type { OrganisationId } from "../kernel/ids.ts";
import type { JobData, Jobs, NewJob, QueueName } from "./boss.ts";

const SLOTS = 2;
const NONE: ReadonlyMap<string, LongQueue> = new Map();
/** long: what takes long; patient: what is tried again for an hour */
export type LongQueue = Extract<QueueName, "long" | "patient">;
const SEPARATOR = "\u001f";

/** What a slice starts jobs with: in the transaction in which it decides. @param long those that run in no transaction */
export function createJobStarter(jobs: Jobs, tx: Tx, long: ReadonlyMap<string, LongQueue> = NONE): JobStarter {
  return {
    start: (name, data) => jobs.send(tx, long.get(name) ?? "feature", featureJob(tx.organisation, name, data)),
  };
}

export interface FeatureJobsParts {
  readonly db: Database;
  readonly jobs: Jobs;
  /** "<slice>.<job>" → the job */
  readonly runs: ReadonlyMap<string, Job>;
  readonly context: (tx: Tx, now: Date) => Context;
  readonly clock: Clock;
}

/** Runs the slices' jobs. A batch, what is left of it and the job's end are one transaction. */
export function workFeatureJobs({ db, jobs, runs, context, clock }: FeatureJobsParts): void {
  jobs.work(
    "feature",
    async ({ data: envelope, complete }) => {
      const { organisation, name, data } = openEnvelope(envelope);
      const job = runs.get(name);
      if (!job) throw new Error(`no slice has the job ${name}`);
      const prepared = await job.prepare?.((fn) => db.read(organisation, fn), data);
      await db.write(organisation, async (tx) => {
        const left = await job.run(context(tx, clock.now()), data, prepared);
        await complete();
        if (left) await jobs.send(tx, "feature", featureJob(organisation, name, left));
      });
    },
    { slots: SLOTS },
  );
}

/** @param signal aborted when the claim is lost or the process stops; then it throws, and runs again */
export type LongJob = (organisation: OrganisationId, data: JobData, signal: AbortSignal) => Promise<void>;

/** Says to whom it concerns that a long job failed for the last time; the process may have died of it. */
export type GaveUp = (organisation: OrganisationId, data: JobData) => Promise<void>;

export interface LongWork {
  readonly run: LongJob;
  readonly gaveUp: GaveUp;
}

/** Runs what takes long, one after the other. @param works "<slice>.<name>" → what runs */
export function workLongJobs(jobs: Jobs, works: ReadonlyMap<string, LongWork>): void {
  function workOf(name: string): LongWork {
    const work = works.get(name);
    if (!work) throw new Error(`nothing long is called ${name}`);
    return work;
  }
  for (const queue of ["long", "patient"] as const)
    jobs.work(
      queue,
      async ({ data: envelope, signal }) => {
        const { organisation, name, data } = openEnvelope(envelope);
        await workOf(name).run(organisation, data, signal);
      },
      { slots: 1 },
    );
  jobs.work(
    "gave-up",
    async ({ data: envelope }) => {
      const { organisation, name, data } = openEnvelope(envelope);
      await workOf(name).gaveUp(organisation, data);
    },
    { slots: 1 },
  );
}

function featureJob(organisation: OrganisationId, name: string, data: JobData): NewJob {
  const sorted = Object.entries(data).sort(([one], [other]) => (one < other ? -1 : 1));
  const words = [organisation, name, ...sorted.flat()].join(SEPARATOR);
  const key = createHash("sha256").update(words).digest("base64url");
  return { data: { organisation, name, data: JSON.stringify(data) }, key };
}

function openEnvelope({ organisation = "", name = "", data = "{}" }: JobData): {
  organisation: OrganisationId;
  name: string;
  data: JobData;
} {
  return { organisation: organisation as OrganisationId, name, data: JSON.parse(data) as JobData };
}
