import { afterAll, beforeAll, beforeEach, describe, expect, test } from "vitest";
import { type App, createApp } from "../src/app.ts";
import { readConfig } from "../src/config.ts";
import { createMovableClock, wallClock } from "../src/kernel/clock.ts";
import { openOpportunities } from "../src/features/opportunities/store.ts";
import { pressOf } from "./chaos/sender.ts";
import { addChannel, addContract, type Company, mintCompany, type TestPerson } from "./helpers/company.ts";
import { testDatabase } from "./helpers/database.ts";
import { type FakeSlack, startFakeSlack } from "./helpers/fake-slack.ts";
import { type FakeTeams, startFakeTeams } from "./helpers/fake-teams.ts";
import { letGrow } from "./helpers/growing.ts";
import { NINE, wordsOf } from "./helpers/running-app.ts";
import { SIGNING_SECRET, signedReplay } from "./helpers/slack-request.ts";
import { executed, installed, opens, submittedInDialog, typed, type TeamsWho } from "./helpers/teams-activity.ts";
import { dialogOf, filled } from "./helpers/teams-talk.ts";

const TOKEN = "xoxb-mixed";
const TEAM = "19:general@thread.tacv2";
const AM_CHANNEL = "19:am@thread.tacv2";
const MARTA: TeamsWho = { id: "29:marta", name: "Marta Silva", aadObjectId: "marta-object" };
const KARL: TeamsWho = { id: "29:karl", name: "Karl Outsider", aadObjectId: "karl-object" };
const PROPOSAL = { benefit: "Their finance team closes the month two days sooner with the forecast.", word: "yes" };

let app: App;
let company: Company;
let slack: FakeSlack;
let teams: FakeTeams;
let tenant: string;
let slackChannel = "";
let product = "";
let made = 0;

beforeAll(async () => {
  const { db } = await testDatabase();
  company = await mintCompany(db);
  slack = await startFakeSlack({ enforceRates: false });
  teams = await startFakeTeams({ enforceRates: false });
  const config = readConfig({
    PORT: "0",
    LOG_LEVEL: "silent",
    TEAMS_LOCAL: "1",
    SLACK_SIGNING_SECRET: SIGNING_SECRET,
    SLACK_BOT_TOKEN: TOKEN,
    SLACK_API_URL: slack.apiUrl,
  });
  tenant = config.teams?.tenant ?? "";
  slack.addTeam({ id: company.workspace, token: TOKEN });
  teams.addTenant({ id: tenant });
  teams.addUser(tenant, { ...MARTA, email: "marta.silva@tandem.example" });
  teams.addUser(tenant, { ...KARL, email: "karl@customer.example", guest: true });
  const members = [MARTA.id];
  teams.addChannel(tenant, { id: TEAM, name: "General", team: TEAM, members });
  teams.addChannel(tenant, { id: AM_CHANNEL, name: "am", team: TEAM, members });
  await db.write(company.organisation, async (tx) => {
    await tx.rows("delete from handle where person_id = $1", [company.marta.id]);
    await tx.rows("delete from channel_member where user_id = $1", [company.marta.user]);
    const channels = await tx.rows<{ conversation: string; name: string }>("select conversation, name from channel");
    const people = [company.anna, company.ben, company.jonas, company.olga].map(({ user }) => user);
    for (const user of people) slack.addUser(company.workspace, { id: user });
    slackChannel = channels.find(({ name }) => name === "am")?.conversation ?? "";
    for (const { conversation, name } of channels) {
      slack.addChannel(company.workspace, { id: conversation, name, members: people });
    }
    const inTeams = await addChannel(tx, tenant, "am", []);
    await tx.rows("update channel set platform = 'teams', conversation = $2 where id = $1", [inTeams, AM_CHANNEL]);
  });
  app = await createApp({ config, db, clock: createMovableClock(NINE), wall: wallClock });
  await app.start({ tick: false });
  await arrive(installed({ who: MARTA, where: inChannel, serviceUrl: teams.serviceUrl, id: "met-1" }));
});
afterAll(async () => {
  await app.stop();
  await slack.stop();
  await teams.stop();
});
beforeEach(() => {
  product = `forecasts ${String(++made)}`;
});

