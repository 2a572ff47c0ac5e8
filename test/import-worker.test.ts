import { Worker } from "node:worker_threads";
import { afterAll, beforeAll, describe, expect, test, vi } from "vitest";
import type { Database } from "../src/db/transaction.ts";
import { importFiles, type ImportOptions, type ImportReport } from "../src/features/accounts/import/import.ts";
import { reportLines } from "../src/features/accounts/import/sentences.ts";
import { createMovableClock, wallClock } from "../src/kernel/clock.ts";
import { createIds, type OrganisationId } from "../src/kernel/ids.ts";
import { createSays } from "../src/locales/say.ts";
import { folderWith, lines } from "./helpers/csv.ts";
import { mintOrganisation, testDatabase, type TestDatabase } from "./helpers/database.ts";
import { runApp } from "./helpers/running-app.ts";
import { keptLog } from "./helpers/slack-request.ts";

const NOON = new Date("2026-03-10T12:00:00Z");
const STOPPED = "The import was stopped. What it had saved stays; the same import again brings in the rest.";
const say = createSays()("en");

let opened: TestDatabase;
let db: Database;

beforeAll(async () => {
  opened = await testDatabase();
  db = opened.db;
});

afterAll(async () => {
  await opened.close();
});

const log = keptLog();

async function run(
  organisation: OrganisationId,
  files: Readonly<Record<string, string>>,
  options: Partial<ImportOptions> = {},
  into: Database = db,
): Promise<{ reports: ImportReport[]; said: string[] }> {
  const folder = await folderWith(files);
  const deps = { db: into, ids: createIds(wallClock), clock: createMovableClock(NOON), organisation, log };
  try {
    const reports = await importFiles(deps, [folder.path], { backfill: false, ...options });
    return { reports, said: reportLines(reports, say).map((each) => each.trim()) };
  } finally {
    await folder.remove();
  }
}

async function countOf(organisation: OrganisationId): Promise<number> {
  const rows = await db.read(organisation, (tx) => tx.rows<{ n: number }>("select count(*)::int as n from account"));
  return rows[0]?.n ?? 0;
}

/** `count` accounts, a line each. */
function accountsOf(count: number): string {
  return `external_id,name\n${Array.from({ length: count }, (_, at) => `N-${at},Name ${at}\n`).join("")}`;
}

/** The workers that are started while `use` runs; the embedded database's own was started before. */
async function withWorkers<T>(use: (started: Worker[]) => Promise<T>): Promise<T> {
  const started: Worker[] = [];
  const note = (worker: Worker): void => void started.push(worker);
  process.on("worker", note);
  try {
    return await use(started);
  } finally {
    process.removeListener("worker", note);
  }
}

function haveEnded(workers: readonly Worker[]): boolean {
  return workers.every((worker) => worker.threadId === -1);
}

const METRICS = lines("metric", "logins", "exports");

describe("a file whose check can't be brought to its end", () => {
  test(
    "because it takes too much memory is given up with a sentence, and the other files go in",
    { timeout: 120_000 },
    async () => {
      const organisation = await mintOrganisation(db);
      const files = { "accounts.csv": accountsOf(100_000), "metrics.csv": METRICS };
      const { said } = await run(organisation, files, { heapMb: 20 });
      expect(said).toEqual([
        expect.stringMatching(/^accounts\.csv: [\d,]+ read, 0 new or changed, 0 unchanged, [\d,]+ not taken\.$/),
        "accounts.csv: checking the file took more memory than an import may use, so it was given up. Rows that were saved stay. Cut the file into several folders and import one after the other.",
        "metrics.csv: 2 read, 2 new or changed, 0 unchanged, 0 not taken.",
      ]);
      expect(await countOf(organisation)).toBe(0);
    },
  );

  test("because the worker broke keeps what was saved and says so, and the same file again brings in the rest", async () => {
    const organisation = await mintOrganisation(db);
    const files = { "accounts.csv": accountsOf(3500) };
    const { said } = await withWorkers((workers) =>
      run(organisation, files, {
        onProgress({ saving }) {
          if (saving?.done === 2000) void workers[0]?.terminate();
        },
      }),
    );
    const broke =
      "accounts.csv: checking the file broke off. Rows that were saved stay. Import it again; if it breaks off again, look into the log.";
    expect([
      ["accounts.csv: 3,500 read, 2,000 new or changed, 0 unchanged, 1,500 not taken.", broke],
      ["accounts.csv: 3,500 read, 3,000 new or changed, 0 unchanged, 500 not taken.", broke],
    ]).toContainEqual(said);
    const saved = await countOf(organisation);
    const { said: again } = await run(organisation, files);
    expect(again).toEqual([
      `accounts.csv: 3,500 read, ${String(3500 - saved)} new or changed, ${saved.toLocaleString("en")} unchanged, 0 not taken.`,
    ]);
    expect(log.lines.map(({ message }) => message)).toContain("the check of a file broke off");
  });
});

