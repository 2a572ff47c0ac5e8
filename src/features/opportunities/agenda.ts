import { Visible } from "../../kernel/permissions.ts";
import type { AccountRoster } from "../accounts/facts.ts";
import { agendaSection, type AgendaLine } from "../agenda-section.ts";
import { detractorsAt, type OpenDetractor } from "./detractor-store.ts";
import { nextText } from "./pipeline-cards.ts";
import { openOffersAt } from "./pipeline-store.ts";
import { storyOfOffer } from "./story.ts";
import type { Story } from "./story-model.ts";

/** Open opportunities of shared customers, also those on hold; never what they are worth. */
const opportunities = agendaSection<readonly Story[]>({
  surface: "agenda",
  name: "opportunity",
  order: 20,
  heading: "cadence.heading-opportunities",
  async load({ tx, now }, { accounts }) {
    const offers = await openOffersAt(
      tx,
      accounts.map(({ id }) => id),
    );
    return offers.map((offer) => storyOfOffer(offer, now));
  },
  draw: (stories, view) =>
    stories.flatMap((story): AgendaLine[] => {
      const { opportunity, accountName: account, scope } = story;
      const { id, product, stage, parked } = opportunity;
      if (!new Visible("opportunity", scope, true).open(view.audience)) return [];
      const said = { account, product };
      return [
        {
          key: `opportunity:${id}:${parked ? "parked" : stage}`,
          name: view.say("cadence.name-opportunity", said),
          text: view.say("deals.pipeline-line", { ...said, next: nextText(story, view) }),
        },
      ];
    }),
});

interface Detractor extends OpenDetractor {
  readonly of: AccountRoster;
}

/** People at shared customers who would not recommend us, and whose loop is open. */
const detractors = agendaSection<readonly Detractor[]>({
  surface: "agenda",
  name: "detractor",
  order: 40,
  heading: "cadence.heading-detractors",
  async load({ tx }, { accounts }) {
    const known = new Map(accounts.map((account) => [account.id, account]));
    const found = await detractorsAt(tx, [...known.keys()]);
    return found.flatMap((each): Detractor[] => {
      const of = known.get(each.account);
      return of ? [{ ...each, of }] : [];
    });
  },
  draw: (found, { say, audience }) =>
    found.flatMap(({ contact, who, since, of }): AgendaLine[] =>
      new Visible("nps", of.scope, true).open(audience)
        ? [
            {
              key: `detractor:${contact}:${String(since.getTime())}`,
              name: say("cadence.name-detractor", { account: of.name, who }),
              text: say("cadence.line-detractor", { account: of.name, who, since: { date: since, style: "day" } }),
            },
          ]
        : [],
    ),
});

export const opportunityAgendas = [opportunities, detractors];
