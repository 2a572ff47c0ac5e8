import { escaped, htmlPage, styleSource } from "../chat/html-page.ts";
import { acceptedLocale } from "../locales/accepted.ts";
import type { FastifyInstance } from "fastify";
import { plain } from "../chat/card.ts";
import type { Locale } from "../kernel/directory.ts";
import type { TextKey } from "../locales/keys.ts";
import type { Say, Says } from "../locales/say.ts";

interface Page {
  readonly path: string;
  readonly title: TextKey;
  readonly body: readonly TextKey[];
}

/** Where the manifest in manifests/teams leads whoever wants to know what this is. */
const PAGES: readonly Page[] = [
  { path: "/", title: "pages.home-title", body: ["pages.home-what", "pages.home-how"] },
  {
    path: "/privacy",
    title: "pages.privacy-title",
    body: [
      "pages.privacy-who",
      "pages.privacy-colleagues",
      "pages.privacy-customers",
      "pages.privacy-messages",
      "pages.privacy-asked",
      "pages.privacy-asked-rights",
      "pages.privacy-pages",
      "pages.privacy-ask",
    ],
  },
  {
    path: "/terms",
    title: "pages.terms-title",
    body: ["pages.terms-who", "pages.terms-judgement", "pages.terms-licence", "pages.terms-ask"],
  },
];

const LOCALES = ["en", "de", "zh"] as const satisfies readonly Locale[];
const STYLE = `
body { max-width: 40rem; margin: 3rem auto; padding: 0 1rem; font: 1rem/1.6 system-ui, sans-serif; color: #1f2a37; }
h1, a { color: #1f3a5f; }
nav a { margin-right: 1rem; }
`;
const POLICY = [
  "default-src 'none'",
  `style-src ${styleSource(STYLE)}`,
  "base-uri 'none'",
  "form-action 'none'",
  "frame-ancestors 'none'",
].join("; ");

/** GET /, /privacy and /terms, for whoever asks, in the language that their browser prefers of ours. */
export function servePages(server: FastifyInstance, says: Says): void {
  for (const page of PAGES) {
    const drawn = new Map(LOCALES.map((locale) => [locale, drawPage(page, locale, says(locale))]));
    server.get(page.path, (request, reply) => {
      const locale = acceptedLocale(request.headers["accept-language"]);
      return reply
        .headers({
          "content-type": "text/html; charset=utf-8",
          "content-language": locale,
          "content-security-policy": POLICY,
          "cache-control": "public, max-age=3600",
          vary: "accept-language",
        })
        .send(drawn.get(locale));
    });
  }
}

function drawPage({ path, title, body }: Page, locale: Locale, say: Say): string {
  const words = (key: TextKey): string => escaped(plain(say(key)));
  const links = PAGES.filter((page) => page.path !== path).map(
    (page) => `<a href="${page.path}">${words(page.title)}</a>`,
  );
  const lines = body.map((key) => `<p>${words(key)}</p>`).join("\n");
  return htmlPage({
    locale,
    title: plain(say(title)),
    style: STYLE,
    body: `${lines}\n<nav>${links.join("")}</nav>`,
  });
}
