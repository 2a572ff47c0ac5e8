import { describe, expect, test } from "vitest";
import { readConfig } from "../src/config.ts";

const APP = "11111111-2222-4333-8444-555555555555";
const TENANT = "7d0c9ad0-1111-4222-8333-AcAcAcAcAcAc";
const ALL = { TEAMS_APP_ID: APP, TEAMS_APP_PASSWORD: "very-secret", TEAMS_TENANT_ID: TENANT };

describe("Microsoft Teams", () => {
  test("is off when nothing of it is set, or all of it is blank", () => {
    expect(readConfig({}).teams).toBeUndefined();
    expect(
      readConfig({ TEAMS_APP_ID: "", TEAMS_APP_PASSWORD: "", TEAMS_TENANT_ID: "", TEAMS_LOCAL: "" }).teams,
    ).toBeUndefined();
  });

  test("is on when all of it is set, in production too, and can't be changed afterwards", () => {
    const { teams } = readConfig({ ...ALL, NODE_ENV: "production", HOST: "0.0.0.0" });
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
