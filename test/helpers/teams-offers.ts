import type { Offer, Offers } from "../../src/chat/teams/offers.ts";

interface Kept {
  readonly offer: Offer;
  state: "open" | "taken" | "over";
}

export interface KeptOffers extends Offers {
  /** what has been said of each offer's end */
  readonly finished: string[];
  /** minutes pass in which whoever took something hasn't finished */
  giveUp(): void;
}

/** What was offered, for one test, to people who read German and may have it all. */
export function keptOffers(): KeptOffers {
  const kept = new Map<string, Kept>();
  const finished: string[] = [];
  const again = new Set<string>();
  return {
    finished,
    giveUp() {
      for (const [id, each] of kept) {
        if (each.state !== "taken") continue;
        each.state = "open";
        again.add(id);
      }
    },
    keep(_tenant, offer) {
      const id = `offer-${String(kept.size + 1)}`;
      kept.set(id, { offer, state: "open" });
      return Promise.resolve(id);
    },
    take(_tenant, id, user, answer) {
      const found = kept.get(id);
      if (found && found.state !== "open") return Promise.resolve({ kind: "answered" });
      if (found?.offer.user !== user) return Promise.resolve({ kind: "gone", locale: "de" });
      found.state = answer === "accept" ? "taken" : "over";
      return Promise.resolve({ kind: "taken", offer: found.offer, again: again.has(id) });
    },
    finish(_tenant, id) {
      const found = kept.get(id);
      if (found) found.state = "over";
      finished.push(id);
      return Promise.resolve();
    },
    drop(_tenant, id) {
      kept.delete(id);
      return Promise.resolve();
    },
  };
}
