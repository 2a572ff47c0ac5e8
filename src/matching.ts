import { setTimeout as pause } from "node:timers/promises";
import type { PlatformName } from "./chat/interaction.ts";
import type { Platform } from "./chat/platform.ts";
import { workspacesOf } from "./db/shell.ts";
import type { Database } from "./db/transaction.ts";
import { matchContacts } from "./features/accounts/match-contacts.ts";
import { type MatchReport, matchPeople } from "./features/accounts/match.ts";
import type { Clock } from "./kernel/clock.ts";
import type { ContactId, OrganisationId } from "./kernel/ids.ts";
import type { Log } from "./kernel/log.ts";
import { oneAtATime } from "./kernel/one-at-a-time.ts";

export interface MatchingParts {
  readonly db: Database;
  readonly platforms: ReadonlyMap<PlatformName, Platform>;
  readonly clock: Clock;
  readonly log: Log;
}

/** Matches people, and contacts who are sought, to the users of their organisation's workspaces. */
export interface Matching {
  now(organisation: OrganisationId): Promise<void>;
  /** In the background; asked for often, it is done for all at once. */
  later(organisation: OrganisationId): void;
  /** Looks for contacts in the background, those of several calls together. */
  seek(organisation: OrganisationId, contacts: readonly ContactId[]): void;
  /** Resolves when nothing of it runs. */
  idle(): Promise<void>;
  /** Leaves whom no platform could look up by now. */
  stop(): Promise<void>;
}

/** How long a search waits before it is made again, where the platform didn't answer for all. */
const AGAIN_MS = [1_000, 5_000, 30_000];

export function createMatching({ db, platforms, clock, log }: MatchingParts): Matching {
  const runs = new Map<OrganisationId, () => Promise<void>>();
  const seeks = new Map<OrganisationId, () => Promise<void>>();
  const sought = new Map<OrganisationId, Set<ContactId>>();
  const running = new Set<Promise<void>>();

  const stopping = new AbortController();

  function match(organisation: OrganisationId): Promise<number> {
    return everywhere(organisation, "people were matched by e-mail", (platform, workspace) =>
      matchPeople({ db, platform, log }, organisation, workspace),
    );
  }

  async function find(organisation: OrganisationId): Promise<void> {
    const contacts = [...(sought.get(organisation) ?? [])];
    sought.delete(organisation);
    if (contacts.length === 0) return;
    await untilAnswered(() =>
      everywhere(organisation, "contacts were matched by e-mail", (platform, workspace) =>
        matchContacts({ db, platform, log }, organisation, workspace, contacts, clock.now()),
      ),
    );
  }

  /** @returns how many were not looked up, because a platform didn't answer */
  async function everywhere(
    organisation: OrganisationId,
    said: string,
    work: (platform: Platform, workspace: string) => Promise<MatchReport>,
  ): Promise<number> {
    let left = 0;
    for (const platform of platforms.values()) {
      for (const workspace of await workspacesOf(db.system, organisation, platform.name)) {
        const report = await work(platform, workspace);
        log.info({ ...report }, said);
        left += report.left;
      }
    }
    return left;
  }

  async function untilAnswered(search: () => Promise<number>): Promise<void> {
    for (const waitMs of AGAIN_MS) {
      if (stopping.signal.aborted || (await search()) === 0) return;
      await pause(waitMs, undefined, { signal: stopping.signal }).catch(() => undefined);
    }
    if (!stopping.signal.aborted) await search();
  }

  function inBackground(
    all: Map<OrganisationId, () => Promise<void>>,
    organisation: OrganisationId,
    work: () => Promise<void>,
  ): void {
    const run = all.get(organisation) ?? oneAtATime(work);
    all.set(organisation, run);
    const matched = run()
      .catch((error: unknown) => log.error({ err: error }, "nobody could be matched"))
      .finally(() => running.delete(matched));
    running.add(matched);
  }

  async function idle(): Promise<void> {
    while (running.size > 0) await Promise.all(running);
  }

  return {
    async now(organisation) {
      await match(organisation);
    },
    later: (organisation) => inBackground(runs, organisation, () => untilAnswered(() => match(organisation))),
    seek(organisation, contacts) {
      const known = sought.get(organisation) ?? new Set();
      sought.set(organisation, known);
      for (const contact of contacts) known.add(contact);
      inBackground(seeks, organisation, () => find(organisation));
    },
    idle,
    async stop() {
      stopping.abort();
      await idle();
    },
  };
}