const inChannel = {
  kind: "channel",
  channel: AM_CHANNEL,
  team: TEAM,
  get tenant() {
    return tenant;
  },
} as const;

/** What Teams is answered with. */
async function arrive(activity: object): Promise<{ readonly status: number; readonly body: unknown }> {
  const response = await app.server.inject({ method: "POST", url: "/api/messages", payload: activity });
  return { status: response.statusCode, body: response.body === "" ? undefined : response.json() };
}

/** Anna spots it on an account of the pool, so that every AM may take it. @returns the opportunity's id */
async function spot(): Promise<string> {
  await app.db.write(company.organisation, (tx) => letGrow(tx, company.adatum, NINE));
  const answer = await app.handle({
    kind: "submission",
    form: "opportunities.spot",
    subject: company.adatum,
    values: { ...PROPOSAL, product },
    sender: { platform: "slack", workspace: company.workspace, user: company.anna.user, home: company.workspace },
    place: { conversation: slackChannel, private: false },
    contentKey: `spot ${product}`,
    replyTo: {},
  });
  expect(wordsOf(answer)).toContain("Offered to the dach pool");
  await app.settle();
  const { open } = await app.db.read(company.organisation, (tx) => openOpportunities(tx, company.adatum));
  return open.find((each) => each.product === product)?.id ?? "";
}

const actionTs = (): string => `17955000${String(++made).padStart(2, "0")}.000001`;

async function claimInSlack(who: TestPerson, opportunity: string): Promise<string> {
  const response = slack.responseUrl();
  const message = slack.standing(slackChannel).find(isOurs)?.ts ?? "";
  const action = { name: "opportunities.claim", subject: opportunity };
  const at = { workspace: company.workspace, user: who.user, channel: slackChannel, message };
  const { body } = pressOf({ ...at, action, actionTs: actionTs(), response });
  await app.server.inject(signedReplay(body, wallClock.now()));
  await expect.poll(() => slack.replies.some(({ token }) => token === response.token)).toBe(true);
  return JSON.stringify(slack.replies.findLast(({ token }) => token === response.token));
}

async function claimInTeams(who: TeamsWho, opportunity: string): Promise<string> {
  const replyToId = teams.standing(AM_CHANNEL).find(isOurs)?.activityId ?? "";
  const data = { v: 1, id: opportunity };
  const press = { who, where: inChannel, serviceUrl: teams.serviceUrl, id: `press-${String(++made)}`, replyToId };
  const { status, body } = await arrive(executed(`opportunities.claim:${opportunity}`, data, press));
  expect(status).toBe(200);
  return JSON.stringify(body);
}

const isOurs = (message: object): boolean => JSON.stringify(message).includes(product);
async function copies(): Promise<{ readonly inSlack: string; readonly inTeams: string }> {
  await app.settle();
  const { text, blocks } = slack.standing(slackChannel).find(isOurs) ?? {};
  return {
    inSlack: JSON.stringify({ text, blocks }),
    inTeams: JSON.stringify(teams.standing(AM_CHANNEL).find(isOurs)?.activity),
  };
}

