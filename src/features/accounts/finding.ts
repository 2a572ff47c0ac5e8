import { type Action, type Button, choiceCard, type Form } from "../../chat/card.ts";
import type { Reply } from "../../chat/interaction.ts";
import { NotFound } from "../../kernel/errors.ts";
import type { AccountId } from "../../kernel/ids.ts";
import { brief } from "../../kernel/text.ts";
import type { TextKey } from "../../locales/keys.ts";
import type { Acting } from "../feature.ts";
import type { LookUp, Named } from "./decide.ts";
import { type AccountRoster, lookUp, rosterOf } from "./facts.ts";
import type { Found } from "./store.ts";

type Several = Exclude<LookUp<Found>, { kind: "found" | "begun" | "unknown" }>;

const QUESTIONS = {
  beginning: "accounts.beginning",
  near: "accounts.did-you-mean",
  several: "accounts.several",
} as const satisfies Record<Several["kind"], TextKey>;

/** What a command about one account does once it is known which. */
export interface AboutAccount {
  /** said where nothing was typed behind the command */
  readonly which: TextKey;
  /** what a button of the picker does with the account chosen */
  readonly pick: { readonly press: string } | { readonly opens: string };
  found(account: AccountRoster): Promise<Reply>;
}

/** Runs a command for the account that was typed, or asks which one was meant. */
export async function forAccount(acting: Acting, typed: string, about: AboutAccount): Promise<Reply> {
  const { tx, view } = acting;
  if (typed.trim() === "") return { kind: "done", sentence: view.say(about.which) };
  const found = await lookUp(tx, typed);
  switch (found.kind) {
    case "unknown":
      return { kind: "done", sentence: view.say("accounts.unknown", { words: brief(typed) }) };
    case "found":
    case "begun":
      return about.found(await accountOf(acting, found.account.id));
    case "beginning":
    case "near":
    case "several":
      return { kind: "private", card: choiceCard(whichText(found, typed, acting), pickers(found.accounts, about)) };
  }
}

export function whichText({ kind }: Several, typed: string, { view: { say } }: Acting) {
  return say(QUESTIONS[kind], { words: brief(typed) });
}

function pickers(accounts: readonly Named[], { pick }: AboutAccount): Button[] {
  return accounts.map(({ id, name }): Button => {
    const action = (of: string): Action => ({ name: of, subject: id });
    const does = "press" in pick ? { press: action(pick.press) } : { opens: action(pick.opens) };
    return { kind: "button", label: [name], ...does };
  });
}

/** @throws NotFound */
export async function accountOf({ tx }: Pick<Acting, "tx">, id: AccountId): Promise<AccountRoster> {
  const account = await rosterOf(tx, id);
  if (!account) throw new NotFound("accounts.gone");
  return account;
}

/** A form that can be opened, or what is said instead. */
export type Opened = Form | Extract<Reply, { kind: "done" }>;

export function asReply(opened: Opened): Reply {
  return "kind" in opened ? opened : { kind: "form", form: opened };
}

/** Only who looks after an account writes to it; everyone else hears whom to ask. */
export function onlyForThem(
  { view: { say } }: Acting,
  { name, csm, am }: AccountRoster,
): Extract<Reply, { kind: "done" }> {
  const whom = csm ?? am;
  return {
    kind: "done",
    sentence: whom
      ? say("accounts.only-theirs", { account: name, whom: whom.name })
      : say("accounts.only-theirs-orphan", { account: name }),
  };
}
