import { plain, type Text } from "../../../chat/card.ts";
import type { Say } from "../../../locales/say.ts";
import { shown, type Complaint, type Problem } from "./complaint.ts";
import type { ImportReport } from "./import.ts";
import type { RejectedRecord } from "./records.ts";

/** "usage.csv line 214, column day: `31/02/2026` is not a day. Use YYYY-MM-DD." */
export function complaintText(say: Say, { file: path, line, column, value, problem }: Complaint): Text {
  const file = shown(path);
  const said = say(problem.key, { ...problem.values, value });
  // The number of a line is a name, not a quantity: no thousands separator.
  if (column !== "") return say("imports.at-cell", { file, line: String(line), column, problem: said });
  return line > 0
    ? say("imports.at-line", { file, line: String(line), problem: said })
    : say("imports.at-file", { file, problem: said });
}

/** "closed_at: `tomorrow` is not a time. …" */
export function rejectedText(say: Say, { field, value, problem }: RejectedRecord): Text {
  const said = say(problem.key, { ...problem.values, value });
  return field === "" ? said : say("imports.at-field", { field, problem: said });
}

/** A problem of a map, as a line of a terminal. */
export function problemLine(say: Say, { key, values }: Problem): string {
  return printed(say(key, values));
}

/** What an import did, a line a file, each followed by its complaints. */
export function reportLines(reports: readonly ImportReport[], say: Say): string[] {
  return reports.flatMap(({ kind, file: path, read, changed, unchanged, rejected, complaints, unlisted, aside }) => {
    const file = shown(path);
    const what = kind && path.toLowerCase() !== `${kind}.csv` ? `${file} (${kind})` : file;
    return [
      ...(kind ? [plain(say("imports.summary", { file: what, read, changed, unchanged, rejected }))] : []),
      ...(aside > 0 ? [`  ${plain(say("imports.aside", { file, count: aside }))}`] : []),
      ...complaints.map((complaint) => `  ${printed(complaintText(say, complaint))}`),
      ...(unlisted > 0 ? [`  ${plain(say("imports.unlisted", { file, count: unlisted }))}`] : []),
    ];
  });
}

/** As `plain`, with foreign values still set apart. */
function printed(text: Text): string {
  return plain(text.map((span) => (typeof span === "object" && "code" in span ? `\`${span.code}\`` : span)));
}
