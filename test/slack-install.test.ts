import { afterAll, beforeAll, beforeEach, describe, expect, test } from "vitest";
import { type App, createApp } from "../src/app.ts";
import { installLink } from "../src/chat/slack/install-state.ts";
import { BOT_SCOPES, OPTIONAL_BOT_SCOPES } from "../src/chat/slack/scopes.ts";
import { readConfig } from "../src/config.ts";
import { readInstallation } from "../src/db/installations.ts";
import { organisations, workspaceOrganisation } from "../src/db/shell.ts";
import type { Database } from "../src/db/transaction.ts";
import { createMovableClock, wallClock } from "../src/kernel/clock.ts";
import type { OrganisationId } from "../src/kernel/ids.ts";
import { mintOrganisation, testDatabase } from "./helpers/database.ts";
import { type FakeSlack, startFakeSlack } from "./helpers/fake-slack.ts";
import { NINE } from "./helpers/running-app.ts";
import { SIGNING_SECRET, stillWall } from "./helpers/slack-request.ts";

const BASE_URL = "https://tandem.example.com";
const REDIRECT = `${BASE_URL}/slack/oauth_redirect`;
const STATE_SECRET = "a-state-secret-of-the-tests";
const oauth = { baseUrl: BASE_URL, stateSecret: STATE_SECRET };

let db: Database;
let app: App;
let replica: App;
let listening: App;
let slack: FakeSlack;
let exchangesBefore = 0;
const wall = stillWall(wallClock.now());

beforeAll(async () => {
  ({ db } = await testDatabase());
  slack = await startFakeSlack({ enforceRates: false });
  slack.register("1.2", "client-secret");
  const environment = {
    PORT: "0",
    LOG_LEVEL: "silent",
    ENCRYPTION_KEY: Buffer.alloc(32, 7).toString("base64"),
    BASE_URL,
    SLACK_SIGNING_SECRET: SIGNING_SECRET,
    SLACK_CLIENT_ID: "1.2",
    SLACK_CLIENT_SECRET: "client-secret",
    SLACK_STATE_SECRET: STATE_SECRET,
    SLACK_API_URL: slack.apiUrl,
  };
  const config = readConfig(environment);
  const clock = createMovableClock(NINE);
  app = await createApp({ config, db, clock, wall });
  replica = await createApp({ config, db, clock, wall });
  listening = await createApp({ config: readConfig({ ...environment, SLACK_LISTENING: "1" }), db, clock, wall });
});
afterAll(async () => {
  await app.stop();
  await slack.stop();
});

/** How many organisations there are matters here. */
beforeEach(async () => {
  // What the test before began in the background may still be at its rows.
  const empty = () => db.system.rows("truncate organisation cascade").then(() => true, String);
  await expect.poll(empty, { timeout: 30_000 }).toBe(true);
  slack.noFaults();
  slack.addTeam({ id: "T0ACME", token: "xoxb-acme", name: "Acme" });
  slack.addTeam({ id: "T0QUILL", token: "xoxb-quill", name: "Quill & Stone" });
  exchangesBefore = exchanges();
});

const exchanges = (): number => slack.calls.filter(({ method }) => method === "oauth.v2.access").length;

interface Page {
  readonly status: number;
  readonly body: string;
  readonly headers: Readonly<Record<string, unknown>>;
}

async function get(address: string, { cookie = "", language = "en", at = app } = {}): Promise<Page> {
  const url = address.replace(BASE_URL, "");
  const headers = { "accept-language": language, ...(cookie === "" ? {} : { cookie }) };
  const { statusCode, body, headers: sent } = await at.server.inject({ url, headers });
  return { status: statusCode, body, headers: sent };
}

interface Began {
  readonly page: Page;
  readonly cookie: string;
  readonly consent: URL;
}

async function begin(link = "/slack/install"): Promise<Began> {
  const page = await get(link);
  const cookie = String(page.headers["set-cookie"]).split(";")[0] ?? "";
  const href = /href="([^"]+)"/.exec(page.body)?.[1]?.replaceAll("&amp;", "&") ?? "";
  return { page, cookie, consent: new URL(href) };
}

