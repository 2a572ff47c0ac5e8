import type { Block, Button, Text } from "../../../chat/card.ts";
import { daysBetween, type LocalDate, localTimeOf } from "../../../kernel/business-time.ts";
import type { AccountId, PersonId } from "../../../kernel/ids.ts";
import { exponentOf, type Money } from "../../../kernel/money.ts";
import { type Scope, Visible } from "../../../kernel/permissions.ts";
import type { TextKey } from "../../../locales/keys.ts";
import type { Values, View } from "../../../locales/say.ts";
import { freshness } from "../case-card.ts";
import { offeredTo } from "../cases/offered.ts";
import { type Chance, chanceShort } from "../chance.ts";
import type { Entry } from "./story.ts";
import type { Item, RiskEdition } from "./edition.ts";
import type { Band } from "../model.ts";
import { dayText, moneyText, momentText, sentences, toldText, weightText } from "../texts.ts";

export function ownButton(account: AccountId, { say }: View): Button {
  return { kind: "button", label: say("risk.own"), look: "primary", press: { name: "risk.own", subject: account } };
}
/** To own it, where nobody does and the audience may; else to open it. */
export function nextButton(
  { account, became, scope }: Pick<Entry, "account" | "became" | "scope">,
  view: View,
): Button {
  const isTheirs = became.kind === "unowned" && offeredTo(view.audience, scope) === "all";
  return isTheirs ? ownButton(account.id, view) : openButton(account.id, view);
}
export function openButton(account: AccountId, { say }: View): Button {
  return { kind: "button", label: say("risk.open"), press: { name: "accounts.open", subject: account } };
}

/** What an audience may read of an entry; undefined when not even the band. */
export interface Seen {
  readonly entry: Entry;
  readonly band: Band;
  /** what stands behind the name: the chance, or how the expert weighs it */
  readonly weight: Text;
  readonly basis: "chance" | "estimate" | "none";
  readonly arr: readonly Money[] | undefined;
  readonly reason: Text | undefined;
}

/** What may be read of each; among calibrated ones an estimate says that it is one, as every amount by estimate does. */
export function seeEach(entries: readonly Entry[], view: View): Seen[] {
  const seen = entries.flatMap((entry) => see(entry, view) ?? []);
  if (!seen.some(({ entry }) => entry.item.calibrated)) return seen;
  return seen.map((each) =>
    each.basis === "estimate" && !each.arr?.length
      ? { ...each, weight: view.say("digests.by-estimate", { weight: each.weight }) }
      : each,
  );
}

/** What the figures rest on, for the small print. */
export function basisText(seen: readonly Seen[], { say }: View): Text {
  const isChance = seen.some(({ basis }) => basis === "chance");
  const isMixed = seen.some(({ entry }) => entry.item.calibrated);
  const estimate = seen.some(({ basis }) => basis === "estimate")
    ? say(isMixed ? "digests.estimates" : "risk.estimate")
    : [];
  return sentences(isChance ? say("digests.percentages") : [], estimate);
}

function see(entry: Entry, view: View): Seen | undefined {
  const { item, scope } = entry;
  const full = new Visible("risk", scope, item).open(view.audience);
  const band = full?.band ?? new Visible("risk-band", scope, item.band).open(view.audience);
  if (band === undefined) return undefined;
  const arr = new Visible("arr", scope, item.arr).open(view.audience);
  return {
    entry,
    band,
    arr,
    ...weighed(item, { band, arr, chance: full?.chance }, scope, view),
    reason: full?.told && toldText(full.told, view),
  };
}

/** @param seen as much of the item as the audience may read */
export function weighed(
  { calibrated, chance }: Pick<Item, "calibrated" | "chance">,
  seen: Pick<Seen, "band" | "arr"> & { readonly chance: Chance | undefined },
  scope: Scope,
  view: View,
): Pick<Seen, "weight" | "basis"> {
  const { band, arr } = seen;
  if (seen.chance) return { weight: chanceShort(seen.chance, arr, view), basis: "chance" };
  if (!calibrated) return { weight: weightText(band, arr, view), basis: "estimate" };
  const lost = chance ? undefined : new Visible("money-at-risk", scope, arr).open(view.audience);
  const money = lost && lost.length > 0 ? moneyText(lost, view) : undefined;
  const weight = money ? view.say("risk.chance-amounts", { money }) : weightText(band, undefined, view);
  return { weight, basis: "none" };
}

/** What stands behind a name: in brackets, but for a chance, whose range has them already. */
export function besideName({ weight, basis }: Pick<Seen, "weight" | "basis">, { say }: View): Text {
  return say(basis === "chance" ? "digests.beside" : "digests.bracketed", { weight });
}

/** One account as a sentence, with its reason where it may be read. */
export function line(
  seen: Seen,
  keys: { readonly told: TextKey; readonly plain: TextKey },
  more: Values,
  view: View,
): Text {
  const values = { ...more, account: seen.entry.account.name, weight: besideName(seen, view) };
  return seen.reason ? view.say(keys.told, { ...values, reason: seen.reason }) : view.say(keys.plain, values);
}

