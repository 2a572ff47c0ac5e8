import { z } from "zod";
import { RETENTION } from "../../../../kernel/defaults.ts";
import type { AccountId, ContactId } from "../../../../kernel/ids.ts";
import { flaw, type Flaw } from "../complaint.ts";
import { cell, day, email, externalId, maybe, oneOf, wholeUpTo, words } from "./columns.ts";
import type { World } from "./intake.ts";
import { beginningOf, futureFlaws, instantOfMoment, knownSince, moment, momentFlaws } from "./moments.ts";
import { accountFlaws, contactFlaws, contactOf } from "./refers.ts";
import { tableKind } from "./table.ts";

const MOST_COMMENT = 2000;
const MOST_SCORE = 10;

const schema = z.object({
  external_id: cell(externalId),
  account_external_id: cell(externalId),
  contact_email: maybe(email),
  kind: maybe(oneOf(["nps"])),
  score: maybe(wholeUpTo(MOST_SCORE)),
  comment: maybe(words(MOST_COMMENT)),
  asked_on: maybe(day),
  answered_at: maybe(moment),
});
type Row = z.infer<typeof schema>;
export type SurveyRow = Omit<Row, "answered_at"> & {
  readonly accountId: AccountId | undefined;
  readonly contactId: ContactId | null;
  readonly answeredAt: Date | null;
  readonly knownAt: Date;
};

/** surveys.csv: who was asked, and what they answered. Comments that are too old to be kept are left out. */
export const surveys = tableKind<Row, SurveyRow>({
  name: "surveys",
  schema,
  columns: Object.keys(schema.shape),
  required: ["external_id", "account_external_id"],
  keyOf: (row) => row.external_id,
  check: (row, world) => [...accountFlaws(row, world), ...contactFlaws(row, world), ...timeFlaws(row, world)],
  ready({ answered_at: answered, ...row }, world) {
    const answeredAt = answered ? instantOfMoment(answered, world.zone) : null;
    const at = answeredAt ?? (row.asked_on ? beginningOf(row.asked_on, world.zone) : world.now);
    return {
      ...row,
      ...(row.comment && isTooOld(at, world) ? { comment: null } : {}),
      accountId: world.accounts.get(row.account_external_id),
      contactId: contactOf(row, world),
      answeredAt,
      knownAt: knownSince(at, world),
    };
  },
});

/** An answer has its time, and who didn't answer was asked on a day. */
function timeFlaws({ score, comment, asked_on: asked, answered_at: answered }: Row, world: World): Flaw[] {
  const flaws: Flaw[] = [];
  if (!answered && (!asked || typeof score === "number" || comment)) flaws.push(flaw("answered_at", "", "missing"));
  if (asked) flaws.push(...futureFlaws("asked_on", asked, asked, world));
  if (answered) flaws.push(...momentFlaws("answered_at", answered, world));
  if (answered && typeof score !== "number") flaws.push(flaw("score", "", "missing"));
  if (answered && asked && instantOfMoment(answered, world.zone) < beginningOf(asked, world.zone)) {
    flaws.push(flaw("answered_at", answered.text, "before", { other: "asked_on", day: asked }));
  }
  return flaws;
}

function isTooOld(at: Date, { now }: World): boolean {
  const kept = new Date(now);
  kept.setUTCMonth(kept.getUTCMonth() - RETENTION.commentMonths);
  return at < kept;
}
