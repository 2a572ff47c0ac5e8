import type { Reply } from "../../chat/interaction.ts";
import { type LocalDate, localDateOf } from "../../kernel/business-time.ts";
import type { AccountId } from "../../kernel/ids.ts";
import { brief } from "../../kernel/text.ts";
import type { Acting, AnySection, Feature } from "../feature.ts";
import { accountCard, whichCard } from "./cards.ts";
import { type AccountPage, lookUpPage, pageOf } from "./page-store.ts";
import { appendToTimeline } from "./store.ts";

/** The account book. `sections` are what other slices add to the account card. */
export function createAccounts(sections: readonly AnySection[]): Feature {
  const ordered = sections.filter((each) => each.surface === "account").toSorted((a, b) => a.order - b.order);

  async function show(acting: Acting, page: AccountPage | undefined): Promise<Reply> {
    const { view } = acting;
    if (!page) return { kind: "done", sentence: view.say("accounts.gone") };
    const drawings = await Promise.all(ordered.map((each) => each.prepare(acting, page)));
    const blocks = drawings.flatMap((draw) => (draw ? [draw(view)] : []));
    return { kind: "private", card: accountCard(page, page.profile, blocks, view) };
  }

  async function find(acting: Acting, words: string): Promise<Reply> {
    const { say } = acting.view;
    if (words.trim() === "") return { kind: "done", sentence: say("accounts.which") };
    const found = await lookUpPage(acting.tx, words, todayOf(acting));
    switch (found.kind) {
      case "found":
        return show(acting, found.account);
      case "beginning":
        return { kind: "private", card: whichCard(say("accounts.beginning", { words: brief(words) }), found.accounts) };
      case "several":
        return { kind: "private", card: whichCard(say("accounts.several", { words: brief(words) }), found.accounts) };
      case "near":
        return {
          kind: "private",
          card: whichCard(say("accounts.did-you-mean", { words: brief(words) }), found.accounts),
        };
      case "unknown":
        return { kind: "done", sentence: say("accounts.unknown", { words: brief(words) }) };
    }
  }

  return {
    name: "accounts",
    commands: [
      { word: "account", order: 1, help: "accounts.help", example: "accounts.example", changes: false, run: find },
    ],
    presses: {
      open: {
        changes: false,
        run: async (acting, { subject }) =>
          show(acting, await pageOf(acting.tx, subject as AccountId, todayOf(acting))),
      },
    },
    reactions: {
      "account-touched": ({ tx, ids, now }, touch) => appendToTimeline(tx, ids.next(), touch, now),
    },
  };
}

/** The reader's date. */
function todayOf({ now, person }: Acting): LocalDate {
  return localDateOf(now, person.calendar.zone);
}
