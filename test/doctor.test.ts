import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import path from "node:path";
import { afterAll, afterEach, beforeAll, describe, expect, test, vi } from "vitest";
import { createMail, type MailConfig } from "../src/chat/mail/index.ts";
import { runCommandLine } from "../src/command-line.ts";
import { readConfig } from "../src/config.ts";
import { organisations } from "../src/db/shell.ts";
import { organisationFindings, serviceFindings } from "../src/doctor.ts";
import { wallClock } from "../src/kernel/clock.ts";
import { createSays } from "../src/locales/say.ts";
import { TEXTS } from "../src/locales/keys.ts";
import { startMailServer } from "./helpers/mail-server.ts";
import { runApp, type RunningApp } from "./helpers/running-app.ts";

const SLACK = { SLACK_SIGNING_SECRET: "a secret", SLACK_BOT_TOKEN: "xoxb-1" };
const KEY = Buffer.alloc(32, 7).toString("base64");

let house: RunningApp;
beforeAll(async () => {
  house = await runApp();
});
afterAll(() => house.stop());

describe("the check of the service", () => {
  const wall = wallClock;
  const app = (identifySlack?: () => Promise<unknown>) => ({
    db: house.app.db,
    change: house.app.change,
    identifySlack,
  });
  async function found(environment: NodeJS.ProcessEnv, identifySlack?: () => Promise<unknown>, clock = wall) {
    const findings = await serviceFindings({ config: readConfig(environment), app: app(identifySlack), wall: clock });
    return findings.map(({ id, severity }) => `${id} ${severity}`);
  }

  test("finds no chat, no key and no address outside", async () => {
    expect(await found({})).toEqual(["D03 warning", "D04 warning", "D06 broken"]);
  });

  test("finds an embedded database in production, and says what can't be known", async () => {
    const production = {
      NODE_ENV: "production",
      ENCRYPTION_KEY: KEY,
      BASE_URL: "https://tandem.example.com",
      ...SLACK,
    };
    const well = () => Promise.resolve();
    expect(await found(production, well)).toEqual(["D05 warning", "D08 hint"]);
    expect(await found({ ...production, DATABASE_URL: "postgres://a@b/c" }, well)).toEqual(["D08 hint"]);
  });

  test("finds a token that Slack refuses", async () => {
    const refused = () => Promise.reject(new Error("An API error occurred: invalid_auth"));
    expect(await found(SLACK, refused)).toContain("D07 broken");
  });

  test("finds a mail server that can't be used, and one without links to send", async () => {
    const server = await startMailServer({ disabledCommands: ["STARTTLS"] });
    const mail = { SMTP_URL: server.url, SMTP_FROM: "surveys@example.com" };
    const checked = async (environment: NodeJS.ProcessEnv) => {
      const config = readConfig(environment);
      const checkMail =
        config.mail && (() => createMail({ config: config.mail as MailConfig, says: createSays() }).check());
      const findings = await serviceFindings({ config, app: { ...app(), checkMail }, wall });
      return findings.filter(({ id }) => id === "D13" || id === "D14").map(({ id, severity }) => `${id} ${severity}`);
    };
    const baseUrl = { BASE_URL: "https://tandem.example.com" };
    expect(await checked({ ...mail, ...baseUrl })).toEqual([]);
    expect(server.received).toEqual([]);
    expect(await checked(mail)).toEqual(["D14 warning"]);
    await server.stop();
    expect(await checked({ ...mail, ...baseUrl })).toEqual(["D13 broken"]);
  });

  test("finds that nobody in Teams has met the bot", async () => {
    const id = "11111111-2222-4333-8444-555555555555";
    const teams = { TEAMS_APP_ID: id, TEAMS_APP_PASSWORD: "very-secret", TEAMS_TENANT_ID: id };
    expect(await found(teams)).toContain("D09 warning");
  });

  test("finds a clock that goes differently from the database's, the worse the further", async () => {
    const ahead = (ms: number) => ({ ...wall, now: () => new Date(wall.now().getTime() + ms) });
    expect(await found({}, undefined, ahead(10_000))).toContain("D10 warning");
    expect(await found({}, undefined, ahead(120_000))).toContain("D10 broken");
  });

  test("finds of an organisation what its set-up says too", async () => {
    const [own] = (await organisations(house.app.db.system)).filter(({ id }) => id === house.company.organisation);
    if (!own) throw new Error("no organisation");
    const findings = await organisationFindings({ config: readConfig(SLACK), app: app(), wall }, own);
    const ids = findings.map(({ id }) => id);
    expect(ids).toEqual(["D50", "D60"]);
    expect(findings[0]).toMatchObject({ organisation: own.slug });
  });
});

