import { z } from "zod";
import { problem, type Problem } from "../complaint.ts";
import { STAGES } from "./accounts.ts";
import { cell, oneOf } from "./columns.ts";
import { SLOTS } from "./slots.ts";
import { tableKind } from "./table.ts";

const MOST_TOPIC = 40;
const ANY_STAGE = "any";

const schema = z.object({
  topic: cell(topic),
  stage: cell(oneOf([...STAGES, ANY_STAGE])),
  slot: cell(oneOf(SLOTS)),
});
type Row = z.infer<typeof schema>;
export type ResponsibilityRow = Row;

/** responsibilities.csv: which role slot is addressed with a topic in a stage; `any` where no stage has a line. */
export const responsibilities = tableKind<Row, ResponsibilityRow>({
  name: "responsibilities",
  schema,
  columns: Object.keys(schema.shape),
  required: ["topic", "stage", "slot"],
  keyOf: (row) => `${row.topic} ${row.stage}`,
  check: () => [],
  ready: (row) => row,
});

/** As a topic is stored: "Support Case" is "support-case". */
function topic(text: string): string | Problem {
  const id = text
    .normalize("NFKC")
    .toLowerCase()
    .replace(/[^\p{L}\p{N}]+/gu, "-")
    .replace(/^-+|-+$/g, "");
  if (id === "") return problem("missing");
  return id.length <= MOST_TOPIC ? id : problem("too-long", { most: String(MOST_TOPIC) });
}
