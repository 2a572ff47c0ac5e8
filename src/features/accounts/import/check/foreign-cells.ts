import type { DateFormat, DecimalMark } from "../mapping.ts";

const TIME = String.raw`(?:[ T,]+(?<hour>\d{1,2}):(?<minute>\d\d)(?::(?<second>\d\d))?(?:\s*(?<half>[AP]M))?)?`;

/** A day in a format, or a day with a time, as "2026-03-10" or "2026-03-10 14:30:00"; undefined when it isn't one. */
export function dated(text: string, format: DateFormat): string | undefined {
  const pattern = format
    .replace(/[./-]/g, String.raw`\$&`)
    .replace("YYYY", String.raw`(?<year>\d{4})`)
    .replace("MM", String.raw`(?<month>\d{1,2})`)
    .replace("DD", String.raw`(?<date>\d{1,2})`);
  const parts = new RegExp(`^${pattern}${TIME}$`, "i").exec(text)?.groups;
  if (!parts) return undefined;
  const two = (part: string | undefined): string => (part ?? "00").padStart(2, "0");
  const day = `${parts["year"] ?? ""}-${two(parts["month"])}-${two(parts["date"])}`;
  if (parts["hour"] === undefined) return day;
  return `${day} ${two(hourOf(parts["hour"], parts["half"]))}:${two(parts["minute"])}:${two(parts["second"])}`;
}

/** Twelve o'clock is the first hour of its half. */
function hourOf(hour: string, half: string | undefined): string {
  if (half === undefined) return hour;
  return String((Number(hour) % 12) + (half.toUpperCase() === "PM" ? 12 : 0));
}

/** A number with this decimal mark and any of the usual ones between its thousands, with a point; undefined when it isn't one. */
export function withPoint(text: string, mark: DecimalMark): string | undefined {
  const between = mark === "," ? String.raw`[.'’\s]` : String.raw`[,'’\s]`;
  const decimals = String.raw`(?:[${mark}]\d+)?`;
  const isNumber = new RegExp(String.raw`^-?(?:\d+|\d{1,3}(?:${between}\d{3})+)${decimals}$`).test(text);
  if (!isNumber) return undefined;
  return text.replace(new RegExp(between, "g"), "").replace(mark, ".");
}

/** Exactly, in decimals. What isn't a number stays as it is, for the check to name. */
export function multiplied(text: string, times: number): string {
  const factor = String(times);
  const [one, other] = [DECIMAL.exec(text), DECIMAL.exec(factor)];
  if (!one || !other) return text;
  const decimals = (one[2]?.length ?? 0) + (other[2]?.length ?? 0);
  const product = BigInt(`${one[1] ?? ""}${one[2] ?? ""}`) * BigInt(`${other[1] ?? ""}${other[2] ?? ""}`);
  const digits = String(product < 0n ? -product : product).padStart(decimals + 1, "0");
  const whole = digits.slice(0, digits.length - decimals);
  const rest = digits.slice(digits.length - decimals).replace(/0+$/, "");
  return `${product < 0n ? "-" : ""}${whole}${rest === "" ? "" : `.${rest}`}`;
}

const DECIMAL = /^(-?\d{1,30})(?:\.(\d{1,30}))?$/;
