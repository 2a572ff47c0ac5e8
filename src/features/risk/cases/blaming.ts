import type { Block } from "../../../chat/card.ts";
import { afterQuietHours } from "../../../kernel/business-time.ts";
import type { EventOf } from "../../../kernel/events.ts";
import type { ContractId, PersonId, RiskCaseId } from "../../../kernel/ids.ts";
import { type Scope, Visible } from "../../../kernel/permissions.ts";
import type { View } from "../../../locales/say.ts";
import { type AccountRoster, rosterOf } from "../../accounts/facts.ts";
import type { CardKind, Context, Drawing } from "../../feature.ts";
import { holderFor, slotFor } from "../../responsibilities/facts.ts";
import { caseById } from "../case-store.ts";
import { lostContract } from "./store.ts";
import { type ChurnReason, churnReason, topicAtFault } from "./churn-reasons.ts";
import { reasonText } from "./words.ts";

/** B9: a loss that was our own fault is told to who answers for it at that account. */
export async function tellDepartment(
  { tx, now, posts, directory }: Context,
  by: PersonId,
  found: RiskCaseId | ContractId,
  account: AccountRoster,
  reason: ChurnReason,
): Promise<void> {
  const topic = topicAtFault(reason);
  const slot = topic && (await slotFor(tx, topic, account.stage));
  const addressee = slot && (await holderFor(tx, account, slot));
  if (!addressee || addressee.kind === "nobody" || addressee.person.id === by) return;
  const reader = await directory.person(tx, addressee.person.id);
  const dueAt = reader ? afterQuietHours(now, reader.calendar) : now;
  posts.announce({
    card: "risk.case-fault",
    subject: found,
    address: `person:${addressee.person.id}`,
    slot: "",
    dueAt,
  });
}

/** The same of a contract that isn't renewed. */
export async function lost(context: Context, event: EventOf<"contract-ending">): Promise<void> {
  const reason = churnReason(event.reason ?? "");
  const account = reason && (await rosterOf(context.tx, event.account));
  if (reason && account) await tellDepartment(context, event.by, event.contract, account, reason);
}

/** A loss as the department at fault reads it. */
export interface Fault {
  readonly account: string;
  readonly scope: Scope;
  readonly reason: ChurnReason;
  readonly note: string | undefined;
}

export const faultCard: CardKind<Fault> = {
  sensitive: true,
  called: "cases.called-fault",
  direct: { why: "why.case-fault" },
  async load({ tx }, subject) {
    const found = (await caseById(tx, subject as RiskCaseId)) ?? (await lostContract(tx, subject as ContractId));
    const account = found && (await rosterOf(tx, found.account));
    const { reason, note } = found?.closed ?? {};
    return account && reason ? { account: account.name, scope: account.scope, reason, note } : "gone";
  },
  draw: drawFault,
};

/** Which customer, and what was written, only to who may read notes on its risk. */
export function drawFault({ account, scope, reason, note }: Fault, view: View): Drawing {
  const { say } = view;
  const known = new Visible("risk-notes", scope, { account, note }).open(view.audience);
  const title = known ? say("cases.fault-title-named", { account: known.account }) : say("cases.fault-title");
  const body: Block[] = [{ kind: "text", text: say("cases.fault", { reason: reasonText(reason, view) }) }];
  if (known?.note) body.push({ kind: "text", text: say("cases.note", { text: known.note }) });
  return { card: { title, accent: "warn", body }, summary: title };
}
