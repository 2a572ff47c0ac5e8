import { randomBytes } from "node:crypto";
import { setTimeout as pause } from "node:timers/promises";
import helmet from "@fastify/helmet";
import fastify, { type FastifyInstance } from "fastify";
import type { PlatformName } from "./chat/interaction.ts";
import type { Platform } from "./chat/platform.ts";
import type { Handle } from "./chat/handler.ts";
import { createSlack } from "./chat/slack/index.ts";
import type { Teams } from "./chat/teams/index.ts";
import type { Config } from "./config.ts";
import { keysOf, openSealer } from "./db/encryption-key.ts";
import { answerSurvey } from "./answer-survey.ts";
import { type AddressHmacs, createAddressHmacs } from "./db/erased.ts";
import { forgetSeen } from "./db/inputs.ts";
import { createOfferedFiles } from "./db/offered-files.ts";
import { nextDue, organisations, ping, workspaceOrganisation } from "./db/shell.ts";
import type { Sealer } from "./db/seal.ts";
import { createTokens } from "./db/tokens.ts";
import { createTeamsConversations } from "./db/teams-conversations.ts";
import { afterCommit, type Database } from "./db/transaction.ts";
import type { ImportReport } from "./features/accounts/import/import.ts";
import { matchPeople } from "./features/accounts/match.ts";
import { declared } from "./declared.ts";
import type { Context } from "./features/feature.ts";
import { createDirectory, createFeatures } from "./features/index.ts";
import { createImporting, type ImportWishes } from "./importing.ts";
import { createContexts } from "./inbound/context.ts";
import { bindOnly, connectWorkspace } from "./inbound/connect.ts";
import { daily, hourly } from "./inbound/daily.ts";
import { registerIngest } from "./inbound/ingest.ts";
import { serveWeb } from "./inbound/web.ts";
import { createFiring } from "./inbound/firing.ts";
import { remindersOf } from "./inbound/reminding.ts";
import { createRouter } from "./inbound/router.ts";
import { createTicker, schedulesOf } from "./inbound/ticker.ts";
import { createWorkspaces } from "./inbound/workspaces.ts";
import { createJobs } from "./jobs/boss.ts";
import { workDue } from "./jobs/due-jobs.ts";
import { createJobStarter, workFeatureJobs, workLongJobs } from "./jobs/feature-jobs.ts";
import { type Clock, systemClock, type WallClock, wallClock } from "./kernel/clock.ts";
import { createIds, type OrganisationId } from "./kernel/ids.ts";
import type { Log } from "./kernel/log.ts";
import { oneAtATime } from "./kernel/one-at-a-time.ts";
import { createSays } from "./locales/say.ts";
import { createLog } from "./log.ts";
import { LONG_JOBS, longWorks } from "./long-works.ts";
import { lookAfter } from "./look-after.ts";
import { createMatching } from "./matching.ts";
import { createDeliverer } from "./outbox/deliver.ts";
import { createGate } from "./outbox/gate.ts";
import { createPosts, redrawMessage, type Wake } from "./outbox/posts.ts";
import type { ReadCalendarsParts } from "./read-calendars.ts";
import { takeRecords } from "./take-records.ts";
import { createReaderOf } from "./take-uploads.ts";

export interface AppOptions {
  readonly config: Config;
  /** the domain's time; the demo moves it */
  readonly clock?: Clock;
  readonly wall?: WallClock;
  /** when left out: lines of JSON on the standard output */
  readonly log?: Log;
  /** closed when the app stops */
  readonly db: Database;
  /** platforms besides those that the configuration connects */
  readonly platforms?: readonly Platform[];
  /** how people's own calendars are fetched; left out: over the network */
  readonly calendars?: Pick<ReadCalendarsParts, "fetchCalendar">;
  /** further routes, e.g. the demo's page */
  readonly routes?: (server: FastifyInstance) => void | Promise<void>;
}

