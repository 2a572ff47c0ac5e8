import { Visible } from "../../kernel/permissions.ts";
import { cut } from "../../kernel/text.ts";
import type { AccountRoster } from "../accounts/facts.ts";
import { agendaSection, type AgendaLine } from "../agenda-section.ts";
import { openQuestionsAt, type StoredQuestion } from "./store.ts";

const SHOWN_LETTERS = 200;

interface Open {
  readonly question: StoredQuestion;
  readonly account: AccountRoster;
}

/** What one of them asked the other and isn't answered. */
export const questionAgenda = agendaSection<readonly Open[]>({
  surface: "agenda",
  name: "question",
  order: 60,
  heading: "cadence.heading-questions",
  async load({ tx }, { accounts, csms, am }) {
    const known = new Map(accounts.map((account) => [account.id, account]));
    const open = await openQuestionsAt(tx, [...known.keys()], [...csms, am]);
    return open.flatMap((question): Open[] => {
      const account = known.get(question.account);
      return account ? [{ question, account }] : [];
    });
  },
  draw: (open, { say, audience }) =>
    open.flatMap(({ question: { id, question, people }, account: { name, scope } }): AgendaLine[] =>
      new Visible("internal", scope, true).open(audience)
        ? [
            {
              key: `question:${id}`,
              name: say("cadence.name-question", { account: name, asker: people.asker.name }),
              text: say("cadence.line-question", {
                account: name,
                asker: { mention: people.asker },
                question: cut(question, SHOWN_LETTERS),
              }),
            },
          ]
        : [],
    ),
});
