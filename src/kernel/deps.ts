import type { OrganisationId } from "./ids.ts";

/** A statement that comes with nearly every input: a connection parses and plans it once. */
export interface Statement {
  /** no other statement has it; ≤ 63 letters */
  readonly name: string;
  readonly sql: string;
}

/** An open transaction of one organisation. Made by db/transaction alone. */
export interface Tx {
  readonly organisation: OrganisationId;
  /** Runs one statement; row-level security shows it this organisation's rows only. */
  rows<Row extends object>(sql: string | Statement, values?: readonly unknown[]): Promise<Row[]>;
  /**
   * Runs one statement that nobody waits for, so that it costs no journey of its own. Where the database refuses it, the
   * transaction fails, with its error.
   * @param then gets its rows before `afterCommit`'s functions are called; the COMMIT may be on its way, so it decides nothing
   * @throws at once when the transaction is over, or a value is an object
   */
  run<Row extends object>(sql: string | Statement, values: readonly unknown[], then?: (rows: Row[]) => void): void;
}
