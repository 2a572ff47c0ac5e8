import type { PersonRef } from "../../chat/card.ts";
import { localDateOf } from "../../kernel/business-time.ts";
import type { View } from "../../locales/say.ts";
import { type AccountRoster, accountsById } from "../accounts/facts.ts";
import type { AgendaLine, AnyAgendaSection } from "../agenda-section.ts";
import type { TextKey } from "../../locales/keys.ts";
import type { Context } from "../feature.ts";
import type { Circle } from "./circle.ts";
import { openItems, removedLines } from "./item-store.ts";
import type { Item } from "./model.ts";
import { sharedBy } from "./pair-store.ts";

/** What a slice says on an agenda; a reader sees of it what they may. */
export interface AgendaPart {
  readonly heading: TextKey;
  lines(view: View): readonly AgendaLine[];
}

/** What somebody put on an agenda, or agreed to do. */
export interface ItemLine {
  readonly item: Item;
  readonly by: PersonRef;
  readonly owner: PersonRef | undefined;
  /** whose it is: the pair's CSM and AM */
  readonly between: readonly PersonRef["id"][];
}

/** All that two, or several, have to talk about by now. */
export interface Agenda {
  readonly parts: readonly AgendaPart[];
  readonly items: readonly ItemLine[];
  /** customers that they share */
  readonly accounts: readonly AccountRoster[];
}

/** Gathers what the slices and they themselves have to say. */
export type GatherAgenda = (context: Context, circle: Circle) => Promise<Agenda>;

/** @param sections what the slices say there, asked for once all are known */
export function createAgenda(sections: () => readonly AnyAgendaSection[]): GatherAgenda {
  return async function gather(context, circle) {
    const { tx, now } = context;
    const { pair, pairs } = circle;
    const today = localDateOf(now, circle.am?.calendar.zone ?? pair.rhythm.zone);
    const csms = pairs.map(({ csm }) => csm);
    const known = await accountsById(tx, await sharedBy(tx, csms, pair.am), today);
    const accounts = [...known.values()].toSorted((one, other) => (one.name < other.name ? -1 : 1));
    const ids = pairs.map(({ id }) => id);
    const removed = await removedLines(tx, ids);
    const parts: AgendaPart[] = [];
    for (const section of sections().toSorted((one, other) => one.order - other.order)) {
      const lines = await section.prepare(context, { csms, am: pair.am, accounts, today });
      if (!lines) continue;
      const left = (view: View) => lines(view).filter(({ key }) => !removed.has(key));
      parts.push({ heading: section.heading, lines: left });
    }
    return { parts, items: itemLines(await openItems(tx, ids), circle), accounts };
  };
}

/** Items with the names of those who meet. */
export function itemLines(items: readonly Item[], { pair, pairs, people }: Circle): ItemLine[] {
  const refs = new Map(people.map(({ id, name }) => [id, { id, name }]));
  return items.map((item) => {
    const of = pairs.find(({ id }) => id === item.pair) ?? pair;
    const by = refs.get(item.addedBy) ?? { id: item.addedBy, name: "?" };
    return { item, by, owner: item.owner && refs.get(item.owner), between: [of.csm, of.am] };
  });
}
