import type { Log } from "../kernel/log.ts";
import { embeddedPool, postgresPool } from "./client.ts";
import { openEmbedded } from "./embedded.ts";
import { migrate, migrateServer } from "./migrate.ts";
import { connectProblem } from "./connect-problem.ts";
import { createDatabase } from "./transaction.ts";
import type { Database } from "./transaction.ts";
import { vacuumGrown } from "./vacuum.ts";

export interface OpenOptions {
  /** a PostgreSQL server's database; without it, the embedded one in `folder` */
  readonly url?: string | undefined;
  readonly folder: string;
  readonly log: Log;
  /** called once when the embedded database ends without having been closed: nothing works after that */
  readonly onLost?: () => void;
}

/**
 * Opens the database and applies what is missing of the migrations.
 * @throws Error naming the data folder when another process has it open, or what to check in DATABASE_URL
 */
export async function openDatabase({ url, folder, log, onLost }: OpenOptions): Promise<Database> {
  function onError(error: Error): void {
    log.warn({ problem: error.message }, "database connection");
  }
  function tell(applied: readonly string[]): void {
    if (applied.length > 0) log.info({ applied }, "database migrated");
  }
  if (url !== undefined) {
    tell(
      await migrateServer(url).catch((error: unknown) => {
        throw connectProblem(url, error) ?? error;
      }),
    );
    return createDatabase({ pool: postgresPool({ url, onError }), onError });
  }
  const embedded = await openEmbedded({
    folder,
    onError(error) {
      log.error({ err: error }, "the embedded database ended");
      onLost?.();
    },
  });
  try {
    const pool = embeddedPool(embedded, onError);
    tell(await migrate(pool));
    const db = createDatabase({ pool, onError, closeBehind: () => embedded.close() });
    return { ...db, vacuum: () => vacuumGrown(db.system) };
  } catch (error) {
    await embedded.close();
    throw error;
  }
}
