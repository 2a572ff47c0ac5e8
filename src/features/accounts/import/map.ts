import { readdir, readFile, stat } from "node:fs/promises";
import { z } from "zod";
import { checkOf } from "./check/kinds.ts";
import { KINDS, problem, shown, type KindName, type Problem } from "./complaint.ts";
import { DATE_FORMATS, DECIMAL_MARKS, type KindMapping } from "./mapping.ts";
import type { Source } from "./save/saver.ts";

/** What another program's files are, and how they become ours. */
export interface ImportMap {
  readonly source: Source;
  /** a file's name in lower case → what it holds */
  readonly files: ReadonlyMap<string, readonly KindName[]>;
  /** kinds that need one */
  readonly kinds: ReadonlyMap<KindName, KindMapping>;
}

export type ReadMap =
  | { readonly kind: "map"; readonly map: ImportMap }
  | { readonly kind: "refused"; readonly problems: readonly Problem[] };

const EXAMPLES: Readonly<Record<string, string>> = {
  source: "csv | crm",
  files: '{ "Account.csv": "accounts" }',
  columns: '{ "accounts": { "Account Name": "name" } }',
  values: '{ "accounts": { "lifecycle_stage": { "Customer - Live": "value" } } }',
  constants: '{ "contracts": { "currency": "EUR" } }',
  only: '{ "contracts": { "Status": ["Activated"] } }',
  dates: '"DD/MM/YYYY", { "contracts": { "starts_on": "DD/MM/YYYY" } }',
  decimal: '",", { "contracts": { "arr": "," } }',
  times: '{ "contracts": { "arr": 12 } }',
};
const MOST_BYTES = 1_000_000;
const MOST_TIMES = 1_000_000;
const ALL = "*";

const schema = z.strictObject({
  source: z.enum(["csv", "crm"]).default("csv"),
  files: z.record(z.string(), listed(z.enum(KINDS))).default({}),
  columns: perKind((columns) => z.record(z.string(), listed(z.enum(columns)))),
  values: perKind((columns) => perColumn(columns, z.record(z.string(), z.string()))),
  constants: perKind((columns) => perColumn(columns, z.string())),
  only: perKind(() => z.record(z.string(), listed(z.string()))),
  dates: forAll(z.enum(DATE_FORMATS)),
  decimal: forAll(z.enum(DECIMAL_MARKS)),
  times: perKind((columns) => perColumn(columns, z.number().positive().max(MOST_TIMES))),
});
type Given = z.infer<typeof schema>;

/**
 * Reads a map from a JSON file, or one that comes with Tandem by its name.
 * @returns every problem in it, with the path, the value, and what is allowed
 */
export async function readImportMap(given: string): Promise<ReadMap> {
  const found = await stat(given).catch(() => undefined);
  const names = await shippedMaps();
  const path = found?.isFile() ? given : names.includes(given) ? shippedAt(given) : undefined;
  const name = shown(given);
  if (path === undefined) return refused(problem("no-map", { value: name, allowed: names.join(", ") }));
  if ((await stat(path)).size > MOST_BYTES) return refused(problem("map-too-big", { value: name }));
  let json: unknown;
  try {
    json = JSON.parse((await readFile(path, "utf8")).replace(/^\uFEFF/, ""));
  } catch (error) {
    const because = shown(error instanceof Error ? error.message : String(error));
    return refused(problem("map-not-json", { value: name, because }));
  }
  const parsed = schema.safeParse(json);
  if (!parsed.success) return refused(...parsed.error.issues.flatMap((issue) => problemsOf(issue, json)));
  const map = mapOf(parsed.data);
  const lacking = lacks(map);
  return lacking.length > 0 ? refused(...lacking) : { kind: "map", map };
}

function refused(...problems: Problem[]): ReadMap {
  return { kind: "refused", problems };
}

const SHIPPED = new URL("./maps/", import.meta.url);

async function shippedMaps(): Promise<string[]> {
  return (await readdir(SHIPPED)).map((file) => file.replace(/\.json$/, "")).sort();
}

function shippedAt(name: string): string {
  return new URL(`${name}.json`, SHIPPED).pathname;
}

/** One or several. */
function listed<T extends z.ZodType>(each: T) {
  return z.preprocess((value) => (Array.isArray(value) ? (value as unknown[]) : [value]), z.array(each).min(1));
}

/** An object by kind, of what `make` makes of the kind's columns. */
function perKind<T extends z.ZodType>(make: (columns: readonly string[]) => T) {
  const shape = Object.fromEntries(KINDS.map((kind) => [kind, make(checkOf(kind).columns).optional()]));
  return z.strictObject(shape as Record<KindName, z.ZodOptional<T>>).default({} as never);
}

function perColumn<T extends z.ZodType>(columns: readonly string[], value: T) {
  return z.partialRecord(z.enum(columns), value);
}

