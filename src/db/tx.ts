import type { Statement, Tx } from "../kernel/deps.ts";
import type { OrganisationId } from "../kernel/ids.ts";
import { inTurn, query, send } from "./ambient.ts";
import type { Open } from "./ambient.ts";
import type { PrismaClient } from "./generated/client.ts";

/** Prisma's models and raw statements, without what would leave the transaction. */
export type Prisma = Omit<
  PrismaClient,
  "$transaction" | "$connect" | "$disconnect" | "$extends" | "$on" | "$use" | symbol
>;

/** What db/ knows of a transaction beyond `Tx`. */
export interface OpenTx extends Tx {
  readonly open: Open;
  readonly prisma: () => Prisma;
  readonly hooks: (() => void)[];
}

export function createTx(
  organisation: OrganisationId,
  open: Open,
  prisma: () => Prisma,
  hooks: (() => void)[],
  onError: (error: Error) => void,
): OpenTx {
  return {
    organisation,
    open,
    prisma,
    hooks,
    async rows<Row extends object>(sql: string | Statement, values: readonly unknown[] = []) {
      refuseObjects(values);
      return (await query(open, sql, values)).rows as Row[];
    },
    run<Row extends object>(sql: string | Statement, values: readonly unknown[], then?: (rows: Row[]) => void) {
      if (open.phase !== "open") throw new Error("This transaction is over.");
      refuseObjects(values);
      const heard = async (): Promise<void> => {
        const { rows } = await send(open.client, sql, values);
        try {
          then?.(rows as Row[]);
        } catch (error) {
          onError(error instanceof Error ? error : new Error(String(error)));
        }
      };
      inTurn(open, heard).catch(() => undefined);
    },
  };
}

/**
 * What the driver can't write down is refused here, before anything is sent: it would notice too late, when what follows
 * is on its way, and forget a statement that it has prepared.
 */
function refuseObjects(values: readonly unknown[]): void {
  for (const value of values) {
    if (Array.isArray(value)) refuseObjects(value);
    else if (typeof value === "object" && value !== null && !(value instanceof Date) && !Buffer.isBuffer(value)) {
      throw new TypeError(
        "A statement's values are texts, numbers, dates, bytes and lists of them; give JSON as text.",
      );
    }
  }
}

/**
 * Has `fn` called once after the transaction was committed, and never when it was rolled back. When nobody can say
 * which, for the answer to COMMIT was lost, it is called: it must do no harm then.
 */
export function afterCommit(tx: Tx, fn: () => void): void {
  openTx(tx).hooks.push(fn);
}

/** @throws Error when the transaction wasn't made by a door, or is over */
export function openTx(tx: Tx): OpenTx {
  if (!isOpenTx(tx)) throw new Error("a transaction is made by read or write alone");
  if (tx.open.phase === "over") throw new Error("This transaction is over.");
  return tx;
}

function isOpenTx(tx: Tx): tx is OpenTx {
  return "open" in tx && "hooks" in tx;
}
