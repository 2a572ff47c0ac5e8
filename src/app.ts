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
import { forgetOld } from "./db/housekeeping.ts";
import { forgetSeen, noteSeen } from "./db/inputs.ts";
import { nextDue, organisations, ping, workspaceOrganisation, workspacesOf } from "./db/shell.ts";
import { createTeamsConversations } from "./db/teams-conversations.ts";
import { afterCommit, type Database } from "./db/transaction.ts";
import { importFiles, type ImportOptions, type ImportReport } from "./features/accounts/import/import.ts";
import { matchPeople } from "./features/accounts/match.ts";
import { createDirectory, createFeatures } from "./features/index.ts";
import { createContexts } from "./inbound/context.ts";
import { bindOnly, connectWorkspace } from "./inbound/connect.ts";
import { daily } from "./inbound/daily.ts";
import { createRouter } from "./inbound/router.ts";
import { createTicker, schedulesOf } from "./inbound/ticker.ts";
import { createJobs } from "./jobs/boss.ts";
import { createJobStarter, workFeatureJobs } from "./jobs/feature-jobs.ts";
import { type Clock, systemClock, type WallClock, wallClock } from "./kernel/clock.ts";
import { createIds, type OrganisationId } from "./kernel/ids.ts";
import type { Log } from "./kernel/log.ts";
import { oneAtATime } from "./kernel/one-at-a-time.ts";
import { createSays } from "./locales/say.ts";
import { createLog } from "./log.ts";
import { createDeliverer } from "./outbox/deliver.ts";
import { createPosts, redrawMessage, type Wake } from "./outbox/posts.ts";

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
  /** further routes, e.g. the demo's page */
  readonly routes?: (server: FastifyInstance) => void | Promise<void>;
}

