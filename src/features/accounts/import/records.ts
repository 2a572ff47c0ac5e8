import { localDateOf } from "../../../kernel/business-time.ts";
import { settingsOf } from "../../settings/facts.ts";
import { createDesk } from "./check/desk.ts";
import type { Intake } from "./check/intake.ts";
import { checkOf, type Contents } from "./check/kinds.ts";
import { flaw, problem, type Flaw, type KindName, type Problem } from "./complaint.ts";
import type { ImportDeps } from "./import.ts";
import { loadReferences, referred, type References } from "./references.ts";
import { saverOf } from "./save/kinds.ts";
import type { Source } from "./save/saver.ts";
import { saveUnerased } from "./save/unerased.ts";

/** At once: so many are checked in a few milliseconds, and the service has answers to give meanwhile. */
export const MOST_RECORDS = 1000;

export interface RecordsOptions {
  /** history: facts count as known since they happened, not since now */
  readonly backfill?: boolean;
  /** csv if it isn't said; crm: a file won't change it afterwards */
  readonly source?: Source;
  /** of usage: the records are all there is for their metrics on their days, so what isn't among them is zero */
  readonly complete?: boolean;
}

/** A field that can't be taken, or with the field "" the whole record. */
export interface RejectedRecord {
  /** the record's place, from 0 */
  readonly index: number;
  readonly field: string;
  readonly value: string;
  readonly problem: Problem;
}

/** accepted records and those in `rejected` are together all; a record with several problems stands there for each. */
export interface RecordsReport {
  readonly accepted: number;
  /** of those accepted */
  readonly changed: number;
  readonly rejected: readonly RejectedRecord[];
  /** problems beyond those listed */
  readonly unlisted: number;
  /** names of fields that the kind doesn't have; what they held was left aside */
  readonly ignored: readonly string[];
}

/**
 * Checks and saves records with the CSV's field names, as a file of the kind would be. A field that isn't there leaves
 * what is stored alone, null or "" clears it. Good records go in, bad ones are named; the same ones again change nothing.
 * @param records at most MOST_RECORDS, of JSON's values
 * @throws RangeError for more
 */
export async function importRecords(
  { db, organisation, clock, ids, log, hmacsOf }: ImportDeps,
  kind: KindName,
  records: readonly unknown[],
  { backfill = false, source = "csv", complete = false }: RecordsOptions = {},
): Promise<RecordsReport> {
  if (records.length > MOST_RECORDS) throw new RangeError(`at most ${String(MOST_RECORDS)} records at once`);
  const now = clock.now();
  const { zone, references } = await db.read(organisation, async (tx) => ({
    zone: (await settingsOf(tx)).zone,
    references: await loadReferences(tx, kind),
  }));
  const checked = check(kind, records, { now, zone, backfill }, references);
  const saver = saverOf(kind, { ids, now, today: localDateOf(now, zone), source, via: "api" });
  const saved = await save(
    (content) => saveUnerased(db, organisation, hmacsOf, saver, content),
    checked.intake,
    complete,
  );
  for (const { line, flaw: bad } of saved.refused) checked.desk.complain(line, [bad]);
  const { rejected, complaints, unlisted } = checked.desk.result();
  log.info({ kind, read: records.length, changed: saved.changed, rejected }, "records were imported");
  return {
    accepted: records.length - rejected,
    changed: saved.changed,
    rejected: complaints.map((each) => ({
      index: each.line,
      field: each.column,
      value: each.value,
      problem: ofRecords(each.problem),
    })),
    unlisted,
    ignored: checked.ignored,
  };
}

type Content = Contents[KindName];

function check(
  name: KindName,
  records: readonly unknown[],
  given: { readonly now: Date; readonly zone: string; readonly backfill: boolean },
  references: References,
) {
  const kind = checkOf(name);
  const desk = createDesk("");
  const intake: Intake<Content> = kind.open({ ...referred(references), ...given });
  const ignored = new Set<string>();
  for (const [index, record] of records.entries()) {
    const read = cellsOf(record, kind.columns);
    for (const field of read.ignored) if (ignored.size < MOST_IGNORED) ignored.add(field);
    const flaws = read.flaws.length > 0 ? read.flaws : intake.take(index, read.cells);
    if (flaws.length > 0) desk.complain(index, flaws);
  }
  for (const { line, flaw: bad } of intake.settle()) desk.complain(line, [bad]);
  return { desk, intake, ignored: [...ignored] };
}

const MOST_IGNORED = 20;

interface ReadRecord {
  readonly cells: Readonly<Record<string, string>>;
  readonly flaws: readonly Flaw[];
  readonly ignored: readonly string[];
}

function cellsOf(record: unknown, columns: readonly string[]): ReadRecord {
  if (typeof record !== "object" || record === null || Array.isArray(record)) {
    return { cells: {}, flaws: [flaw("", "", "not-a-record")], ignored: [] };
  }
  const cells: Record<string, string> = {};
  const flaws: Flaw[] = [];
  const ignored: string[] = [];
  for (const [field, value] of Object.entries(record as Readonly<Record<string, unknown>>)) {
    const text = textOf(value);
    if (!columns.includes(field)) ignored.push(field);
    else if (text === undefined) flaws.push(flaw(field, JSON.stringify(value), "not-a-value"));
    else if (typeof value === "number" && !isExact(value)) flaws.push(flaw(field, text, "inexact"));
    else if (text.includes("\0") || !text.isWellFormed()) flaws.push(flaw(field, text, "hidden-characters"));
    else cells[field] = text;
  }
  return { cells, flaws, ignored };
}

/** JSON's reader rounds what has too many digits, and makes infinity of the rest. */
function isExact(value: number): boolean {
  return Number.isInteger(value) ? Number.isSafeInteger(value) : Number.isFinite(value);
}

function textOf(value: unknown): string | undefined {
  if (value === null) return "";
  return typeof value === "string" || typeof value === "number" || typeof value === "boolean"
    ? String(value)
    : undefined;
}

async function save(
  savePortion: (content: Content) => ReturnType<typeof saveUnerased>,
  intake: Intake<Content>,
  complete: boolean,
) {
  let changed = 0;
  const refused: { readonly line: number; readonly flaw: Flaw }[] = [];
  for (const { content } of intake.portions()) {
    // A file says all there is of its days; records may be but a part.
    if (content.step === "coverage" && !complete) continue;
    const saved = await savePortion(content);
    changed += saved.changed;
    refused.push(...saved.refused);
  }
  return { changed, refused };
}

function ofRecords({ key, values }: Problem): Problem {
  return key === "imports.stands-again" ? problem("sent-again", values) : { key, values };
}
