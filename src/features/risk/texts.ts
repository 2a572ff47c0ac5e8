import { daySpan, type Text } from "../../chat/card.ts";
import { localDateOf, type LocalDate } from "../../kernel/business-time.ts";
import { never } from "../../kernel/errors.ts";
import { formatMoney, type Money, totals } from "../../kernel/money.ts";
import type { TextKey } from "../../locales/keys.ts";
import type { View } from "../../locales/say.ts";
import type { Band, PeerGroup, Term, Told } from "./model.ts";
import { bookText } from "./texts-book.ts";

export { sentences } from "../../locales/sentences.ts";

/** A calendar day. */
export function dayText(day: LocalDate): Text {
  return [daySpan(day)];
}

/** An instant: on the given day its time alone, else the day with it. */
export function momentText(at: Date, day: LocalDate, { zone }: Pick<View, "zone">): Text {
  return [{ date: at, style: localDateOf(at, zone) === day ? "time" : "day-time" }];
}

/** One amount a currency, largest first; never summed together. */
export function moneyText(amounts: readonly Money[], { locale }: Pick<View, "locale">): Text {
  return [
    totals(amounts)
      .map((amount) => formatMoney(amount, locale))
      .join(" + "),
  ];
}

const MONEY = {
  low: "risk.money-low",
  watch: "risk.money-watch",
  high: "risk.money-high",
  critical: "risk.money-critical",
} as const satisfies Record<Band, TextKey>;
const BAND = {
  low: "risk.band-low",
  watch: "risk.band-watch",
  high: "risk.band-high",
  critical: "risk.band-critical",
} as const satisfies Record<Band, TextKey>;
const WORD = {
  low: "risk.word-low",
  watch: "risk.word-watch",
  high: "risk.word-high",
  critical: "risk.word-critical",
} as const satisfies Record<Band, TextKey>;

/** "€48,000 a year, high risk by estimate", or without an amount "high risk". */
export function weightText(band: Band, arr: readonly Money[] | undefined, view: View): Text {
  return arr && arr.length > 0 ? view.say(MONEY[band], { arr: moneyText(arr, view) }) : view.say(BAND[band]);
}

export function bandWord(band: Band, { say }: View): Text {
  return say(WORD[band]);
}

/** A reason as the end of a sentence: value, the account's own normal, its peers. Without a full stop. */
export function toldText(told: Told, view: View): Text {
  switch (told.kind) {
    case "notice":
      return view.say("risk.why-notice", { day: dayText(told.on) });
    case "rising":
      return view.say("risk.why-rising");
    case "escalation":
      return view.say("cases.why-escalation");
    case "declared":
      return view.say("cases.why-declared");
    case "term":
      return termText(told.term, view);
    default:
      return never(told);
  }
}

const LESS = {
  portfolio: "risk.why-peers-portfolio",
  segment: "risk.why-peers-segment",
  organisation: "risk.why-peers-organisation",
} as const satisfies Record<PeerGroup, TextKey>;
const MORE = {
  portfolio: "risk.keep-peers-portfolio",
  segment: "risk.keep-peers-segment",
  organisation: "risk.keep-peers-organisation",
} as const satisfies Record<PeerGroup, TextKey>;

function termText(term: Term, { say }: View): Text {
  const { feature, value } = term;
  const raises = term.c > 0;
  switch (feature) {
    case "login_days_28":
      return loginText(term, say);
    case "recency_days":
      return raises ? say("risk.why-unused", { count: Math.round(value) }) : say("risk.keep-used");
    case "breadth_28":
      return breadthText(term, say);
    case "seat_util":
      return term.peer === undefined
        ? say("risk.why-seats", { percent: percent(value) })
        : say("risk.why-seats-peers", { percent: percent(value), peers: percent(term.peer) });
    case "integrated":
      return say(value > 0 ? "risk.keep-integrated" : "risk.why-not-integrated");
    case "change_3m":
      return changeText(value, raises, say);
    case "peer_pct":
      return peersText(term, say);
    case "ln_arr":
      return say(raises ? "risk.why-small-contract" : "risk.keep-large-contract");
    case "tenure_m":
      return say(raises ? "risk.why-new-customer" : "risk.keep-old-customer", { count: Math.floor(value) });
    case "in_notice_window":
      return say(value > 0 ? "risk.why-notice-window" : "risk.keep-no-notice-window");
    default:
      return bookText(feature, term, say);
  }
}

/** Of how many peers its use stands below, or above; of all of them in words. */
function peersText({ c, value, group = "organisation", peers: others = 0 }: Term, say: View["say"]): Text {
  if (value <= 0) return say(`${LESS[group]}-all`, { others });
  if (value >= 100) return say(`${MORE[group]}-all`, { others });
  const percent = Math.min(99, Math.max(1, Math.round(c > 0 ? 100 - value : value)));
  return say((c > 0 ? LESS : MORE)[group], { percent, others });
}

function loginText({ value, normal, peer }: Term, say: View["say"]): Text {
  const days = Math.round(value);
  if (normal !== undefined && peer !== undefined) {
    return say("risk.why-logins-both", { value: days, normal: Math.round(normal), peers: Math.round(peer) });
  }
  if (normal !== undefined) return say("risk.why-logins-normal", { value: days, normal: Math.round(normal) });
  if (peer !== undefined) return say("risk.why-logins-peers", { value: days, peers: Math.round(peer) });
  return say("risk.why-logins", { value: days });
}

function breadthText({ value, normal, of = 0 }: Term, say: View["say"]): Text {
  const used = Math.round(value * of);
  const usual = normal === undefined ? used : Math.round(normal * of);
  return usual === used
    ? say("risk.why-breadth", { used, all: of })
    : say("risk.why-breadth-normal", { used, all: of, normal: usual });
}

function changeText(value: number, raises: boolean, say: View["say"]): Text {
  const change = percent(Math.expm1(value));
  if (raises) return change < 0 ? say("risk.why-use-down", { percent: -change }) : say("risk.why-use-flat");
  return change > 0 ? say("risk.keep-use-up", { percent: change }) : say("risk.keep-use-steady");
}

function percent(share: number): number {
  return Math.round(share * 100);
}