/** Who has it, or that it is done with, as a sentence of its own. */
export function becameText({ became, csm }: Entry, day: LocalDate, view: View): Text {
  const { say } = view;
  if (became.kind === "over") return say("risk.item-over");
  if (became.kind === "owned") {
    return say("risk.item-owned", { owner: { mention: became.owner }, at: momentText(became.at, day, view) });
  }
  if (became.kind === "judged") {
    return say("risk.item-judged", { by: { mention: became.by }, at: momentText(became.at, day, view) });
  }
  return csm ? say("risk.item-csm", { csm: { mention: csm } }) : say("risk.item-orphan");
}

/** Entries by what is new: the fresh ones, the first unchanged one that waits for an owner, and the others. */
export interface ByNews {
  readonly fresh: readonly Seen[];
  readonly waiting: Seen | undefined;
  readonly same: readonly Seen[];
}

export function byNews(seen: readonly Seen[]): ByNews {
  const fresh = seen.filter(({ entry }) => entry.item.was !== "same");
  const old = seen.filter(({ entry }) => entry.item.was === "same");
  const waiting = old.find(({ entry }) => entry.became.kind === "unowned" || entry.isTouched);
  return { fresh, waiting, same: old.filter((each) => each !== waiting) };
}

const BANDS = {
  low: "digests.band-low",
  watch: "digests.band-watch",
  high: "digests.band-high",
  critical: "digests.band-critical",
} as const satisfies Record<Band, TextKey>;
const RANK: Readonly<Record<Band, number>> = { low: 0, watch: 1, high: 2, critical: 3 };

/** What changed about an entry since the morning before, as a sentence of its own. */
export function newsText({ entry, band, basis }: Seen, { say }: View): Text {
  const { was } = entry.item;
  if (was === undefined) return [];
  if (was === "same") return basis === "chance" ? stillText(entry.item, say) : say("digests.still");
  if (was === "new") return say("digests.new");
  const values = { from: say(BANDS[was]), to: say(BANDS[band]) };
  return say(RANK[was] < RANK[band] ? "digests.up" : "digests.down", values);
}

/** In the same band; a chance may have moved within it. */
function stillText({ chance, percentBefore }: Item, say: View["say"]): Text {
  const moved = chance && percentBefore !== undefined && percentBefore !== chance.percent;
  return moved ? say("digests.was", { percent: percentBefore }) : say("digests.still");
}

const NAMED = 5;

/** The first few of some names. */
export function namesText(names: readonly Text[], count: number, { say, locale }: View): Text {
  const shown = names.slice(0, NAMED);
  const more = count - shown.length;
  const all = more > 0 ? [...shown, say("digests.and-more", { count: more })] : shown;
  return joined(all, locale === "zh" ? "、" : ", ");
}

export function joined(texts: readonly Text[], separator: string): Text {
  return texts.flatMap((text, at) => (at === 0 ? text : [separator, ...text]));
}

export function seeAllButton(edition: string, { say }: View): Button {
  return { kind: "button", label: say("risk.see-all"), press: { name: "risk.see-all", subject: edition } };
}

/** What was at risk over the last weeks, for those who may read it: a line, and the same in words. */
export function trendBlocks({ trend, stake }: RiskEdition, scope: Scope, view: View): Block[] {
  const seen = trend && new Visible("money-at-risk", scope, trend).open(view.audience);
  const [first, last] = [seen?.points[0], seen?.points.at(-1)];
  if (!seen || !first || !last) return [];
  const { currency, points } = seen;
  const way = first.amountMinor === last.amountMinor ? "level" : first.amountMinor < last.amountMinor ? "up" : "down";
  const label = view.say(`digests.trend-${way}`, {
    from: { amountMinor: first.amountMinor, currency },
    to: { amountMinor: last.amountMinor, currency },
    count: Math.round(daysBetween(first.day, last.day) / 7),
  });
  const title = view.say(stake ? "digests.trend-money" : "digests.trend-arr");
  const whole = 10 ** exponentOf(currency);
  const named = new Intl.DateTimeFormat(view.locale, { day: "numeric", month: "short", timeZone: "UTC" });
  const drawn = points.map(({ day, amountMinor }) => ({
    day,
    name: named.format(new Date(`${day}T00:00:00Z`)),
    value: Math.round(amountMinor / whole),
  }));
  return [{ kind: "chart", title, label, unit: currency, points: drawn }];
}

/** How old the data is, what changed since the last morning, and when an item was ticked. */
export function closing(edition: RiskEdition, updatedAt: Date | undefined, view: View): Text[] {
  const { say } = view;
  const { since } = edition;
  return [
    freshness(edition, view),
    since && since.fresh + since.gone > 0
      ? say("risk.since", { day: dayText(since.day), fresh: since.fresh, gone: since.gone })
      : [],
    updatedText(updatedAt, view),
  ];
}

export function updatedText(updatedAt: Date | undefined, { say, zone }: View): Text {
  return updatedAt ? say("risk.updated", { time: localTimeOf(updatedAt, zone) }) : [];
}

/** Small print; nothing when there is nothing to say. */
export function smallPrint(text: Text): Block[] {
  return text.length > 0 ? [{ kind: "context", text }] : [];
}

/** Enough of a scope for figures over several accounts of one CSM. */
export function scopeOfCsm(csm: PersonId | undefined, manager?: PersonId): Scope {
  const managers = manager === undefined ? [] : [manager];
  return {
    account: "" as AccountId,
    csm,
    am: undefined,
    managers,
    others: [],
    engaged: [],
    region: undefined,
    poolOpen: false,
  };
}
