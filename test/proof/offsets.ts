/**
 * How far a zone's clock is from UTC, read once from Intl and kept as a table. Nothing of src's business time is used
 * here: what stands here is what that is held against.
 */
export interface ZoneTable {
  readonly zone: string;
  readonly fromMs: number;
  readonly toMs: number;
  /** from when on which offset holds; the first from `fromMs` on */
  readonly stretches: readonly Stretch[];
}
export interface Stretch {
  readonly fromMs: number;
  readonly offsetMs: number;
}
export interface Rule {
  readonly table: ZoneTable;
  /** the other zones with these very offsets */
  readonly namesakes: readonly string[];
}

const SECOND_MS = 1000;
export const MINUTE_MS = 60_000;
export const DAY_MS = 86_400_000;

/** Reads what the zone's clock shows day by day, and looks for the second of each change. */
export function readZone(zone: string, fromMs: number, toMs: number): ZoneTable {
  const offsetAt = clockOf(zone);
  let latest: Stretch = { fromMs, offsetMs: offsetAt(fromMs) };
  const stretches = [latest];
  for (let ms = fromMs + DAY_MS; ms < toMs; ms += DAY_MS) {
    const offsetMs = offsetAt(ms);
    if (offsetMs === latest.offsetMs) continue;
    latest = { fromMs: firstSecondWith(offsetMs, ms - DAY_MS, ms, offsetAt), offsetMs };
    stretches.push(latest);
  }
  return { zone, fromMs, toMs, stretches };
}

/** Zones whose clocks do the same from `fromMs` to `toMs` are one rule. */
export function readRules(zones: readonly string[], fromMs: number, toMs: number): Rule[] {
  const found = Map.groupBy(
    zones.map((zone) => readZone(zone, fromMs, toMs)),
    ({ stretches }) => JSON.stringify(stretches),
  );
  return [...found.values()].flatMap(([table, ...others]) =>
    table ? [{ table, namesakes: others.map(({ zone }) => zone) }] : [],
  );
}

/** When the clock was changed, within the table. */
export function changesOf({ stretches }: ZoneTable): number[] {
  return stretches.slice(1).map(({ fromMs }) => fromMs);
}

/** The stretch that holds at an instant and when it ends. @throws RangeError outside the table */
export function stretchAt(table: ZoneTable, ms: number): { readonly offsetMs: number; readonly untilMs: number } {
  const at = table.stretches.findLastIndex(({ fromMs }) => fromMs <= ms);
  const found = table.stretches[at];
  if (!found || ms >= table.toMs)
    throw new RangeError(`${new Date(ms).toISOString()} is outside ${table.zone}'s table`);
  return { offsetMs: found.offsetMs, untilMs: table.stretches[at + 1]?.fromMs ?? table.toMs };
}

/** What the zone's clock shows at an instant as Intl writes it, minus the instant. */
export function clockOf(zone: string): (ms: number) => number {
  const { format } = new Intl.DateTimeFormat("en-US", {
    timeZone: zone,
    hourCycle: "h23",
    year: "numeric",
    month: "2-digit",
    day: "2-digit",
    hour: "2-digit",
    minute: "2-digit",
    second: "2-digit",
  });
  return (ms) => {
    const [month = NaN, day = NaN, year = NaN, hour = NaN, minute = NaN, second = NaN] = (
      format(ms).match(/\d+/g) ?? []
    ).map(Number);
    return Date.UTC(year, month - 1, day, hour, minute, second) - Math.floor(ms / SECOND_MS) * SECOND_MS;
  };
}

/** Both ends are whole seconds; the offset holds at `toMs` and doesn't at `fromMs`. */
function firstSecondWith(offsetMs: number, fromMs: number, toMs: number, offsetAt: (ms: number) => number): number {
  let before = fromMs;
  let after = toMs;
  while (after - before > SECOND_MS) {
    const middle = Math.floor((before + after) / 2 / SECOND_MS) * SECOND_MS;
    if (offsetAt(middle) === offsetMs) after = middle;
    else before = middle;
  }
  return after;
}
