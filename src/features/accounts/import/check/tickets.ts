import { z } from "zod";
import type { AccountId } from "../../../../kernel/ids.ts";
import { cell, externalId, maybe, oneOf, words, yesNo } from "./columns.ts";
import { instantOfMoment, knownSince, moment, momentFlaws } from "./moments.ts";
import { accountFlaws, beforeFlaws } from "./refers.ts";
import { tableKind } from "./table.ts";

const SEVERITIES = ["1", "2", "3", "4", "5"] as const;
const MOST_SUBJECT = 500;

const schema = z.object({
  external_id: cell(externalId),
  account_external_id: cell(externalId),
  opened_at: cell(moment),
  closed_at: maybe(moment),
  severity: maybe(oneOf(SEVERITIES)),
  escalated: maybe(yesNo),
  subject: maybe(words(MOST_SUBJECT)),
});
type Row = z.infer<typeof schema>;
export type TicketRow = Omit<Row, "opened_at" | "closed_at"> & {
  readonly accountId: AccountId | undefined;
  readonly openedAt: Date;
  readonly closedAt: Date | null;
  readonly knownAt: Date;
};

/** tickets.csv: what customers asked support. A blank `escalated` keeps what is stored. */
export const tickets = tableKind<Row, TicketRow>({
  name: "tickets",
  schema,
  columns: Object.keys(schema.shape),
  required: ["external_id", "account_external_id", "opened_at"],
  keyOf: (row) => row.external_id,
  check(row, world) {
    const { opened_at: opened, closed_at: closed } = row;
    return [
      ...accountFlaws(row, world),
      ...momentFlaws("opened_at", opened, world),
      ...(closed ? momentFlaws("closed_at", closed, world) : []),
      ...(closed ? beforeFlaws(["closed_at", closed], ["opened_at", opened], world) : []),
    ];
  },
  ready({ opened_at: opened, closed_at: closed, ...row }, world) {
    const openedAt = instantOfMoment(opened, world.zone);
    return {
      ...row,
      accountId: world.accounts.get(row.account_external_id),
      openedAt,
      closedAt: closed ? instantOfMoment(closed, world.zone) : null,
      knownAt: knownSince(openedAt, world),
    };
  },
});
