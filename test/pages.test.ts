import { unzipSync } from "fflate";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { packManifest } from "../manifests/teams/package.ts";
import { type App, createApp } from "../src/app.ts";
import { plain } from "../src/chat/card.ts";
import { readConfig } from "../src/config.ts";
import type { TextKey } from "../src/locales/keys.ts";
import { createSays } from "../src/locales/say.ts";
import { testDatabase } from "./helpers/database.ts";

const APP_ID = "11111111-2222-4333-8444-555555555555";
const HOST = "tandem.example.com";
const PATHS = ["/", "/privacy", "/terms"] as const;
const says = createSays();

let app: App;
beforeAll(async () => {
  const { db } = await testDatabase();
  app = await createApp({ config: readConfig({ PORT: "0", LOG_LEVEL: "silent" }), db });
});
afterAll(() => app.stop());

async function page(url: string, language?: string) {
  const headers = language === undefined ? {} : { "accept-language": language };
  const { statusCode, body, headers: sent } = await app.server.inject({ url, headers });
  return { status: statusCode, body, sent };
}

test("every address in Teams' app package that leads to the service answers", async () => {
  const files = Object.entries(unzipSync(await packManifest({ appId: APP_ID, host: HOST })));
  const texts = files.filter(([name]) => name.endsWith(".json")).map(([, bytes]) => Buffer.from(bytes).toString());
  const addresses = texts.flatMap((text) => text.match(/https:\/\/[^"\s]+/g) ?? []);
  const ours = addresses.map((address) => new URL(address)).filter(({ host }) => host === HOST);
  expect(ours.map(({ pathname }) => pathname).toSorted()).toEqual([...PATHS]);
  for (const { pathname } of ours) {
    const { status, sent } = await page(pathname);
    expect([pathname, status, sent["content-type"]]).toEqual([pathname, 200, "text/html; charset=utf-8"]);
  }
});

describe("a page", () => {
  const WORDS: readonly (readonly [string, TextKey])[] = [
    ["/", "pages.home-how"],
    ["/privacy", "pages.privacy-ask"],
    ["/privacy", "pages.privacy-asked"],
    ["/privacy", "pages.privacy-asked-rights"],
    ["/terms", "pages.terms-ask"],
  ];
  test.each(WORDS)("%s speaks each of our languages", async (path, key) => {
    for (const locale of ["en", "de", "zh"] as const) {
      const { body, sent } = await page(path, locale);
      expect(body).toContain(plain(says(locale)(key)));
      expect(body).toContain(`<html lang="${locale}">`);
      expect([sent["content-language"], sent["vary"]]).toEqual([locale, "accept-language"]);
    }
  });

  test.each([
    [undefined, "en"],
    ["", "en"],
    ["de-AT,de;q=0.9,en;q=0.8", "de"],
    ["zh-Hans-CN", "zh"],
    ["fr-FR, fr;q=0.9, de;q=0.5, en;q=0.7", "en"],
    ["en;q=0.1, de; q=0.2", "de"],
    ["de;q=0, zh;q=0.1", "zh"],
    ["den, english", "en"],
    ["*", "en"],
    ["de;q=much", "en"],
    [`${"x".repeat(5000)},;;q=,=,de`, "de"],
  ])("for a browser that prefers %j is in %s", async (language, locale) => {
    expect((await page("/privacy", language)).sent["content-language"]).toBe(locale);
  });

  test.each(PATHS)("%s needs nothing but itself, runs nothing and stands in no frame", async (path) => {
    const { body, sent } = await page(path);
    const policy = String(sent["content-security-policy"]);
    expect(policy).toMatch(/^default-src 'none'; style-src 'sha256-[\w+/]{43}='; /);
    expect(policy).toContain("frame-ancestors 'none'");
    expect(body).not.toMatch(/<script|<img|<link|<iframe|<form|https?:|\son\w+=|\sstyle=/i);
    expect(sent["set-cookie"]).toBeUndefined();
  });

  test.each(PATHS)("%s leads to the other two", async (path) => {
    const { body } = await page(path);
    const led = [...body.matchAll(/href="([^"]+)"/g)].map(([, href]) => href);
    expect(led).toEqual(PATHS.filter((other) => other !== path));
  });
});
