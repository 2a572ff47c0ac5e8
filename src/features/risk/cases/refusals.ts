import type { Text } from "../../../chat/card.ts";
import { never } from "../../../kernel/errors.ts";
import type { AccountRoster } from "../../accounts/facts.ts";
import type { Acting } from "../../feature.ts";
import type { Case } from "../case-store.ts";
import type { CaseOutcome } from "./decide.ts";
import { OUTCOME } from "./words.ts";

/** What somebody is told whose press changes nothing: what is, and what they can do. */
export function refusalText(
  outcome: Exclude<CaseOutcome, { kind: "may" }>,
  { found, account }: { readonly found: Case; readonly account: Pick<AccountRoster, "name" | "csm"> },
  { view: { say } }: Pick<Acting, "view">,
): Text {
  const { name } = account;
  switch (outcome.kind) {
    case "closed": {
      const { closed } = found;
      const at = { date: closed?.at ?? found.openedAt, style: "day-time" } as const;
      const ended = closed?.outcome ? say(OUTCOME[closed.outcome]) : [];
      return closed?.by
        ? say("cases.is-closed-by", { account: name, by: { mention: closed.by }, at, outcome: ended })
        : say("cases.is-closed", { account: name, at, outcome: ended });
    }
    case "open-already":
      return say("cases.is-open", { account: name });
    case "replaced":
      return say("cases.is-replaced", { account: name });
    case "no-customer":
      return say("cases.no-customer", { account: name });
    case "asleep":
      return say("cases.is-asleep", { account: name, until: { date: outcome.until, style: "day-time" } });
    case "snoozed-enough":
      return say("cases.snoozed-enough", { account: name });
    case "urgent":
      return say("cases.is-urgent", { account: name });
    case "escalated": {
      const to = found.escalated ? [{ mention: found.escalated.to }] : [];
      return say("cases.is-escalated", { account: name, to, at: { date: outcome.at, style: "day-time" } });
    }
    case "no-contact":
      return say("cases.no-contact", { account: name });
    case "am-logs":
      return account.csm
        ? say("cases.am-logs", { account: name, csm: { mention: account.csm } })
        : say("cases.am-logs-orphan", { account: name });
    case "for-csm":
      return say("cases.for-csm", { account: name, csm: account.csm ? [{ mention: account.csm }] : [] });
    case "orphan":
      return say("risk.own-orphan", { account: name });
    default:
      return never(outcome);
  }
}
