import { describe, expect, test } from "vitest";
import { readConfig } from "../src/config.ts";

const APP = "11111111-2222-4333-8444-555555555555";
const TENANT = "7d0c9ad0-1111-4222-8333-AcAcAcAcAcAc";
const KEY = Buffer.alloc(32, 7).toString("base64");
const ALL = { TEAMS_APP_ID: APP, TEAMS_APP_PASSWORD: "very-secret", TEAMS_TENANT_ID: TENANT };

describe("listening in channels", () => {
  const slack = { SLACK_SIGNING_SECRET: "s", SLACK_BOT_TOKEN: "xoxb" };

  test("is possible nowhere unless it is said of that platform's app", () => {
    expect(readConfig({ ...slack, ...ALL }).listensOn).toEqual([]);
    expect(readConfig({ ...slack, ...ALL }).slack).not.toHaveProperty("listening");
    expect(readConfig({ ...slack, ...ALL }).teams).not.toHaveProperty("listening");
    const inSlack = readConfig({ ...slack, ...ALL, SLACK_LISTENING: "1" });
    expect([inSlack.listensOn, inSlack.slack?.listening, inSlack.teams?.listening]).toEqual([
      ["slack"],
      true,
      undefined,
    ]);
    const inTeams = readConfig({ ...slack, ...ALL, TEAMS_LISTENING: "1" });
    expect([inTeams.listensOn, inTeams.slack?.listening, inTeams.teams?.listening]).toEqual([
      ["teams"],
      undefined,
      true,
    ]);
  });

  test("is either 1 or left out", () => {
    expect(() => readConfig({ SLACK_LISTENING: "yes" })).toThrow(
      'SLACK_LISTENING is "yes"; it must be 1, or left out.',
    );
  });
});

describe("Microsoft Teams", () => {
  test("is off when nothing of it is set, or all of it is blank", () => {
    expect(readConfig({}).teams).toBeUndefined();
    expect(
      readConfig({ TEAMS_APP_ID: "", TEAMS_APP_PASSWORD: "", TEAMS_TENANT_ID: "", TEAMS_LOCAL: "" }).teams,
    ).toBeUndefined();
  });

  test("is on when all of it is set, in production too, and can't be changed afterwards", () => {
    const { teams } = readConfig({ ...ALL, NODE_ENV: "production", ENCRYPTION_KEY: KEY, HOST: "0.0.0.0" });
    expect(teams).toEqual({ kind: "cloud", appId: APP, password: "very-secret", tenant: TENANT.toLowerCase() });
    expect(Object.isFrozen(teams)).toBe(true);
  });

  test.each([
    [["TEAMS_APP_ID"], "TEAMS_APP_ID is missing."],
    [["TEAMS_APP_PASSWORD"], "TEAMS_APP_PASSWORD is missing."],
    [["TEAMS_TENANT_ID"], "TEAMS_TENANT_ID is missing."],
    [["TEAMS_APP_ID", "TEAMS_APP_PASSWORD"], "TEAMS_APP_ID and TEAMS_APP_PASSWORD are missing."],
    [["TEAMS_APP_ID", "TEAMS_TENANT_ID"], "TEAMS_APP_ID and TEAMS_TENANT_ID are missing."],
    [["TEAMS_APP_PASSWORD", "TEAMS_TENANT_ID"], "TEAMS_APP_PASSWORD and TEAMS_TENANT_ID are missing."],
  ])("without %j is refused, and what is missing named", (missing, sentence) => {
    const given = Object.fromEntries(Object.entries(ALL).filter(([name]) => !missing.includes(name)));
    const together = "Teams needs TEAMS_APP_ID, TEAMS_APP_PASSWORD, TEAMS_TENANT_ID together; set all of them or none.";
    expect(() => readConfig(given)).toThrow(new Error(`${sentence} ${together}`));
    const blank = Object.fromEntries(missing.map((name) => [name, ""]));
    expect(() => readConfig({ ...given, ...blank })).toThrow(sentence);
  });

  test.each([
    ["TEAMS_APP_ID", "my-bot", 'TEAMS_APP_ID is "my-bot"; it must be a UUID, as Azure shows it for the bot.'],
    [
      "TEAMS_TENANT_ID",
      "acme.onmicrosoft.com",
      'TEAMS_TENANT_ID is "acme.onmicrosoft.com"; it must be a UUID, as Microsoft Entra shows it for your company.',
    ],
    ["TEAMS_LOCAL", "yes", 'TEAMS_LOCAL is "yes"; it must be 1, or left out.'],
    ["TEAMS_LOCAL", "0", 'TEAMS_LOCAL is "0"; it must be 1, or left out.'],
  ])("a wrong %s (%s) is named with what is allowed", (name, value, sentence) => {
    expect(() => readConfig({ ...ALL, [name]: value })).toThrow(new Error(sentence));
  });

  test("a secret is never repeated, whatever else is wrong", () => {
    const { TEAMS_APP_ID: _id, ...half } = ALL;
    for (const wrong of [
      half,
      { ...ALL, TEAMS_APP_PASSWORD: "  " },
      { ...ALL, TEAMS_TENANT_ID: "x", PORT: "many" },
      { ...ALL, TEAMS_LOCAL: "1" },
      { ...ALL, TEAMS_LOCAL: "1", HOST: "0.0.0.0" },
    ]) {
      const refuse = (): unknown => readConfig(wrong);
      expect(refuse).toThrow(/TEAMS_/);
      expect(refuse).not.toThrow(/very-secret/);
    }
    expect(() => readConfig({ ...ALL, TEAMS_APP_PASSWORD: "  " })).toThrow(/^TEAMS_APP_PASSWORD is set, but/);
  });
});

