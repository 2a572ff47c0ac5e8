import { type Card, choiceCard, type Text } from "../chat/card.ts";
import type { Reply } from "../chat/interaction.ts";
import { done } from "../chat/reply.ts";
import type { AccountId } from "../kernel/ids.ts";
import { brief } from "../kernel/text.ts";
import type { TextKey } from "../locales/keys.ts";
import { type AccountRoster, lookUp, type LookUp, rosterOf } from "./accounts/facts.ts";
import type { Acting } from "./feature.ts";

/** An account that somebody named in words. */
export type Naming = { readonly kind: "found"; readonly account: AccountRoster } | Unclear;

/** A sentence about words that named no account for sure, and the accounts that may have been meant. */
export interface Unclear {
  readonly kind: "unclear";
  readonly sentence: Text;
  readonly accounts: readonly Named[];
}

type Named = { readonly id: AccountId; readonly name: string };
type Found = Awaited<ReturnType<typeof lookUp>>;

/** The press or form, of whichever slice, that a button leads to with the account that is chosen. */
export type Pick = { readonly press: string } | { readonly opens: string };

const WHICH = {
  beginning: "accounts.beginning",
  near: "accounts.did-you-mean",
  several: "accounts.several",
} as const satisfies Record<string, TextKey>;

/** The account that all of the words name. */
export async function accountNamed(acting: Acting, words: string): Promise<Naming> {
  return namingOf(acting, words, await lookUp(acting.tx, words));
}

async function namingOf(acting: Acting, words: string, found: Found): Promise<Naming> {
  if (found.kind !== "found" && found.kind !== "begun") return unclear(acting, words, found);
  const account = await rosterOf(acting.tx, found.account.id);
  return account ? { kind: "found", account } : unclear(acting, words, { kind: "unknown" });
}

/** What a look-up comes to that found no account for sure. */
export function unclear(
  { view: { say } }: Acting,
  words: string,
  found: Exclude<LookUp<Named>, { kind: "found" | "begun" }>,
): Unclear {
  const typed = { words: brief(words) };
  return found.kind === "unknown"
    ? { kind: "unclear", sentence: say("accounts.unknown", typed), accounts: [] }
    : { kind: "unclear", sentence: say(WHICH[found.kind], typed), accounts: found.accounts };
}

/** What a command about one account does once it is known which. */
export interface AboutAccount {
  /** said where nothing was typed behind the command */
  readonly which: TextKey;
  readonly pick: Pick;
  found(account: AccountRoster): Promise<Reply>;
}

/** Runs a command for the account that was typed, or asks which one was meant. */
export async function forAccount(acting: Acting, typed: string, { which, pick, found }: AboutAccount): Promise<Reply> {
  if (typed.trim() === "") return done(acting.view.say(which));
  const naming = await accountNamed(acting, typed);
  return naming.kind === "found" ? found(naming.account) : whichAccount(naming, pick);
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

function goesOn(kind: Found["kind"]): boolean {
  return kind !== "near" && kind !== "unknown";
}

/** What somebody is told whose words named no account for sure: the accounts that may have been meant, as buttons. */
export function whichAccount({ sentence, accounts }: Unclear, pick: Pick): Reply {
  return accounts.length === 0 ? done(sentence) : { kind: "private", card: whichCard(sentence, accounts, pick) };
}

/** A question with the accounts that may have been meant, as buttons. */
export function whichCard(question: Text, accounts: readonly Named[], pick: Pick): Card {
  const does = (subject: AccountId) =>
    "press" in pick ? { press: { name: pick.press, subject } } : { opens: { name: pick.opens, subject } };
  return choiceCard(
    question,
    accounts.map(({ id, name }) => ({ kind: "button", label: [name], ...does(id) })),
  );
}

/** The same beneath a field of a form, in one sentence. */
export function unclearText({ sentence, accounts }: Unclear, words: string, { view: { say, locale } }: Acting): Text {
  if (accounts.length === 0) return sentence;
  const names = new Intl.ListFormat(locale, { type: "disjunction" }).format(accounts.map(({ name }) => name));
  return say("shell.did-you-mean-account", { words: brief(words), names });
}
