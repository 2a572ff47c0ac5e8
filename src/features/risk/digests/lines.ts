import type { Block, Button, Text } from "../../../chat/card.ts";
import { type LocalDate, localTimeOf } from "../../../kernel/business-time.ts";
import type { AccountId, PersonId } from "../../../kernel/ids.ts";
import type { Money } from "../../../kernel/money.ts";
import { type Scope, Visible } from "../../../kernel/permissions.ts";
import type { TextKey } from "../../../locales/keys.ts";
import type { Values, View } from "../../../locales/say.ts";
import { freshness } from "../case-card.ts";
import type { Entry } from "./story.ts";
import type { Edition } from "./edition.ts";
import type { Band } from "../model.ts";
import { dayText, momentText, toldText, weightText } from "../texts.ts";

export function ownButton(account: AccountId, { say }: View): Button {
  return { kind: "button", label: say("risk.own"), look: "primary", press: { name: "risk.own", subject: account } };
}
export function openButton(account: AccountId, { say }: View): Button {
  return { kind: "button", label: say("risk.open"), press: { name: "accounts.open", subject: account } };
}

/** What an audience may read of an entry; undefined when not even the band. */
export interface Seen {
  readonly entry: Entry;
  readonly band: Band;
  readonly arr: readonly Money[] | undefined;
  readonly reason: Text | undefined;
}

export function see(entry: Entry, view: View): Seen | undefined {
  const { item, scope } = entry;
  const full = new Visible("risk", scope, item).open(view.audience);
  const band = full?.band ?? new Visible("risk-band", scope, item.band).open(view.audience);
  if (band === undefined) return undefined;
  return {
    entry,
    band,
    arr: new Visible("arr", scope, item.arr).open(view.audience),
    reason: full?.told && toldText(full.told, view),
  };
}

/** One account as a sentence, with its reason where it may be read. */
export function line(
  seen: Seen,
  keys: { readonly told: TextKey; readonly plain: TextKey },
  more: Values,
  view: View,
): Text {
  const values = { ...more, account: seen.entry.account.name, weight: weightText(seen.band, seen.arr, view) };
  return seen.reason ? view.say(keys.told, { ...values, reason: seen.reason }) : view.say(keys.plain, values);
}

/** Who has it, or that it is done with, as a sentence of its own. */
export function becameText({ became, csm }: Entry, day: LocalDate, view: View): Text {
  const { say } = view;
  if (became.kind === "over") return say("risk.item-over");
  if (became.kind === "owned") {
    return say("risk.item-owned", { owner: { mention: became.owner }, at: momentText(became.at, day, view) });
  }
  return csm ? say("risk.item-csm", { csm: { mention: csm } }) : say("risk.item-orphan");
}

/** How old the data is, what changed since the last morning, and when an item was ticked. */
export function closing(edition: Edition, updatedAt: Date | undefined, view: View): Text[] {
  const { say, zone } = view;
  const { since } = edition;
  return [
    freshness(edition, view),
    since && since.fresh + since.gone > 0
      ? say("risk.since", { day: dayText(since.day), fresh: since.fresh, gone: since.gone })
      : [],
    updatedAt ? say("risk.updated", { time: localTimeOf(updatedAt, zone) }) : [],
  ];
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
