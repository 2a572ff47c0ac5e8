import { AsyncLocalStorage } from "node:async_hooks";
import type { Pool, PoolClient } from "pg";
import type { Statement, Tx } from "../kernel/deps.ts";
import { isId } from "../kernel/ids.ts";
import type { OrganisationId } from "../kernel/ids.ts";
import { current, isAftermath, query, send, sqlStateOf } from "./ambient.ts";
import type { Ambient, Open } from "./ambient.ts";
import { ConnectionLost, isLost } from "./lost.ts";
import { prismaClients } from "./prisma.ts";
import { createSystem } from "./system.ts";
import type { System } from "./system.ts";
import { createTx } from "./tx.ts";

export { afterCommit } from "./tx.ts";

const WRITE_ATTEMPTS = 3;
const AGAIN: ReadonlySet<string> = new Set(["40001", "40P01"]);

/** The two doors to the database, and what lies beside them. */
export interface Database {
  /**
   * Runs `fn` in a READ ONLY transaction of the organisation.
   * @param note what the shell itself notes on its way in
   * @throws ConnectionLost
   */
  read<T>(organisation: OrganisationId, fn: (tx: Tx) => Promise<T> | T, note?: Note): Promise<T>;
  /**
   * Runs `fn` in a transaction of the organisation and commits it. After a serialization failure or
   * a deadlock `fn` runs again, three times at most, so it must have effects in the database only.
   * @throws ConnectionLost when the connection broke; it isn't tried again, for it may have been committed
   */
  write<T>(organisation: OrganisationId, fn: (tx: Tx) => Promise<T> | T): Promise<T>;
  /** The login role, without an organisation. */
  readonly system: System;
  /** For pg-boss: a statement joins the transaction that the caller stands in, else it runs on the pool. */
  executeSql(text: string, values?: unknown[]): Promise<{ rows: unknown[] }>;
  /** Where nothing else does it, as in the embedded database: clears away what is dead and counts what is there. */
  readonly vacuum?: () => Promise<void>;
  /** Waits for open transactions, then gives all connections back. */
  close(): Promise<void>;
}

/** A statement of the shell's own that returns a row for each row it changes. It travels with the transaction's start. */
export interface Note {
  readonly statement: Statement;
  readonly values: readonly unknown[];
  /** told of how many rows before `read` gives back what `fn` came to */
  readonly told: (rows: number) => void;
}

export interface DatabaseOptions {
  readonly pool: Pool;
  /** told when a function given to `afterCommit` throws */
  readonly onError: (error: Error) => void;
  /** what stands behind the pool and is closed after it */
  readonly closeBehind?: () => Promise<void>;
}

/** Builds the doors over a pool. */
export function createDatabase({ pool, onError, closeBehind }: DatabaseOptions): Database {
  const ambient: Ambient = new AsyncLocalStorage();
  const prismaOn = prismaClients(pool, ambient);

  async function attempt<T>(
    door: "read" | "write",
    organisation: OrganisationId,
    fn: (tx: Tx) => Promise<T> | T,
    note?: Note,
  ): Promise<{ value: T; hooks: (() => void)[] } | { again: unknown }> {
    const hooks: (() => void)[] = [];
    const begin = `begin${door === "read" ? " read only" : ""}; select set_config('role', 'tandem_app', true), set_config('tandem.organisation', '${organisation}', true)`;
    let open: Open | undefined;
    try {
      const value = await inTransaction(pool, ambient, door, note ? "begin" : begin, (opened) => {
        open = opened;
        const tx = createTx(organisation, opened, () => prismaOn(opened.client), hooks, onError);
        return note ? noting(opened, organisation, note, () => fn(tx)) : fn(tx);
      });
      return { value, hooks };
    } catch (error) {
      if (AGAIN.has(sqlStateOf(open?.failure) ?? "")) return { again: error };
      if (error instanceof ConnectionLost && error.committing) callHooks(hooks, onError);
      throw error;
    }
  }

  async function enter<T>(
    door: "read" | "write",
    organisation: OrganisationId,
    fn: (tx: Tx) => Promise<T> | T,
    note?: Note,
  ): Promise<T> {
    if (!isId(organisation)) throw new Error("a transaction needs the id of an organisation");
    refuseNested(ambient);
    for (let attempts = 1; ; attempts++) {
      const outcome = await attempt(door, organisation, fn, note);
      if ("again" in outcome) {
        if (door === "read" || attempts === WRITE_ATTEMPTS) throw outcome.again;
        continue;
      }
      callHooks(outcome.hooks, onError);
      return outcome.value;
    }
  }

  return {
    read: (organisation, fn, note) => enter("read", organisation, fn, note),
    write: (organisation, fn) => enter("write", organisation, fn),
    system: createSystem({
      rows: (sql, values) => {
        refuseNested(ambient);
        return runAlone(pool, sql, values);
      },
      async transaction(fn) {
        refuseNested(ambient);
        return inTransaction(pool, ambient, "system", "begin", fn);
      },
    }),
    async executeSql(text, values) {
      const open = current(ambient);
      if (!open) return runAlone(pool, text, values);
      if (/^\s*(begin|start transaction|commit|rollback)\b/i.test(text)) {
        throw new Error("pg-boss wanted a transaction of its own inside another; call it outside of read and write.");
      }
      return query(open, text, values);
    },
    async close() {
      await pool.end();
      await closeBehind?.();
    },
  };
}

