/**
 * The service as src/main.ts runs it, for the rig: told by its parent through the environment only.
 * CHAOS_OFFSET_MS moves the domain's clock away from real time; CHAOS_TICK_MS has it tick so often, not only each
 * minute; CHAOS_WALL_OFFSET_MS moves its real time. CHAOS_COMMITS=count has every commit of a write told
 * to the parent; before:N and after:N also end the process by SIGKILL right there, without any proxy in between.
 */
import { setTimeout as pause } from "node:timers/promises";
import { type App, createApp } from "../../src/app.ts";
import { readConfig } from "../../src/config.ts";
import { createLog } from "../../src/log.ts";
import { openDatabase } from "../../src/db/open.ts";
import type { Database } from "../../src/db/transaction.ts";
import { wallClock } from "../../src/kernel/clock.ts";
import { stopOnSignals } from "../../src/stop.ts";
import type { FromService } from "./service-process.ts";

type Moment = "before" | "after";

process.once("disconnect", () => process.exit(1));
const offsetMs = Number(process.env["CHAOS_OFFSET_MS"] ?? 0);
const wallOffsetMs = Number(process.env["CHAOS_WALL_OFFSET_MS"] ?? 0);
const tickMs = Number(process.env["CHAOS_TICK_MS"] ?? 0);
const commits = process.env["CHAOS_COMMITS"];
const config = readConfig();

try {
  const app = await createApp({
    config,
    clock: { now: () => new Date(wallClock.now().getTime() + offsetMs) },
    wall: { ...wallClock, now: () => new Date(wallClock.now().getTime() + wallOffsetMs) },
    db: commits === undefined ? await open() : counting(await open(), commits),
  });
  process.on("unhandledRejection", (error) => app.log.error({ err: error }, "a promise was left without a handler"));
  stopOnSignals(app.stop, (error) => app.log.error({ err: error }, "the service did not stop cleanly"));
  tell({ kind: "listens", url: await app.start() });
  if (tickMs > 0) void tickOften(app);
} catch (error) {
  process.stderr.write(`Tandem can't start.\n${error instanceof Error ? error.message : String(error)}\n`);
  process.exit(1);
}

async function tickOften({ settle, log }: App): Promise<void> {
  for (;;) {
    await settle().catch((error: unknown) => log.warn({ err: error }, "it could not be settled"));
    await pause(tickMs, undefined, { ref: false });
  }
}

function tell(message: FromService): void {
  process.send?.(message);
}

function open(): Promise<Database> {
  const log = createLog(config.logLevel);
  return openDatabase({ url: config.databaseUrl, folder: config.dataDir, log, onLost: () => process.exit(1) });
}

/** Counts what commits: `write` and the shell's transactions. */
function counting(db: Database, until: string): Database {
  const [moment = "", number = ""] = until.split(":");
  let begun = 0;
  let ended = 0;

  function pass(now: Moment, count: number): void {
    if (moment === now && Number(number) === count) process.kill(process.pid, "SIGKILL");
    if (now === "after") tell({ kind: "commit", count });
  }
  async function around<T, Given>(
    run: (fn: (given: Given) => Promise<T>) => Promise<T>,
    fn: (given: Given) => Promise<T> | T,
  ): Promise<T> {
    const value = await run(async (given) => {
      const made = await fn(given);
      pass("before", ++begun);
      return made;
    });
    pass("after", ++ended);
    return value;
  }
  return {
    ...db,
    write: (organisation, fn) => around((counted) => db.write(organisation, counted), fn),
    system: { ...db.system, transaction: (fn) => around((counted) => db.system.transaction(counted), fn) },
  };
}
