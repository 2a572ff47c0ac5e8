import type { Tx } from "../../../../kernel/deps.ts";
import type { GoalRow } from "../check/goals.ts";
import { tableSaver } from "./saver.ts";
import { upsert, type Column } from "./store.ts";

/** Columns that a file may lack, what of the row is stored in them, and as what. */
const OPTIONAL = [
  ["metric", "metric", "text", "metric"],
  ["baseline", "baseline", "float8", "baseline"],
  ["target", "target", "float8", "target"],
  ["target_on", "target_on", "date", "target_on"],
  ["owner_email", "owner_id", "uuid", "ownerId"],
  ["contact_email", "contact_id", "uuid", "contactId"],
  ["measured", "measured", "float8", "measured"],
  ["confirmed", "confirmed", "float8", "confirmed"],
  ["met_on", "met_on", "date", "met_on"],
] as const satisfies readonly (readonly [string, string, string, keyof GoalRow])[];

export const goals = tableSaver<GoalRow>({
  async save(tx, { rows: said, present }, { ids, now }) {
    const { rows, marks } = await keptFromChat(tx, said, present);
    const columns: Column[] = [
      { name: "id", type: "uuid", values: rows.map(() => ids.next<"goal">()), only: "insert" },
      { name: "external_id", type: "text", values: rows.map((row) => row.external_id) },
      { name: "account_id", type: "uuid", values: rows.map((row) => row.accountId) },
      { name: "name", type: "text", values: rows.map((row) => row.name) },
      // A goal's time begins here, so what an import says later doesn't move it.
      { name: "ingested_at", type: "timestamptz", values: rows.map(() => now), only: "insert" },
      { name: "known_at", type: "timestamptz", values: rows.map((row) => row.knownAt), only: "change" },
    ];
    for (const [column, name, type, field] of OPTIONAL) {
      if (present.has(column)) columns.push({ name, type, values: rows.map((row) => row[field]) });
    }
    if (present.has("confirmed_value")) {
      const currencies = rows.map((row) => (row.confirmedMinor === null ? null : row.currency));
      columns.push(
        { name: "confirmed_value_minor", type: "bigint", values: rows.map((row) => row.confirmedMinor) },
        { name: "currency", type: "text", values: currencies },
      );
    }
    const changed = await upsert(tx, "goal", ["external_id"], columns);
    await endMarks(tx, marks);
    return changed;
  },
});

interface Stored {
  external_id: string;
  overridden: Readonly<Record<string, unknown>>;
  stored: Readonly<Record<string, unknown>>;
}

/** As it is compared with what was said before: numbers and days as their letters. */
function letters(value: unknown): string | undefined {
  return typeof value === "string" || typeof value === "number" ? String(value) : undefined;
}

const COLUMNS = [
  ["name", "name", "name"],
  ...OPTIONAL.map(([column, name, , field]) => [column, name, field] as const),
  ["confirmed_value", "confirmed_value_minor", "confirmedMinor"],
  ["confirmed_value", "currency", "currency"],
] as const satisfies readonly (readonly [string, string, keyof GoalRow])[];

/**
 * What was changed in chat holds while the file says of it what it said before; where it says something else, the file
 * wins, and the column isn't chat's any more.
 */
async function keptFromChat(
  tx: Tx,
  said: readonly GoalRow[],
  present: ReadonlySet<string>,
): Promise<{
  rows: readonly GoalRow[];
  marks: readonly (readonly [externalId: string, columns: readonly string[]])[];
}> {
  const changed = await tx.rows<Stored>(
    `select external_id, overridden, to_jsonb(goal) as stored from goal
      where external_id = any($1::text[]) and overridden <> '{}'`,
    [said.map(({ external_id }) => external_id)],
  );
  const byId = new Map(changed.map((row) => [row.external_id, row]));
  const marks: (readonly [string, readonly string[]])[] = [];
  const rows = said.map((row): GoalRow => {
    const known = byId.get(row.external_id);
    if (!known) return row;
    const isSaid = ([column, name]: readonly [string, string, keyof GoalRow]): boolean =>
      (column === "name" || present.has(column)) && name in known.overridden;
    const ours = COLUMNS.filter(isSaid);
    const isSame = ([, name, field]: (typeof COLUMNS)[number]): boolean =>
      letters(row[field]) === letters(known.overridden[name]);
    const news = ours.filter((each) => !isSame(each)).map(([, name]) => name);
    if (news.length > 0) marks.push([row.external_id, news]);
    const kept = ours.filter(isSame).map(([, name, field]) => [field, known.stored[name]] as const);
    return { ...row, ...Object.fromEntries(kept) };
  });
  return { rows, marks };
}

async function endMarks(tx: Tx, marks: readonly (readonly [string, readonly string[]])[]): Promise<void> {
  for (const [externalId, columns] of marks) {
    await tx.rows("update goal set overridden = overridden - $2::text[] where external_id = $1", [externalId, columns]);
    if (!columns.includes("confirmed")) continue;
    await tx.rows(
      `update goal set confirmed_on = null, confirmed_contact_id = null, confirmed_by = null, confirmed_words = null
        where external_id = $1`,
      [externalId],
    );
  }
}