describe("Microsoft Teams on one's own machine", () => {
  test.each(["127.0.0.1", "::1", "localhost"])("asks nobody who they are while HOST is %s", (HOST) => {
    expect(readConfig({ TEAMS_LOCAL: "1", HOST }).teams).toEqual({
      kind: "local",
      appId: undefined,
      tenant: "00000000-0000-0000-0000-0000000000001",
    });
  });

  test("may be one's own bot and tenant", () => {
    expect(readConfig({ TEAMS_LOCAL: "1", TEAMS_APP_ID: APP, TEAMS_TENANT_ID: TENANT }).teams).toEqual({
      kind: "local",
      appId: APP,
      tenant: TENANT.toLowerCase(),
    });
  });

  test.each([
    { HOST: "0.0.0.0" },
    { HOST: "::" },
    { HOST: "192.168.1.5" },
    { HOST: "127.0.0.1.evil.example" },
    { HOST: "localhost.evil.example" },
    { NODE_ENV: "production" },
    { NODE_ENV: "production", HOST: "localhost" },
  ])("is refused with %j", (given) => {
    expect(() => readConfig({ TEAMS_LOCAL: "1", ...given })).toThrow(
      /^TEAMS_LOCAL is "1", which asks nobody who they are; it is allowed only while HOST is 127\.0\.0\.1/,
    );
  });

  test("has no use for a password", () => {
    expect(() => readConfig({ ...ALL, TEAMS_LOCAL: "1" })).toThrow(
      "TEAMS_LOCAL asks nobody who they are, so TEAMS_APP_PASSWORD has no use; set one of the two.",
    );
  });
});

