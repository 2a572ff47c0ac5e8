import type { AccountId, OpportunityId } from "../../kernel/ids.ts";
import { accountOf, holdAccount, isAmQuiet } from "../accounts/facts.ts";
import { card, type Context, type Feature, homeSection, section } from "../feature.ts";
import { drawOffer, drawSection, drawSpotter } from "./cards.ts";
import { claim } from "./claiming.ts";
import { opportunityDigests } from "./digest.ts";
import { homeOpportunities } from "./home.ts";
import { route } from "./routing.ts";
import { openSpot, spot, spotByName } from "./spotting.ts";
import { openOpportunities, park, release, waitingOpportunities } from "./store.ts";
import { loadStory, storyOf } from "./story.ts";

/** Opportunities: from the CSM to the AM, churn first, one claim. */
export const opportunities: Feature = {
  name: "opportunities",
  commands: [
    {
      word: "opportunity",
      order: 2,
      topic: "together",
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
    ...opportunityDigests,
  ],
  reactions: {
    "account-at-risk": (context, { account }) => hold(context, account),
    "account-recovered": (context, { account }) => resume(context, account),
    "account-touched": (context, { account, what }) =>
      ENDS_QUIET.has(what) ? offerWaiting(context, account) : undefined,
  },
};

/** What may end the time in which an Account Manager hears nothing of an account (A5). */
const ENDS_QUIET: ReadonlySet<string> = new Set(["stage-changed", "stage-set", "am-pulled-in", "request-commercial"]);

async function hold({ tx, now, posts }: Context, account: AccountId): Promise<void> {
  await holdAccount(tx, account);
  posts.redraw(...(await park(tx, account, now)));
}

async function resume(context: Context, account: AccountId): Promise<void> {
  const { tx, posts } = context;
  await holdAccount(tx, account);
  const released = await release(tx, account);
  if (released.length === 0) return;
  await offerWaiting(context, account);
  posts.redraw(...released);
}

/** Offers what was held back, unless the Account Manager is to hear nothing of the account yet. */
async function offerWaiting(context: Context, account: AccountId): Promise<void> {
  const { tx, now, posts } = context;
  const waiting = await waitingOpportunities(tx, account);
  if (waiting.length === 0 || (await isAmQuiet(tx, account, now))) return;
  const facts = await accountOf(context, account);
  for (const id of waiting) await route(context, id, facts);
  posts.redraw(...waiting);
}
