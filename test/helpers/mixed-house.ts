import { expect } from "vitest";
import { type App, createApp } from "../../src/app.ts";
import type { Answer } from "../../src/chat/handler.ts";
import { readConfig } from "../../src/config.ts";
import { createMovableClock, type MovableClock, wallClock } from "../../src/kernel/clock.ts";
import { pressOf } from "../chaos/sender.ts";
import { addChannel, type Company, mintCompany, type TestPerson } from "./company.ts";
import { testDatabase } from "./database.ts";
import { type FakeSlack, startFakeSlack } from "./fake-slack.ts";
import { type FakeTeams, startFakeTeams } from "./fake-teams.ts";
import { SIGNING_SECRET, signedReplay } from "./slack-request.ts";
import { executed, type From, installed, opens, submittedInDialog, type TeamsWho } from "./teams-activity.ts";
import { dialogOf, filled } from "./teams-talk.ts";

export const MARTA: TeamsWho = { id: "29:marta", name: "Marta Silva", aadObjectId: "marta-object" };
export const OLGA: TeamsWho = { id: "29:olga", name: "Olga Orlova", aadObjectId: "olga-object" };
export const KARL: TeamsWho = { id: "29:karl", name: "Karl Outsider", aadObjectId: "karl-object" };

const TOKEN = "xoxb-mixed";
const TEAM = "19:general@thread.tacv2";
const AM_CHANNEL = "19:am@thread.tacv2";

/** A team of which Marta writes in Teams, Olga in both and all others in Slack; the channel #am stands on both. */
export interface MixedHouse {
  readonly app: App;
  readonly clock: MovableClock;
  readonly company: Company;
  readonly slack: FakeSlack;
  readonly teams: FakeTeams;
  readonly amInSlack: string;
  readonly amInTeams: string;
  /** somebody's own conversation with the bot in Teams */
  alone(who: TeamsWho): From;
  /** What Teams is answered with. */
  arrive(activity: object): Promise<{ readonly status: number; readonly body: unknown }>;
  /** Somebody presses a button of a message of Slack. @returns what they are told */
  pressInSlack(
    who: TestPerson,
    name: string,
    subject: string,
    at: { readonly channel: string; readonly message: string },
  ): Promise<string>;
  /** A form that was sent in Slack. */
  submitInSlack(who: TestPerson, form: string, subject: string, values: Record<string, string>): Promise<Answer>;
  /** Somebody presses a button of a message in the channel #am, or in Marta's own conversation. */
  pressInTeams(
    who: TeamsWho,
    name: string,
    subject: string,
    message: { readonly activityId: string; readonly alone?: boolean },
  ): Promise<string>;
  /** Marta opens a form of her own conversation and sends it, filled in. @returns what she is told */
  submitInTeams(form: string, subject: string, values: Record<string, string>): Promise<string>;
  stop(): Promise<void>;
}