export interface App {
  readonly db: Database;
  readonly server: FastifyInstance;
  readonly log: Log;
  /** Where every input ends up, whatever platform it came by. */
  readonly handle: Handle;
  /** Connects, listens and begins to tick. @returns where it listens, e.g. "http://127.0.0.1:3000" */
  start(options?: { readonly tick?: boolean }): Promise<string>;
  stop(): Promise<void>;
  /** Fires what is due at the domain's present and resolves when everything it led to is done. */
  settle(): Promise<void>;
  /** The next instant at which something is due. */
  nextDue(): Promise<Date | undefined>;
  /** @throws Error with a sentence when the signal, or stopping, ended it before its end */
  importFiles(
    organisation: OrganisationId,
    paths: readonly string[],
    options: Pick<ImportOptions, "backfill" | "signal" | "onProgress">,
  ): Promise<ImportReport[]>;
}

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
  const says = createSays();
  const features = createFeatures();
  const directory = createDirectory();
  const server = fastify({ bodyLimit: 4 * 1024 * 1024, requestTimeout: 30_000, forceCloseConnections: "idle" });
  await server.register(helmet);
  const platforms = new Map<PlatformName, Platform>(given.platforms?.map((platform) => [platform.name, platform]));
  const jobs = createJobs({ db, log });

  const wake: Wake = (organisation, address) => deliverer.wake(organisation, address);
  const context = createContexts({
    features,
    ids,
    directory,
    posts: (tx, now) => createPosts(tx, { now, ids, wake }),
    jobs: (tx) => createJobStarter(jobs, tx),
    onEvent(tx, { kind }) {
      if (kind === "settings-changed") afterCommit(tx, () => void rearm(tx.organisation));
    },
  });
  const cards = new Map(
    features.flatMap(({ name, cards = {} }) =>
      Object.entries(cards).map(([kind, card]) => [`${name}.${kind}`, card] as const),
    ),
  );
  const deliverer = createDeliverer({ db, jobs, platforms, cards, context, directory, clock, wall, log, says });
  const ticker = createTicker({
    db,
    schedules: schedulesOf(features),
    context,
    clock,
    log,
    afterwards: [(now) => deliverer.due(now), forgetCopies, daily(wall, lookAfter)],
  });
  const runs = new Map(
    features.flatMap(({ name, jobs = {} }) =>
      Object.entries(jobs).map(([job, run]) => [`${name}.${job}`, run] as const),
    ),
  );
  workFeatureJobs({ db, jobs, runs, context, clock });

  const handle = createRouter({
    db,
    features,
    directory,
    context,
    organisationOf: (platform, workspace) => workspaceOrganisation(db.system, platform, workspace),
    noteSeen,
    redrawMessage: (tx, conversation, message) => redrawMessage(tx, clock.now(), wake, conversation, message),
    says,
    clock,
    wall,
    ids,
    log,
  });
  const slack = config.slack && createSlack({ fastify: server, config: config.slack, wall, log, says, handle });
  if (slack) platforms.set("slack", slack.platform);
  const teams = config.teams && (await connectTeams(config.teams));
  if (teams) platforms.set("teams", teams.platform);
  server.get("/healthz", () => ({ ok: true }));
  server.get("/readyz", async () => {
    await ping(db.system);
    return { ok: true };
  });
  await given.routes?.(server);

  /** Read only where it is wanted: it is more code than all the rest. */
  async function connectTeams(wanted: NonNullable<Config["teams"]>): Promise<Teams> {
    const { createTeams } = await import("./chat/teams/index.ts");
    return createTeams({
      fastify: server,
      config: wanted,
      conversations: createTeamsConversations(db.system, wall),
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

  async function match(organisation: OrganisationId): Promise<void> {
    for (const platform of platforms.values()) {
      for (const workspace of await workspacesOf(db.system, organisation, platform.name)) {
        log.info(
          { ...(await matchPeople({ db, platform, log }, organisation, workspace)) },
          "people were matched by e-mail",
        );
      }
    }
  }
  let matching = Promise.resolve();
  function matchAll(known: readonly { readonly id: OrganisationId }[]): void {
    matching = Promise.all(known.map(({ id }) => match(id))).then(
      () => undefined,
      (error: unknown) => log.error({ err: error }, "people could not be matched"),
    );
  }
  function forgetCopies(): Promise<void> {
    return forgetSeen(db.system, new Date(wall.now().getTime() - SEEN_KEPT_MS));
  }
  const stopping = new AbortController();
  const imports = new Set<Promise<unknown>>();
  const bringIn: App["importFiles"] = async (organisation, paths, { signal, ...options }) => {
    const either = signal ? AbortSignal.any([signal, stopping.signal]) : stopping.signal;
    const reports = await importFiles({ db, ids, clock, organisation, log }, paths, { ...options, signal: either });
    if (reports.some(({ kind }) => kind === "people")) await match(organisation);
    await rearm(organisation);
    return reports;
  };
  async function lookAfter(): Promise<void> {
    const known = await organisations(db.system);
    for (const { id } of known) {
      await forgetOld(db, id, clock.now()).catch((error: unknown) => {
        log.error({ err: error, organisation: id }, "what is old could not be forgotten");
      });
    }
    matchAll(known);
  }

  return {
    db,
    server,
    log,
    handle,
    async start({ tick = true } = {}) {
      await jobs.start();
      if (slack) await connectWorkspace({ db, ids, wall, log }, "slack", () => slack.platform.identify(""));
      if (config.teams) {
        await bindOnly({ db, ids, wall, log }, "teams", { workspace: config.teams.tenant, workspaceName: "Teams" });
      }
      if (platforms.size === 0) {
        log.warn(
          {},
          "no chat is connected: set SLACK_SIGNING_SECRET and SLACK_BOT_TOKEN, or TEAMS_APP_ID and its like",
        );
      }
      const known = await organisations(db.system);
      for (const { id } of known) await rearm(id);
      const url = await server.listen({ port: config.port, host: config.host });
      if (tick) ticker.start();
      matchAll(known);
      log.info({ url }, "Tandem listens");
      return url;
    },
    async stop() {
      stopping.abort();
      await Promise.allSettled(imports);
      await ticker.stop();
      await server.close();
      await matching;
      await Promise.all([slack?.idle(), teams?.idle()]);
      deliverer.stop();
      await jobs.stop();
      await db.close();
    },
    async settle() {
      await rearming;
      await ticker.tick(clock.now());
      do {
        while ((await jobs.open("feature")) > 0) await pause(SETTLE_LOOK_MS);
        await deliverer.idle();
      } while ((await jobs.open("feature")) > 0);
    },
    async nextDue() {
      const instants = [await nextDue(db.system), await deliverer.nextDueAt()].filter(
        (instant) => instant !== undefined,
      );
      return instants.toSorted((a, b) => a.getTime() - b.getTime())[0];
    },
    importFiles(organisation, paths, options) {
      const importing = bringIn(organisation, paths, options);
      imports.add(importing);
      const isOver = (): unknown => imports.delete(importing);
      importing.then(isOver, isOver);
      return importing;
    },
  };
}
