import type { TextKey } from "../../locales/keys.ts";
import { accountsHeldBy } from "../accounts/facts.ts";
import { todaySection } from "../feature.ts";
import type { Phase } from "./decide.ts";
import { liveExchangesAt } from "./store.ts";
import { askedSides, type Story } from "./reading.ts";
import { storiesOf } from "./story.ts";

const WAITING = {
  asked: "peers.today-asked",
  open: "peers.today-open",
  agreed: "peers.today-agreed",
  introduced: "peers.today-helped",
} as const satisfies Record<Exclude<Phase, "ended">, TextKey>;

/** Exchanges that wait for somebody: what a customer is asked, an introduction, whether it helped. */
export const todayPeers = todaySection<readonly Story[]>({
  surface: "today",
  order: 45,
  async load(acting) {
    const { tx, person } = acting;
    const accounts = await accountsHeldBy(tx, [person.id, ...person.covers]);
    return storiesOf(acting, await liveExchangesAt(tx, accounts));
  },
  draw: (stories, { say, audience }) =>
    stories.flatMap((story) => {
      const { phase, waits, exchange } = story;
      const mine = askedSides(story, audience).find(({ part }) => waits.includes(part));
      if (!mine || phase === "ended") return [];
      const press = { name: "peers.show", subject: exchange.id };
      return [
        {
          text: say(WAITING[phase], { account: mine.name }),
          button: { kind: "button", label: say("feedback.show"), press },
        },
      ];
    }),
});
