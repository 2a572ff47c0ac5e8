import { localDateOf } from "../../../kernel/business-time.ts";
import type { AccountId } from "../../../kernel/ids.ts";
import { Visible } from "../../../kernel/permissions.ts";
import type { View } from "../../../locales/say.ts";
import { type AccountFacts, accountsById } from "../../accounts/facts.ts";
import { type DigestItem, type DigestLine, digestSection } from "../../digest-section.ts";
import { notToGrow } from "../../opportunities/facts.ts";
import type { Features } from "../model.ts";
import { standingsOf } from "../store.ts";
import { customersOf, growingOf } from "./edition-store.ts";

/** up by at least 15 % on the three months before, still rising, and four fifths of the seats in use */
const GROWS = { change: Math.log(1.15), seats: 0.8 } as const;
const MOST = 2;

export interface GrowingLine {
  readonly account: Pick<AccountFacts, "id" | "name" | "scope">;
  readonly percent: number;
  readonly used: number;
  readonly seats: number;
  /** an opportunity has been spotted there since */
  readonly isSpotted: boolean;
}

/** Customers that grow, where nobody has spotted an opportunity yet, nor sold something or tried to not long ago. */
export const growingSection = digestSection<readonly GrowingLine[]>({
  surface: "digest",
  name: "growing",
  digests: ["csm"],
  order: 40,
  counted: "digests.n-growing",
  heading: "digests.growing",
  async gather({ tx, now }, { person }) {
    const growing = await growingOf(tx, await customersOf(tx, person.id), GROWS);
    const ids = [...growing.keys()];
    const spotted = await notToGrow(tx, ids, now);
    const standings = await standingsOf(tx, ids);
    return [...growing]
      .filter(([id]) => !spotted.has(id) && standings.get(id)?.state !== "at-risk")
      .flatMap(([id, features]) => itemOf(id, features))
      .toSorted((one, other) => percentOf(other) - percentOf(one) || (one.id < other.id ? -1 : 1))
      .slice(0, MOST);
  },
  async load({ tx, now }, items, { calendar }) {
    const ids = items.map(({ id }) => id as AccountId);
    const accounts = await accountsById(tx, ids, localDateOf(now, calendar.zone));
    const spotted = await notToGrow(tx, ids, now);
    return items.flatMap((item) => {
      const account = accounts.get(item.id as AccountId);
      if (!account) return [];
      const [used, seats] = [Number(item.figures["used"]), Number(item.figures["seats"])];
      return [{ account, percent: percentOf(item), used, seats, isSpotted: spotted.has(account.id) }];
    });
  },
  changes: () => [],
  draw: drawGrowing,
});

function itemOf(id: AccountId, { change_3m: change, seats, seats_used: used }: Features): DigestItem[] {
  if (change === undefined || seats === undefined || used === undefined) return [];
  const percent = Math.round(Math.expm1(change) * 100);
  return [{ id, grade: "growing", figures: { percent, used: Math.round(used), seats } }];
}

function percentOf({ figures }: DigestItem): number {
  return Number(figures["percent"]);
}

export function drawGrowing(lines: readonly GrowingLine[], view: View): DigestLine[] {
  const { say, audience } = view;
  return lines.flatMap((line): DigestLine[] => {
    const seen = new Visible("usage", line.account.scope, line).open(audience);
    if (!seen) return [];
    const { account, percent, used, seats, isSpotted } = seen;
    return [
      {
        id: account.id,
        name: [account.name],
        text: say("digests.growing-line", { account: account.name, percent, used, seats }),
        button: {
          kind: "button",
          label: say("risk.spot"),
          opens: { name: "opportunities.spot", subject: account.id },
        },
        done: isSpotted ? say("digests.growing-over") : undefined,
      },
    ];
  });
}