/** What Slack sends the browser back to, once somebody has agreed there. */
function agreed({ consent }: Began, team: string, more: Partial<Parameters<FakeSlack["consent"]>[0]> = {}): string {
  const code = slack.consent({
    clientId: consent.searchParams.get("client_id") ?? "",
    redirectUri: consent.searchParams.get("redirect_uri") ?? "",
    team,
    user: "U0ADMIN",
    scopes: (consent.searchParams.get("scope") ?? "").split(","),
    ...more,
  });
  return `${REDIRECT}?${new URLSearchParams({ code, state: consent.searchParams.get("state") ?? "" }).toString()}`;
}

async function install(team: string, link?: string): Promise<Page> {
  const began = await begin(link);
  return get(agreed(began, team), { cookie: began.cookie });
}

async function tokenIn(team: string): Promise<string | undefined> {
  const organisation = await workspaceOrganisation(db.system, "slack", team);
  if (!organisation) return undefined;
  return (await db.read(organisation, (tx) => readInstallation(tx, app.sealer, "slack", team)))?.token;
}

const linkFor = (organisation: OrganisationId): string => installLink(oauth, organisation, wall.now());

describe("installing the app in a workspace", () => {
  test("the first one makes the organisation, and its token is kept where nobody can read it", async () => {
    const { status, body } = await install("T0QUILL");
    expect([status, body]).toEqual([200, expect.stringContaining("Tandem is in Quill &amp; Stone")]);
    expect((await organisations(db.system)).map(({ slug }) => slug)).toEqual(["quill-stone"]);
    expect(await tokenIn("T0QUILL")).toBe("xoxb-quill");
    const rows = await db.read((await organisations(db.system))[0]?.id as OrganisationId, (tx) =>
      tx.rows<{ sealed: Uint8Array }>("select sealed from installation"),
    );
    expect(rows.map(({ sealed }) => Buffer.from(sealed).includes("xoxb"))).toEqual([false]);
  });

  test("asks Slack for what the manifest asks for, and to be sent back", async () => {
    const { consent, page } = await begin();
    expect(consent.pathname).toBe("/oauth/v2/authorize");
    expect(consent.searchParams.get("scope")).toBe(BOT_SCOPES.join(","));
    expect(consent.searchParams.get("redirect_uri")).toBe(REDIRECT);
    expect(String(page.headers["set-cookie"])).toMatch(
      /^tandem_install=[\w-]{43}; Path=\/slack; Max-Age=600; HttpOnly; SameSite=Lax; Secure$/,
    );
  });

  test("again renews its token", async () => {
    await install("T0ACME");
    slack.addTeam({ id: "T0ACME", token: "xoxb-renewed", name: "Acme" });
    expect((await install("T0ACME")).status).toBe(200);
    expect(await tokenIn("T0ACME")).toBe("xoxb-renewed");
    expect(await organisations(db.system)).toHaveLength(1);
  });

  test("goes without what may be refused, and not without what is needed", async () => {
    const optional: readonly string[] = OPTIONAL_BOT_SCOPES;
    const needed = BOT_SCOPES.filter((scope) => !optional.includes(scope));
    const one = await begin();
    expect((await get(agreed(one, "T0ACME", { scopes: needed }), { cookie: one.cookie })).status).toBe(200);
    const two = await begin();
    const without = agreed(two, "T0ACME", { scopes: needed.filter((scope) => scope !== "chat:write") });
    const { status, body } = await get(without, { cookie: two.cookie });
    expect([status, body]).toEqual([400, expect.stringContaining("chat:write")]);
  });

  test("of an app that listens doesn't go without the histories of channels", async () => {
    const both = ["channels:history", "groups:history"];
    const one = await begin();
    const { status, body } = await get(
      agreed(one, "T0ACME", { scopes: BOT_SCOPES.filter((each) => !both.includes(each)) }),
      {
        cookie: one.cookie,
        at: listening,
      },
    );
    expect([status, body]).toEqual([400, expect.stringContaining(both.join(", "))]);
    const two = await begin();
    const rest = BOT_SCOPES.filter((each) => each !== "im:history");
    expect((await get(agreed(two, "T0ACME", { scopes: rest }), { cookie: two.cookie, at: listening })).status).toBe(
      200,
    );
  });

  test("tells the story in the audit", async () => {
    await install("T0ACME");
    await install("T0ACME");
    const [only] = await organisations(db.system);
    const rows = await db.read(only?.id as OrganisationId, (tx) =>
      tx.rows<{ action: string; subject: string }>("select action, subject from audit order by id"),
    );
    expect(rows).toEqual([
      { action: "workspaces.installed", subject: "T0ACME" },
      { action: "workspaces.renewed", subject: "T0ACME" },
    ]);
  });
});

