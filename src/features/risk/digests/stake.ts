import type { Text } from "../../../chat/card.ts";
import { formatMoney, type Money } from "../../../kernel/money.ts";
import { type Scope, Visible } from "../../../kernel/permissions.ts";
import type { View } from "../../../locales/say.ts";
import { dayText, moneyText } from "../texts.ts";
import type { RiskEdition, Stake } from "./edition.ts";

/**
 * "€212,400 at risk, up €18,000 since 20 November", and how many accounts are only estimated.
 * @returns undefined where nothing is calibrated, or the audience may not read it
 */
export function stakeText({ stake, since }: RiskEdition, scope: Scope, view: View): Text | undefined {
  const seen = new Visible("money-at-risk", scope, stake).open(view.audience);
  if (!seen || seen.amounts.length === 0) return undefined;
  const { say } = view;
  const money = say("risk.chance-amounts", { money: moneyText(seen.amounts, view) });
  const moved = changeOf(since?.stake, seen);
  const day = since && dayText(since.day);
  const said = day && moved !== undefined ? changeText(money, moved, day, view) : money;
  return seen.estimated > 0 ? say("digests.stake-estimated", { said, count: seen.estimated }) : said;
}

function changeText(money: Text, { amountMinor, currency }: Money, day: Text, { say, locale }: View): Text {
  if (amountMinor === 0) return say("digests.stake-same", { money, day });
  const change = formatMoney({ amountMinor: Math.abs(amountMinor), currency }, locale);
  return say(amountMinor > 0 ? "digests.stake-up" : "digests.stake-down", { money, change, day });
}

/** Comparable only where both mornings leave nothing out, and in one currency, because no rates are stored. */
function changeOf(before: Stake | undefined, { amounts, estimated }: Stake): Money | undefined {
  const [now, ...others] = amounts;
  if (!before || !now || others.length > 0 || estimated + before.estimated > 0) return undefined;
  if (before.amounts.some(({ currency }) => currency !== now.currency)) return undefined;
  const was = before.amounts[0]?.amountMinor ?? 0;
  return { amountMinor: now.amountMinor - was, currency: now.currency };
}
