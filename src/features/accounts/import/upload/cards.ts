import type { Block, Card, Text } from "../../../../chat/card.ts";
import type { Say } from "../../../../locales/say.ts";
import { type Complaint, shown } from "../complaint.ts";
import type { ImportReport } from "../import.ts";
import { complaintText } from "../sentences.ts";

/** A file that never came to be read. */
export interface Unread {
  readonly file: string;
  readonly because: "too-big" | "not-fetched";
}

/** What came of the files that somebody sent. */
export interface Outcome {
  readonly reports: readonly ImportReport[];
  readonly unread: readonly Unread[];
}

const FIRST = 3;
const PAGE_LINES = 20;

export function complaintsOf({ reports }: Outcome): Complaint[] {
  return reports.flatMap(({ complaints }) => complaints);
}

/** Where all complaints, or those after the first, are. */
export type Rest = "in-file" | "offered" | "below";

/** Rows of each file, and the first complaints. @param rest where the others are, if there are others */
export function outcomeCard(outcome: Outcome, rest: Rest, say: Say): Card {
  const { unread } = outcome;
  const complaints = complaintsOf(outcome);
  const count = countOf(outcome);
  const lines = countsOf(outcome, say);
  const where = rest !== "below" && count > complaints.length ? (`first-${rest}` as const) : rest;
  const first = complaints.slice(0, FIRST).map((each) => complaintText(say, each));
  const more: Block[] =
    count === 0
      ? []
      : [
          { kind: "text", text: say("upload.complaints", { count }) },
          { kind: "list", ordered: false, items: first },
          ...(rest !== "below" || count > FIRST
            ? [{ kind: "context", text: say(`upload.${where}`, { count: complaints.length }) } as const]
            : []),
        ];
  return {
    title: say(isWhole(outcome) ? "upload.done" : lines.length > 0 ? "upload.done-with" : "upload.not-done"),
    accent: isWhole(outcome) ? "good" : "warn",
    body: [
      ...lines.map((text): Block => ({ kind: "text", text })),
      ...unread.map(({ file, because }): Block => {
        return { kind: "text", text: say(`upload.${because}`, { file: shown(file) }) };
      }),
      ...more,
    ],
  };
}

/** The same in one line, for a notification and for whoever has a message read out. */
export function outcomeLine(outcome: Outcome, say: Say): Text {
  const { title } = outcomeCard(outcome, "below", say);
  const { unread } = outcome;
  const facts = [
    ...countsOf(outcome, say),
    ...unread.map(({ file, because }) => say(`upload.${because}`, { file: shown(file) })),
    ...complaintsOf(outcome)
      .slice(0, FIRST)
      .map((each) => complaintText(say, each)),
  ];
  return facts.reduce((line: Text, fact) => [...line, " · ", ...fact], title);
}

/** The complaints after the first, as words. Undefined: there are no others. */
export function complaintsPage(outcome: Outcome, say: Say): Card | undefined {
  const complaints = complaintsOf(outcome);
  if (complaints.length <= FIRST) return undefined;
  const page = complaints.slice(FIRST, FIRST + PAGE_LINES);
  const left = countOf(outcome) - FIRST - page.length;
  return {
    title: say("upload.page"),
    body: [
      { kind: "list", ordered: false, items: page.map((each) => complaintText(say, each)) },
      ...(left > 0 ? [{ kind: "context", text: say("upload.rest", { count: left }) } as const] : []),
    ],
  };
}

/** Nobody was there to say what became of it. */
export function brokeOffCard(say: Say): Card {
  return { title: say("upload.not-done"), accent: "warn", body: [{ kind: "text", text: say("upload.broke-off") }] };
}

function countsOf({ reports }: Outcome, say: Say): Text[] {
  return reports.flatMap(({ kind, file: path, read, changed, unchanged, rejected }) =>
    kind ? [say("imports.summary", { file: shown(path), read, changed, unchanged, rejected })] : [],
  );
}

function countOf({ reports }: Outcome): number {
  return reports.reduce((sum, { complaints, unlisted }) => sum + complaints.length + unlisted, 0);
}

function isWhole(outcome: Outcome): boolean {
  return countOf(outcome) === 0 && outcome.unread.length === 0;
}
