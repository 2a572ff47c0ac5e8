import { readFile, writeFile } from "node:fs/promises";
import { hostname } from "node:os";
import path from "node:path";
import { setTimeout as wait } from "node:timers/promises";
import { lock } from "proper-lockfile";

const STALE_MS = 5_000;
const POLL_MS = 250;

interface Owner {
  readonly host: string;
  readonly pid: number;
  /** tells two processes of the same number apart: a restarted container is always process 1 */
  readonly startedMs: number;
}

/**
 * Takes the folder for this process. A lock left by a process that is gone is taken over once its
 * heartbeat is older than 5 seconds.
 * @param onLost called when the lock was taken from a process that had stood still for too long
 * @returns the function that gives the folder back
 * @throws Error with a sentence that names the folder when a living process holds it
 */
export async function lockFolder(folder: string, onLost: (error: Error) => void): Promise<() => Promise<void>> {
  const ownerFile = path.join(folder, "owner.json");
  for (let waitedMs = 0; ; waitedMs += POLL_MS) {
    try {
      const release = await lock(folder, {
        lockfilePath: path.join(folder, "lock"),
        stale: STALE_MS,
        update: 1_000,
        onCompromised: () => onLost(new Error(`The lock on the data folder ${folder} was lost to another process.`)),
      });
      await writeFile(ownerFile, JSON.stringify(thisProcess()));
      return release;
    } catch (error) {
      if (!isHeld(error)) throw error;
      const owner = await readOwner(ownerFile);
      if (waitedMs > STALE_MS + 2_000 || lives(owner)) {
        const by = owner ? ` (process ${String(owner.pid)} on ${owner.host})` : "";
        throw new Error(
          `The data folder ${folder} is in use by another Tandem${by}. Stop it first, or set DATA_DIR to another folder.`,
          { cause: error },
        );
      }
      await wait(POLL_MS);
    }
  }
}

function thisProcess(): Owner {
  return { host: hostname(), pid: process.pid, startedMs: Math.floor(performance.timeOrigin) };
}

function isHeld(error: unknown): boolean {
  return error instanceof Error && "code" in error && error.code === "ELOCKED";
}

async function readOwner(file: string): Promise<Owner | undefined> {
  try {
    return JSON.parse(await readFile(file, "utf8")) as Owner;
  } catch {
    return undefined;
  }
}

/** A process of another host can't be asked; its heartbeat tells. */
function lives(owner: Owner | undefined): boolean {
  const self = thisProcess();
  if (!owner || owner.host !== self.host) return false;
  if (owner.pid === self.pid) return owner.startedMs === self.startedMs;
  try {
    process.kill(owner.pid, 0);
    return true;
  } catch (error) {
    return error instanceof Error && "code" in error && error.code === "EPERM";
  }
}
