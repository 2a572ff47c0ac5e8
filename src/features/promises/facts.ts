import type { PersonRef } from "../../chat/card.ts";
import { daysBetween, type LocalDate } from "../../kernel/business-time.ts";
import type { Tx } from "../../kernel/deps.ts";
import type { AccountId } from "../../kernel/ids.ts";
import { keptAt, openAt, type PromiseId } from "./store.ts";

/** What a customer waits for; read with the permission "promises". */
export interface OpenPromise {
  readonly id: PromiseId;
  readonly account: AccountId;
  readonly words: string;
  readonly owner: PersonRef;
  readonly dueOn: LocalDate;
  /** whole days since it was due; 0 or less: it isn't broken */
  readonly daysLate: number;
  /** its day was moved, and the customer doesn't know yet */
  readonly untold: boolean;
}

/** What these customers wait for, the soonest first. @param today in the zone of who reads it */
export async function openPromises(tx: Tx, accounts: readonly AccountId[], today: LocalDate): Promise<OpenPromise[]> {
  return (await openAt(tx, accounts)).map(({ id, account, words, owner, dueOn, untold }) => ({
    id,
    account,
    words,
    owner,
    dueOn,
    untold,
    daysLate: daysBetween(dueOn, today),
  }));
}

/** Those of them that are broken, the longest first. */
export async function brokenPromises(tx: Tx, accounts: readonly AccountId[], today: LocalDate): Promise<OpenPromise[]> {
  return (await openPromises(tx, accounts, today)).filter(({ daysLate }) => daysLate > 0);
}

/** What was promised to a customer and kept from an instant up to another, in the words of it, the oldest first. */
export async function keptBetween(tx: Tx, account: AccountId, from: Date, until: Date): Promise<string[]> {
  return keptAt(tx, account, from, until);
}