describe("Slack for many workspaces", () => {
  const MANY = {
    SLACK_CLIENT_ID: "1.2",
    SLACK_CLIENT_SECRET: "client-secret",
    SLACK_STATE_SECRET: "state-secret-of-16",
    SLACK_SIGNING_SECRET: "signing-secret",
    BASE_URL: "https://tandem.example.com/",
  };

  test("is on when all of it is set, and can't be changed afterwards", () => {
    const { slack, baseUrl } = readConfig(MANY);
    expect(baseUrl).toBe("https://tandem.example.com");
    expect(slack).toEqual({
      signingSecret: "signing-secret",
      apiUrl: undefined,
      oauth: { clientId: "1.2", clientSecret: "client-secret", stateSecret: "state-secret-of-16", baseUrl },
    });
    expect(Object.isFrozen(slack) && Object.isFrozen(slack?.oauth)).toBe(true);
  });

  test.each([
    [["SLACK_CLIENT_ID"], "SLACK_CLIENT_ID is missing."],
    [["SLACK_CLIENT_SECRET", "SLACK_STATE_SECRET"], "SLACK_CLIENT_SECRET and SLACK_STATE_SECRET are missing."],
    [["SLACK_SIGNING_SECRET"], "SLACK_SIGNING_SECRET is missing."],
    [["BASE_URL"], "BASE_URL is missing."],
  ])("without %j is refused, and what is missing named", (missing, sentence) => {
    const blank = Object.fromEntries(missing.map((name) => [name, ""]));
    expect(() => readConfig({ ...MANY, ...blank })).toThrow(sentence);
  });

  test("is for either one workspace or many", () => {
    expect(() => readConfig({ ...MANY, SLACK_BOT_TOKEN: "xoxb-1" })).toThrow(
      "SLACK_BOT_TOKEN is for one workspace and SLACK_CLIENT_ID, SLACK_CLIENT_SECRET, SLACK_STATE_SECRET are for many; set the one or the others.",
    );
    expect(() => readConfig({ SLACK_BOT_TOKEN: "xoxb-1" })).toThrow(/^SLACK_SIGNING_SECRET is missing/);
    expect(() => readConfig({ SLACK_SIGNING_SECRET: "x" })).toThrow(/^SLACK_BOT_TOKEN is missing/);
  });

  test("needs a state secret that nobody guesses", () => {
    expect(() => readConfig({ ...MANY, SLACK_STATE_SECRET: "short" })).toThrow(/^SLACK_STATE_SECRET is set, but/);
  });

  test("refuses a half set one without repeating a secret", () => {
    for (const wrong of [
      { ...MANY, BASE_URL: "" },
      { ...MANY, SLACK_BOT_TOKEN: "xoxb-1" },
    ]) {
      expect(() => readConfig(wrong)).not.toThrow(/client-secret|state-secret|signing-secret|xoxb-1/);
    }
  });
});

describe("the address from outside", () => {
  test.each([
    "tandem.example.com",
    "https://x.example/path",
    "https://x.example/?a=1",
    "https://u:p@x.example",
    "ftp://x",
  ])("%s is none, and what is allowed is said", (BASE_URL) => {
    expect(() => readConfig({ BASE_URL })).toThrow(
      `BASE_URL is "${BASE_URL}"; it must be an address without a path, such as https://tandem.example.com.`,
    );
  });

  test("begins with https in production", () => {
    const production = { NODE_ENV: "production", ENCRYPTION_KEY: KEY };
    expect(() => readConfig({ ...production, BASE_URL: "http://x.example" })).toThrow(/in production it must begin/);
    expect(readConfig({ BASE_URL: "http://localhost:3000" }).baseUrl).toBe("http://localhost:3000");
    expect(readConfig({ ...production, BASE_URL: "https://x.example:8443" }).baseUrl).toBe("https://x.example:8443");
  });
});

describe("the proxies that are trusted", () => {
  test("are those on this machine, or those that are named", () => {
    expect(readConfig({}).trustedProxies).toEqual(["127.0.0.1", "::1"]);
    const named = readConfig({ TRUSTED_PROXIES: "10.0.0.7, 10.1.0.0/16,fd00::/8" });
    expect(named.trustedProxies).toEqual(["10.0.0.7", "10.1.0.0/16", "fd00::/8"]);
  });

  test.each([
    "everybody",
    "10.0.0.0/0",
    "::/0",
    "10.0.0.0/33",
    "10.0.0",
    "10.0.0.7;10.0.0.8",
    "10.0.0.7,",
    "1.2.3.4/8/8",
  ])("aren't %s, and what is allowed is said", (TRUSTED_PROXIES) => {
    expect(() => readConfig({ TRUSTED_PROXIES })).toThrow(
      `TRUSTED_PROXIES is "${TRUSTED_PROXIES}"; it must be addresses or networks of proxies, such as 10.0.0.7`,
    );
  });
});

