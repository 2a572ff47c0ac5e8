import { createHash } from "node:crypto";
import type { Locale } from "../kernel/directory.ts";

/** A small page of our own: no script, no picture, no form, nothing from elsewhere. */
export interface HtmlPage {
  readonly locale: Locale;
  /** letters */
  readonly title: string;
  readonly style: string;
  /** mark-up of what stands beneath the title; letters in it went through `escaped` */
  readonly body: string;
  /** search engines leave it out */
  readonly unlisted?: boolean;
}

export function htmlPage({ locale, title, style, body, unlisted = false }: HtmlPage): string {
  return `<!doctype html>
<html lang="${locale}">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
${unlisted ? '<meta name="robots" content="noindex">\n' : ""}<title>${escaped(title)}</title>
<style>${style}</style>
</head>
<body>
<main>
<h1>${escaped(title)}</h1>
${body}
</main>
</body>
</html>
`;
}

/** As a source of Content-Security-Policy. */
export function styleSource(style: string): string {
  return `'sha256-${createHash("sha256").update(style).digest("base64")}'`;
}

/** Letters that can become no mark-up, in text and in attributes. */
export function escaped(letters: string): string {
  return letters
    .replaceAll("&", "&amp;")
    .replaceAll("<", "&lt;")
    .replaceAll(">", "&gt;")
    .replaceAll('"', "&quot;")
    .replaceAll("'", "&#39;");
}
