import { createHash } from "node:crypto";
import { plain } from "../card.ts";
import type { Locale } from "../../kernel/directory.ts";
import type { TextKey } from "../../locales/keys.ts";
import type { Says, Values } from "../../locales/say.ts";

/** What a page says. */
export interface InstallPage {
  readonly title: TextKey;
  readonly lines: readonly TextKey[];
  readonly values?: Values;
  /** where it leads */
  readonly next?: { readonly label: TextKey; readonly address: string };
}

const STYLE = `:root{color-scheme:light dark;font:16px/1.5 system-ui,sans-serif}
body{max-width:34rem;margin:12vh auto;padding:0 1.5rem}
h1{font-size:1.4rem}
code{background:color-mix(in srgb,currentColor 10%,transparent);padding:.1em .3em;border-radius:.25em}
a{display:inline-block;margin-top:.5rem;padding:.6rem 1.1rem;border-radius:.4rem;background:#1f3a5f;color:#fff;text-decoration:none}
a:focus-visible{outline:3px solid #7aa7e0;outline-offset:2px}`;

/** The page's own style and nothing else: no script, no picture, no frame around it, no form. */
export const INSTALL_HELMET = {
  contentSecurityPolicy: {
    useDefaults: false,
    directives: {
      defaultSrc: ["'none'"],
      styleSrc: [`'sha256-${createHash("sha256").update(STYLE).digest("base64")}'`],
      baseUri: ["'none'"],
      formAction: ["'none'"],
      frameAncestors: ["'none'"],
    },
  },
  referrerPolicy: { policy: "no-referrer" },
} as const;

export function drawPage(says: Says, locale: Locale, { title, lines, values = {}, next }: InstallPage): string {
  const say = (key: TextKey): string => escaped(plain(says(locale)(key, values)));
  const link = next ? `<p><a href="${escaped(next.address)}">${say(next.label)}</a></p>` : "";
  return `<!doctype html>
<html lang="${locale}">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta name="robots" content="noindex">
<title>${say(title)}</title>
<style>${STYLE}</style>
</head>
<body>
<main>
<h1>${say(title)}</h1>
${lines.map((line) => `<p>${say(line)}</p>`).join("\n")}
${link}
</main>
</body>
</html>
`;
}

function escaped(text: string): string {
  return text
    .replaceAll("&", "&amp;")
    .replaceAll("<", "&lt;")
    .replaceAll(">", "&gt;")
    .replaceAll('"', "&quot;")
    .replaceAll("'", "&#39;");
}
