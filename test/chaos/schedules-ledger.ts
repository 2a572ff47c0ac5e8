import type { Rig } from "./rig.ts";

export interface FiredRow {
  readonly schedule: string;
  readonly subject: string;
  readonly day: string;
  readonly at: Date;
}
export interface DueRow {
  readonly schedule: string;
  readonly subject: string;
  readonly due_at: Date;
}
export interface PostRow {
  readonly id: string;
  readonly card: string;
  readonly subject: string;
  readonly slot: string;
  readonly state: string;
  readonly reason: string | null;
  readonly useless_after: Date | null;
  readonly ref: string | null;
  readonly delivery_id: string | null;
}

/** What the database says has become of the schedules. */
export interface Ledger {
  readonly fired: readonly FiredRow[];
  readonly due: readonly DueRow[];
  readonly posts: readonly PostRow[];
  /** "<kind> <owner> <day>" → whether it was made late */
  readonly editions: ReadonlyMap<string, boolean>;
  /** the instants for which a night was started */
  readonly nights: readonly string[];
  /** what is still to be done at this instant, in words; nothing when all is quiet */
  readonly open: readonly string[];
}

/** @param nowMs the domain's present */
export function readLedger({ database, company }: Rig, nowMs: number): Promise<Ledger> {
  const now = new Date(nowMs);
  return database((db) =>
    db.read(company.organisation, async (tx) => {
      const open = await tx.rows<{ what: string }>(
        `select kind || ' of ' || subject || ' is due' as what from due
          where organisation_id = $1 and kind like 'schedule:%' and due_at <= $2
         union all
         select card || ' at ' || address || ' is ' || state from post
          where organisation_id = $1 and (state = 'sending' or state = 'wanted' and due_at <= $2)`,
        [tx.organisation, now],
      );
      const jobs = await tx.rows<{ data: { name: string; data: string }; state: string }>(
        `select data, state::text from pgboss.job where name = 'feature' and data->>'organisation' = $1`,
        [tx.organisation],
      );
      const editions = await tx.rows<{ kind: string; owner: string; day: string; late: boolean }>(
        "select kind, owner, day, (figures->>'late')::boolean as late from edition where organisation_id = $1 and kind <> 'risk.accountability'",
        [tx.organisation],
      );
      return {
        fired: await tx.rows<FiredRow>(
          "select schedule, subject, day, at from fired where organisation_id = $1 order by at",
          [tx.organisation],
        ),
        due: await tx.rows<DueRow>(
          `select substr(kind, length('schedule:') + 1) as schedule, subject, due_at from due
            where organisation_id = $1 and kind like 'schedule:%'`,
          [tx.organisation],
        ),
        posts: await tx.rows<PostRow>(
          "select id, card, subject, slot, state, reason, useless_after, ref->>'ref' as ref, delivery_id from post where organisation_id = $1",
          [tx.organisation],
        ),
        editions: new Map(editions.map(({ kind, owner, day, late }) => [`${kind} ${owner} ${day}`, late])),
        nights: jobs.flatMap(({ data }) => startOf(data) ?? []),
        open: [
          ...open.map(({ what }) => what),
          ...jobs.filter(({ state }) => state !== "completed").map(({ data, state }) => `${data.name} is ${state}`),
        ],
      };
    }),
  );
}

/** What an occurrence is known by. */
export function keyOf({ schedule, subject, day }: Pick<FiredRow, "schedule" | "subject" | "day">): string {
  return `${schedule} ${subject} ${day}`;
}

function startOf({ name, data }: { name: string; data: string }): string | undefined {
  const { asOf, phase } = JSON.parse(data) as { asOf?: string; phase?: string };
  return name === "risk.score" && phase === undefined ? asOf : undefined;
}
