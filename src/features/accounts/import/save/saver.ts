import type { LocalDate } from "../../../../kernel/business-time.ts";
import type { Tx } from "../../../../kernel/deps.ts";
import type { Ids } from "../../../../kernel/ids.ts";
import type { TableContent } from "../check/table.ts";

/** What saving one file needs to know. */
export interface SaveContext {
  readonly ids: Ids;
  /** the domain's time of this import */
  readonly now: Date;
  /** the day of it where the organisation is */
  readonly today: LocalDate;
  readonly source: Source;
  readonly via: "import" | "api";
}

/** Where data come from: what the CRM says is not changed by a file, and both change what was said in chat. */
export type Source = "csv" | "crm";

/** Saves what the check of one file hands over, a portion a transaction. */
export interface Saver<Content> {
  /** @returns how many rows it changed */
  save(tx: Tx, content: Content): Promise<number>;
}

/** Both return the keys of the rows that they changed. */
export interface Table<Row> {
  save(tx: Tx, content: TableContent<Row>, context: SaveContext): Promise<readonly string[]>;
  /** What can only be written when all rows are there. */
  link?(tx: Tx, rows: readonly Row[]): Promise<readonly string[]>;
}

/** Counts a row once, whether it was changed when it was saved or when it was linked. */
export function tableSaver<Row>(table: Table<Row>): (context: SaveContext) => Saver<TableContent<Row>> {
  return (context) => {
    const changed = new Set<string>();
    return {
      async save(tx, content) {
        if (content.step === "link") {
          const keys = await table.link?.(tx, content.rows);
          return keys?.filter((key) => !changed.has(key)).length ?? 0;
        }
        const keys = new Set(await table.save(tx, content, context));
        for (const key of keys) changed.add(key);
        return keys.size;
      },
    };
  };
}
