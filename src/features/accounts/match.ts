import type { Platform } from "../../chat/platform.ts";
import type { Database } from "../../db/transaction.ts";
import type { OrganisationId } from "../../kernel/ids.ts";
import type { Log } from "../../kernel/log.ts";
import { lookUpEach } from "./look-up-each.ts";
import { matchPerson, unmatchedPeople } from "./store.ts";

export interface MatchReport {
  readonly matched: number;
  /** people whom nobody in the workspace has the address of; they are named without a mention */
  readonly unmatched: number;
  /** people who were not looked up, because the platform answered with an error, or not at all */
  readonly left: number;
}

/** Matches people to the users of a workspace by e-mail (A11). Nobody is ever matched twice. */
export async function matchPeople(
  { db, platform, log }: { readonly db: Database; readonly platform: Platform; readonly log: Log },
  organisation: OrganisationId,
  workspace: string,
): Promise<MatchReport> {
  const people = await db.read(organisation, (tx) => unmatchedPeople(tx, platform.name, workspace));
  let [matched, unmatched] = [0, 0];
  const left = await lookUpEach(people, {
    ...{ log, called: "people" },
    lookUp: ({ email }) => platform.userByEmail(workspace, email),
    async take(found, { id }) {
      if (!found) unmatched++;
      else if (await db.write(organisation, (tx) => matchPerson(tx, platform.name, workspace, found.user, id)))
        matched++;
    },
  });
  return { matched, unmatched, left };
}
