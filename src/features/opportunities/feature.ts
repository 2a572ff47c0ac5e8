import type { AccountId, OpportunityId } from "../../kernel/ids.ts";
import { holdAccount } from "../accounts/facts.ts";
import { card, type Context, type Feature, homeSection, section } from "../feature.ts";
import { drawOffer, drawSection, drawSpotter } from "./cards.ts";
import { claim } from "./claiming.ts";
import { homeOpportunities } from "./home.ts";
import { route } from "./routing.ts";
import { openSpot, spot, spotByName } from "./spotting.ts";
import { openOpportunities, opportunityById, park, release } from "./store.ts";
import { accountOf, loadStory, storyOf } from "./story.ts";

/** Opportunities: from the CSM to the AM, churn first, one claim. */
export const opportunities: Feature = {
  name: "opportunities",
  commands: [
    {
      word: "opportunity",
      order: 2,
      help: "opportunities.help",
      example: "opportunities.example",
      changes: false,
      run: spotByName,
    },
  ],
  forms: { spot: { open: (acting, subject) => openSpot(acting, subject as AccountId), submit: spot } },
  presses: { claim: { changes: true, run: (acting, press) => claim(acting, press.subject as OpportunityId) } },
  cards: {
    offer: card({
      sensitive: true,
      called: "opportunities.called-offer",
      direct: { why: "why.offer" },
      load: loadStory,
      draw: drawOffer,
    }),
    spotter: card({
      sensitive: true,
      called: "opportunities.called-spotter",
      direct: { why: "why.spotter" },
      load: loadStory,
      draw: drawSpotter,
    }),
  },
  sections: [
    section({
      surface: "account",
      order: 40,
      async load({ tx }, account) {
        const { open, atRisk } = await openOpportunities(tx, account.id);
        return { scope: account.scope, stories: open.map((each) => storyOf(each, account)), atRisk };
      },
      draw: drawSection,
    }),
    homeSection(homeOpportunities),
  ],
  reactions: {
    "account-at-risk": (context, { account }) => hold(context, account),
    "account-recovered": (context, { account }) => resume(context, account),
  },
};

async function hold({ tx, now, posts }: Context, account: AccountId): Promise<void> {
  await holdAccount(tx, account);
  posts.redraw(...(await park(tx, account, now)));
}

async function resume(context: Context, account: AccountId): Promise<void> {
  const { tx, posts } = context;
  await holdAccount(tx, account);
  const released = await release(tx, account);
  if (released.length === 0) return;
  const facts = await accountOf(context, account);
  for (const id of released) {
    const opportunity = await opportunityById(tx, id);
    if (opportunity?.stage === "gated") await route(context, id, facts);
  }
  posts.redraw(...released);
}
