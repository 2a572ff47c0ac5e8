import { afterAll, beforeAll, beforeEach, describe, expect, test } from "vitest";
import { type App, createApp } from "../src/app.ts";
import { BOT_SCOPES } from "../src/chat/slack/scopes.ts";
import { readConfig } from "../src/config.ts";
import { forgetGone, goneUntil, markGone, readInstallation, saveInstallation } from "../src/db/installations.ts";
import { bindWorkspace } from "../src/db/shell.ts";
import type { Database } from "../src/db/transaction.ts";
import { openOpportunities } from "../src/features/opportunities/store.ts";
import { createMovableClock, wallClock } from "../src/kernel/clock.ts";
import { commandOf, pressOf } from "./chaos/sender.ts";
import { type Company, mintCompany, type TestPerson } from "./helpers/company.ts";
import { testDatabase } from "./helpers/database.ts";
import { type FakeSlack, startFakeSlack } from "./helpers/fake-slack.ts";
import { type FakeTeams, startFakeTeams } from "./helpers/fake-teams.ts";
import { letGrow } from "./helpers/growing.ts";
import { NINE, wordsOf } from "./helpers/running-app.ts";
import { SIGNING_SECRET, signedReplay } from "./helpers/slack-request.ts";
import { installed, type TeamsWho, typed } from "./helpers/teams-activity.ts";

const DAY_MS = 86_400_000;
const ANNA_IN_TEAMS: TeamsWho = { id: "29:anna", name: "Anna Kurz", aadObjectId: "anna-object" };
const ADA_IN_TEAMS: TeamsWho = { id: "29:ada", name: "Ada Admin", aadObjectId: "ada-object" };

interface House {
  readonly company: Company;
  readonly token: string;
  /** how this organisation calls its account in the pool */
  readonly pool: string;
  amChannel: string;
}

let db: Database;
let app: App;
let slack: FakeSlack;
let teams: FakeTeams;
let tenant = "";
let acme: House;
let quill: House;
let made = 0;

beforeAll(async () => {
  ({ db } = await testDatabase());
  slack = await startFakeSlack({ enforceRates: false });
  teams = await startFakeTeams({ enforceRates: false });
  const config = readConfig({
    PORT: "0",
    LOG_LEVEL: "silent",
    ENCRYPTION_KEY: Buffer.alloc(32, 7).toString("base64"),
    BASE_URL: "https://tandem.example.com",
    TEAMS_LOCAL: "1",
    SLACK_SIGNING_SECRET: SIGNING_SECRET,
    SLACK_CLIENT_ID: "1.2",
    SLACK_CLIENT_SECRET: "client-secret",
    SLACK_STATE_SECRET: "a-state-secret-of-the-tests",
    SLACK_API_URL: slack.apiUrl,
  });
  tenant = config.teams?.tenant ?? "";
  app = await createApp({ config, db, clock: createMovableClock(NINE), wall: wallClock });
  acme = await openHouse("xoxb-acme", "Kestrel");
  quill = await openHouse("xoxb-quill", "Marlin");
  await openTeams();
  await app.start({ tick: false });
  for (const who of [ANNA_IN_TEAMS, ADA_IN_TEAMS]) {
    await arrive(installed({ who, where: aloneWith(who), serviceUrl: teams.serviceUrl, id: `met ${who.id}` }));
  }
});
afterAll(async () => {
  await app.stop();
  await slack.stop();
  await teams.stop();
});

/** Both are in their workspaces at the beginning of each test. */
beforeEach(async () => {
  slack.noFaults();
  for (const house of [acme, quill]) await reinstall(house);
});

async function openHouse(token: string, pool: string): Promise<House> {
  const company = await mintCompany(db);
  const { workspace, organisation } = company;
  slack.addTeam({ id: workspace, token });
  const people = [company.anna, company.ben, company.marta, company.jonas, company.olga, company.ada];
  for (const { user } of people) slack.addUser(workspace, { id: user });
  const house: House = { company, token, pool, amChannel: "" };
  await db.write(organisation, async (tx) => {
    await tx.rows("update account set name = $2, name_key = lower($2) where id = $1", [company.adatum, pool]);
    const channels = await tx.rows<{ conversation: string; name: string }>("select conversation, name from channel");
    for (const { conversation, name } of channels) {
      slack.addChannel(workspace, { id: conversation, name, members: people.map(({ user }) => user) });
      if (name === "am") house.amChannel = conversation;
    }
  });
  return house;
}

