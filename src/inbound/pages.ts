import { createHash } from "node:crypto";
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
  `style-src 'sha256-${createHash("sha256").update(STYLE).digest("base64")}'`,
  "base-uri 'none'",
  "form-action 'none'",
  "frame-ancestors 'none'",
].join("; ");

/** GET /, /privacy and /terms, for whoever asks, in the language that their browser prefers of ours. */
export function servePages(server: FastifyInstance, says: Says): void {
  for (const page of PAGES) {
    const drawn = new Map(LOCALES.map((locale) => [locale, drawPage(page, locale, says(locale))]));
    server.get(page.path, (request, reply) => {
      const locale = preferred(request.headers["accept-language"] ?? "");
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

/** The first of our languages by the weights of an Accept-Language, e.g. "de-AT, en;q=0.8"; English when there is none. */
function preferred(header: string): Locale {
  const wanted = header.split(",").map((each) => {
    const [tag = "", weight = "q=1"] = each.split(";").map((part) => part.trim().toLowerCase());
    return { locale: LOCALES.find((ours) => tag.split("-")[0] === ours), weight: Number(weight.slice(2)) };
  });
  const ours = wanted.filter(({ locale, weight }) => locale !== undefined && weight > 0);
  return ours.toSorted((a, b) => b.weight - a.weight)[0]?.locale ?? "en";
}

function drawPage({ path, title, body }: Page, locale: Locale, say: Say): string {
  const words = (key: TextKey): string => escaped(plain(say(key)));
  const links = PAGES.filter((page) => page.path !== path).map(
    (page) => `<a href="${page.path}">${words(page.title)}</a>`,
  );
  return `<!doctype html>
<html lang="${locale}">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width">
<title>${words(title)}</title>
<style>${STYLE}</style>
</head>
<body>
<main>
<h1>${words(title)}</h1>
${body.map((key) => `<p>${words(key)}</p>`).join("\n")}
</main>
<nav>${links.join("")}</nav>
</body>
</html>
`;
}

const ENTITIES: Readonly<Record<string, string>> = { "&": "&amp;", "<": "&lt;", ">": "&gt;", '"': "&quot;" };

function escaped(letters: string): string {
  return letters.replaceAll(/[&<>"]/g, (letter) => ENTITIES[letter] ?? letter);
}
