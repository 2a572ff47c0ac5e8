import type { Conversations, Met } from "../../src/chat/teams/conversations.ts";

/** Where the bot was met, for one test. */
export function keptConversations(met: readonly Met[] = []): Conversations {
  const kept = new Map<string, Met & { readonly gone: boolean }>();
  const keyOf = ({ tenant, conversation }: Pick<Met, "tenant" | "conversation">): string => `${tenant} ${conversation}`;
  function keep(each: Met): boolean {
    const before = kept.get(keyOf(each));
    kept.delete(keyOf(each));
    kept.set(keyOf(each), { ...each, team: each.team ?? before?.team, gone: false });
    return before?.gone ?? true;
  }
  met.forEach(keep);
  return {
    keep: (each) => Promise.resolve(keep(each)),
    find: (tenant, conversation) => Promise.resolve(kept.get(keyOf({ tenant, conversation }))),
    all: (tenant) =>
      Promise.resolve([...kept.values()].filter((each) => each.tenant === tenant && !each.gone).toReversed()),
    leave(tenant, ...conversations) {
      for (const conversation of conversations) {
        const before = kept.get(keyOf({ tenant, conversation }));
        if (before) kept.set(keyOf(before), { ...before, gone: true });
      }
      return Promise.resolve();
    },
  };
}
