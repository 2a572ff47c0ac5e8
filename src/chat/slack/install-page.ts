import { escaped, htmlPage, styleSource } from "../html-page.ts";
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
      styleSrc: [styleSource(STYLE)],
      baseUri: ["'none'"],
      formAction: ["'none'"],
      frameAncestors: ["'none'"],
    },
  },
  referrerPolicy: { policy: "no-referrer" },
} as const;

export function drawPage(says: Says, locale: Locale, { title, lines, values = {}, next }: InstallPage): string {
  const say = (key: TextKey): string => plain(says(locale)(key, values));
  const link = next ? `<p><a href="${escaped(next.address)}">${escaped(say(next.label))}</a></p>` : "";
  const body = `${lines.map((line) => `<p>${escaped(say(line))}</p>`).join("\n")}\n${link}`;
  return htmlPage({ locale, title: say(title), style: STYLE, body, unlisted: true });
}
