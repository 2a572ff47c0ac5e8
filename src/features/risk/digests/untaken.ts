import { z } from "zod";
import type { Block, Card } from "../../../chat/card.ts";
import type { Reply } from "../../../chat/interaction.ts";
import { type LocalDate, localDateOf } from "../../../kernel/business-time.ts";
import type { PersonId } from "../../../kernel/ids.ts";
import type { View } from "../../../locales/say.ts";
import { accountsById } from "../../accounts/facts.ts";
import { type DigestLine, digestSection } from "../../digest-section.ts";
import type { Acting } from "../../feature.ts";
import { standingsOf } from "../store.ts";
import { sentences } from "../texts.ts";
import { type Item, ITEM } from "./edition.ts";
import { basisText, becameText, besideName, line, namesText, nextButton, seeEach, smallPrint } from "./lines.ts";
import { entriesNow } from "./looking.ts";
import type { Entry } from "./story.ts";
import { untakenOf } from "./untaken-store.ts";

const NAMED = 3;
const LISTED = 15;
const ID = "untaken";

export interface Untaken {
  readonly manager: PersonId;
  readonly count: number;
  /** the weightiest of them, that morning */
  readonly entries: readonly Entry[];
  /** somebody has taken all of them on since */
  readonly isOver: boolean;
}

/** What stood at risk at its first score, of which nobody was alerted, and has no case: as long as it is so (B13). */
export const untakenSection = digestSection<readonly Untaken[]>({
  surface: "digest",
  name: ID,
  digests: ["manager"],
  order: 21,
  isToday: true,
  counted: "digests.n-untaken",
  heading: "digests.untaken",
  async gather({ tx }, { person, day }) {
    const entries = await entriesNow(tx, await standingsOf(tx, await untakenOf(tx, person.id)), day);
    const [first] = entries;
    if (!first) return [];
    const top = entries.slice(0, NAMED).map(({ item }) => item);
    const count = entries.length;
    const figures = { count, top: JSON.stringify(top) };
    return [{ id: ID, about: first.account.id, grade: String(count), pressing: true, figures }];
  },
  async load({ tx, now }, items, { id: manager, calendar }) {
    const [kept] = items;
    const top = topOf(kept?.figures["top"]);
    if (!kept || top.length === 0) return [];
    const ids = top.map(({ account }) => account);
    const accounts = await accountsById(tx, ids, localDateOf(now, calendar.zone));
    const entries = top.flatMap((item): Entry[] => {
      const account = accounts.get(item.account);
      if (!account) return [];
      const { id, name, scope, csm } = account;
      return [
        { item, account: { id, name }, scope, csm, found: undefined, became: { kind: "unowned" }, isTouched: false },
      ];
    });
    const isOver = (await untakenOf(tx, manager)).length === 0;
    return [{ manager, count: Number(kept.figures["count"]), entries, isOver }];
  },
  isEmpty: (states) => states.every(({ entries }) => entries.length === 0),
  changes: () => [],
  draw: drawUntaken,
});

function topOf(figure: unknown): Item[] {
  return typeof figure === "string" ? z.array(ITEM).parse(JSON.parse(figure)) : [];
}

export function drawUntaken(states: readonly Untaken[], view: View): DigestLine[] {
  const { say } = view;
  return states.flatMap(({ manager, count, entries, isOver }): DigestLine[] => {
    const seen = seeEach(entries, view);
    if (seen.length === 0) return [];
    const named = seen.map((each) =>
      say("digests.named", { account: each.entry.account.name, weight: besideName(each, view) }),
    );
    return [
      {
        id: ID,
        name: say("digests.n-untaken", { count }),
        text: say("digests.untaken-line", { count, names: namesText(named, count, view) }),
        button: { kind: "button", label: say("risk.see-all"), press: { name: "risk.untaken", subject: manager } },
        done: isOver ? say("digests.untaken-over") : undefined,
      },
    ];
  });
}

/** All of them as they stand now, each to be taken on; whoever asks sees those alone that they may see. */
export async function showUntaken({ tx, now, view }: Acting, manager: PersonId): Promise<Reply> {
  const standings = await standingsOf(tx, await untakenOf(tx, manager));
  const today = localDateOf(now, view.zone);
  return { kind: "private", card: drawUntakenList(await entriesNow(tx, standings, today), today, view) };
}

export function drawUntakenList(entries: readonly Entry[], today: LocalDate, view: View): Card {
  const { say } = view;
  const seen = seeEach(entries, view);
  if (seen.length === 0) return { title: [], body: [{ kind: "text", text: say("digests.untaken-over") }] };
  const shown = seen.slice(0, LISTED);
  const more = seen.length - shown.length;
  const body = shown.map((each): Block => {
    const text = line(each, { told: "risk.all-item", plain: "risk.all-item-plain" }, {}, view);
    return {
      kind: "text",
      text: sentences(text, becameText(each.entry, today, view)),
      button: nextButton(each.entry, view),
    };
  });
  const small = sentences(basisText(seen, view), more > 0 ? say("risk.more", { count: more }) : []);
  return { title: say("digests.untaken-title", { count: seen.length }), body: [...body, ...smallPrint(small)] };
}