describe("every finding", () => {
  test("says what it is and what to do", () => {
    const keys = Object.keys(TEXTS.en.doctor).map((key) => key.replace(/_(one|other)$/, ""));
    for (const id of keys.filter((key) => /^D\d\d$/.test(key))) expect(keys).toContain(`${id}-fix`);
    expect(createSays()("de")("doctor.well")).toEqual(["Es fehlt nichts."]);
  });
});

describe("at the command line", () => {
  let folder = "";
  beforeAll(async () => {
    folder = await mkdtemp(path.join(tmpdir(), "tandem-doctor-"));
  });
  afterEach(() => vi.unstubAllEnvs());
  afterAll(() => rm(folder, { recursive: true }));

  async function run(words: readonly string[], environment: Readonly<Record<string, string>> = {}) {
    vi.unstubAllEnvs();
    vi.stubEnv("DATA_DIR", folder);
    for (const [name, value] of Object.entries({ DATABASE_URL: "", BASE_URL: "", NODE_ENV: "test", ...environment }))
      vi.stubEnv(name, value);
    const said = { out: "", err: "" };
    const code = await runCommandLine(words, {
      out: (text) => (said.out += text),
      err: (text) => (said.err += text),
      terminal: process.stderr,
    });
    return { code, ...said };
  }

  test("the first administrator is added, and what is left is told, as JSON too", async () => {
    expect((await run(["doctor"])).out).toContain("D12  There is no organisation.");
    expect(await run(["org", "create", "northwind", "Northwind"])).toMatchObject({ code: 0 });
    const empty = await run(["doctor"]);
    expect(empty).toMatchObject({ code: 1 });
    expect(empty.out).toContain("BROKEN   D21  There is no administrator.");

    const wrong = await run(["person", "add", "ada", "Ada", "--role", "boss"]);
    expect(wrong).toMatchObject({ code: 1 });
    expect(wrong.err).toContain("ada is not an e-mail address");
    expect(wrong.err).toContain("boss is not a role. Use one of csm, am, manager, exec, colleague, admin.");
    const added = await run(["person", "add", "ada@northwind.example", "Ada", "Admin", "--role", "admin", "csm"]);
    expect(added).toMatchObject({ code: 0, out: "Added Ada Admin (admin, csm).\n" });

    const { code, out } = await run(["doctor", "--json", "--org", "northwind"]);
    const findings = JSON.parse(out) as { id: string; severity: string; what: string; fix: string }[];
    expect(code).toBe(1);
    expect(findings.filter(({ severity }) => severity === "broken").map(({ id }) => id)).toEqual(["D06"]);
    expect(findings.find(({ id }) => id === "D25")).toMatchObject({ what: "1 person is matched to nobody in chat." });
  }, 60_000);

  test("a configuration that is wrong, and a database that isn't there, are findings too", async () => {
    const half = await run(["doctor"], { SLACK_BOT_TOKEN: "xoxb-very-secret" });
    expect(half).toMatchObject({ code: 1 });
    expect(half.out).toContain("D02  The configuration is wrong: SLACK_SIGNING_SECRET is missing.");
    expect(half.out).not.toContain("very-secret");
    const away = await run(["doctor"], { DATABASE_URL: "postgres://nobody@127.0.0.1:9/x" });
    expect(away).toMatchObject({ code: 1 });
    expect(away.out).toContain("D01  The database can't be reached: DATABASE_URL names 127.0.0.1:9");
  }, 60_000);
});
