import { NotFound } from "../../kernel/errors.ts";
import type { AccountId } from "../../kernel/ids.ts";
import { accountOf } from "../accounts/facts.ts";
import { card, type Feature } from "../feature.ts";
import { drawExchange } from "./cards.ts";
import { peersByWords, propose, showPeers } from "./offering.ts";
import { peerForms, peerPresses } from "./pressing.ts";
import { todayPeers } from "./section.ts";
import { endAt, lapse, look, lookSchedule, remind, review } from "./steps.ts";
import { ownSides } from "./reading.ts";
import { storyOf } from "./story.ts";

/** Two customers who face the same learn from each other, once both agree (C8). */
export const peers: Feature = {
  name: "peers",
  commands: [
    {
      word: "peers",
      order: 27,
      topic: "customer",
      help: "peers.help",
      example: "peers.example",
      changes: false,
      run: peersByWords,
    },
  ],
  presses: {
    ...peerPresses,
    propose: { changes: true, run: propose },
    account: {
      changes: false,
      run: async (acting, { subject }) => showPeers(acting, await accountOf(acting, subject as AccountId)),
    },
    show: {
      changes: false,
      async run(acting, { subject }) {
        const story = await storyOf(acting, subject);
        if (!story || ownSides(story, acting.audience).length === 0) throw new NotFound("peers.gone");
        return { kind: "private", card: drawExchange(story, acting.view).card };
      },
    },
  },
  forms: peerForms,
  cards: {
    exchange: card({
      sensitive: false,
      called: "peers.called",
      direct: { why: "why.peers" },
      load: async (context, subject) => (await storyOf(context, subject)) ?? "gone",
      draw: drawExchange,
    }),
  },
  sections: [todayPeers],
  schedules: [lookSchedule],
  jobs: { look },
  reminders: { remind: { fire: remind }, lapse: { fire: lapse }, review: { fire: review } },
  reactions: {
    "account-at-risk": (context, { account }) => endAt(context, account, "at-risk"),
    "account-churned": (context, { account }) => endAt(context, account, "churned"),
  },
};
