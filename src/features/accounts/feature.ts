import type { Reply } from "../../chat/interaction.ts";
import { localDateOf } from "../../kernel/business-time.ts";
import type { AccountId } from "../../kernel/ids.ts";
import type { Acting, AnySection, Feature } from "../feature.ts";
import { accountCard, whichCard } from "./cards.ts";
import { accountsById, lookUp } from "./facts.ts";
import { appendToTimeline, profileOf } from "./store.ts";

/** The account book. `sections` are what other slices add to the account card. */
export function createAccounts(sections: readonly AnySection[]): Feature {
  const ordered = sections.filter((each) => each.surface === "account").toSorted((a, b) => a.order - b.order);

  async function show(acting: Acting, id: AccountId): Promise<Reply> {
    const { tx, now, person, view } = acting;
    const account = (await accountsById(tx, [id], localDateOf(now, person.calendar.zone))).get(id);
    const profile = account && (await profileOf(tx, id));
    if (!account || !profile) return { kind: "done", sentence: view.say("accounts.gone") };
    const blocks = [];
    for (const each of ordered) {
      const draw = await each.prepare(acting, id);
      if (draw) blocks.push(draw(view));
    }
    return { kind: "private", card: accountCard(account, profile, blocks, view) };
  }

  async function find(acting: Acting, words: string): Promise<Reply> {
    const { say } = acting.view;
    if (words.trim() === "") return { kind: "done", sentence: say("accounts.which") };
    const found = await lookUp(acting.tx, words);
    switch (found.kind) {
      case "found":
        return show(acting, found.account.id);
      case "several":
        return { kind: "private", card: whichCard(say("accounts.several", { words }), found.accounts) };
      case "near":
        return { kind: "private", card: whichCard(say("accounts.did-you-mean", { words }), found.accounts) };
      case "unknown":
        return { kind: "done", sentence: say("accounts.unknown", { words }) };
    }
  }

  return {
    name: "accounts",
    commands: [
      { word: "account", order: 1, help: "accounts.help", example: "accounts.example", changes: false, run: find },
    ],
    presses: {
      open: { changes: false, run: (acting, press) => show(acting, press.subject as AccountId) },
    },
    reactions: {
      "account-touched": ({ tx, ids, now }, { account, what, by, via, details }) =>
        appendToTimeline(tx, { id: ids.next(), account, kind: what, at: now, by, via, details }),
    },
  };
}
