import { forgetOld, forgetUnused } from "./db/housekeeping.ts";
import { forgetOffered } from "./db/offered-files.ts";
import { organisations } from "./db/shell.ts";
import type { Database } from "./db/transaction.ts";
import type { Clock, WallClock } from "./kernel/clock.ts";
import type { OrganisationId } from "./kernel/ids.ts";
import type { Log } from "./kernel/log.ts";

export interface LookAfterParts {
  readonly db: Database;
  readonly clock: Clock;
  readonly wall: WallClock;
  readonly log: Log;
  readonly matching: { later(organisation: OrganisationId): void };
}

/** What is done for its own sake each hour and each day: what is old is forgotten, and who came since is looked for. */
export function lookAfter({ db, clock, wall, log, matching }: LookAfterParts): {
  readonly hourly: () => Promise<void>;
  readonly daily: () => Promise<void>;
} {
  return {
    async hourly() {
      for (const { id } of await organisations(db.system)) {
        await forgetOffered(db, id, wall.now()).catch((error: unknown) => {
          log.error({ err: error, organisation: id }, "files that were offered could not be forgotten");
        });
      }
    },
    async daily() {
      const known = await organisations(db.system);
      for (const { id } of known) {
        await forgetOld(db, id, clock.now()).catch((error: unknown) => {
          log.error({ err: error, organisation: id }, "what is old could not be forgotten");
        });
      }
      await forgetUnused(db.system, wall.now()).catch((error: unknown) => {
        log.error({ err: error }, "what nobody uses could not be forgotten");
      });
      for (const { id } of known) matching.later(id);
    },
  };
}