/** The tenant is Quill's; two of its people are there too. */
async function openTeams(): Promise<void> {
  teams.addTenant({ id: tenant });
  await bindWorkspace(db.system, "teams", tenant, quill.company.organisation);
  for (const [who, person] of [
    [ANNA_IN_TEAMS, quill.company.anna],
    [ADA_IN_TEAMS, quill.company.ada],
  ] as const) {
    teams.addUser(tenant, { ...who, email: `${who.name.toLowerCase().replace(" ", ".")}@tandem.example` });
    await db.write(quill.company.organisation, (tx) =>
      tx.rows(
        "insert into handle (organisation_id, platform, workspace, user_id, person_id) values ($1, 'teams', $2, $3, $4)",
        [tx.organisation, tenant, who.aadObjectId, person.id],
      ),
    );
  }
}

async function reinstall({ company: { organisation, workspace }, token }: House): Promise<void> {
  const at = new Date(wallClock.now().getTime() - 60_000);
  const scopes = [...BOT_SCOPES];
  slack.addTeam({ id: workspace, token });
  await db.write(organisation, (tx) =>
    saveInstallation(tx, app.sealer, { platform: "slack", workspace, token, scopes, installedBy: undefined, at }),
  );
}

const aloneWith = (who: TeamsWho) =>
  ({ kind: "personal", conversation: teams.conversationOf(who.id), tenant }) as const;

async function arrive(activity: object): Promise<void> {
  const { statusCode } = await app.server.inject({ method: "POST", url: "/api/messages", payload: activity });
  expect(statusCode).toBeLessThan(300);
}

/** Somebody of the house proposes something to the pool. @returns the opportunity's id */
async function spot({ company, amChannel, pool }: House, product: string): Promise<string> {
  await db.write(company.organisation, (tx) => letGrow(tx, company.adatum, NINE));
  const answer = await app.handle({
    kind: "submission",
    form: "opportunities.spot",
    subject: company.adatum,
    values: { benefit: `What ${pool} gains: two days a month in closing the books.`, word: "yes", product },
    sender: { platform: "slack", workspace: company.workspace, user: company.anna.user, home: company.workspace },
    place: { conversation: amChannel, private: false },
    contentKey: `spot ${product}`,
    replyTo: {},
  });
  expect(wordsOf(answer)).toContain("Offered to the dach pool");
  await app.settle();
  return (await openIn(company, product)) ?? "";
}

async function openIn(company: Company, product: string): Promise<string | undefined> {
  const { open } = await db.read(company.organisation, (tx) => openOpportunities(tx, company.adatum));
  return open.find((each) => each.product === product)?.id;
}

async function press(house: House, who: TestPerson, opportunity: string): Promise<string> {
  const { workspace } = house.company;
  const response = slack.responseUrl();
  const message = slack.standing(house.amChannel).at(-1)?.ts ?? "1795500000.000001";
  const action = { name: "opportunities.claim", subject: opportunity };
  const actionTs = `17955000${String(++made).padStart(2, "0")}.000001`;
  const at = { workspace, user: who.user, channel: house.amChannel, message, action, actionTs, response };
  await app.server.inject(signedReplay(pressOf(at).body, wallClock.now()));
  await expect.poll(() => slack.replies.some(({ token }) => token === response.token)).toBe(true);
  return JSON.stringify(slack.replies.findLast(({ token }) => token === response.token)?.body);
}

async function type(house: House, who: TestPerson, line: string): Promise<string> {
  const response = slack.responseUrl();
  const triggerId = `${String(++made)}.1.trigger`;
  const { workspace } = house.company;
  const { body } = commandOf({ workspace, user: who.user, channel: house.amChannel, line, triggerId, response });
  return (await app.server.inject(signedReplay(body, wallClock.now()))).body;
}

async function event(
  { company: { workspace } }: House,
  given: object,
  atMs = wallClock.now().getTime(),
): Promise<void> {
  const body = {
    type: "event_callback",
    team_id: workspace,
    api_app_id: "A0TANDEM1",
    event: given,
    event_id: `Ev${String(++made)}`,
    event_time: Math.floor(atMs / 1000),
  };
  const { statusCode } = await app.server.inject(signedReplay({ as: "json", body }, wallClock.now()));
  expect(statusCode).toBe(200);
}

const uninstalled = { type: "app_uninstalled" };

