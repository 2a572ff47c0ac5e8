import { type Action, choiceCard, type Text } from "../chat/card.ts";
import type { Reply } from "../chat/interaction.ts";
import type { AccountId } from "../kernel/ids.ts";
import { brief } from "../kernel/text.ts";
import type { TextKey } from "../locales/keys.ts";
import { type AccountRoster, lookUp, rosterOf } from "./accounts/facts.ts";
import type { Acting } from "./feature.ts";

/** An account that somebody named in words. */
export type Naming =
  | { readonly kind: "found"; readonly account: AccountRoster }
  /** a sentence about it, and the accounts that may have been meant */
  | {
      readonly kind: "unclear";
      readonly sentence: Text;
      readonly accounts: readonly { readonly id: AccountId; readonly name: string }[];
    };

const WHICH = {
  beginning: "accounts.beginning",
  near: "accounts.did-you-mean",
  several: "accounts.several",
} as const satisfies Record<string, TextKey>;

/** The account that all of the words name. */
export async function accountNamed(acting: Acting, words: string): Promise<Naming> {
  return namingOf(acting, words, await lookUp(acting.tx, words));
}

async function namingOf(
  { tx, view: { say } }: Acting,
  words: string,
  found: Awaited<ReturnType<typeof lookUp>>,
): Promise<Naming> {
  const unknown: Naming = { kind: "unclear", sentence: say("accounts.unknown", { words: brief(words) }), accounts: [] };
  switch (found.kind) {
    case "unknown":
      return unknown;
    case "found":
    case "begun": {
      const account = await rosterOf(tx, found.account.id);
      return account ? { kind: "found", account } : unknown;
    }
    case "beginning":
    case "near":
    case "several":
      return { kind: "unclear", sentence: say(WHICH[found.kind], { words: brief(words) }), accounts: found.accounts };
  }
}

export interface NamedFirst {
  readonly naming: Naming;
  /** the words that were taken for the account's name */
  readonly name: string;
  /** what stands behind the name */
  readonly rest: string;
}

/** No account's name has more words. */
const MOST_WORDS = 8;

/** The account that the first words name, as many of them as still name one, and what is said about it. */
export async function accountFirst(acting: Acting, words: string): Promise<NamedFirst> {
  const parts = words.trim().split(/\s+/);
  let count = 1;
  let found = await lookUp(acting.tx, parts[0] ?? "");
  while (goesOn(found.kind) && count < Math.min(parts.length, MOST_WORDS)) {
    const longer = await lookUp(acting.tx, parts.slice(0, count + 1).join(" "));
    if (!goesOn(longer.kind)) break;
    found = longer;
    count++;
  }
  const name = parts.slice(0, count).join(" ");
  return { naming: await namingOf(acting, name, found), name, rest: parts.slice(count).join(" ") };
}

function goesOn(kind: Awaited<ReturnType<typeof lookUp>>["kind"]): boolean {
  return kind !== "near" && kind !== "unknown";
}

/** What somebody is told whose words named no account for sure: the accounts that may have been meant, as buttons. */
export function whichAccount(
  { sentence, accounts }: Extract<Naming, { kind: "unclear" }>,
  act: (account: AccountId) => { readonly press: Action } | { readonly opens: Action },
): Reply {
  if (accounts.length === 0) return { kind: "done", sentence };
  const buttons = accounts.map(({ id, name }) => ({ kind: "button" as const, label: [name], ...act(id) }));
  return { kind: "private", card: choiceCard(sentence, buttons) };
}

/** The same beneath a field of a form, in one sentence. */
export function unclearText(
  { sentence, accounts }: Extract<Naming, { kind: "unclear" }>,
  words: string,
  { view: { say, locale } }: Acting,
): Text {
  if (accounts.length === 0) return sentence;
  const names = new Intl.ListFormat(locale, { type: "disjunction" }).format(accounts.map(({ name }) => name));
  return say("shell.did-you-mean-account", { words: brief(words), names });
}
