import type { Statement, Tx } from "../kernel/deps.ts";
import type { Statements } from "./system.ts";
import type { Note } from "./transaction.ts";

const BEGIN: Statement = {
  name: "inputs.begin",
  sql: `insert into input (organisation_id, key, at) values ($1, $2, $3)
        on conflict (organisation_id, key) do nothing returning key`,
};

/**
 * Notes an input by its content in the deciding transaction. A second delivery waits for the first to commit.
 * @returns true for the first; false for a repeat
 */
export async function beginInput(tx: Tx, key: string, now: Date): Promise<boolean> {
  return (await tx.rows(BEGIN, [tx.organisation, key, now])).length === 1;
}

const KEEP: Statement = { name: "inputs.keep", sql: "update input set reply = $2 where key = $1" };

export function keepReply(tx: Tx, key: string, reply: object): void {
  tx.run(KEEP, [key, JSON.stringify(reply)]);
}

/** What the first delivery was answered, with its dates as dates; undefined when it isn't known any more. */
export async function keptReply(tx: Tx, key: string): Promise<unknown> {
  const [row] = await tx.rows<{ reply: string | null }>("select reply::text as reply from input where key = $1", [key]);
  if (!row?.reply) return undefined;
  return JSON.parse(row.reply, (name, value: unknown) =>
    name === "date" && typeof value === "string" ? new Date(value) : value,
  );
}

const SEE: Statement = {
  name: "inputs.see",
  sql: `insert into seen (key, arrival, at) values ($1, $2, $3)
        on conflict (key) do update set at = excluded.at where seen.arrival = excluded.arrival returning key`,
};

export interface Arrival {
  /** the input's content */
  readonly key: string;
  /** of this delivery: tried again after its connection broke, it is still the same */
  readonly arrival: string;
  /** wall time */
  readonly at: Date;
}

/**
 * Notes an input that changes nothing, for all replicas.
 * @returns false for a copy of an input that has arrived before
 */
export async function noteSeen({ rows }: Statements, { key, arrival, at }: Arrival): Promise<boolean> {
  return (await rows(SEE, [key, arrival, at])).length === 1;
}

/**
 * The same, noted by a look-up on its way in.
 * @param told false for a copy
 */
export function seeing({ key, arrival, at }: Arrival, told: (isFirst: boolean) => void): Note {
  return { statement: SEE, values: [key, arrival, at], told: (rows) => told(rows === 1) };
}

/** @param before wall time; what was seen earlier is forgotten */
export async function forgetSeen(system: Statements, before: Date): Promise<void> {
  await system.rows("delete from seen where at < $1", [before]);
}