async function tokenOf({ company: { organisation, workspace } }: House): Promise<string | undefined> {
  return (await db.read(organisation, (tx) => readInstallation(tx, app.sealer, "slack", workspace)))?.token;
}

async function keptUntil({ company: { organisation, workspace } }: House): Promise<Date | undefined> {
  return db.read(organisation, (tx) => goneUntil(tx, "slack", workspace));
}

async function told({ company: { organisation, workspace } }: House): Promise<string[]> {
  const rows = await db.read(organisation, (tx) =>
    tx.rows<{ because: string }>(
      "select details ->> 'because' as because from audit where action = 'workspaces.gone' and subject = $1 order by id",
      [workspace],
    ),
  );
  return rows.map(({ because }) => because);
}

describe("two organisations, each in a Slack workspace of its own, one of them in Teams too", () => {
  test("post each in their own, with their own token", async () => {
    const [forecasts, dashboards] = [await spot(acme, "forecasts"), await spot(quill, "dashboards")];
    expect(JSON.stringify(slack.standing(acme.amChannel))).toContain(forecasts);
    expect(JSON.stringify(slack.standing(quill.amChannel))).toContain(dashboards);
    expect(JSON.stringify(slack.standing(acme.amChannel))).not.toMatch(/Marlin|dashboards/);
    expect(JSON.stringify(slack.standing(quill.amChannel))).not.toMatch(/Kestrel|forecasts/);
    expect(JSON.stringify(teams.calls)).not.toMatch(/Kestrel|forecasts/);
  });

  test("look up their own accounts alone", async () => {
    expect(await type(acme, acme.company.anna, "/account Kestrel")).toContain("Kestrel");
    expect(await type(quill, quill.company.anna, "/account Marlin")).toContain("Marlin");
    expect(await type(acme, acme.company.anna, "/account Marlin")).not.toContain("dach");
    const conversation = teams.conversationOf(ANNA_IN_TEAMS.id);
    const from = { who: ANNA_IN_TEAMS, where: aloneWith(ANNA_IN_TEAMS), serviceUrl: teams.serviceUrl };
    for (const [line, isTheirs] of [
      ["account Marlin", true],
      ["account Kestrel", false],
    ] as const) {
      const before = teams.standing(conversation).length;
      await arrive(typed(line, { ...from, id: line }));
      await expect.poll(() => teams.standing(conversation).length).toBe(before + 1);
      expect(JSON.stringify(teams.standing(conversation).at(-1)).includes("dach")).toBe(isTheirs);
    }
  });

  test("a button of the one, pressed in the other's workspace, does nothing there or here", async () => {
    const opportunity = await spot(acme, "planning");
    expect(await press(quill, quill.company.jonas, opportunity)).not.toMatch(/It's yours|Kestrel|planning/);
    const rows = await db.read(acme.company.organisation, (tx) =>
      tx.rows("select 1 from opportunity where id = $1 and claimed_by is null", [opportunity]),
    );
    expect(rows).toHaveLength(1);
    expect(await press(acme, acme.company.jonas, opportunity)).toContain("It's yours");
  });

  test("the people of the one are strangers in the other's workspace", async () => {
    const said = await type(quill, acme.company.anna, "/account Marlin");
    expect(said).toContain("I only work for colleagues whose e-mail address I know");
  });

  test("each token went to its own workspace alone, whatever was asked", () => {
    const houseOf = new Map([acme, quill].map((house) => [house.token, house]));
    expect(new Set(slack.calls.map(({ token }) => token))).toEqual(new Set([acme.token, quill.token]));
    for (const { token, method, args, result, team } of slack.calls) {
      const { company, amChannel } = houseOf.get(token) as House;
      const other = houseOf.get(token) === acme ? quill : acme;
      expect(team).toBe(company.workspace);
      const words = JSON.stringify(args);
      for (const foreign of [other.company.workspace, other.amChannel, other.company.jonas.user, other.pool]) {
        expect(words, `${method} with the token of ${amChannel}`).not.toContain(foreign);
      }
      if (method.startsWith("chat.")) expect(result).toBe("done");
    }
  });
});

describe("when the app is removed from a workspace", () => {
  test("its token is deleted at once, and its data is kept for thirty days", async () => {
    await event(acme, uninstalled);
    expect(await tokenOf(acme)).toBeUndefined();
    expect(await keptUntil(acme)).toEqual(new Date(NINE.getTime() + 30 * DAY_MS));
    expect(await tokenOf(quill)).toBe(quill.token);
  });

  test("its posts fail with a reason, nothing is asked of Slack for it, and the other's go on", async () => {
    await event(acme, uninstalled);
    const before = slack.calls.length;
    const opportunity = await spot(acme, `reports ${String(++made)}`);
    await spot(quill, `charts ${String(++made)}`);
    expect(slack.calls.slice(before).filter(({ token }) => token === acme.token)).toEqual([]);
    expect(JSON.stringify(slack.standing(quill.amChannel))).toContain("charts");
    const rows = await db.read(acme.company.organisation, (tx) =>
      tx.rows<{ state: string; reason: string }>(
        "select distinct state, reason from post where subject = $1 and address like 'channel:%'",
        [opportunity],
      ),
    );
    expect(rows).toEqual([{ state: "failed", reason: "app_uninstalled" }]);
  });

  test("it is in the audit once, however often Slack says it", async () => {
    const before = (await told(acme)).length;
    await event(acme, uninstalled);
    await event(acme, { type: "tokens_revoked", tokens: { bot: ["U0BOT"], oauth: [] } });
    expect((await told(acme)).slice(before)).toEqual(["uninstalled"]);
  });

  test("an administrator who can still be reached elsewhere is told there", async () => {
    await event(quill, uninstalled);
    await app.settle();
    const inTeams = () => JSON.stringify(teams.standing(teams.conversationOf(ADA_IN_TEAMS.id)));
    expect(inTeams()).toContain("Tandem was removed from a Slack workspace");
  });

  test("people's own tokens are none of ours", async () => {
    await event(acme, { type: "tokens_revoked", tokens: { bot: [], oauth: ["U0SOMEBODY"] } });
    expect(await tokenOf(acme)).toBe(acme.token);
  });

  test("news of it that comes after it was installed again is old", async () => {
    await event(acme, uninstalled, wallClock.now().getTime() - 300_000);
    expect(await tokenOf(acme)).toBe(acme.token);
    expect(await keptUntil(acme)).toBeUndefined();
  });

  test("news that may be old is left alone while Slack can't be asked, for a refused call will tell", async () => {
    slack.fault({ method: "auth.test", is: { kind: "never-arrived" } });
    await event(acme, uninstalled, wallClock.now().getTime() - 300_000);
    expect(slack.calls.some(({ method }) => method === "auth.test")).toBe(true);
    expect(await tokenOf(acme)).toBe(acme.token);
    expect(await keptUntil(acme)).toBeUndefined();
  });

  test("news that may be old is not believed before Slack was asked, nor ignored", async () => {
    slack.addTeam({ id: acme.company.workspace, token: "xoxb-another" });
    await event(acme, uninstalled, wallClock.now().getTime() - 300_000);
    expect(await tokenOf(acme)).toBeUndefined();
  });
});

describe("a token that Slack refuses", () => {
  test("is asked about once more, and then its workspace is as good as removed", async () => {
    const before = (await told(acme)).length;
    slack.addTeam({ id: acme.company.workspace, token: "xoxb-another" });
    await spot(acme, `budgets ${String(++made)}`);
    await expect.poll(() => tokenOf(acme)).toBeUndefined();
    expect((await told(acme)).slice(before)).toEqual(["refused"]);
    expect(await keptUntil(acme)).toBeDefined();
  });

  test("for a moment only, is kept", async () => {
    slack.fault({ method: "chat.postMessage", times: 1, is: { kind: "error", error: "invalid_auth" } });
    const before = slack.calls.filter(({ method }) => method === "auth.test").length;
    await spot(acme, `plans ${String(++made)}`);
    await expect.poll(() => slack.calls.filter(({ method }) => method === "auth.test").length).toBeGreaterThan(before);
    expect(await tokenOf(acme)).toBe(acme.token);
  });
});

describe("a mark of removal", () => {
  test("is set once, so that thirty days are counted from the first", async () => {
    const { organisation, workspace } = acme.company;
    const mark = (at: Date) => db.write(organisation, (tx) => markGone(tx, "slack", workspace, at));
    expect(await mark(NINE)).toEqual(new Date(NINE.getTime() + 30 * DAY_MS));
    expect(await mark(new Date(NINE.getTime() + DAY_MS))).toBeUndefined();
    expect(await keptUntil(acme)).toEqual(new Date(NINE.getTime() + 30 * DAY_MS));
    expect(await db.write(organisation, (tx) => forgetGone(tx, "slack", workspace))).toBe(true);
    expect(await keptUntil(acme)).toBeUndefined();
  });
});
