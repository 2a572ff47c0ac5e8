import type { Block, PersonRef, Text } from "../../chat/card.ts";
import { type LocalDate, localDateOf } from "../../kernel/business-time.ts";
import type { AccountId } from "../../kernel/ids.ts";
import type { Money } from "../../kernel/money.ts";
import { type Scope, Visible } from "../../kernel/permissions.ts";
import type { TextKey } from "../../locales/keys.ts";
import type { View } from "../../locales/say.ts";
import type { AccountFacts } from "../accounts/facts.ts";
import type { Acting, Section } from "../feature.ts";
import { freshness } from "./case-card.ts";
import { offeredTo } from "./cases/offered.ts";
import { type Chance, chanceOf, chanceText } from "./chance.ts";
import { ownButton, smallPrint } from "./digests/lines.ts";
import type { Band, StandingState, Told, Trend } from "./model.ts";
import { riskOfAccount } from "./store.ts";
import { tellings } from "./story.ts";
import { bandWord, dayText, momentText, sentences, toldText } from "./texts.ts";

/** What the account card says about risk. */
export interface RiskPart {
  readonly account: AccountId;
  readonly scope: Scope;
  readonly band: Band;
  readonly state: StandingState;
  readonly since: Date;
  readonly trend: Trend;
  /** undefined: not calibrated */
  readonly chance?: Chance | undefined;
  readonly arr?: readonly Money[];
  readonly raising: readonly Told[];
  readonly lowering: Told | undefined;
  readonly open:
    { readonly at: Date; readonly owner: { readonly person: PersonRef; readonly at: Date } | undefined } | undefined;
  readonly dataUntil: LocalDate | undefined;
  readonly frozen: boolean;
  readonly now: Date;
}

export const accountSection: Section<RiskPart> = { surface: "account", order: 20, load, draw: drawPart };

/** p moved by so much in four weeks that it is worth a word */
const TREND = 0.02;

async function load({ tx, now }: Acting, { id, scope, arr, stage }: AccountFacts): Promise<RiskPart | undefined> {
  if (stage === "churned") return undefined;
  const found = await riskOfAccount(tx, id);
  if (!found) return undefined;
  const { standing, snapshot, open } = found;
  return {
    account: id,
    scope,
    band: standing.band,
    state: standing.state,
    since: standing.since,
    trend: trendOf(standing.p, snapshot?.pMonthAgo),
    chance: chanceOf(standing, snapshot?.pMonthAgo),
    arr,
    ...tellings(standing, snapshot),
    open: open && {
      at: open.at,
      owner: open.owner && { person: { id: open.owner.id, name: open.owner.name }, at: open.owner.at },
    },
    dataUntil: snapshot?.dataUntil,
    frozen: standing.frozen,
    now,
  };
}

function trendOf(p: number, monthAgo: number | undefined): Trend {
  if (monthAgo === undefined || Math.abs(p - monthAgo) < TREND) return "level";
  return p > monthAgo ? "up" : "down";
}

const HEAD = { up: "risk.section-up", down: "risk.section-down", level: "risk.section" } as const satisfies Record<
  Trend,
  TextKey
>;

/** Band, three reasons and what keeps them, the case; for those who may only know the band, the band. */
export function drawPart(part: RiskPart, view: View): Block[] {
  const { say, audience } = view;
  const band = new Visible("risk-band", part.scope, part.band).open(audience);
  if (band === undefined) return [];
  const full = new Visible("risk", part.scope, part).open(audience);
  if (!full) return [{ kind: "text", text: say("risk.section-band", { band: bandWord(band, view) }) }];
  const blocks: Block[] = [{ kind: "text", text: headOf(full, view) }];
  if (full.raising.length > 0) {
    blocks.push({ kind: "list", ordered: false, items: full.raising.map((told) => toldText(told, view)) });
  }
  if (full.lowering)
    blocks.push({ kind: "text", text: say("risk.case-keeps", { reason: toldText(full.lowering, view) }) });
  return [...blocks, ...caseLine(full, view), ...smallPrint(sentences(recovering(full, view), freshness(full, view)))];
}

function headOf({ band, chance, trend, scope, arr = [] }: RiskPart, view: View): Text {
  const { say, audience } = view;
  if (!chance) return say(HEAD[trend], { band: bandWord(band, view) });
  const money = new Visible("money-at-risk", scope, arr).open(audience);
  return say("risk.chance-section", { band: bandWord(band, view), chance: chanceText(chance, money, view) });
}

function caseLine({ account, scope, open, now }: RiskPart, view: View): Block[] {
  const { say } = view;
  if (!open) return [];
  const today = localDateOf(now, view.zone);
  if (!open.owner) {
    const text = say("risk.section-unowned", { at: momentText(open.at, today, view) });
    const isOffered = offeredTo(view.audience, scope) === "all";
    return [isOffered ? { kind: "text", text, button: ownButton(account, view) } : { kind: "text", text }];
  }
  const { person, at } = open.owner;
  return [
    { kind: "text", text: say("risk.section-owned", { owner: { mention: person }, at: momentText(at, today, view) }) },
  ];
}

function recovering({ state, since }: RiskPart, view: View): Text {
  if (state !== "recovering") return [];
  return view.say("risk.section-recovering", { at: dayText(localDateOf(since, view.zone)) });
}