describe("the worker of an import", () => {
  test("is asked for one batch while the one before is saved, and for no more", async () => {
    const organisation = await mintOrganisation(db);
    const post = vi.spyOn(Worker.prototype, "postMessage");
    const asked = (): number => post.mock.calls.filter(([message]) => "ask" in (message as object)).length;
    const askedAtSave: number[] = [];
    const watched: Database = {
      ...db,
      write(each, fn) {
        askedAtSave.push(asked());
        return db.write(each, fn);
      },
    };
    try {
      await run(organisation, { "accounts.csv": accountsOf(4500) }, {}, watched);
    } finally {
      post.mockRestore();
    }
    // The file's verdict, the batch that is saved, and the next.
    expect(askedAtSave).toEqual([3, 4, 5, 6, 7]);
  });

  test("ends when the import is over, and when a transaction fails", async () => {
    const organisation = await mintOrganisation(db);
    const files = { "accounts.csv": accountsOf(3500) };
    await withWorkers(async (workers) => {
      await run(organisation, { "accounts.csv": accountsOf(10), "metrics.csv": METRICS });
      expect(workers).toHaveLength(1);
      const broken: Database = { ...db, write: () => Promise.reject(new Error("the connection is gone")) };
      await expect(run(organisation, files, {}, broken)).rejects.toThrow("the connection is gone");
      expect(workers).toHaveLength(2);
      expect(haveEnded(workers)).toBe(true);
    });
  });

  test("isn't started when there is nothing to read", async () => {
    await withWorkers(async (workers) => {
      await run(await mintOrganisation(db), {});
      expect(workers).toEqual([]);
    });
  });
});

describe("an import that is stopped", () => {
  test("ends between two transactions with a sentence, and the same import again brings in the rest", async () => {
    const organisation = await mintOrganisation(db);
    const files = { "accounts.csv": accountsOf(3500) };
    const stopping = new AbortController();
    await withWorkers(async (workers) => {
      const stopped = run(organisation, files, {
        signal: stopping.signal,
        onProgress: ({ saving }) => (saving?.done === 2000 ? stopping.abort() : undefined),
      });
      await expect(stopped).rejects.toThrow(STOPPED);
      expect(haveEnded(workers)).toBe(true);
    });
    expect(await countOf(organisation)).toBe(2000);
    const { said } = await run(organisation, files);
    expect(said).toEqual(["accounts.csv: 3,500 read, 1,500 new or changed, 2,000 unchanged, 0 not taken."]);
  });

  test("while it still reads has saved nothing, and its worker is gone", async () => {
    const organisation = await mintOrganisation(db);
    const stopping = new AbortController();
    await withWorkers(async (workers) => {
      const stopped = run(
        organisation,
        { "accounts.csv": accountsOf(60_000) },
        { signal: stopping.signal, onProgress: () => stopping.abort() },
      );
      await expect(stopped).rejects.toThrow(STOPPED);
      expect(haveEnded(workers)).toBe(true);
    });
    expect(await countOf(organisation)).toBe(0);
  });

  test("because the service stops lets its transaction end, and the service ends in order", async () => {
    const running = await runApp();
    const folder = await folderWith({ "accounts.csv": accountsOf(5000) });
    let stop: Promise<void> | undefined;
    await withWorkers(async (workers) => {
      const stopped = running.app.importFiles(running.company.organisation, [folder.path], {
        backfill: false,
        onProgress({ saving }) {
          if (saving?.done === 1000) stop = running.stop();
        },
      });
      await expect(stopped).rejects.toThrow(STOPPED);
      await stop;
      expect(haveEnded(workers)).toBe(true);
    });
    await folder.remove();
  });
});