describe("a team of which one writes in Slack and another in Teams", () => {
  test("sees an opportunity on both, each with a button", async () => {
    const opportunity = await spot();
    const { inSlack, inTeams } = await copies();
    for (const copy of [inSlack, inTeams]) {
      expect(copy).toContain("Adatum");
      expect(copy).toContain(`opportunities.claim:${opportunity}`);
    }
  });

  test("who claims it in Teams has it, is told in Slack to be first, and both copies say so", async () => {
    const opportunity = await spot();
    expect(await claimInTeams(MARTA, opportunity)).toContain("It's yours");
    expect(await claimInSlack(company.jonas, opportunity)).toContain("Marta Silva");
    const { inSlack, inTeams } = await copies();
    expect(inSlack).toContain("Marta Silva");
    expect(inTeams).toContain("Marta Silva");
    for (const copy of [inSlack, inTeams]) expect(copy).not.toContain("opportunities.claim:");
  });

  test("pressed in the same instant, one of them has it and the other one is told who", async () => {
    const opportunity = await spot();
    const told = await Promise.all([claimInTeams(MARTA, opportunity), claimInSlack(company.jonas, opportunity)]);
    const winners = told.filter((each) => each.includes("It's yours"));
    expect(winners).toHaveLength(1);
    const byMarta = told[0]?.includes("It's yours") === true;
    expect(told[byMarta ? 1 : 0]).toContain(byMarta ? "Marta Silva" : "Jonas Weber");
    const { inSlack, inTeams } = await copies();
    for (const copy of [inSlack, inTeams]) expect(copy).toContain(byMarta ? "Marta Silva" : "Jonas Weber");
  });

  test("nobody of another company gets it by pressing in Teams", async () => {
    const opportunity = await spot();
    expect(await claimInTeams(KARL, opportunity)).toContain("I only work for colleagues whose e-mail address I know");
    expect((await copies()).inTeams).toContain(`opportunities.claim:${opportunity}`);
  });

  test("what Marta asks for in Teams she reads in her own conversation, in the words of Teams", async () => {
    const conversation = teams.conversationOf(MARTA.id);
    const where = { kind: "personal", conversation, tenant } as const;
    await arrive(typed("help", { who: MARTA, where, serviceUrl: teams.serviceUrl, id: "help-1" }));
    await expect.poll(() => teams.standing(conversation).length).toBeGreaterThan(0);
    const words = JSON.stringify(teams.standing(conversation).at(-1)?.activity);
    expect(words).toContain("account northwind");
    expect(words).not.toContain("/account");
  });

  test.each([
    ["de", "Gespeichert."],
    ["en", "Saved."],
  ])("who chooses %s in Teams is told in it that it is saved, and in Slack as well", async (locale, sentence) => {
    const conversation = teams.conversationOf(MARTA.id);
    const where = { kind: "personal", conversation, tenant } as const;
    const from = { who: MARTA, where, serviceUrl: teams.serviceUrl };
    const opening = { verb: "open:settings.mine:", v: 1, id: "" };
    const { body } = await arrive(opens(opening, { ...from, replyToId: "1", id: `open-${locale}` }));
    const values = { locale, zone: "Europe/Berlin", digestAt: "08:00" };
    const data = filled(dialogOf(body).content, values);
    const sent = await arrive(submittedInDialog(data, { ...from, id: `send-${locale}` }));
    expect(sent.body).toEqual({ task: { type: "message", value: sentence } });
    const inSlack = await app.handle({
      kind: "submission",
      form: "settings.mine",
      subject: "",
      values,
      sender: { platform: "slack", workspace: company.workspace, user: company.jonas.user, home: company.workspace },
      place: { conversation: slackChannel, private: false },
      contentKey: `settings ${locale}`,
      replyTo: {},
    });
    expect([wordsOf(inSlack), inSlack.locale]).toEqual([sentence, locale]);
  });

  test("has its Account Manager in Teams told of a renewal's terms, and what is pressed there holds in Slack", async () => {
    await app.db.write(company.organisation, (tx) =>
      addContract(tx, company.northwind, {
        arrMinor: 4_800_000,
        startsOn: "2026-02-10",
        renewsOn: "2027-02-10",
        noticeDays: 30,
      }),
    );
    await app.change(company.organisation, ({ jobs }) => jobs.start("renewals.look", { day: "2026-11-24" }));
    await app.settle();
    const conversation = teams.conversationOf(MARTA.id);
    const isTerms = ({ activity }: { readonly activity: object }): boolean =>
      JSON.stringify(activity).includes("renewals.terms-sent:");
    const card = teams.standing(conversation).find(isTerms);
    const words = JSON.stringify(card?.activity);
    expect(words).toContain("The terms are yours now");
    const id = /renewals\.terms-sent:([0-9a-f-]{36})/.exec(words)?.[1] ?? "";
    const where = { kind: "personal", conversation, tenant } as const;
    const press = {
      who: MARTA,
      where,
      serviceUrl: teams.serviceUrl,
      id: "renewal-1",
      replyToId: card?.activityId ?? "",
    };
    const { body } = await arrive(executed(`renewals.terms-sent:${id}`, { v: 1, id }, press));
    expect(JSON.stringify(body)).toContain("has the terms");
    await app.settle();
    expect(teams.standing(conversation).some(isTerms)).toBe(false);
    expect(JSON.stringify(slack.calls)).toContain("Terms: sent by");
  });
});
