import type { PlatformName } from "./chat/interaction.ts";
import type { Platform } from "./chat/platform.ts";
import { workspacesOf } from "./db/shell.ts";
import type { Database } from "./db/transaction.ts";
import { matchPeople } from "./features/accounts/match.ts";
import type { OrganisationId } from "./kernel/ids.ts";
import type { Log } from "./kernel/log.ts";
import { oneAtATime } from "./kernel/one-at-a-time.ts";

export interface MatchingParts {
  readonly db: Database;
  readonly platforms: ReadonlyMap<PlatformName, Platform>;
  readonly log: Log;
}

/** Matches people to the users of their organisation's workspaces. */
export interface Matching {
  now(organisation: OrganisationId): Promise<void>;
  /** In the background; asked for often, it is done for all at once. */
  later(organisation: OrganisationId): void;
  /** Resolves when nothing of it runs. */
  idle(): Promise<void>;
}

export function createMatching({ db, platforms, log }: MatchingParts): Matching {
  const runs = new Map<OrganisationId, () => Promise<void>>();
  const running = new Set<Promise<void>>();

  async function match(organisation: OrganisationId): Promise<void> {
    for (const platform of platforms.values()) {
      for (const workspace of await workspacesOf(db.system, organisation, platform.name)) {
        const report = await matchPeople({ db, platform, log }, organisation, workspace);
        log.info({ ...report }, "people were matched by e-mail");
      }
    }
  }

  return {
    now: match,
    later(organisation) {
      const run = runs.get(organisation) ?? oneAtATime(() => match(organisation));
      runs.set(organisation, run);
      const matched = run()
        .catch((error: unknown) => log.error({ err: error }, "people could not be matched"))
        .finally(() => running.delete(matched));
      running.add(matched);
    },
    async idle() {
      while (running.size > 0) await Promise.all(running);
    },
  };
}
