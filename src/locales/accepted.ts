import type { Locale } from "../kernel/directory.ts";

const LOCALES: readonly Locale[] = ["en", "de", "zh"];

/** The language that a browser would rather read, by its Accept-Language (RFC 9110 §12.5.4); English for any other. */
export function acceptedLocale(header: string | undefined): Locale {
  const wanted = (header ?? "")
    .split(",")
    .map((range) => {
      const [name = "", ...parameters] = range.split(";").map((part) => part.trim().toLowerCase());
      const quality = parameters.find((parameter) => parameter.startsWith("q="))?.slice(2);
      return { name, quality: quality === undefined ? 1 : Number(quality) };
    })
    .filter(({ quality }) => quality > 0)
    .toSorted((one, other) => other.quality - one.quality);
  for (const { name } of wanted) {
    const found = LOCALES.find((locale) => name === locale || name.startsWith(`${locale}-`));
    if (found) return found;
  }
  return "en";
}
