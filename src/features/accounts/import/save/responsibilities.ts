import type { ResponsibilityRow } from "../check/responsibilities.ts";
import { tableSaver } from "./saver.ts";
import { upsert } from "./store.ts";

export const responsibilities = tableSaver<ResponsibilityRow>({
  save: (tx, { rows }) =>
    upsert(
      tx,
      "responsibility",
      ["topic", "stage"],
      (["topic", "stage", "slot"] as const).map((name) => ({
        name,
        type: "text",
        values: rows.map((row) => row[name]),
      })),
    ),
});
