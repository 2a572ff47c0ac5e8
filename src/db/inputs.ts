import type { Tx } from "../kernel/deps.ts";

/**
 * Notes an input by its content in the deciding transaction. A second delivery waits for the first to commit.
 * @returns true for the first; false for a repeat
 */
export async function beginInput(tx: Tx, key: string, now: Date): Promise<boolean> {
  const rows = await tx.rows<{ key: string }>(
    `insert into input (organisation_id, key, at) values ($1, $2, $3)
     on conflict (organisation_id, key) do nothing returning key`,
    [tx.organisation, key, now],
  );
  return rows.length === 1;
}

export async function keepReply(tx: Tx, key: string, reply: object): Promise<void> {
  await tx.rows("update input set reply = $2 where key = $1", [key, JSON.stringify(reply)]);
}

/** What the first delivery was answered, with its dates as dates; undefined when it isn't known any more. */
export async function keptReply(tx: Tx, key: string): Promise<unknown> {
  const [row] = await tx.rows<{ reply: string | null }>("select reply::text as reply from input where key = $1", [key]);
  if (!row?.reply) return undefined;
  return JSON.parse(row.reply, (name, value: unknown) =>
    name === "date" && typeof value === "string" ? new Date(value) : value,
  );
}
