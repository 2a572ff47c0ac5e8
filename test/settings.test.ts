import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { createApp } from "../src/app.ts";
import { readConfig } from "../src/config.ts";
import { startDemo } from "../src/demo/start.ts";
import { testDatabase } from "./helpers/database.ts";
import { runApp, type RunningApp, wordsOf } from "./helpers/running-app.ts";

let house: RunningApp;
beforeAll(async () => {
  house = await runApp();
});
afterAll(() => house.stop());

const CHANNEL = { purpose: "csm", forWhom: "region:dach", clearance: "operations", locale: "de", digestAt: "07:30" };
const MINE = { locale: "de", zone: "Asia/Shanghai", digestAt: "09:15" };

async function rows(sql: string, values: unknown[] = []) {
  return house.app.db.read(house.company.organisation, (tx) => tx.rows(sql, values));
}

describe("a channel's purpose and clearance", () => {
  test("is set by an administrator, in the channel itself, and its digest has a time from then on", async () => {
    const { ada, anna } = house.company;
    expect(wordsOf(await house.command(ada, "/tandem settings channel"))).toBe("Set up this channel");
    expect(wordsOf(await house.submit(ada, "settings.channel", "", CHANNEL))).toContain("is now for churn risks");
    await house.app.settle();
    expect(
      await rows("select purpose, clearance, region, locale from channel where conversation = 'C0ANYWHERE'"),
    ).toEqual([{ purpose: "csm", clearance: "operations", region: "dach", locale: "de" }]);
    const due = await rows(
      `select d.due_at from due d join channel c on c.organisation_id = d.organisation_id and c.id::text = d.subject
        where d.kind = 'schedule:risk.team-digest' and c.conversation = 'C0ANYWHERE'`,
    );
    expect(due).toEqual([{ due_at: new Date("2026-11-25T07:30:00Z") }]);
    expect(wordsOf(await house.command(anna, "/tandem settings"))).toContain("Settings");
  });

  test("can't be set by anybody else, by command or by what they send", async () => {
    const { anna } = house.company;
    expect(wordsOf(await house.command(anna, "/tandem settings channel"))).toContain("Only a Tandem administrator");
    const before = await rows("select count(*)::int as n from audit");
    expect(wordsOf(await house.submit(anna, "settings.channel", "", CHANNEL))).toContain("Ask Ada Admin");
    expect(wordsOf(await house.submit(anna, "settings.defaults", "", MINE))).toContain("Ask Ada Admin");
    expect(await rows("select count(*)::int as n from audit")).toEqual(before);
  });

  test("names every wrong field and saves nothing", async () => {
    const { ada } = house.company;
    const wrong = { ...CHANNEL, purpose: "sales", forWhom: "region:mars", digestAt: "25:61" };
    const { reply } = await house.submit(ada, "settings.channel", "", wrong);
    expect(reply.kind === "invalid" && Object.keys(reply.fields).sort()).toEqual(["digestAt", "forWhom", "purpose"]);
  });

  test("forgets what it knew of its members when somebody joins, and is external once it is shared", async () => {
    const { company, app } = house;
    const [channel] = (await rows("select conversation from channel where purpose = 'am'")) as {
      conversation: string;
    }[];
    async function change(what: "joined" | "shared") {
      await app.handle({
        kind: "channel-change",
        change: what,
        sender: { platform: "slack", workspace: company.workspace, user: company.kim.user, home: company.workspace },
        place: { conversation: channel?.conversation ?? "", private: false },
        contentKey: what,
        replyTo: {},
      });
    }
    const known =
      "select flags_read_at is null as flags, members_read_at is null as members, external from channel where purpose = 'am'";
    expect(await rows(known)).toEqual([{ flags: false, members: false, external: false }]);
    await change("joined");
    expect(await rows(known)).toEqual([{ flags: true, members: true, external: false }]);
    await change("shared");
    expect(await rows(known)).toEqual([{ flags: true, members: true, external: true }]);
  });
});

describe("one's own settings", () => {
  test("change the language of the very next answer, the zone and the digest's time", async () => {
    const { ben } = house.company;
    const saved = await house.submit(ben, "settings.mine", "", MINE);
    expect([wordsOf(saved), saved.locale, saved.zone]).toEqual(["Gespeichert.", "de", "Asia/Shanghai"]);
    expect(wordsOf(await house.command(ben, "/tandem settings"))).toContain("Ihre Zeitzone ist Asia/Shanghai");
  });

  test("name a zone or a time that isn't one, with its value", async () => {
    const { marta } = house.company;
    const said = wordsOf(
      await house.submit(marta, "settings.mine", "", { ...MINE, zone: "Mars/Base", digestAt: "9am" }),
    );
    expect(said).toContain("Mars/Base is not a time zone");
    expect(said).toContain("9am is not a time of day");
  });
});

describe("in production", () => {
  test("there is no demo: no route, and it refuses to start", async () => {
    const ENCRYPTION_KEY = Buffer.alloc(32, 7).toString("base64");
    const config = readConfig({ NODE_ENV: "production", ENCRYPTION_KEY, PORT: "0", LOG_LEVEL: "silent" });
    const { db } = await testDatabase();
    const app = await createApp({ config, db });
    expect((await app.server.inject({ url: "/demo" })).statusCode).toBe(404);
    expect((await app.server.inject({ url: "/healthz" })).statusCode).toBe(200);
    await app.stop();
    await expect(startDemo({ config, folder: "", secret: () => "", say: () => undefined })).rejects.toThrow(
      "production",
    );
  });

  test("half a Slack configuration is refused with what is missing, and without the secret", () => {
    expect(() => readConfig({ SLACK_BOT_TOKEN: "xoxb-very-secret" })).toThrow(/SLACK_SIGNING_SECRET is missing/);
    expect(() => readConfig({ PORT: "many" })).toThrow(/PORT is "many"/);
  });
});
