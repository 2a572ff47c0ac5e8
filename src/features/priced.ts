const CODES = "EUR|USD|GBP|CHF|CNY|RMB|JPY|AUD|CAD|SEK|NOK|DKK|PLN";
const WORDS = "euros?|dollars?|pounds|yuan|francs?|franken";
const AMOUNT = String.raw`\d[\d.,'’ \u00a0]*\d|\d`;

const PRICES: readonly RegExp[] = [
  new RegExp(String.raw`[€$£¥]\s?(?:${AMOUNT})`, "iu"),
  new RegExp(String.raw`(?:${AMOUNT})\s?(?:[kKmM]\s?)?(?:[€$£¥]|(?:${CODES}|${WORDS})\b|元|欧元|美元)`, "iu"),
  new RegExp(String.raw`\b(?:${CODES})\s?(?:${AMOUNT})`, "iu"),
  /\b(?:discounts?|rebates?|rabatt\p{L}*|preisnachl\p{L}*|nachl(?:ass|ässe)\p{L}*)/iu,
  /折扣|打折|优惠价|降价/u,
];

/** @returns the price, or the discount, that a text names: it isn't for who reads it; undefined when it names none */
export function namesPrice(text: string): string | undefined {
  for (const pattern of PRICES) {
    const [found] = pattern.exec(text) ?? [];
    if (found !== undefined) return found.trim();
  }
  return undefined;
}
