import { daySpan, type Text } from "../../chat/card.ts";
import { Visible } from "../../kernel/permissions.ts";
import { cut } from "../../kernel/text.ts";
import type { AccountRoster } from "../accounts/facts.ts";
import type { View } from "../../locales/say.ts";
import { agendaSection, type AgendaLine } from "../agenda-section.ts";
import { isReader } from "./cards.ts";
import { brokenPromises, type OpenPromise } from "./facts.ts";

interface Broken extends OpenPromise {
  readonly customer: AccountRoster;
}

const LINE = 160;

/** What shared customers wait for longer than was promised, the longest first (F2). */
export const promiseAgenda = agendaSection<readonly Broken[]>({
  surface: "agenda",
  name: "promise",
  order: 50,
  heading: "cadence.heading-promises",
  async load({ tx }, { accounts, today }) {
    const known = new Map(accounts.map((account) => [account.id, account]));
    const broken = await brokenPromises(tx, [...known.keys()], today);
    return broken.flatMap((promise): Broken[] => {
      const customer = known.get(promise.account);
      return customer ? [{ ...promise, customer }] : [];
    });
  },
  draw: (broken, view) =>
    broken.flatMap((promise): AgendaLine[] =>
      new Visible("promises", promise.customer.scope, true).open(view.audience)
        ? [
            {
              key: `promise:${promise.id}:${promise.dueOn}`,
              name: [promise.customer.name],
              text: lateText(promise, view),
            },
          ]
        : [],
    ),
});

function lateText({ customer, words, owner, dueOn, daysLate }: Broken, { say, audience }: View): Text {
  const said = { account: customer.name, words: cut(words, LINE), due: daySpan(dueOn), count: daysLate };
  if (isReader(audience, owner.id)) return say("promises.own-late", said);
  return say("promises.line-late", { ...said, keeper: { mention: owner } });
}