export interface App {
  readonly db: Database;
  readonly server: FastifyInstance;
  readonly log: Log;
  readonly sealer: Sealer;
  readonly hmacsOf: AddressHmacs;
  /** Where every input ends up, whatever platform it came by. */
  readonly handle: Handle;
  /** Connects, listens and begins to tick. @returns where it listens, e.g. "http://127.0.0.1:3000" */
  start(options?: { readonly tick?: boolean }): Promise<string>;
  stop(): Promise<void>;
  /** Fires what is due at the domain's present and resolves when everything it led to is done. */
  settle(): Promise<void>;
  /** The next instant at which something is due; of those after one, where it is given. */
  nextDue(after?: Date): Promise<Date | undefined>;
  /** A change from outside of chat, in one transaction, with what slices get. */
  change<T>(organisation: OrganisationId, work: (context: Context) => Promise<T>): Promise<T>;
  /** Asks Slack who the app is in a workspace, where Slack is connected. @throws when it refuses the token */
  readonly identifySlack: ((workspace: string) => Promise<unknown>) | undefined;
  /** Connects to the mail server, where there is one. @throws when it doesn't take us */
  readonly checkMail: (() => Promise<void>) | undefined;
  /** @throws Error with a sentence when the signal, or stopping, ended it before its end */
  importFiles(organisation: OrganisationId, paths: readonly string[], options: ImportWishes): Promise<ImportReport[]>;
}

const NO_CHAT =
  "no chat is connected: set SLACK_SIGNING_SECRET and SLACK_BOT_TOKEN or SLACK_CLIENT_ID and its like, or TEAMS_APP_ID and its like";
const SETTLE_LOOK_MS = 20;
/** A signed request is refused ten minutes after the earliest instant at which it was good. */
const SEEN_KEPT_MS = 900_000;

