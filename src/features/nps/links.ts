import { localDateOf } from "../../kernel/business-time.ts";
import { accountsAbout } from "../accounts/facts.ts";
import type { Context, Standing } from "../feature.ts";
import { settingsOf } from "../settings/facts.ts";
import { kindInSlot } from "../slot-word.ts";
import type { LinkPerson, LinksStory } from "./link-cards.ts";
import { isToSend, linkStateOf } from "./link-decide.ts";
import { linkRows } from "./link-store.ts";
import { LINK_KINDS, listIn } from "./passing-on.ts";

/** Who is on a list today; one on which nobody waits any more isn't begun. */
export async function loadLinks(
  { tx, now }: Context,
  subject: string,
  { slot, stands }: Standing,
): Promise<LinksStory | "gone"> {
  const list = listIn(subject);
  if (!list) return "gone";
  const rows = await linkRows(tx, list);
  const { zone } = await settingsOf(tx);
  const accounts = await accountsAbout(tx, rows, localDateOf(now, zone));
  const people = rows.flatMap((row): LinkPerson[] => {
    const account = accounts.get(row.account);
    if (!account) return [];
    const { survey, who, fetchedAt, closesAt } = row;
    const state = linkStateOf(row, now);
    return [{ survey, who, fetchedAt, closesAt, state, accountName: account.name, scope: account.scope }];
  });
  if (!stands && !people.some(({ state }) => isToSend(state))) return "gone";
  return { wave: list.wave, people, kind: kindInSlot(slot, LINK_KINDS) };
}