describe("for whom a workspace is installed", () => {
  test("is nobody's guess once there are two organisations: a link says it", async () => {
    const [one, two] = [await mintOrganisation(db), await mintOrganisation(db)];
    const { status, body, headers } = await get("/slack/install");
    expect([status, body]).toEqual([403, expect.stringContaining("slack install-link")]);
    expect(headers["set-cookie"]).toBeUndefined();
    expect((await begin(linkFor(two))).page.body).toContain("Northwind");
    expect((await install("T0ACME", linkFor(two))).status).toBe(200);
    expect(await workspaceOrganisation(db.system, "slack", "T0ACME")).toBe(two);
    expect(await workspaceOrganisation(db.system, "slack", "T0ACME")).not.toBe(one);
  });

  test("another organisation's workspace is refused, and keeps its token", async () => {
    const [one, two] = [await mintOrganisation(db), await mintOrganisation(db)];
    await install("T0ACME", linkFor(one));
    slack.addTeam({ id: "T0ACME", token: "xoxb-second", name: "Acme" });
    const { status, body } = await install("T0ACME", linkFor(two));
    expect([status, body]).toEqual([409, expect.stringContaining("belongs to another organisation")]);
    expect(await workspaceOrganisation(db.system, "slack", "T0ACME")).toBe(one);
    expect(await tokenIn("T0ACME")).toBe("xoxb-acme");
  });

  test("a second workspace of the only organisation needs a link, for it could be a stranger's", async () => {
    await install("T0ACME");
    const { status } = await install("T0QUILL");
    expect([status, await tokenIn("T0QUILL")]).toEqual([403, undefined]);
    const [only] = await organisations(db.system);
    expect((await install("T0QUILL", linkFor(only?.id as OrganisationId))).status).toBe(200);
    expect(await organisations(db.system)).toHaveLength(1);
  });

  test("an organisation that is there already needs a link for its first workspace too, however the stranger began", async () => {
    const began = await begin();
    const organisation = await mintOrganisation(db);
    const { status } = await get(agreed(began, "T0QUILL"), { cookie: began.cookie });
    expect([status, await tokenIn("T0QUILL")]).toEqual([403, undefined]);
    expect((await get("/slack/install")).status).toBe(403);
    expect((await install("T0QUILL", linkFor(organisation))).status).toBe(200);
    expect(await workspaceOrganisation(db.system, "slack", "T0QUILL")).toBe(organisation);
  });

  test.each([
    [
      "that was changed",
      (link: string) => link.replace(/([^.])([^.]*)$/, (_, first, rest) => `${first === "A" ? "B" : "A"}${rest}`),
      0,
    ],
    ["of another's making", (link: string) => link.replace(/for=.*/, "for=e30.AAAA"), 0],
    ["a day old", (link: string) => link, 24 * 3_600_000],
  ])("a link %s opens nothing", async (_how, change, laterMs) => {
    const link = linkFor(await mintOrganisation(db));
    wall.move(laterMs);
    expect((await get(change(link))).status).toBe(403);
  });

  test("a link is good for a day less a millisecond", async () => {
    const link = linkFor(await mintOrganisation(db));
    wall.move(24 * 3_600_000 - 1);
    expect((await get(link)).status).toBe(200);
  });
});

