import type { Offer, Offers } from "../../src/chat/teams/offers.ts";

/** What was offered, for one test. */
export function keptOffers(): Offers {
  const kept = new Map<string, Offer | "answered">();
  return {
    keep(_tenant, offer) {
      const id = `offer-${String(kept.size + 1)}`;
      kept.set(id, offer);
      return Promise.resolve(id);
    },
    take(_tenant, id, user) {
      const offer = kept.get(id);
      if (offer === "answered") return Promise.resolve({ kind: "answered" });
      if (offer?.user !== user) return Promise.resolve({ kind: "gone" });
      kept.set(id, "answered");
      return Promise.resolve({ kind: "taken", offer });
    },
    drop(_tenant, id) {
      kept.delete(id);
      return Promise.resolve();
    },
  };
}