describe("the encryption key", () => {
  const OTHER = Buffer.alloc(32, 8).toString("base64");

  test("is needed in production, and only there", () => {
    expect(() => readConfig({ NODE_ENV: "production" })).toThrow(/^ENCRYPTION_KEY is missing/);
    expect(readConfig({}).encryptionKeys).toBeUndefined();
  });

  test("may be several, of which the first seals", () => {
    const { encryptionKeys } = readConfig({ ENCRYPTION_KEY: `${KEY}, ${OTHER}` });
    expect(encryptionKeys?.map((key) => key.toString("base64"))).toEqual([KEY, OTHER]);
  });

  test.each([
    "short",
    Buffer.alloc(31).toString("base64"),
    Buffer.alloc(33).toString("base64"),
    `${KEY},`,
    `${KEY} ${KEY}`,
  ])("%j is none, is not repeated, and what is allowed is said", (ENCRYPTION_KEY) => {
    const refuse = (): unknown => readConfig({ ENCRYPTION_KEY });
    expect(refuse).toThrow(/^ENCRYPTION_KEY is set, but it must be 32 bytes in base64, as `openssl rand -base64 32`/);
    expect(refuse).not.toThrow(ENCRYPTION_KEY);
  });
});

describe("e-mail", () => {
  const FROM = "surveys@example.com";

  test("is off while neither the server nor the sender is set, and needs both", () => {
    expect(readConfig({}).mail).toBeUndefined();
    expect(readConfig({ SMTP_URL: "", SMTP_FROM: "" }).mail).toBeUndefined();
    const together = "E-mail needs SMTP_URL and SMTP_FROM together; set both or neither.";
    expect(() => readConfig({ SMTP_URL: "smtp://mail.example.com" })).toThrow(`SMTP_FROM is missing. ${together}`);
    expect(() => readConfig({ SMTP_FROM: FROM })).toThrow(`SMTP_URL is missing. ${together}`);
  });

  test.each([
    ["smtp://mail.example.com", { host: "mail.example.com", port: 587, secure: false, login: undefined }],
    ["smtps://mail.example.com/", { host: "mail.example.com", port: 465, secure: true, login: undefined }],
    ["smtp://[::1]:2525", { host: "::1", port: 2525, secure: false, login: undefined }],
    [
      "smtp://me%40example.com:p%2Fw%3A1@mail.example.com:25",
      { host: "mail.example.com", port: 25, secure: false, login: { user: "me@example.com", password: "p/w:1" } },
    ],
  ])("goes by the server that %s names", (url, server) => {
    const { mail } = readConfig({ SMTP_URL: url, SMTP_FROM: FROM });
    expect(mail).toEqual({ ...server, from: FROM });
    expect(Object.isFrozen(mail)).toBe(true);
  });

  test.each([
    "mail.example.com",
    "http://u:very-secret@mail.example.com",
    "smtp://u:very-secret@mail.example.com/path",
    "smtp://u:very-secret@mail.example.com?tls.rejectUnauthorized=false",
    "smtp://:very-secret@mail.example.com",
    "smtp://",
  ])("refuses %s with what is allowed, and doesn't repeat it", (url) => {
    const read = (): unknown => readConfig({ SMTP_URL: url, SMTP_FROM: FROM });
    expect(read).toThrow(/^SMTP_URL .* it must be the address of a mail server, such as smtp:/);
    expect(read).not.toThrow(/very-secret/);
  });

  test("names a sender that is none", () => {
    expect(() => readConfig({ SMTP_URL: "smtp://mail.example.com", SMTP_FROM: "Acme <a@b>" })).toThrow(
      'SMTP_FROM is "Acme <a@b>"; it must be an e-mail address, such as surveys@example.com.',
    );
  });
});
