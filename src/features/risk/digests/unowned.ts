import { localDateOf } from "../../../kernel/business-time.ts";
import type { PersonRef } from "../../../chat/card.ts";
import type { AccountId } from "../../../kernel/ids.ts";
import { Visible } from "../../../kernel/permissions.ts";
import type { View } from "../../../locales/say.ts";
import { type AccountFacts, accountsById } from "../../accounts/facts.ts";
import { type DigestItem, type DigestLine, digestSection } from "../../digest-section.ts";
import type { Chance } from "../chance.ts";
import { newestCases } from "../case-store.ts";
import { type Standing, weightOf } from "../decide.ts";
import type { Band } from "../model.ts";
import { standingsOf } from "../store.ts";
import { CHANCE } from "./edition.ts";
import { unownedCases } from "./edition-store.ts";
import { besideName, nextButton, weighed } from "./lines.ts";
import { type Sign, signsOf } from "./signs.ts";

export interface UnownedLine {
  readonly account: Pick<AccountFacts, "id" | "name" | "scope" | "csm" | "arr">;
  readonly band: Band;
  readonly calibrated?: boolean;
  readonly chance?: Chance | undefined;
  readonly since: Date;
  readonly over: { readonly owner: PersonRef | undefined; readonly at: Date } | undefined;
}

/** Open risk cases of a manager's team that nobody owns, the weightiest first. */
export const unownedSection = digestSection<readonly UnownedLine[]>({
  surface: "digest",
  name: "unowned",
  digests: ["manager"],
  order: 20,
  isToday: true,
  counted: "digests.n-unowned",
  heading: "digests.unowned",
  async gather({ tx }, { person, day }) {
    const open = await unownedCases(tx, person.id);
    const ids = [...open.keys()];
    const accounts = await accountsById(tx, ids, day);
    const standings = await standingsOf(tx, ids);
    const signs = await signsOf(tx, standings);
    const weight = ({ id, arr }: AccountFacts): number => {
      const standing = standings.get(id);
      return standing ? weightOf(standing, arr) : 0;
    };
    return [...accounts.values()]
      .toSorted((one, other) => weight(other) - weight(one) || (one.id < other.id ? -1 : 1))
      .flatMap(({ id }) => itemOf(id, open.get(id), standings.get(id), signs.get(id)));
  },
  async load({ tx, now }, items, { calendar }) {
    const ids = items.map(({ id }) => id as AccountId);
    const accounts = await accountsById(tx, ids, localDateOf(now, calendar.zone));
    const cases = await newestCases(tx, ids);
    return items.flatMap((item): UnownedLine[] => {
      const account = accounts.get(item.id as AccountId);
      if (!account) return [];
      const found = cases.get(account.id);
      const at = found?.owner?.at ?? found?.closedAt;
      const over = at && { owner: found?.owner, at };
      const { since, calibrated, ...chance } = item.figures;
      return [
        {
          account,
          band: item.grade as Band,
          calibrated: calibrated === 1,
          chance: CHANCE.safeParse(chance).data,
          since: new Date(String(since)),
          over,
        },
      ];
    });
  },
  changes: (lines) => lines.flatMap(({ over }) => over?.at ?? []),
  draw: drawUnowned,
});

function itemOf(
  id: AccountId,
  since: Date | undefined,
  standing: Standing | undefined,
  sign: Sign | undefined,
): DigestItem[] {
  if (!since || !standing) return [];
  const { points, ...chance } = sign?.chance ?? {};
  const figures = {
    since: since.toISOString(),
    ...(sign?.calibrated && { calibrated: 1 }),
    ...chance,
    ...(points !== undefined && { points }),
  };
  return [{ id, grade: standing.band, figures }];
}

export function drawUnowned(lines: readonly UnownedLine[], view: View): DigestLine[] {
  const { say, audience } = view;
  return lines.flatMap((line): DigestLine[] => {
    const { account, since, over } = line;
    const band = new Visible("risk-band", account.scope, line.band).open(audience);
    if (band === undefined) return [];
    const arr = new Visible("arr", account.scope, account.arr).open(audience);
    const chance = line.chance && new Visible("risk", account.scope, line.chance).open(audience);
    const weight = weighed(
      { calibrated: line.calibrated, chance: line.chance },
      { band, arr, chance },
      account.scope,
      view,
    );
    const values = {
      account: account.name,
      weight: besideName(weight, view),
      since: { date: since, style: "day-time" } as const,
    };
    return [
      {
        id: account.id,
        name: [account.name],
        text: account.csm
          ? say("digests.unowned-line", { ...values, csm: { mention: account.csm } })
          : say("digests.unowned-orphan", values),
        button: nextButton({ account, scope: account.scope, became: { kind: "unowned" } }, view),
        done: over && doneText(over, view),
      },
    ];
  });
}

function doneText({ owner, at }: NonNullable<UnownedLine["over"]>, { say }: View) {
  const when = { date: at, style: "time" } as const;
  return owner ? say("digests.unowned-taken", { owner: { mention: owner }, at: when }) : say("digests.unowned-over");
}