/** Makes every part and hands it what it needs. */
export async function createApp({
  config,
  db,
  clock = systemClock,
  wall = wallClock,
  ...given
}: AppOptions): Promise<App> {
  const log = given.log ?? createLog(config.logLevel);
  const ids = createIds(wall);
  const sealer = openSealer(config);
  const says = createSays();
  const keys = (): ReturnType<typeof keysOf> => keysOf(config);
  const hmacsOf = createAddressHmacs(keys);
  const mail = config.mail && (await import("./chat/mail/index.ts")).createMail({ config: config.mail, says });
  const tokens = mail && createTokens(keys);
  const features = createFeatures(hmacsOf, log, config.listensOn, config.baseUrl, tokens, sealer);
  const directory = createDirectory(clock);
  const server = fastify({
    bodyLimit: 4 * 1024 * 1024,
    requestTimeout: 30_000,
    forceCloseConnections: "idle",
    trustProxy: [...config.trustedProxies],
  });
  await server.register(helmet);
  const platforms = new Map<PlatformName, Platform>(given.platforms?.map((platform) => [platform.name, platform]));
  const matching = createMatching({ db, platforms, clock, log });
  const care = lookAfter({ db, clock, wall, log, matching });
  const jobs = createJobs({ db, log });

  const wake: Wake = (organisation, address) => deliverer.wake(organisation, address);
  const context = createContexts({
    features,
    ids,
    directory,
    posts: (tx, now) => createPosts(tx, { now, ids, wake }),
    jobs: (tx) => createJobStarter(jobs, tx, LONG_JOBS),
    onEvent(tx, event) {
      const { kind } = event;
      if (kind === "contacts-sought") afterCommit(tx, () => matching.seek(tx.organisation, event.contacts));
      if (kind === "settings-changed") afterCommit(tx, () => void rearm(tx.organisation));
      if (kind === "person-added") afterCommit(tx, () => added(tx.organisation));
    },
  });
  const cards = declared(features, ({ cards }) => cards);
  const deliverer = createDeliverer({ db, jobs, platforms, mail, cards, context, directory, clock, wall, log, says });
  const timed = { db, schedules: schedulesOf(features), reminders: remindersOf(features), context, log };
  const ticker = createTicker({
    ...timed,
    hand: workDue({ db, jobs, clock, fire: createFiring(timed) }),
    clock,
    afterwards: [
      (now) => deliverer.due(now),
      forgetCopies,
      hourly(wall, care.hourly),
      daily(wall, care.daily),
      ...(db.vacuum ? [db.vacuum] : []),
    ],
  });
  workFeatureJobs({ db, jobs, runs: declared(features, ({ jobs }) => jobs), context, clock });

  const handle = createRouter({
    db,
    features,
    directory,
    context,
    organisationOf: (platform, workspace) => workspaceOrganisation(db.system, platform, workspace),
    redrawMessage: (tx, conversation, message) => redrawMessage(tx, clock.now(), wake, conversation, message),
    says,
    clock,
    wall,
    ids,
    log,
  });
  const workspaces = createWorkspaces({ db, ids, wall, log, sealer, clock, context, added });
  const slack =
    config.slack && createSlack({ fastify: server, config: config.slack, workspaces, wall, log, says, handle });
  if (slack) platforms.set("slack", slack.platform);
  const teams = config.teams && (await connectTeams(config.teams));
  if (teams) platforms.set("teams", teams.platform);
  const surveys = answerSurvey({ db, context, clock, says });
  await serveWeb(server, { ready: () => ping(db.system), says, surveys });
  registerIngest({
    fastify: server,
    db,
    sealer,
    clock,
    wall,
    ids,
    log,
    says,
    ...takeRecords({ db, ids, clock, log, hmacsOf, matching, rearm }),
  });
  await given.routes?.(server);

  /** Read only where it is wanted: it is more code than all the rest. */
  async function connectTeams(wanted: NonNullable<Config["teams"]>): Promise<Teams> {
    const { createTeams } = await import("./chat/teams/index.ts");
    return createTeams({
      fastify: server,
      config: wanted,
      conversations: createTeamsConversations(db.system, wall),
      offers: createOfferedFiles({ db, sealer, ids, wall, clock, readerOf: createReaderOf(directory) }),
      gate: createGate({ system: db.system, tenant: wanted.tenant, wall, log }),
      wall,
      log,
      says,
      handle,
      localSecret: randomBytes(32),
      arrived: oneAtATime(async () => {
        const platform = platforms.get("teams");
        const organisation = await workspaceOrganisation(db.system, "teams", wanted.tenant);
        if (organisation && platform) await matchPeople({ db, platform, log }, organisation, wanted.tenant);
      }),
    });
  }

  let rearming = Promise.resolve();
  function rearm(organisation: OrganisationId): Promise<void> {
    rearming = rearming
      .then(() => ticker.rearm(organisation))
      .catch((error: unknown) => log.error({ err: error }, "schedules could not be set"));
    return rearming;
  }
  function added(organisation: OrganisationId): void {
    void rearm(organisation);
    matching.later(organisation);
  }
  function forgetCopies(): Promise<void> {
    return forgetSeen(db.system, new Date(wall.now().getTime() - SEEN_KEPT_MS));
  }
  const importing = createImporting({ db, ids, clock, log, hmacsOf, matching, rearm });
  const { contents: importContents } = importing;
  const change: App["change"] = (organisation, work) => db.write(organisation, (tx) => work(context(tx, clock.now())));
  const parts = { db, platforms, directory, ids, clock, sealer, log, says, importContents, keys, change };
  workLongJobs(jobs, longWorks({ ...parts, ...given.calendars }));
  const areJobsOpen = async (): Promise<boolean> =>
    (await jobs.open("due", "feature", "long", "patient", "gave-up")) > 0;
  return {
    db,
    server,
    log,
    sealer,
    hmacsOf,
    handle,
    async start({ tick = true } = {}) {
      await jobs.start();
      if (slack && config.slack?.botToken)
        await connectWorkspace({ db, ids, wall, log }, "slack", () => slack.platform.identify(""));
      if (config.teams) {
        await bindOnly({ db, ids, wall, log }, "teams", { workspace: config.teams.tenant, workspaceName: "Teams" });
      }
      if (platforms.size === 0) log.warn({}, NO_CHAT);
      const known = await organisations(db.system);
      for (const { id } of known) await rearm(id);
      const url = await server.listen({ port: config.port, host: config.host });
      if (tick) ticker.start();
      for (const { id } of known) matching.later(id);
      log.info({ url }, "Tandem listens");
      return url;
    },
    async stop() {
      await importing.stop();
      await ticker.stop();
      await server.close();
      await matching.stop();
      await Promise.all([slack?.idle(), teams?.stop()]);
      deliverer.stop();
      await jobs.stop();
      await db.close();
    },
    async settle() {
      const tried = new Set<string>();
      for (let fresh = true; fresh;) {
        await rearming;
        const due = await ticker.tick(clock.now());
        await matching.idle();
        do {
          while (await areJobsOpen()) await pause(SETTLE_LOOK_MS);
          await deliverer.idle();
        } while (await areJobsOpen());
        fresh = due.some((each) => !tried.has(JSON.stringify(each)));
        for (const each of due) tried.add(JSON.stringify(each));
      }
    },
    async nextDue(after) {
      const instants = [await nextDue(db.system, after), await deliverer.nextDueAt()].filter(
        (instant) => instant !== undefined,
      );
      return instants.toSorted((a, b) => a.getTime() - b.getTime())[0];
    },
    change,
    identifySlack: slack && ((workspace) => slack.platform.identify(workspace)),
    checkMail: mail && (() => mail.check()),
    importFiles: importing.files,
  };
}
