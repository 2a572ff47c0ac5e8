import { plain } from "../../../../chat/card.ts";
import type { Say } from "../../../../locales/say.ts";
import type { Complaint } from "../complaint.ts";

/** Its columns are called as the import's own files', in English. */
const COLUMNS = ["file", "line", "column", "value", "problem"] as const;
/** What a spreadsheet would take for a formula, in letters of either width; it may part cells at another sign than ours. */
const FORMULA = /(?<=^|[;,\t\r\n])(?=[\s\uFEFF]*[=+\-@|%\uFF1D\uFF0B\uFF0D\uFF20])|^(?=[\t\r\n])/gu;
const MARK = "\uFEFF";

/** Complaints as CSV, UTF-8 with a byte order mark. What stands in a cell is never a formula. */
export function complaintsFile(say: Say, complaints: readonly Complaint[]): Uint8Array {
  const lines = complaints.map(({ file, line, column, value, problem }) => {
    const said = plain(say(problem.key, { ...problem.values, value }));
    return [file, line > 0 ? String(line) : "", column, value, said];
  });
  return Buffer.from(MARK + [COLUMNS, ...lines].map((cells) => `${cells.map(cellOf).join(",")}\r\n`).join(""));
}

function cellOf(text: string): string {
  return `"${text.replace(FORMULA, "'").replaceAll('"', '""')}"`;
}
