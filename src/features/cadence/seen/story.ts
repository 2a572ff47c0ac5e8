import { localDateOf } from "../../../kernel/business-time.ts";
import type { AccountId, PersonId } from "../../../kernel/ids.ts";
import { type AccountRoster, accountsById } from "../../accounts/facts.ts";
import type { Context } from "../../feature.ts";
import { looksAfter } from "../../looking-after.ts";
import type { Choice, Suggestion, Suggestions } from "./model.ts";
import { type SeenRow, seenOf } from "./store.ts";

/** All that somebody hasn't answered; what is of no customer of theirs any more is left out. */
export async function suggestionsOf(context: Context, person: PersonId): Promise<Suggestions> {
  const found = await suggested(context, person, await seenOf(context.tx, person));
  const asked = found.filter(({ seen }) => seen.askedAt !== undefined);
  return { person, asked, waiting: found.length - asked.length };
}

/** Meetings with the customers that they may have been with. */
export async function suggested(
  { tx, now, directory }: Pick<Context, "tx" | "now" | "directory">,
  id: PersonId,
  rows: readonly SeenRow[],
): Promise<Suggestion[]> {
  const person = await directory.person(tx, id);
  if (!person?.active) return [];
  const ids = [...new Set(rows.flatMap(({ contacts }) => contacts.map(({ account }) => account)))];
  const accounts = await accountsById(tx, ids, localDateOf(now, person.calendar.zone));
  const theirs = new Map([...accounts].filter(([, { scope }]) => looksAfter(person, scope)));
  return rows.flatMap(({ contacts, ...seen }): Suggestion[] => {
    const [first, ...others] = choicesAmong(contacts, theirs);
    return first ? [{ seen, choices: [first, ...others] }] : [];
  });
}

/** Most of those who were invited first. */
function choicesAmong(
  contacts: SeenRow["contacts"],
  accounts: ReadonlyMap<AccountId, AccountRoster>,
): readonly Choice[] {
  return [...accounts.values()]
    .flatMap((account): Choice[] => {
      const [first, ...others] = contacts.filter((each) => each.account === account.id);
      return first ? [{ account, contacts: [first, ...others] }] : [];
    })
    .toSorted(
      (one, other) =>
        other.contacts.length - one.contacts.length || one.account.name.localeCompare(other.account.name, "en"),
    );
}
