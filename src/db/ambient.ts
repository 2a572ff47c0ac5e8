import type { AsyncLocalStorage } from "node:async_hooks";
import type { Pool, PoolClient, QueryResult } from "pg";
import type { Statement } from "../kernel/deps.ts";
import { isLost } from "./lost.ts";

/** A transaction that is open on one connection. */
export interface Open {
  readonly door: "read" | "write" | "system";
  readonly client: PoolClient;
  /** settles when every statement given so far has ended */
  tail: Promise<void>;
  /** what the statement that failed ended in; those after it say only that the transaction is aborted */
  failure: unknown;
  /** the connection broke under it */
  lost: boolean;
  /** ending: COMMIT is on its way, behind statements that nobody waited for */
  phase: "open" | "ending" | "over";
}

export type Ambient = AsyncLocalStorage<Open>;

/** The transaction that the caller stands in. What it left running has no transaction when that is over. */
export function current(ambient: Ambient): Open | undefined {
  const open = ambient.getStore();
  return open?.phase === "open" ? open : undefined;
}

/** Statements run in the order in which they are given. They are sent at once: the connection is a pipeline. */
export function inTurn<Result>(open: Open, statement: () => Promise<Result>): Promise<Result> {
  if (open.phase !== "open") return Promise.reject(new Error("This transaction is over."));
  const before = open.tail;
  const result = statement();
  const ended = result.then(
    () => undefined,
    (error: unknown) => {
      if (!isAftermath(error)) open.failure ??= error;
      open.lost ||= isLost(error);
    },
  );
  open.tail = before.then(() => ended);
  return result;
}

export function query(open: Open, sql: string | Statement, values?: readonly unknown[]): Promise<QueryResult> {
  return inTurn(open, () => send(open.client, sql, values));
}

/** One statement on a connection; without values it may be a script. */
export function send(
  client: PoolClient,
  sql: string | Statement,
  values: readonly unknown[] = [],
): Promise<QueryResult> {
  if (typeof sql !== "string") return client.query({ name: sql.name, text: sql.sql, values: [...values] });
  return values.length > 0 ? client.query(sql, [...values]) : client.query(sql);
}

/** True for what PostgreSQL says of statements after one that failed: aborted, or not prepared for that reason. */
export function isAftermath(error: unknown): boolean {
  const sqlState = sqlStateOf(error);
  return sqlState === "25P02" || sqlState === "26000";
}

/** The five characters by which PostgreSQL names an error. */
export function sqlStateOf(error: unknown): string | undefined {
  if (!(error instanceof Error) || !("code" in error) || typeof error.code !== "string") return undefined;
  return /^[0-9A-Z]{5}$/.test(error.code) ? error.code : undefined;
}

export function ownTransaction(): Error {
  return new Error(
    "Prisma wanted a transaction of its own. Write flat: no $transaction, no nested create or update, no include on a write.",
  );
}

/**
 * The pool as Prisma sees it: one connection, usable only inside the transaction that is open on it.
 * Each connection has its own, because Prisma puts look-ups of the same tick into one statement.
 */
export function poolOfOneTransaction(pool: Pool, client: PoolClient, ambient: Ambient): Pool {
  const statements = {
    query(...args: Parameters<PoolClient["query"]>) {
      const open = current(ambient);
      if (open?.client !== client) return Promise.reject(new Error("Prisma was used outside of read and write."));
      return inTurn(open, () => client.query(...args) as unknown as Promise<QueryResult>);
    },
    connect: () => Promise.reject(ownTransaction()),
    on: () => pool,
    removeListener: () => pool,
  };
  return new Proxy(pool, {
    get: (target, name): unknown => Reflect.get(Object.hasOwn(statements, name) ? statements : target, name),
  });
}