/** Notes, and enters as the organisation's reader from then on: one statement, one way to the server and back. */
async function noting<T>(
  open: Open,
  organisation: OrganisationId,
  { statement: { name, sql }, values, told }: Note,
  fn: () => Promise<T> | T,
): Promise<T> {
  const entering = {
    name: `${name}-entering`,
    sql: `with noted as (${sql})
          select set_config('role', 'tandem_app', true), set_config('tandem.organisation', $${String(values.length + 1)}, true),
                 set_config('transaction_read_only', 'on', true), (select count(*)::int from noted) as noted`,
  };
  const noted = query(open, entering, [...values, organisation]);
  const [value, { rows }] = await Promise.all([fn(), noted]);
  told((rows as { noted: number }[])[0]?.noted ?? 0);
  return value;
}

async function inTransaction<T>(
  pool: Pool,
  ambient: Ambient,
  door: Open["door"],
  begin: string,
  fn: (open: Open) => Promise<T> | T,
): Promise<T> {
  const client = await connect(pool);
  const open: Open = { door, client, tail: Promise.resolve(), failure: undefined, lost: false, phase: "open" };
  let committing = false;
  try {
    // Not waited for: if it fails, so does everything after it.
    query(open, begin).catch(() => undefined);
    const value = await ambient.run(open, async () => await fn(open));
    open.phase = "ending";
    committing = !open.lost;
    await commit(open);
    client.release();
    return value;
  } catch (error) {
    await end(open);
    if (open.lost || (committing && isLost(error))) {
      client.release(true);
      throw new ConnectionLost(committing && door !== "read", error);
    }
    await rollback(client);
    throw isAftermath(error) && open.failure !== undefined ? asError(open.failure) : error;
  }
}

async function connect(pool: Pool): Promise<PoolClient> {
  try {
    return await pool.connect();
  } catch (error) {
    throw isLost(error) ? new ConnectionLost(false, error) : error;
  }
}

async function end(open: Open): Promise<void> {
  open.phase = "over";
  await open.tail;
}

/** PostgreSQL answers COMMIT of a failed transaction with ROLLBACK, and no error. */
async function commit(open: Open): Promise<void> {
  try {
    const { command } = await open.client.query("commit");
    await end(open);
    if (open.failure !== undefined) throw asError(open.failure);
    if (command !== "COMMIT") throw new Error("The transaction was rolled back.");
  } catch (error) {
    open.failure ??= error;
    throw error;
  }
}

function asError(failure: unknown): Error {
  return failure instanceof Error ? failure : new Error(String(failure));
}

/** A connection that can't be rolled back is thrown away. */
async function rollback(client: PoolClient): Promise<void> {
  try {
    await client.query("rollback");
    client.release();
  } catch (error) {
    client.release(error instanceof Error ? error : true);
  }
}

/** One statement or script by itself. A script may have left a transaction open when it failed. */
async function runAlone(
  pool: Pool,
  sql: string | Statement,
  values?: readonly unknown[],
): Promise<{ rows: unknown[] }> {
  const client = await connect(pool);
  try {
    const result = await send(client, sql, values);
    client.release();
    return result;
  } catch (error) {
    if (isLost(error)) {
      client.release(true);
      throw new ConnectionLost(false, error);
    }
    await rollback(client);
    throw error;
  }
}

function refuseNested(ambient: Ambient): void {
  if (current(ambient)) throw new Error("A transaction can't be opened inside another: pass the Tx on.");
}

function callHooks(hooks: readonly (() => void)[], onError: (error: Error) => void): void {
  for (const hook of hooks) {
    try {
      hook();
    } catch (error) {
      onError(error instanceof Error ? error : new Error(String(error)));
    }
  }
}
