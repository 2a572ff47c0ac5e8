import { mkdir, readFile, writeFile } from "node:fs/promises";
import { createRequire } from "node:module";
import path from "node:path";
import { chromium } from "playwright-core";
import { createElement as h, type ComponentType } from "react";
import { renderToStaticMarkup } from "react-dom/server";
import * as slackBlocks from "slack-blocks-to-jsx";
import { renderMessage } from "../src/chat/slack/render.ts";
import { renderForm } from "../src/chat/teams/render-form.ts";
import { renderMessage as renderForTeams } from "../src/chat/teams/render.ts";
import { anna, ben, chen, HANDLES, jonas, marta, olga, TEAMS_HANDLES, viewOf } from "./examples/fixed.ts";
import { FORMS } from "./examples/forms.ts";
import { EXAMPLES } from "./examples/index.ts";
import { BROWSER_FLAGS, findChromium } from "./helpers/chromium.ts";
import { showTeamsCard } from "./helpers/teams-page.ts";

/** Draws every example card in a language as Slack and as Teams shows it, and every form as Teams does: `npm run preview [-- LANGUAGE [FOLDER]]`. */
const [language = "en", folder = "test/.cache/preview"] = process.argv.slice(2);
const locale = language === "de" || language === "zh" ? language : "en";
const executablePath = findChromium();
if (!executablePath) {
  process.stderr.write(
    "There is no Chromium here. Install it (Debian: apt-get install chromium) and run this again.\n",
  );
  process.exit(1);
}

const Message = slackBlocks.Message as unknown as ComponentType<Record<string, unknown>>;
const style = await readFile(createRequire(import.meta.url).resolve("slack-blocks-to-jsx/dist/style.css"), "utf8");
const users = [anna, ben, chen, marta, jonas, olga].map(({ id, name }) => ({ id: HANDLES.get(id) ?? id, name }));

const TEAMS_WIDTH_PX = 500;

await mkdir(folder, { recursive: true });
const browser = await chromium.launch({ executablePath, args: BROWSER_FLAGS });
const page = await browser.newPage({ viewport: { width: 760, height: 400 }, deviceScaleFactor: 2 });
for (const { name, draw } of EXAMPLES) {
  const view = viewOf(locale);
  const card = draw(view);
  const context = { handles: HANDLES, zone: view.zone, say: view.say };
  const { blocks } = renderMessage(card, context, undefined, "drawn");
  const html = renderToStaticMarkup(
    h(Message, { name: "Tandem", time: view.zone, blocks, data: { users, channels: [], user_groups: [] } }),
  );
  await page.setContent(
    `<!doctype html><meta charset="utf-8"><style>${style} body{margin:16px;font-family:Inter,"Noto Sans CJK SC",sans-serif}</style>${html}`,
  );
  const file = path.join(folder, `${name}.${locale}.png`);
  await writeFile(file, await page.locator("body").screenshot());
  const { content } = renderForTeams(card, { handles: TEAMS_HANDLES, zone: view.zone, say: view.say, locale });
  process.stdout.write(`${file}\n`);
  await drawForTeams(name, content);
}
for (const { name, draw, refused } of FORMS) {
  const view = viewOf(locale);
  const context = { handles: TEAMS_HANDLES, zone: view.zone, say: view.say, locale };
  await drawForTeams(name, renderForm(draw(view), { place: "message", origin: {}, ...refused?.(view) }, context));
}
await browser.close();

async function drawForTeams(name: string, content: unknown): Promise<void> {
  await showTeamsCard(page, content, TEAMS_WIDTH_PX);
  const file = path.join(folder, `${name}.${locale}.teams.png`);
  await writeFile(file, await page.locator("body").screenshot());
  process.stdout.write(`${file}\n`);
}
