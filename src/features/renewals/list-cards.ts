import type { Block, Card, PersonRef, Text } from "../../chat/card.ts";
import type { LocalDate } from "../../kernel/business-time.ts";
import { RENEWAL } from "../../kernel/defaults.ts";
import { formatMoney, type Money, totals } from "../../kernel/money.ts";
import { type Scope, Visible } from "../../kernel/permissions.ts";
import type { View } from "../../locales/say.ts";
import type { AccountRoster, ContractClock } from "../accounts/facts.ts";
import { renewalsAmong } from "../coming.ts";
import { openButton } from "./section-cards.ts";
import type { StoredRenewal } from "./store.ts";
import { dayText } from "./texts.ts";

export interface Line {
  readonly account: Pick<AccountRoster, "id" | "name">;
  readonly scope: Scope;
  readonly contract: Pick<ContractClock, "id" | "arr" | "product">;
  readonly renewal: Pick<StoredRenewal, "termsSent"> | undefined;
  /** who has the terms, or will have them once its clock begins */
  readonly terms: PersonRef | undefined;
  readonly renewsOn: LocalDate;
  readonly actBy: LocalDate | undefined;
}

/** Renewals by their last day to act, a line a contract, with a total a currency of those whose amount the reader may see. */
export function listCard(lines: readonly Line[], undated: number, today: LocalDate, view: View): Card {
  const { say } = view;
  const seen = lines.filter(({ scope }) => new Visible("contract-dates", scope, true).open(view.audience));
  const amounts = seen.flatMap((line) => amountOf(line, view) ?? []);
  const renewals = renewalsAmong(seen, ({ account }) => account.id);
  const shown = firstOf(renewals, RENEWAL.listedAtMost);
  const more = renewals.length - shown.length;
  const body: Block[] = [
    ...(amounts.length > 0
      ? [
          {
            kind: "text",
            text: say("renewals.list-total", { money: moneyText(amounts, view), count: amounts.length }),
          } as const,
        ]
      : []),
    ...shown.flat().map((line): Block => ({
      kind: "text",
      text: lineText(line, today, view),
      button: openButton(line.account.id, view),
    })),
    ...(more > 0 ? [{ kind: "context", text: say("renewals.list-more", { count: more }) } as const] : []),
    ...(undated > 0 ? [{ kind: "context", text: say("renewals.list-undated", { count: undated }) } as const] : []),
  ];
  return { title: say("renewals.list-title", { count: renewals.length, days: RENEWAL.listedDays }), body };
}

/** The first renewals, with at most so many contracts, or else the first one alone. */
function firstOf(renewals: readonly (readonly Line[])[], most: number): readonly (readonly Line[])[] {
  let count = 0;
  const beyond = renewals.findIndex((contracts, at) => (count += contracts.length) > most && at > 0);
  return beyond < 0 ? renewals : renewals.slice(0, beyond);
}

function amountOf({ scope, contract }: Line, { audience }: View): Money | undefined {
  return new Visible("arr", scope, contract.arr).open(audience);
}

function moneyText(amounts: readonly Money[], { locale }: View): string {
  return totals(amounts)
    .map((amount) => formatMoney(amount, locale))
    .join(" + ");
}

function lineText(line: Line, today: LocalDate, view: View): Text {
  const { say } = view;
  const { account, contract, renewal, terms, renewsOn, actBy: act } = line;
  const arr = amountOf(line, view);
  const name = contract.product
    ? say("renewals.list-product", { account: account.name, product: contract.product })
    : say("renewals.list-account", { account: account.name });
  const named = arr ? say("renewals.list-arr", { name, arr }) : name;
  const said = { named, due: dayText(renewsOn) };
  const dates =
    act === undefined
      ? say("renewals.list-line", said)
      : say(act < today ? "renewals.list-line-past" : "renewals.list-line-act", { ...said, act: dayText(act) });
  const standing = renewal?.termsSent
    ? say("renewals.list-sent")
    : terms
      ? say("renewals.list-owner", { who: { mention: terms } })
      : say("renewals.list-owner-none");
  return say("renewals.two", { one: dates, other: standing });
}
