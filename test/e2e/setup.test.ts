import { randomBytes } from "node:crypto";
import { mkdir, mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import path from "node:path";
import { type Browser, chromium, type Locator, type Page } from "playwright-core";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { type App, createApp } from "../../src/app.ts";
import { readConfig } from "../../src/config.ts";
import { openDatabase } from "../../src/db/open.ts";
import { organisations } from "../../src/db/shell.ts";
import { registerDemoPage } from "../../src/demo/page/plugin.ts";
import { type LocalSlack, startLocalSlack } from "../../src/demo/slack/server.ts";
import { addPerson } from "../../src/features/setup/adding.ts";
import { createMovableClock, wallClock } from "../../src/kernel/clock.ts";
import { createLog } from "../../src/log.ts";
import { BROWSER_FLAGS, findChromium } from "../helpers/chromium.ts";
import { expectSoon, go, newest, picture, PICTURES, press, sit, type } from "../helpers/demo-page.ts";
import { freePort } from "../helpers/free-port.ts";

const ADA = "ada@northwind.example";
const ANNA = "anna@northwind.example";
const MARTA = "marta@northwind.example";

let folder: string;
let slack: LocalSlack;
let app: App;
let browser: Browser;
let url: string;

beforeAll(async () => {
  folder = await mkdtemp(path.join(tmpdir(), "tandem-setup-"));
  await mkdir(PICTURES, { recursive: true });
  const port = await freePort();
  const origin = `http://127.0.0.1:${String(port)}`;
  const clock = createMovableClock(new Date("2026-11-24T08:00:00Z"));
  const signingSecret = randomBytes(24).toString("hex");
  const botToken = `xoxb-${randomBytes(24).toString("hex")}`;
  slack = await startLocalSlack({
    signingSecret,
    botToken,
    eventsUrl: `${origin}/slack/events`,
    people: [
      { name: "Ada Admin", email: ADA },
      { name: "Anna Kurz", email: ANNA },
      { name: "Marta Silva", email: MARTA },
    ],
    channels: [{ name: "customer-success", members: [ADA, ANNA, MARTA] }],
    wall: wallClock,
    clock,
  });
  const log = createLog("error");
  const config = { ...readConfig({ PORT: String(port), LOG_LEVEL: "error" }), dataDir: path.join(folder, "data") };
  app = await createApp({
    config: { ...config, slack: { signingSecret, botToken, apiUrl: slack.apiUrl } },
    db: await openDatabase({ folder: config.dataDir, log }),
    log,
    clock,
    routes: (server) =>
      registerDemoPage(server, {
        slack,
        homeTab: true,
        clock: { zone: "Europe/Berlin", now: () => clock.now(), advance: () => Promise.resolve() },
      }),
  });
  await app.start({ tick: false });
  url = `${origin.replace("127.0.0.1", "localhost")}/demo`;
  browser = await chromium.launch({ executablePath: findChromium() ?? "", args: BROWSER_FLAGS });
}, 120_000);

afterAll(async () => {
  await browser?.close();
  await app?.stop();
  await slack?.close();
  await rm(folder, { recursive: true, force: true });
});

describe("an empty company", () => {
  test("is set up by its first administrator in chat, step by step", async () => {
    const ada = await sit(browser, url, "Ada Admin");
    await go(ada, "Tandem");
    await type(ada, "/tandem setup");
    await expectSoon(newest(ada, "I make nobody one unasked"), /tandem person add/);
    await home(ada);
    await expectSoon(ada.locator("#home"), /ask your Tandem administrator/);

    // As `tandem person add` does it: the embedded database has room for one process.
    const [organisation] = await organisations(app.db.system);
    if (!organisation) throw new Error("the workspace was bound to no organisation");
    const typed = { name: "Ada Admin", email: ADA, roles: ["admin"], region: "", manager: "" };
    expect(await app.change(organisation.id, (context) => addPerson(context, typed, undefined, app.hmacsOf))).toEqual(
      [],
    );
    await expect.poll(() => handles(organisation.id)).toBe(1);

    await home(ada);
    await expectSoon(ada.locator("#home"), /5 steps of the set-up are left/);
    await expectSoon(ada.locator("#home"), /Nobody is Customer Success Manager/);
    await picture(ada, "home-set-up");
    await addInChat(ada, { Name: "Anna Kurz", "E-mail": "nobody" }, "Customer Success Manager");
    await expectSoon(ada.locator("#dialog"), /nobody is not an e-mail address/);
    await ada.locator("#dialog").getByLabel("E-mail").fill(ANNA);
    await press(ada.locator("#dialog"), "Add a person");
    await expectSoon(ada.locator("#dialog"), /Anna Kurz is added/);
    await press(ada.locator("#dialog footer"), "Close");
    await expect.poll(() => handles(organisation.id)).toBe(2);
    await addInChat(ada, { Name: "Marta Silva", "E-mail": MARTA, Manager: "Anna" }, "Account Manager", "manager");
    await expectSoon(ada.locator("#dialog"), /Marta Silva is added/);
    await press(ada.locator("#dialog footer"), "Close");
    // They are looked for in chat while the tab is drawn anew.
    await expect.poll(() => handles(organisation.id)).toBe(3);
    await home(ada);
    await expectSoon(ada.locator("#home"), /4 steps of the set-up are left/);

    await press(ada.locator("#home"), "Change defaults");
    const form = ada.locator("#dialog");
    await form.getByLabel("Time zone").fill("Europe/Berlin");
    await form.getByLabel("Public holidays of").fill("DE-BY");
    await form.getByLabel("Working days").selectOption({ label: "Monday to Thursday" });
    await press(form, "Save");
    await expectSoon(form, /It holds for everyone/);
    await press(form.locator("footer"), "Close");
    await expectSoon(ada.locator("#home"), /3 steps of the set-up are left/);

    await go(ada, "customer-success");
    await type(ada, "/tandem settings channel");
    await form.getByLabel("What is this channel for?").selectOption({ label: "churn risks and the team digest (CSM)" });
    await form.getByLabel("What may be said here?").selectOption({ label: "everything, amounts too" });
    await form.getByLabel("Whom is it for?").selectOption({ label: "everyone" });
    await press(form, "Save");
    await expectSoon(newest(ada, "is now for churn risks"), /cleared for everything/);

    await type(ada, "/tandem setup");
    const card = newest(ada, "Set up Tandem: 3 steps are left");
    await expectSoon(card, /✓ People: 3, of them CSM 1, AM 1, managers 1, administrators 1/);
    await expectSoon(card, /✓ Working time and language: set/);
    await expectSoon(card, /No channel is for opportunities/);
    await picture(card, "set-up");

    const anna = await sit(browser, url, "Anna Kurz");
    await go(anna, "Tandem");
    await home(anna);
    await expectSoon(anna.locator("#home"), /Your overview, Anna.*Nothing waits for you/);
  }, 90_000);
});

async function home(page: Page): Promise<void> {
  const head = page.locator("#channel-head");
  await press(head, "Messages");
  await press(head, "Home");
}

async function addInChat(
  page: Page,
  filledIn: Readonly<Record<string, string>>,
  role: string,
  also?: string,
): Promise<void> {
  await press(page.locator("#home"), "Add a person");
  const form: Locator = page.locator("#dialog");
  for (const [label, value] of Object.entries(filledIn)) await form.getByLabel(new RegExp(`^${label}`)).fill(value);
  await form.getByLabel(/^Role/).selectOption({ label: role });
  if (also) await form.getByLabel("Second role").selectOption({ label: also });
  await press(form, "Add a person");
}

async function handles(organisation: Parameters<App["change"]>[0]): Promise<number> {
  const rows = await app.db.read(organisation, (tx) => tx.rows<{ n: number }>("select count(*)::int as n from handle"));
  return rows[0]?.n ?? 0;
}