export async function runMixed(now: Date): Promise<MixedHouse> {
  const { db } = await testDatabase();
  const company = await mintCompany(db);
  const slack = await startFakeSlack({ enforceRates: false });
  const teams = await startFakeTeams({ enforceRates: false });
  const config = readConfig({
    PORT: "0",
    LOG_LEVEL: "silent",
    TEAMS_LOCAL: "1",
    SLACK_SIGNING_SECRET: SIGNING_SECRET,
    SLACK_BOT_TOKEN: TOKEN,
    SLACK_API_URL: slack.apiUrl,
  });
  const tenant = config.teams?.tenant ?? "";
  slack.addTeam({ id: company.workspace, token: TOKEN });
  teams.addTenant({ id: tenant });
  teams.addUser(tenant, { ...MARTA, email: "marta.silva@tandem.example" });
  teams.addUser(tenant, { ...OLGA, email: "olga.orlova@tandem.example" });
  teams.addUser(tenant, { ...KARL, email: "karl@customer.example", guest: true });
  const members = [MARTA.id, OLGA.id];
  teams.addChannel(tenant, { id: TEAM, name: "General", team: TEAM, members });
  teams.addChannel(tenant, { id: AM_CHANNEL, name: "am", team: TEAM, members });
  const amInSlack = await db.write(company.organisation, async (tx) => {
    await tx.rows("delete from handle where person_id = $1", [company.marta.id]);
    await tx.rows("delete from channel_member where user_id = $1", [company.marta.user]);
    const channels = await tx.rows<{ conversation: string; name: string }>("select conversation, name from channel");
    const people = [company.anna, company.ben, company.jonas, company.olga].map(({ user }) => user);
    for (const user of people) slack.addUser(company.workspace, { id: user });
    for (const { conversation, name } of channels) {
      slack.addChannel(company.workspace, { id: conversation, name, members: people });
    }
    const inTeams = await addChannel(tx, tenant, "am", []);
    await tx.rows("update channel set platform = 'teams', conversation = $2 where id = $1", [inTeams, AM_CHANNEL]);
    return channels.find(({ name }) => name === "am")?.conversation ?? "";
  });
  const clock = createMovableClock(now);
  const app = await createApp({
    config: { ...config, ...(config.slack && { slack: { ...config.slack, limits: false } }) },
    db,
    clock,
    wall: wallClock,
  });
  await app.start({ tick: false });

  const { serviceUrl } = teams;
  const inChannel = { kind: "channel", channel: AM_CHANNEL, team: TEAM, tenant } as const;
  const alone = (who: TeamsWho): From => ({
    who,
    where: { kind: "personal", conversation: teams.conversationOf(who.id), tenant },
    serviceUrl,
  });
  let made = 0;
  const next = (): string => String(++made).padStart(6, "0");

  async function arrive(activity: object): Promise<{ readonly status: number; readonly body: unknown }> {
    const response = await app.server.inject({ method: "POST", url: "/api/messages", payload: activity });
    return { status: response.statusCode, body: response.body === "" ? undefined : response.json() };
  }
  await arrive(installed({ who: MARTA, where: inChannel, serviceUrl, id: "met-1" }));

  return {
    ...{ app, clock, company, slack, teams, amInSlack, amInTeams: AM_CHANNEL, alone, arrive },
    async pressInSlack(who, name, subject, { channel, message }) {
      const response = slack.responseUrl();
      const at = { workspace: company.workspace, user: who.user, channel, message };
      const before = new Set(slack.standing(channel).map(({ ts }) => ts));
      const { body } = pressOf({ ...at, action: { name, subject }, actionTs: `1795500000.${next()}`, response });
      await app.server.inject(signedReplay(body, wallClock.now()));
      const told = (): object[] => [
        ...slack.replies.filter(({ token }) => token === response.token),
        ...slack.standing(channel).filter(({ ts }) => !before.has(ts)),
      ];
      await expect.poll(() => told().length, { timeout: 5000 }).toBeGreaterThan(0);
      return JSON.stringify(told());
    },
    submitInSlack: (who, form, subject, values) =>
      app.handle({
        ...{ kind: "submission", form, subject, values, contentKey: `submission ${next()}`, replyTo: {} },
        sender: { platform: "slack", workspace: company.workspace, user: who.user, home: company.workspace },
        place: { conversation: amInSlack, private: false },
      }),
    async pressInTeams(who, name, subject, { activityId, alone: isAlone = false }) {
      const where = isAlone ? alone(who).where : inChannel;
      const press = { who, where, serviceUrl, id: `press-${next()}`, replyToId: activityId };
      const { status, body } = await arrive(executed(`${name}:${subject}`, { v: 1, id: subject }, press));
      expect(status).toBe(200);
      return JSON.stringify(body);
    },
    async submitInTeams(form, subject, values) {
      const opening = { verb: `open:${form}:${subject}`, v: 1, id: subject };
      const { body } = await arrive(opens(opening, { ...alone(MARTA), replyToId: "1", id: `open-${next()}` }));
      const data = filled(dialogOf(body).content, values);
      const sent = await arrive(submittedInDialog(data, { ...alone(MARTA), id: `send-${next()}` }));
      return JSON.stringify(sent.body);
    },
    async stop() {
      await app.stop();
      await slack.stop();
      await teams.stop();
    },
  };
}

/** The letters of Slack's blocks, in order. */
export function lettersOf(blocks: unknown): string {
  if (Array.isArray(blocks)) return blocks.map(lettersOf).filter(Boolean).join(" ");
  if (typeof blocks !== "object" || blocks === null) return "";
  const { text, ...rest } = blocks as Record<string, unknown>;
  return [typeof text === "string" ? text : lettersOf(text), ...Object.values(rest).map(lettersOf)]
    .filter(Boolean)
    .join(" ");
}
