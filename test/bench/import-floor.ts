import { readFile } from "node:fs/promises";
import type { Tx } from "../../src/kernel/deps.ts";

export interface FloorStatement {
  readonly text: string;
  readonly values: unknown[];
  readonly rows: number;
}

const AT_ONCE = 1000;

/**
 * The bare upserts of a file's good rows, made before anything is timed: a thousand rows a statement, columns as array
 * literals, so that neither reading, nor checking, nor the driver's arrays, nor a transaction's begin and commit count.
 */
export async function floorStatements(tx: Tx, path: string, now: Date): Promise<FloorStatement[]> {
  const accounts = new Map(
    (await tx.rows<{ name: string; id: string }>("select external_id as name, id from account")).map((row) => [
      row.name,
      row.id,
    ]),
  );
  const rows = (await readFile(path, "utf8"))
    .split("\n")
    .slice(1)
    .map((line) => line.split(","))
    .filter(
      ([account = "", metric = "", day = "", value = ""]) =>
        accounts.has(account) && /^m\d$/.test(metric) && /^20\d\d-\d\d-\d\d$/.test(day) && /^\d+$/.test(value),
    );
  const statements: FloorStatement[] = [];
  for (let from = 0; from < rows.length; from += AT_ONCE) {
    const part = rows.slice(from, from + AT_ONCE);
    const column = (value: (row: string[]) => string | undefined): string => `{${part.map(value).join(",")}}`;
    statements.push({
      rows: part.length,
      text: `
        insert into usage as t (organisation_id, account_id, metric, day, value, ingested_at, known_at)
        select $1, v.account_id, v.metric, v.day, v.value, $2, $2
          from unnest($3::uuid[], $4::text[], $5::date[], $6::float8[]) as v(account_id, metric, day, value)
        on conflict (organisation_id, account_id, metric, day) do update
          set value = excluded.value, ingested_at = excluded.ingested_at, known_at = excluded.known_at
          where t.value is distinct from excluded.value`,
      values: [
        tx.organisation,
        now,
        column(([account = ""]) => accounts.get(account)),
        column(([, metric]) => metric),
        column(([, , day]) => day),
        column(([, , , value]) => value),
      ],
    });
  }
  return statements;
}
