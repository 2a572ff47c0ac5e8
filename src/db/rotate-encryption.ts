import type { Tx } from "../kernel/deps.ts";
import { resealIngestKeys } from "./ingest-keys.ts";
import { resealInstallations } from "./installations.ts";
import type { Resealed } from "./reseal.ts";
import type { Sealer } from "./seal.ts";
import { organisations } from "./shell.ts";
import type { Database } from "./transaction.ts";

const AT_ONCE = 100;
const TABLES: readonly ((tx: Tx, sealer: Sealer, after: string, limit: number) => Promise<Resealed>)[] = [
  resealInstallations,
  resealIngestKeys,
];

/**
 * Seals every secret of every organisation anew that isn't sealed with the first key, some at a time. Done again, it
 * goes on where it was broken off, and finds nothing where it ended.
 */
export async function rotateEncryption(db: Database, sealer: Sealer): Promise<Omit<Resealed, "last">> {
  let count = 0;
  const unopened: string[] = [];
  for (const { id } of await organisations(db.system)) {
    for (const reseal of TABLES) {
      for (let after: string | undefined = ""; after !== undefined;) {
        const from: string = after;
        const done = await db.write(id, (tx) => reseal(tx, sealer, from, AT_ONCE));
        count += done.resealed;
        unopened.push(...done.unopened);
        after = done.last;
      }
    }
  }
  return { resealed: count, unopened };
}
