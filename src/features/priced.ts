import { OF_THE_PEOPLE } from "../kernel/written-amount.ts";

const CODES = [...Object.keys(OF_THE_PEOPLE), "RMB", "AUD", "CAD", "SEK", "NOK", "DKK", "PLN"].join("|");
const SIGNS = "[€$£¥₹₩]";
/** "Fr" alone is a day or a customer's letters, too */
const NAMES = Object.values(OF_THE_PEOPLE)
  .flat()
  .filter((name) => /^\p{Script=Latin}/u.test(name) && !/^S?Fr\.?$/.test(name));
const WORDS = [...NAMES, "cents?", "bucks", "quid"].join("|");
const HAN_WORDS = [...Object.values(OF_THE_PEOPLE).flat(), "块", "块钱"]
  .filter((name) => /^\p{Script=Han}/u.test(name))
  .join("|");
const AMOUNT = String.raw`\d(?:[\d.,'’ ]{0,20}\d)?`;
const MAGNITUDE = "k|tsd|tausend|thousand|grand|mio|mn|millions?|millionen|mrd|billions?|milliarden?";
const HAN_MAGNITUDE = "[百千万亿]";
const HAN_NUMBER = "[一二两三四五六七八九十百千万亿]{1,12}";

/** What is counted and isn't money: "12k users" is no price. */
const COUNTED = [
  "users?|seats?|logins?|licen[cs]es?|people|employees|staff|customers?|accounts?|contacts?|members?|devices?|sites?",
  "calls?|api|requests?|tickets?|records?|rows?|lines?|exports?|imports?|documents?|files?|events?|messages?|e-?mails?|orders?|items?|reports?|hours?|days?",
  "nutzer|benutzer|anwender|plätze|lizenzen|leute|mitarbeit|kunden|kontakte|geräte|standorte|aufrufe|anrufe|anfragen|datensätze|zeilen",
  "exporte|importe|dokumente|dateien|ereignisse|nachrichten|bestellungen|artikel|stück|berichte|stunden|tage",
].join("|");
const HAN_COUNTED = "用户|席位|客户|员工|个|人|次|条|名|份|件|行|封|台|家|小时|天";
const NOT_COUNTED = String.raw`(?!\.?\s?(?:active |new |more |aktive[nr]? |neue[nr]? )?(?:${COUNTED}))`;
const NO_YEAR = String.raw`(?!(?:19|20)\d\d(?!\d))`;
const PAID =
  "pay(?:s|ing)?|paid|costs?|prices?|priced|budgets?|quotes?|quoted|worth|zahl\\p{L}*|bezahl\\p{L}*|kost(?:en|et)|preis\\p{L}*|angebot\\p{L}*";
const HAN_PAID = "付|支付|价格|报价|预算|价值|花费|成本";
const UNIT = "seat|user|licen[cs]e|head|platz|nutzer|lizenz|kopf|席位|用户";

/** Each a way in which a price, or a discount, is written; letters and digits of full width are plain ones by then. */
const PRICES: readonly RegExp[] = [
  new RegExp(`${SIGNS}\\s?${AMOUNT}`, "iu"),
  new RegExp(`${AMOUNT}\\s?(?:(?:${MAGNITUDE}|m)\\.?\\s?)?(?:${SIGNS}|(?:${CODES}|${WORDS})\\b)`, "iu"),
  new RegExp(`${AMOUNT}\\s?t(?:€|eur)`, "iu"),
  new RegExp(`\\b(?:${CODES})\\s?${AMOUNT}`, "iu"),
  new RegExp(`(?:thousand|hundred|tausend|hundert|millions?|millionen)\\s(?:${WORDS})\\b`, "iu"),
  new RegExp(`(?:${AMOUNT}|${HAN_NUMBER})\\s?${HAN_MAGNITUDE}{0,3}\\s?(?:${HAN_WORDS})(?!素|件|旦)`, "iu"),
  new RegExp(`(?<![\\p{L}\\d])${AMOUNT}\\s?(?:${MAGNITUDE})(?!\\p{L})${NOT_COUNTED}`, "iu"),
  new RegExp(`(?<![\\p{L}\\d])\\d{1,9}[.,]\\d{1,9}m(?!\\p{L})${NOT_COUNTED}`, "iu"),
  new RegExp(`${AMOUNT}\\s?${HAN_MAGNITUDE}{1,3}(?!\\s?(?:多|余)?(?:${HAN_COUNTED}))`, "u"),
  /\d[.,]\s?[-–—]{1,2}(?![\d\p{L}])/u,
  /(?<![\d.,])\d{1,3}(?:[.,'’]\d{3}){1,4}[.,]\d{2}(?!\d)/u,
  new RegExp(`\\b${AMOUNT}\\s?(?:/|(?:per|pro|je|an?)\\s|每)\\s?(?:${UNIT})`, "iu"),
  new RegExp(
    `(?<!\\p{L})(?:${PAID})(?!\\p{L})[^\\d.!?;]{0,20}${NO_YEAR}\\d[\\d.,'’ ]{0,20}\\d\\d(?![\\d\\p{L}%])${NOT_COUNTED}`,
    "iu",
  ),
  new RegExp(`(?:${HAN_PAID})[^\\d。！？]{0,8}${NO_YEAR}\\d[\\d.,]{0,20}\\d\\d(?!\\s?(?:年|%|${HAN_COUNTED}))`, "u"),
  /(?<!\p{L})(?:discounts?|rebates?|rabatt\p{L}*|preisnachl\p{L}*|nachl(?:ass|ässe)\p{L}*|skonto|skonti)|\d\s?(?:%|percent)\soff(?!\p{L})/iu,
  /折扣|打折|优惠价|降价|[\d一二三四五六七八九]折/u,
];

/**
 * By letters alone, whoever wrote them in whichever language, so it may be wrong. It rather takes an amount that isn't one
 * of money for a price ("10k" of nothing named) than let a price through; what is counted ("12k users"), a year, an hour
 * and a share of something are none.
 * @returns the price, or the discount, that a text names: it isn't for who reads it; undefined when it names none
 */
export function namesPrice(text: string): string | undefined {
  const plain = text.normalize("NFKC");
  for (const pattern of PRICES) {
    const [found] = pattern.exec(plain) ?? [];
    if (found !== undefined) return found.trim();
  }
  return undefined;
}
