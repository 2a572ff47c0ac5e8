import type { PersonRef } from "../../chat/card.ts";
import { daysBetween, localDateOf } from "../../kernel/business-time.ts";
import type { Scope } from "../../kernel/permissions.ts";
import { accountsAbout } from "../accounts/facts.ts";
import type { Context } from "../feature.ts";
import { settingsOf } from "../settings/facts.ts";
import { keeperOf } from "./decide.ts";
import { promiseById, type Promised, type PromiseId } from "./store.ts";

/** All that is said about a promise. */
export interface Story {
  readonly promise: Promised;
  readonly accountName: string;
  /** whose the customer is; who keeps the promise reads it too, by `scopeOf` in decide.ts */
  readonly scope: Scope;
  /** who keeps it today; undefined: they have left, and nobody leads there */
  readonly keeper: PersonRef | undefined;
  /** whole days since it was due, where its keeper is; negative before, 0 on the day */
  readonly daysLate: number;
}

/** Several at once, in their order; those of customers that are there. */
export async function storiesOf(context: Context, promises: readonly Promised[]): Promise<Story[]> {
  if (promises.length === 0) return [];
  const { tx, now, directory } = context;
  const { zone } = await settingsOf(tx);
  const accounts = await accountsAbout(tx, promises, localDateOf(now, zone));
  const people = await directory.people(tx);
  return promises.flatMap((promise): Story[] => {
    const account = accounts.get(promise.account);
    if (!account) return [];
    const { name: accountName, scope } = account;
    const keeper = keeperOf(promise.owner.id, scope, people);
    const today = localDateOf(now, keeper?.calendar.zone ?? zone);
    const daysLate = daysBetween(promise.dueOn, today);
    return [{ promise, accountName, scope, keeper: keeper && { id: keeper.id, name: keeper.name }, daysLate }];
  });
}

export async function storyOf(context: Context, id: string): Promise<Story | undefined> {
  const promise = await promiseById(context.tx, id as PromiseId);
  return promise && (await storiesOf(context, [promise]))[0];
}