describe("coming back from Slack", () => {
  const nothingKept = async (): Promise<void> => {
    expect(await organisations(db.system)).toEqual([]);
    expect(exchanges()).toBe(exchangesBefore);
  };

  test("in another browser is refused", async () => {
    const began = await begin();
    const another = await begin();
    expect((await get(agreed(began, "T0ACME"))).status).toBe(400);
    expect((await get(agreed(began, "T0ACME"), { cookie: another.cookie })).status).toBe(400);
    await nothingKept();
  });

  test("after ten minutes is refused", async () => {
    const began = await begin();
    wall.move(600_000);
    expect((await get(agreed(began, "T0ACME"), { cookie: began.cookie })).status).toBe(400);
    await nothingKept();
  });

  test("a second time is refused, on another replica too", async () => {
    const began = await begin();
    const { cookie } = began;
    expect((await get(agreed(began, "T0ACME"), { cookie })).status).toBe(200);
    expect((await get(agreed(began, "T0ACME"), { cookie, at: replica })).status).toBe(400);
    expect((await get(agreed(began, "T0ACME"), { cookie })).status).toBe(400);
  });

  test.each(["", "?state=x", "?code=1&state=a.b", "?state=a&state=b&code=1"])("with %j is refused", async (query) => {
    const { cookie } = await begin();
    expect((await get(`/slack/oauth_redirect${query}`, { cookie })).status).toBe(400);
    await nothingKept();
  });

  test("a link for an installation is no state", async () => {
    const { cookie } = await begin();
    const link = new URL(linkFor(await mintOrganisation(db))).searchParams.get("for") ?? "";
    expect((await get(`/slack/oauth_redirect?code=1&state=${link}`, { cookie })).status).toBe(400);
  });

  test("having cancelled, says so", async () => {
    const { cookie, consent } = await begin();
    const state = consent.searchParams.get("state") ?? "";
    const { status, body } = await get(`/slack/oauth_redirect?error=access_denied&state=${state}`, { cookie });
    expect([status, body]).toEqual([400, expect.stringContaining("You cancelled in Slack")]);
  });

  test("with a code that Slack doesn't know, or a token that would expire, nothing is kept", async () => {
    const one = await begin();
    const wrong = agreed(one, "T0ACME").replace(/code=\w+/, "code=made-up");
    expect((await get(wrong, { cookie: one.cookie })).status).toBe(502);
    const two = await begin();
    const rotating = agreed(two, "T0ACME", { more: { expires_in: 43_200, refresh_token: "xoxe-1" } });
    expect((await get(rotating, { cookie: two.cookie })).status).toBe(502);
    expect(await organisations(db.system)).toEqual([]);
  });

  test("for a whole Enterprise organisation is refused", async () => {
    const began = await begin();
    const { status, body } = await get(agreed(began, "T0ACME", { wholeEnterprise: true }), { cookie: began.cookie });
    expect([status, body]).toEqual([400, expect.stringContaining("choose one workspace")]);
    expect(await organisations(db.system)).toEqual([]);
  });

  test("while Slack can't be reached, is told to try again, and nothing is kept", async () => {
    slack.fault({ method: "oauth.v2.access", is: { kind: "never-arrived" } });
    const began = await begin();
    expect((await get(agreed(began, "T0ACME"), { cookie: began.cookie })).status).toBe(502);
    expect(await organisations(db.system)).toEqual([]);
  });
});

describe("the pages", () => {
  test.each([
    ["de-AT,de;q=0.9,en;q=0.8", "de", "Tandem zu Slack hinzufügen"],
    ["zh-CN", "zh", "将 Tandem 添加到 Slack"],
    ["fr, en;q=0.3", "en", "Add Tandem to Slack"],
    ["", "en", "Add Tandem to Slack"],
    ["de;q=0, zh;q=0.1", "zh", "将 Tandem 添加到 Slack"],
  ])("speak, for %j, %s", async (language, lang, title) => {
    const { body } = await get("/slack/install", { language });
    expect(body).toContain(`<html lang="${lang}">`);
    expect(body).toContain(`<h1>${title}</h1>`);
  });

  test("run nothing, are framed by nobody, kept by nobody, and read nothing in a name", async () => {
    slack.addTeam({ id: "T0EVIL", token: "xoxb-evil", name: `<script>alert("1")</script>` });
    const { body, headers } = await install("T0EVIL");
    expect(body).toContain("&lt;script&gt;alert(&quot;1&quot;)&lt;/script&gt;");
    expect(body).not.toMatch(/<script|\son\w+=/);
    expect(headers["content-security-policy"]).toMatch(
      /^default-src 'none';style-src 'sha256-[^']+';base-uri 'none';form-action 'none';frame-ancestors 'none'$/,
    );
    expect(headers).toMatchObject({ "cache-control": "no-store", "referrer-policy": "no-referrer" });
  });

  test("aren't there for an app of one workspace", async () => {
    const { db: another } = await testDatabase();
    const one = await createApp({ config: readConfig({ LOG_LEVEL: "silent" }), db: another });
    expect((await one.server.inject({ url: "/slack/install" })).statusCode).toBe(404);
    await one.stop();
  });
});
