import { plain } from "./chat/card.ts";
import { KINDS } from "./features/accounts/import/complaint.ts";
import type { ImportDeps } from "./features/accounts/import/import.ts";
import { importRecords } from "./features/accounts/import/records.ts";
import { rejectedText } from "./features/accounts/import/sentences.ts";
import type { IngestParts } from "./inbound/ingest.ts";
import type { OrganisationId } from "./kernel/ids.ts";
import type { Matching } from "./matching.ts";

export interface TakeRecordsParts extends Omit<ImportDeps, "organisation"> {
  readonly matching: Matching;
  /** sets the schedules anew */
  readonly rearm: (organisation: OrganisationId) => Promise<void>;
}

/** The import, as the door for records wants it. */
export function takeRecords(parts: TakeRecordsParts): Pick<IngestParts, "kinds" | "importRecords"> {
  return {
    kinds: KINDS,
    async importRecords(organisation, { kind: named, records, source }, say) {
      const kind = KINDS.find((each) => each === named);
      if (!kind) throw new Error("a kind of records that there isn't");
      const report = await importRecords({ ...parts, organisation }, kind, records, { source });
      if (report.changed > 0 && kind === "people") parts.matching.later(organisation);
      if (report.changed > 0 && kind !== "usage") void parts.rearm(organisation);
      const rejected = report.rejected.map((each) => ({ index: each.index, problem: plain(rejectedText(say, each)) }));
      return { ...report, rejected };
    },
  };
}
