import { type Block, daySpan, type Text } from "../../chat/card.ts";
import { formatMoney, totals } from "../../kernel/money.ts";
import { Visible } from "../../kernel/permissions.ts";
import type { View } from "../../locales/say.ts";
import type { AccountFacts } from "./facts.ts";
import type { Left } from "./left-store.ts";

/** With the reason in words. */
export type LeftInWords = Omit<Left, "reason"> & { readonly reason: Text | undefined };

/** Of a customer that has left, instead of dates and risk: when, why, what was lost, and who knows more. */
export function leftBlocks(
  account: Pick<AccountFacts, "scope" | "csm" | "am">,
  left: LeftInWords,
  view: View,
): Block[] {
  const { say, audience, locale } = view;
  const { scope } = account;
  const on = new Visible("contract-dates", scope, left.on).open(audience);
  const reason = new Visible("risk-notes", scope, left.reason).open(audience);
  const lost = new Visible("arr", scope, left.lost).open(audience) ?? [];
  const money = totals(lost)
    .map((amount) => formatMoney(amount, locale))
    .join(" + ");
  const whom = account.csm ?? account.am;
  const isReader = audience.kind === "person" && whom?.id === audience.reader.person;
  const texts = [
    on ? say("accounts.left-on", { date: daySpan(on) }) : say("accounts.left"),
    ...(reason ? [say("accounts.left-why", { reason })] : []),
    ...(money === "" ? [] : [say("accounts.left-lost", { money })]),
    ...(isReader
      ? []
      : [whom ? say("accounts.left-ask", { whom: { mention: whom } }) : say("accounts.left-ask-orphan")]),
  ];
  return texts.map((text) => ({ kind: "text", text }));
}
