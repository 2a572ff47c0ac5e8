import { z } from "zod";
import type { AccountId } from "../../../../kernel/ids.ts";
import { parseAmount } from "../../../../kernel/money.ts";
import { flaw } from "../complaint.ts";
import { cell, day, externalId, maybe, oneOf } from "./columns.ts";
import { beginningOf, knownSince } from "./moments.ts";
import { tableKind } from "./table.ts";

const TYPES = ["new", "expansion", "contraction", "renewal", "notice", "churn"] as const;

const schema = z.object({
  contract_external_id: cell(externalId),
  type: cell(oneOf(TYPES)),
  delta_arr: maybe((text) => text),
  decided_on: maybe(day),
  effective_on: cell(day),
  notice_on: maybe(day),
});
type Row = z.infer<typeof schema>;
export type ContractEventRow = Row & {
  readonly contractId: string | undefined;
  readonly accountId: AccountId | undefined;
  readonly deltaMinor: number | null;
  /** of the contract, where there is a difference */
  readonly currency: string | null;
  readonly knownAt: Date;
};

/** contract_events.csv: what happened to a contract. History was known when notice was given, or else decided. */
export const contractEvents = tableKind<Row, ContractEventRow>({
  name: "contract_events",
  schema,
  columns: Object.keys(schema.shape),
  required: ["contract_external_id", "type", "effective_on"],
  keyOf: (row) => `${row.contract_external_id} ${row.type} ${row.effective_on}`,
  check(row, { contracts }) {
    const { contract_external_id: id, delta_arr: delta } = row;
    const contract = contracts.get(id);
    if (!contract) return [flaw("contract_external_id", id, "unknown-contract")];
    const { currency } = contract;
    return delta && !parseAmount(delta, currency) ? [flaw("delta_arr", delta, "not-an-amount", { currency })] : [];
  },
  ready(row, world) {
    const contract = world.contracts.get(row.contract_external_id);
    const delta = row.delta_arr && contract ? parseAmount(row.delta_arr, contract.currency) : undefined;
    return {
      ...row,
      contractId: contract?.id,
      accountId: contract?.account,
      deltaMinor: delta?.amountMinor ?? null,
      currency: delta?.currency ?? null,
      knownAt: knownSince(beginningOf(row.notice_on ?? row.decided_on ?? row.effective_on, world.zone), world),
    };
  },
});
