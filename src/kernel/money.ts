/** An amount in the minor unit of an ISO 4217 currency: EUR 12.50 is { amountMinor: 1250, currency: "EUR" }. */
export interface Money {
  readonly amountMinor: number;
  readonly currency: string;
}

/** ISO 4217 currencies whose minor unit isn't 1/100. */
const EXPONENTS: Readonly<Record<string, number>> = {
  BHD: 3,
  BIF: 0,
  CLP: 0,
  DJF: 0,
  GNF: 0,
  IQD: 3,
  ISK: 0,
  JOD: 3,
  JPY: 0,
  KMF: 0,
  KRW: 0,
  KWD: 3,
  LYD: 3,
  OMR: 3,
  PYG: 0,
  RWF: 0,
  TND: 3,
  UGX: 0,
  UYI: 0,
  VND: 0,
  VUV: 0,
  XAF: 0,
  XOF: 0,
  XPF: 0,
};

/** Digits behind the decimal point of a currency. */
export function exponentOf(currency: string): number {
  return EXPONENTS[currency] ?? 2;
}

/** True for a three-letter code that the platform's currency data knows. */
export function isCurrency(code: string): boolean {
  return /^[A-Z]{3}$/.test(code) && KNOWN.has(code);
}

const KNOWN: ReadonlySet<string> = new Set(Intl.supportedValuesOf("currency"));

/**
 * Reads a plain decimal ("48000", "48000.50") into minor units.
 * @returns undefined when it isn't one, has too many decimals, or is beyond a safe integer
 */
export function parseAmount(text: string, currency: string): Money | undefined {
  const match = /^(-?)(\d+)(?:\.(\d+))?$/.exec(text.trim());
  if (!match) return undefined;
  const exponent = exponentOf(currency);
  const decimals = match[3] ?? "";
  if (decimals.length > exponent) return undefined;
  const amountMinor = Number(`${match[1] ?? ""}${match[2] ?? ""}${decimals.padEnd(exponent, "0")}`);
  return Number.isSafeInteger(amountMinor) ? { amountMinor: amountMinor || 0, currency } : undefined;
}

/** Sums per currency, largest first; nothing is converted. */
export function totals(amounts: readonly Money[]): Money[] {
  const byCurrency = new Map<string, number>();
  for (const { amountMinor, currency } of amounts) {
    byCurrency.set(currency, (byCurrency.get(currency) ?? 0) + amountMinor);
  }
  return [...byCurrency]
    .map(([currency, amountMinor]) => ({ amountMinor, currency }))
    .sort((a, b) => b.amountMinor - a.amountMinor || a.currency.localeCompare(b.currency, "en"));
}

/** An amount as people write it, without minor units when it is whole or large: "€48,000". */
export function formatMoney(money: Money, locale: string): string {
  return createMoneyFormat(locale)(money);
}

/** The same for many amounts: a formatter costs much more to make than to use. */
export function createMoneyFormat(locale: string): (money: Money) => string {
  const formats = new Map<string, Intl.NumberFormat>();
  return ({ amountMinor, currency }) => {
    const major = amountMinor / 10 ** exponentOf(currency);
    const whole = Number.isInteger(major) || Math.abs(major) >= 1000;
    const key = `${currency}${whole ? "" : " minor"}`;
    const format =
      formats.get(key) ??
      new Intl.NumberFormat(locale, {
        style: "currency",
        currency,
        ...(whole ? { minimumFractionDigits: 0, maximumFractionDigits: 0 } : {}),
      });
    formats.set(key, format);
    return format.format(major);
  };
}