/** A value for all, or by kind, or by kind and column. */
function forAll<T extends z.ZodType>(value: T) {
  const widened = (given: unknown): unknown => (typeof given === "string" ? { [ALL]: given } : given);
  const shape = Object.fromEntries(
    KINDS.map((kind) => {
      const columns = perColumn([...checkOf(kind).columns, ALL], value);
      return [kind, z.preprocess(widened, columns).optional()];
    }),
  );
  type Shape = Record<KindName, z.ZodOptional<z.ZodType<Partial<Record<string, z.output<T>>>>>>;
  const object = z.strictObject({ ...(shape as unknown as Shape), [ALL]: value.optional() });
  return z.preprocess(widened, object).default({} as never);
}

function problemsOf(issue: z.core.$ZodIssue, json: unknown): Problem[] {
  const [top, kind] = issue.path.map(String);
  if (top === undefined && issue.code !== "unrecognized_keys") {
    return [problem("map-no-object", { allowed: EXAMPLES["files"] ?? "" })];
  }
  const known = KINDS.find((each) => each === kind);
  if (issue.code === "unrecognized_keys") {
    const names = known ? checkOf(known).columns : top === undefined ? Object.keys(EXAMPLES) : KINDS;
    return issue.keys.map((key) => wrong([...issue.path, key], key, names.join(" | ")));
  }
  const { path, value } = standing(json, issue.path);
  const allowed = issue.code === "invalid_value" ? issue.values.map(String).join(" | ") : EXAMPLES[top ?? ""];
  return [wrong(path, JSON.stringify(value) ?? "", allowed ?? "")];
}

function wrong(path: readonly PropertyKey[], value: string, allowed: string): Problem {
  const at = path.map((part) => shown(String(part))).join(" → ");
  return problem("map-wrong", { at, value: shown(value), allowed });
}

/** What stands at a path, which ends where a single value stands for a list or for all. */
function standing(json: unknown, path: readonly PropertyKey[]): { path: readonly PropertyKey[]; value: unknown } {
  let value = json;
  for (const [at, part] of path.entries()) {
    if (typeof value !== "object" || value === null) return { path: path.slice(0, at), value };
    value = (value as Readonly<Record<PropertyKey, unknown>>)[part];
  }
  return { path, value };
}

function mapOf(given: Given): ImportMap {
  const parts = [given.columns, given.values, given.constants, given.only, given.dates, given.decimal, given.times];
  const isForAll = given.dates[ALL] !== undefined || given.decimal[ALL] !== undefined;
  const mapped = KINDS.filter((kind) => isForAll || parts.some((part) => part[kind] !== undefined));
  return {
    source: given.source,
    files: new Map(Object.entries(given.files).map(([file, of]) => [file.toLowerCase(), of])),
    kinds: new Map(mapped.map((kind) => [kind, mappingOf(given, kind)])),
  };
}

function mappingOf(given: Given, kind: KindName): KindMapping {
  const columns = given.columns[kind];
  const values = entriesOf(given.values[kind]).map(
    ([column, meaning]) => [column, lowerKeys(Object.entries(meaning))] as const,
  );
  const only = Object.entries(given.only[kind] ?? {});
  return {
    columns: columns && new Map(Object.entries(columns)),
    values: new Map(values),
    constants: new Map(entriesOf(given.constants[kind])),
    only: new Map(only.map(([column, wanted]) => [column, wanted.map((value) => folded(value))])),
    dates: forColumns(given.dates, kind),
    decimal: forColumns(given.decimal, kind),
    times: new Map(entriesOf(given.times[kind])),
  };
}

function forColumns<T>(
  given: { readonly [Kind in KindName]?: Partial<Record<string, T>> | undefined } & { readonly [ALL]?: T | undefined },
  kind: KindName,
): ReadonlyMap<string, T> {
  const own = entriesOf(given[kind]);
  return new Map(given[ALL] === undefined ? own : [[ALL, given[ALL]], ...own]);
}

function entriesOf<T>(object: Partial<Record<string, T>> | undefined): [string, T][] {
  return Object.entries(object ?? {}).flatMap(([key, value]) => (value === undefined ? [] : [[key, value]]));
}

function lowerKeys<T>(entries: readonly (readonly [string, T])[]): ReadonlyMap<string, T> {
  return new Map(entries.map(([key, value]) => [folded(key), value]));
}

function folded(text: string): string {
  return text.trim().toLowerCase();
}

/** What a kind needs and nothing of the map feeds. */
function lacks({ kinds, files }: ImportMap): Problem[] {
  return [...new Set([...files.values()].flat())].flatMap((kind) => {
    const { columns, constants } = kinds.get(kind) ?? {};
    if (!columns) return [];
    const fed = new Set([...[...columns.values()].flat(), ...(constants?.keys() ?? [])]);
    return checkOf(kind)
      .required.filter((column) => !fed.has(column))
      .map((column) => problem("map-lacks", { kind, column }));
  });
}
