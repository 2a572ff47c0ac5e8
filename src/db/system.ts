import type { Statement } from "../kernel/deps.ts";
import type { Open } from "./ambient.ts";
import { query } from "./ambient.ts";

/** Statements of the login role: they see no tenant's rows, because no organisation is set. */
export interface Statements {
  rows<Row extends object>(sql: string | Statement, values?: readonly unknown[]): Promise<Row[]>;
}

export interface System extends Statements {
  /** Runs `fn` in one short transaction. */
  transaction<T>(fn: (statements: Statements) => Promise<T>): Promise<T>;
}

interface Doors {
  rows(sql: string | Statement, values?: readonly unknown[]): Promise<{ rows: unknown[] }>;
  transaction<T>(fn: (open: Open) => Promise<T>): Promise<T>;
}

export function createSystem(doors: Doors): System {
  return {
    async rows<Row extends object>(sql: string | Statement, values?: readonly unknown[]) {
      return (await doors.rows(sql, values)).rows as Row[];
    },
    transaction: (fn) =>
      doors.transaction((open) =>
        fn({
          async rows<Row extends object>(sql: string | Statement, values?: readonly unknown[]) {
            return (await query(open, sql, values)).rows as Row[];
          },
        }),
      ),
  };
}
