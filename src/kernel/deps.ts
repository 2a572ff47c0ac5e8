import type { OrganisationId } from "./ids.ts";

/** An open transaction of one organisation. Made by db/transaction alone. */
export interface Tx {
  readonly organisation: OrganisationId;
  /** Runs one statement; row-level security shows it this organisation's rows only. */
  rows<Row extends object>(sql: string, values?: readonly unknown[]): Promise<Row[]>;
}
