import { mkdir } from "node:fs/promises";
import path from "node:path";
import { Worker } from "node:worker_threads";
import { lockFolder } from "./folder-lock.ts";

export interface WorkerOptions {
  readonly folder?: string;
  readonly dump?: Uint8Array<ArrayBuffer>;
}

export type WorkerRequest =
  | { readonly id: number; readonly kind: "bytes"; readonly bytes: Uint8Array }
  | { readonly id: number; readonly kind: "dump" | "close" };

/** id 0 is the answer to opening. */
export type WorkerAnswer =
  | { readonly id: number; readonly ok: true; readonly bytes: Uint8Array<ArrayBuffer> }
  | { readonly id: number; readonly ok: false; readonly problem: string };

export interface EmbeddedOptions {
  /** Where the data stands; without it, in memory. Made when missing, and locked. */
  readonly folder?: string;
  /** What `dump()` gave, to start from. */
  readonly dump?: Uint8Array<ArrayBuffer>;
  /** Told once when the database ends without having been closed. */
  readonly onError?: (error: Error) => void;
}

/** A PostgreSQL in a worker thread that is spoken to in bytes of the wire protocol. */
export interface Embedded {
  /** Sends whole protocol messages of the one session; resolves with the answer's bytes. */
  exchange(bytes: Uint8Array): Promise<Uint8Array>;
  /** The whole data directory as an uncompressed tar file. */
  dump(): Promise<Uint8Array<ArrayBuffer>>;
  close(): Promise<void>;
}

interface Waiting {
  resolve(bytes: Uint8Array<ArrayBuffer>): void;
  reject(error: Error): void;
}

/**
 * Opens the embedded database.
 * @throws Error with a sentence that names the folder when another process has it open
 */
export async function openEmbedded(options: EmbeddedOptions = {}): Promise<Embedded> {
  const { folder, dump } = options;
  if (folder === undefined) return startWorker(dump === undefined ? {} : { dump }, options.onError);
  await mkdir(folder, { recursive: true });
  let lost: (error: Error) => void = () => undefined;
  const unlock = await lockFolder(folder, (error) => lost(error));
  try {
    const worker = await startWorker(
      { folder: path.join(folder, "postgres"), ...(dump === undefined ? {} : { dump }) },
      options.onError,
      (end) => (lost = end),
    );
    return {
      ...worker,
      async close() {
        await worker.close();
        await unlock();
      },
    };
  } catch (error) {
    await unlock();
    throw error;
  }
}

async function startWorker(
  workerData: WorkerOptions,
  onError: (error: Error) => void = () => undefined,
  whenLost: (end: (error: Error) => void) => void = () => undefined,
): Promise<Embedded> {
  const worker = new Worker(new URL("./embedded-worker.ts", import.meta.url), { workerData, execArgv: [] });
  const waiting = new Map<number, Waiting>();
  let lastId = 0;
  let ended: Error | undefined;

  function end(error: Error): void {
    if (ended) return;
    ended = error;
    for (const { reject } of waiting.values()) reject(error);
    waiting.clear();
  }
  function fail(error: Error): void {
    if (!ended) onError(error);
    end(error);
  }
  whenLost((error) => {
    fail(error);
    void worker.terminate();
  });
  worker.on("error", (error) => fail(error instanceof Error ? error : new Error(String(error))));
  worker.on("exit", (code) => fail(new Error(`the embedded database ended with code ${String(code)}`)));
  worker.on("message", (message: WorkerAnswer) => {
    const waiter = waiting.get(message.id);
    waiting.delete(message.id);
    if (message.ok) waiter?.resolve(message.bytes);
    else waiter?.reject(new Error(message.problem));
  });

  function ask(id: number, request?: WorkerRequest): Promise<Uint8Array<ArrayBuffer>> {
    if (ended) return Promise.reject(ended);
    return new Promise((resolve, reject) => {
      waiting.set(id, { resolve, reject });
      if (request) worker.postMessage(request);
    });
  }
  function nextId(): number {
    lastId += 1;
    return lastId;
  }

  try {
    await ask(0);
  } catch (error) {
    end(new Error("the embedded database didn't open"));
    await worker.terminate();
    throw error;
  }
  return {
    exchange(bytes) {
      const id = nextId();
      return ask(id, { id, kind: "bytes", bytes });
    },
    dump() {
      const id = nextId();
      return ask(id, { id, kind: "dump" });
    },
    async close() {
      if (ended) return;
      const id = nextId();
      const exited = new Promise((resolve) => worker.once("exit", resolve));
      await ask(id, { id, kind: "close" });
      end(new Error("the embedded database is closed"));
      await exited;
    },
  };
}
