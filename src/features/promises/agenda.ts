import { daySpan } from "../../chat/card.ts";
import { Visible } from "../../kernel/permissions.ts";
import { cut } from "../../kernel/text.ts";
import type { AccountRoster } from "../accounts/facts.ts";
import { agendaSection, type AgendaLine } from "../agenda-section.ts";
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
  draw: (broken, { say, audience }) =>
    broken.flatMap(({ id, customer: { name, scope }, words, owner, dueOn, daysLate }): AgendaLine[] =>
      new Visible("promises", scope, true).open(audience)
        ? [
            {
              key: `promise:${id}:${dueOn}`,
              name: [name],
              text: say("promises.line-late", {
                account: name,
                words: cut(words, LINE),
                due: daySpan(dueOn),
                keeper: { mention: owner },
                count: daysLate,
              }),
            },
          ]
        : [],
    ),
});
