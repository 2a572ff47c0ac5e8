import { mkdir, mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import path from "node:path";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { importFiles, type ImportReport } from "../src/features/accounts/import/import.ts";
import { reportLines } from "../src/features/accounts/import/sentences.ts";
import { createMovableClock, wallClock } from "../src/kernel/clock.ts";
import { createIds, type OrganisationId } from "../src/kernel/ids.ts";
import { createSays } from "../src/locales/say.ts";
import { asPeopleSee, createTally, RUNS, SECRETS, STRINGS } from "./helpers/corpus.ts";
import {
  goodRow,
  horrors,
  isWritable,
  type KindOfFile,
  KINDS_OF_FILES,
  quoted,
  RULES,
  type Taken,
} from "./helpers/corpus/csv.ts";
import { mintOrganisation, testDatabase, type TestDatabase } from "./helpers/database.ts";
import { keptLog } from "./helpers/slack-request.ts";

const TABLE = {
  people: { table: "person", key: "email", keyColumn: "email" },
  accounts: { table: "account", key: "external_id", keyColumn: "external_id" },
  contracts: { table: "contract", key: "external_id", keyColumn: "external_id" },
  metrics: { table: "metric", key: "name", keyColumn: "metric" },
  contacts: { table: "contact", key: "email", keyColumn: "email" },
  contract_events: { table: "contract_event", key: "effective_on", keyColumn: "effective_on" },
  usage: { table: "usage", key: "value", keyColumn: "value" },
  tickets: { table: "ticket", key: "external_id", keyColumn: "external_id" },
  invoices: { table: "invoice", key: "external_id", keyColumn: "external_id" },
  interactions: { table: "timeline", key: "summary", keyColumn: "external_id" },
  opportunities: { table: "opportunity", key: "external_id", keyColumn: "external_id" },
  goals: { table: "goal", key: "external_id", keyColumn: "external_id" },
  surveys: { table: "survey_answer", key: "external_id", keyColumn: "external_id" },
  responsibilities: { table: "responsibility", key: "topic", keyColumn: "topic" },
  quotas: { table: "quota", key: "period", keyColumn: "period" },
  rates: { table: "rate", key: "on", keyColumn: "on" },
} as const;
/** Columns of the table that nothing imported is stored in. */
const ELSEWHERE = ["how_to_help"];
/** Columns in which something stands where nothing was said. */
const UNLESS_SAID = ["accounts.lifecycle_stage", "metrics.density", "opportunities.origin", "surveys.kind"];
/** Columns of text that are stored under another name. */
const STORED: Readonly<Record<string, string>> = { timezone: "zone" };

/** A column gets each fourth text, the next column the one after it; in a thorough run each gets all. */
const EVERY_TEXT = RUNS > 1000 ? 1 : 4;
/** What other files name a row by gets all of them. */
const NAMING = /(^|_)(external_id|email)$|^metric$/;
/** Kept as it was written first, of what differs in case, width or spaces only. */
const ONE_SPELLING = ["region"];
const tally = createTally(EVERY_TEXT === 1 ? "import" : `import, a sample of one text in ${String(EVERY_TEXT)}`);
const log = keptLog();
let opened: TestDatabase;
let folder: string;

beforeAll(async () => {
  opened = await testDatabase();
  folder = await mkdtemp(path.join(tmpdir(), "tandem-corpus-"));
});
afterAll(async () => {
  await opened.close();
  await rm(folder, { recursive: true });
  console.log(tally.line());
});

async function bringIn(
  organisation: OrganisationId,
  files: Readonly<Record<string, string | Buffer>>,
): Promise<ImportReport[]> {
  const into = await mkdtemp(path.join(folder, "files-"));
  for (const [name, content] of Object.entries(files)) {
    await mkdir(path.dirname(path.join(into, name)), { recursive: true });
    await writeFile(path.join(into, name), content);
  }
  const clock = createMovableClock(new Date("2026-03-10T12:00:00Z"));
  const deps = { db: opened.db, ids: createIds(wallClock), clock, organisation, log };
  const paths = Object.keys(files).map((name) => path.join(into, name));
  return importFiles(deps, paths, { backfill: false });
}

interface Row {
  readonly cells: Readonly<Record<string, string>>;
  readonly column: string | undefined;
  readonly taken: Taken;
}

/** Texts in every column of a kind, one a row, each between two good rows. */
function rowsOf(kind: KindOfFile): Row[] {
  const rules = RULES[kind];
  const rows: Row[] = [];
  const good = (): void => void rows.push({ cells: goodRow(kind, rows.length), column: undefined, taken: null });
  good();
  for (const [nth, [column, rule]] of Object.entries(rules).entries()) {
    const isKey = column === TABLE[kind].keyColumn;
    const seen = new Set<string>();
    const texts = NAMING.test(column) ? STRINGS : STRINGS.filter((_, at) => (at + nth) % EVERY_TEXT === 0);
    for (const text of texts) {
      // A key that stands twice, but for the room around it, is another matter.
      if (isKey && (seen.has(text.trim()) || kind === "usage")) continue;
      seen.add(text.trim());
      const taken = isWritable(text) ? rule(text) : "refused";
      rows.push({ cells: { ...goodRow(kind, rows.length), [column]: text }, column, taken });
      if (rows.length % 3 === 0) good();
    }
  }
  good();
  return rows;
}

function fileOf(kind: KindOfFile, rows: readonly Row[]): { content: string; lineOf: readonly number[] } {
  const columns = Object.keys(RULES[kind]);
  const all = [columns.join(",")];
  const lineOf: number[] = [];
  let line = 2;
  for (const { cells } of rows) {
    const text = columns.map((column) => quoted(cells[column] ?? "")).join(",");
    lineOf.push(line);
    line += text.split(/\r\n|\n|\r/).length;
    all.push(text);
  }
  return { content: `${all.join("\n")}\n`, lineOf };
}

function foldedOf(value: unknown): string {
  return typeof value === "string" ? value.normalize("NFKC").replace(/\s+/gu, " ").trim().toLowerCase() : "";
}

describe("the texts in every column", () => {
  const reports: ImportReport[] = [];
  let organisation: OrganisationId;
  beforeAll(async () => {
    organisation = await mintOrganisation(opened.db);
  });

  test.each(KINDS_OF_FILES)(
    "of %s is taken as people see it, or refused with its line, and takes no good row with it",
    async (kind) => {
      const rows = rowsOf(kind);
      const { content, lineOf } = fileOf(kind, rows);
      const [report] = await bringIn(organisation, { [`${kind}.csv`]: content });
      if (!report) throw new Error("nothing was imported");
      reports.push(report);

      const complained = new Set(report.complaints.map(({ line }) => line));
      const wrong = rows.flatMap(({ cells, column, taken }, at) => {
        const isRefused = complained.has(lineOf[at] ?? 0);
        tally.count(`cells of ${kind}`);
        if (isRefused === (taken === "refused")) return [];
        const said = report.complaints.find(({ line }) => line === lineOf[at])?.problem.key ?? "taken";
        return [
          `line ${String(lineOf[at])}, ${column ?? "a good row"} ${JSON.stringify(cells[column ?? ""] ?? "").slice(0, 60)}: ${said}`,
        ];
      });
      expect(wrong).toEqual([]);
      expect(report.read).toBe(rows.length);
      expect(report.rejected).toBe(rows.filter(({ taken }) => taken === "refused").length);

      if (kind === "usage") return;
      const { table, key, keyColumn } = TABLE[kind];
      const stored = await opened.db.read(organisation, (tx) =>
        tx.rows<Record<string, unknown>>(`select to_jsonb(t) as row from "${table}" t`),
      );
      const byKey = new Map(
        stored.map(({ row }) => [(row as Record<string, unknown>)[key], row as Record<string, unknown>]),
      );
      for (const { cells, column, taken } of rows) {
        if (column === undefined || taken === "refused") continue;
        const row = byKey.get((cells[keyColumn] ?? "").trim());
        const name = STORED[column] ?? column;
        if (!row || !(name in row) || typeof row[name] === "boolean" || typeof row[name] === "number") continue;
        if (ONE_SPELLING.includes(name)) {
          expect(foldedOf(row[name])).toBe(foldedOf(taken));
          continue;
        }
        if (ELSEWHERE.includes(name) || UNLESS_SAID.includes(`${kind}.${name}`)) continue;
        expect([column, cells[column], row[name] ?? null]).toEqual([column, cells[column], taken]);
        tally.count(`values of ${kind}`);
      }
    },
    120_000,
  );

  test("said of them, every sentence stands on one line with nothing hidden in it", async () => {
    expect(reports).toHaveLength(KINDS_OF_FILES.length);
    for (const locale of ["en", "de", "zh"] as const) {
      for (const said of reportLines(reports, createSays()(locale))) {
        expect(said).not.toMatch(/[\p{Cc}\u2028\u2029]/u);
        expect(asPeopleSee(said.trimStart())).toBe(said.trim());
        tally.count("complaints", 2);
      }
    }
    const logged = JSON.stringify(log.lines);
    for (const secret of SECRETS) expect(logged).not.toContain(secret);
    expect(logged).not.toMatch(/forged|evil/);
  }, 120_000);
});

describe("whole files", () => {
  test("of any horror are read to their end, named, and do no good row harm", async () => {
    const organisation = await mintOrganisation(opened.db);
    const all = horrors();
    const files = Object.fromEntries(all.map(({ bytes }, at) => [`${String(at)}/people.csv`, bytes]));
    const reports = await bringIn(organisation, files);
    expect(reports).toHaveLength(all.length);
    const wrong = all.flatMap(({ what, good }, at) => {
      const report = reports[at];
      tally.count("whole files", 2);
      if (!report || report.read !== report.changed + report.unchanged + report.rejected) return [`${what}: sums`];
      const taken = report.changed + report.unchanged;
      return good === undefined || taken >= good
        ? []
        : [`${what}: ${JSON.stringify({ ...report, complaints: report.complaints.slice(0, 2) })}`];
    });
    expect(wrong).toEqual([]);
    expect(
      (await bringIn(organisation, { "people.csv": "email,name,role\nlast@corpus.example,Last,csm\n" }))[0],
    ).toMatchObject({ changed: 1, rejected: 0 });
  }, 120_000);

  test("with any text as a further or a needed column's name are taken or refused whole", async () => {
    const organisation = await mintOrganisation(opened.db);
    const names = STRINGS.filter((text) => isWritable(text) && text.length < 300);
    const files: Record<string, string> = {};
    for (const [at, name] of names.entries()) {
      files[`further-${String(at)}/people.csv`] =
        `email,name,role,${quoted(name)}\nf${String(at)}@corpus.example,F,csm,x\n`;
      files[`needed-${String(at)}/people.csv`] = `email,${quoted(name)},role\nn${String(at)}@corpus.example,N,csm\n`;
    }
    const reports = await bringIn(organisation, files);
    for (const [at, report] of reports.entries()) {
      const name = names[Math.floor(at / 2)] ?? "";
      // What happens to be a column's own name is that column.
      if (/^(email|name|role|timezone|locale|region|manager_email)$/i.test(name.trim())) continue;
      expect([name, report.changed], report.file).toEqual([name, at % 2 === 0 ? 1 : 0]);
      tally.count("names of columns");
    }
  }, 120_000);

  test("of any name are refused by a sentence on one line", async () => {
    const organisation = await mintOrganisation(opened.db);
    const names = STRINGS.filter(
      (text) => text !== "" && text.length < 60 && text.isWellFormed() && !/[\0/]/.test(text) && !/^\.+$/.test(text),
    );
    const files = Object.fromEntries(names.map((name) => [`${name}.csv`, "email,name,role\nx@corpus.example,X,csm\n"]));
    const reports = await bringIn(organisation, files);
    for (const said of reportLines(reports, createSays()("en"))) {
      expect(said).not.toMatch(/[\p{Cc}\u2028\u2029]/u);
      tally.count("names of files");
    }
    expect(reports.every(({ changed }) => changed === 0)).toBe(true);
  });
});
