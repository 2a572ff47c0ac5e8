import {
  type Content,
  importContents,
  type ImportDeps,
  importFiles,
  type ImportOptions,
  type ImportReport,
} from "./features/accounts/import/import.ts";
import type { OrganisationId } from "./kernel/ids.ts";
import type { Matching } from "./matching.ts";

export interface ImportingParts extends Omit<ImportDeps, "organisation"> {
  readonly matching: Matching;
  /** sets the schedules anew */
  readonly rearm: (organisation: OrganisationId) => Promise<void>;
}

export type ImportWishes = Pick<ImportOptions, "backfill" | "map" | "signal" | "onProgress">;

/** Imports while the service runs. */
export interface Importing {
  /** @throws Error with a sentence when the signal, or stopping, ended it before its end */
  files(organisation: OrganisationId, paths: readonly string[], wishes: ImportWishes): Promise<ImportReport[]>;
  /** As `files`, of what somebody sent; only the signal ends it. */
  contents(organisation: OrganisationId, contents: readonly Content[], signal: AbortSignal): Promise<ImportReport[]>;
  /** Ends what is going on between two transactions, and waits for that. */
  stop(): Promise<void>;
}

export function createImporting({ matching, rearm, ...deps }: ImportingParts): Importing {
  const stopping = new AbortController();
  const running = new Set<Promise<unknown>>();

  function started(
    organisation: OrganisationId,
    work: (deps: ImportDeps) => Promise<ImportReport[]>,
  ): Promise<ImportReport[]> {
    const importing = finished(organisation, matching.now, work({ ...deps, organisation }));
    running.add(importing);
    const isOver = (): unknown => running.delete(importing);
    importing.then(isOver, isOver);
    return importing;
  }

  async function finished(
    organisation: OrganisationId,
    match: (organisation: OrganisationId) => Promise<void> | void,
    work: Promise<ImportReport[]>,
  ): Promise<ImportReport[]> {
    const reports = await work;
    if (reports.some(({ kind }) => kind === "people")) await match(organisation);
    await rearm(organisation);
    return reports;
  }

  return {
    files(organisation, paths, { signal: given, ...wishes }) {
      const signal = given ? AbortSignal.any([given, stopping.signal]) : stopping.signal;
      return started(organisation, (all) => importFiles(all, paths, { ...wishes, signal }));
    },
    contents: (organisation, contents, signal) =>
      finished(
        organisation,
        // Looking up many people takes a platform's time, and whoever sent the file waits for what became of it.
        (each) => matching.later(each),
        importContents({ ...deps, organisation }, contents, { backfill: false, signal }),
      ),
    async stop() {
      stopping.abort();
      await Promise.allSettled(running);
    },
  };
}
