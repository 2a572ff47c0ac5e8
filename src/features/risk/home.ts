import type { Block } from "../../chat/card.ts";
import { type LocalDate, localDateOf } from "../../kernel/business-time.ts";
import { holds } from "../../kernel/permissions.ts";
import type { View } from "../../locales/say.ts";
import { accountsHeldBy } from "../accounts/facts.ts";
import type { Acting, HomeSection } from "../feature.ts";
import { basisText, becameText, line, nextButton, seeEach } from "./digests/lines.ts";
import { entriesNow } from "./digests/looking.ts";
import type { Entry } from "./digests/story.ts";
import { standingsToLookAt } from "./store.ts";
import { sentences } from "./texts.ts";

const MOST_SHOWN = 5;

export interface MyRisks {
  /** the weightiest first */
  readonly entries: readonly Entry[];
  readonly today: LocalDate;
}

/** The risks of the customers somebody holds or covers. */
export const homeRisks: HomeSection<MyRisks> = { surface: "home", order: 20, load, draw: drawRisks };

async function load({ tx, now, person }: Acting): Promise<MyRisks | undefined> {
  const today = localDateOf(now, person.calendar.zone);
  const standings = await standingsToLookAt(tx, await accountsHeldBy(tx, [person.id, ...person.covers]));
  if (standings.size === 0) return undefined;
  return { today, entries: await entriesNow(tx, standings, today) };
}

export function drawRisks({ entries, today }: MyRisks, view: View): Block[] {
  const { say, audience } = view;
  const seen = seeEach(entries, view);
  if (seen.length === 0) return [];
  const shown = seen.slice(0, MOST_SHOWN);
  const more = seen.length - shown.length;
  return [
    { kind: "text", text: say("home.risks", { count: seen.length }) },
    ...shown.map((each): Block => {
      const { entry } = each;
      const isOpen = entry.became.kind === "unowned";
      const isCsm = audience.kind === "person" && holds("csm", audience.reader, entry.scope);
      return {
        kind: "text",
        text: sentences(
          line(each, { told: "risk.all-item", plain: "risk.all-item-plain" }, {}, view),
          isOpen && isCsm ? [] : becameText(entry, today, view),
        ),
        button: nextButton(entry, view),
      };
    }),
    {
      kind: "context",
      text: sentences(basisText(seen, view), more > 0 ? say("risk.more", { count: more }) : []),
    },
  ];
}
