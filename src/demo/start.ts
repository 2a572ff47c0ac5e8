import path from "node:path";
import { type App, createApp } from "../app.ts";
import { openDatabase } from "../db/open.ts";
import { createLog } from "../log.ts";
import type { Config } from "../config.ts";
import { plain } from "../chat/card.ts";
import { organisations } from "../db/shell.ts";
import { createDirectory, createFeatures } from "../features/index.ts";
import { commandsOf, typed } from "../inbound/help.ts";
import { addDays, fixedDate, fixedTime, instantOf } from "../kernel/business-time.ts";
import { createMovableClock, wallClock } from "../kernel/clock.ts";
import type { Locale } from "../kernel/directory.ts";
import type { OrganisationId } from "../kernel/ids.ts";
import { createSays } from "../locales/say.ts";
import { createDemoClock } from "./clock.ts";
import { type CompanyGuest, createCompany } from "./company/company.ts";
import { registerDemoPage } from "./page/plugin.ts";
import { guestOf, saysSomething, sharedChannel } from "./guest.ts";
import { chatChannels, chatPeople, passesOn, promises, setUp } from "./set-up.ts";
import { type LocalSlack, startLocalSlack } from "./slack/server.ts";
import { type LocalTeams, setUpTeams, startLocalTeams } from "./teams/set-up.ts";

const SEED = 1;
const ZONE = "Europe/Berlin";
/** a Monday; its night from Sunday is the first that is scored */
const FIRST_DAY = fixedDate("2026-11-23");

export interface DemoOptions {
  readonly config: Config;
  /** a folder of its own, for the database and the company's files */
  readonly folder: string;
  readonly secret: () => string;
  readonly say: (line: string) => void;
  /** with Microsoft's Agents Playground beside it, in which one of the company sits who has no Slack */
  readonly teams?: boolean;
}

export interface Demo {
  /** e.g. "http://127.0.0.1:3000/demo" */
  readonly url: string;
  readonly slack: LocalSlack;
  /** of a customer's, in the channel that is shared with them */
  readonly guest: CompanyGuest;
  readonly teams: LocalTeams | undefined;
  readonly app: App;
  stop(): Promise<void>;
}

/** The service as it is, a Slack of this machine, and a made-up company that goes on living. */
export async function startDemo({ config, folder, secret, say, teams = false }: DemoOptions): Promise<Demo> {
  if (config.production)
    throw new Error("NODE_ENV is production; the demo has no place there. Unset it, or use npm start.");
  const clock = createMovableClock(instantOf(addDays(FIRST_DAY, -1), fixedTime("18:00"), ZONE));
  const company = createCompany({ seed: SEED, start: FIRST_DAY });
  const origin = `http://${config.host}:${String(config.port)}`;
  const signingSecret = secret();
  const botToken = `xoxb-${secret()}`;
  if (teams) say("Starting Microsoft's Agents Playground …");
  const localTeams = teams ? await startLocalTeams(config, company, folder) : undefined;
  const inSlack = company.people.filter(({ email }) => email !== localTeams?.cast.me.email);

  say("Starting a local Slack …");
  const slack = await startLocalSlack({
    signingSecret,
    botToken,
    eventsUrl: `${origin}/slack/events`,
    people: [...chatPeople(inSlack), guestOf(company.guest)],
    channels: [...chatChannels(inSlack), sharedChannel(company.guest, inSlack)],
    wall: wallClock,
    clock,
  });
  say("Opening the embedded database …");
  const own: Config = {
    ...config,
    baseUrl: config.baseUrl ?? origin,
    databaseUrl: undefined,
    dataDir: path.join(folder, "data"),
    slack: { signingSecret, botToken, apiUrl: slack.apiUrl, limits: false },
    ...(localTeams ? { teams: localTeams.config } : {}),
    logLevel: config.logLevel === "info" ? "warn" : config.logLevel,
  };
  const log = createLog(own.logLevel);
  const directory = createDirectory(clock);
  let organisation: OrganisationId | undefined;
  /** Who has Tandem speak another language has their Slack speak it too. */
  async function languageOf(user: string): Promise<Locale | undefined> {
    if (!organisation) return undefined;
    const person = await app.db.read(organisation, (tx) => directory.byHandle(tx, "slack", slack.teamId, user));
    return person?.locale;
  }
  let files = 0;
  const app = await createApp({
    config: own,
    db: await openDatabase({ folder: own.dataDir, log, onLost: () => process.exit(1) }),
    log,
    clock,
    routes: (server) =>
      registerDemoPage(server, {
        slack,
        commands: commandHints(),
        homeTab: true,
        shortcuts: shortcutHints(),
        languageOf,
        clock: { zone: ZONE, now: () => clock.now(), advance: (step) => page.advance(step) },
      }),
  });
  const page = createDemoClock({
    app,
    clock,
    zone: ZONE,
    async night(day) {
      const night = path.join(folder, "nights", day);
      if (await company.writeNight(night, day)) await bringIn(night, false);
    },
  });
  async function bringIn(from: string, backfill: boolean): Promise<void> {
    organisation ??= (await organisations(app.db.system))[0]?.id;
    if (!organisation) throw new Error("the local Slack was bound to no organisation");
    for (const report of await app.importFiles(organisation, [from], { backfill })) files += report.changed;
  }
  await app.start({ tick: false });

  say("Bringing in the made-up company: 18 months of usage …");
  await company.writeHistory(path.join(folder, "history"));
  await bringIn(path.join(folder, "history"), true);
  await setUp(slack, adminOf(company.people), ZONE);
  await saysSomething(slack, company.guest);
  await passesOn(slack, company.guest);
  await promises(slack, company.guest, addDays(FIRST_DAY, -1));
  if (localTeams && organisation) await setUpTeams({ app, directory, organisation, ...localTeams });
  say(`${files.toLocaleString("en")} rows are in. The first night passes …`);
  await page.advance("morning");
  const url = `${origin.replace("127.0.0.1", "localhost")}/demo`;
  say(`\nOpen ${url}`);
  if (localTeams) say(`…and ${localTeams.playground.url} for Teams, where you are ${localTeams.cast.me.name}`);
  say("");
  return {
    url,
    slack,
    guest: company.guest,
    teams: localTeams,
    app,
    async stop() {
      await localTeams?.playground.stop();
      await app.stop();
      await slack.close();
    },
  };
}

/** The commands that the page suggests: those of help. */
function commandHints() {
  const says = createSays();
  return commandsOf(createFeatures()).map((command) => {
    const hint = (locale: Locale) => plain(says(locale)(command.help));
    return { text: `/${typed(command, says("en"))}`, hint: { en: hint("en"), de: hint("de"), zh: hint("zh") } };
  });
}

/** The app's shortcuts, as the menu of a message calls them. */
function shortcutHints() {
  const says = createSays();
  return createFeatures()
    .flatMap(({ shortcuts = [] }) => shortcuts)
    .map(({ name, title }) => {
      const called = (locale: Locale) => plain(says(locale)(title));
      return { name, title: { en: called("en"), de: called("de"), zh: called("zh") } };
    });
}

function adminOf(people: readonly { readonly email: string; readonly roles: readonly string[] }[]): string {
  const admin = people.find((person) => person.roles.includes("admin"));
  if (!admin) throw new Error("the company has no administrator");
  return admin.email;
}
