import type { Platform, PlatformUser } from "../../chat/platform.ts";
import type { Database } from "../../db/transaction.ts";
import type { OrganisationId } from "../../kernel/ids.ts";
import type { Log } from "../../kernel/log.ts";
import { matchPerson, unmatchedPeople } from "./store.ts";

export interface MatchReport {
  readonly matched: number;
  /** people whom nobody in the workspace has the address of; they are named without a mention */
  readonly unmatched: number;
  /** people who were not looked up, because the platform didn't answer */
  readonly left: number;
}

/** Matches people to the users of a workspace by e-mail (A11). Nobody is ever matched twice. */
export async function matchPeople(
  { db, platform, log }: { readonly db: Database; readonly platform: Platform; readonly log: Log },
  organisation: OrganisationId,
  workspace: string,
): Promise<MatchReport> {
  const people = await db.read(organisation, (tx) => unmatchedPeople(tx, platform.name, workspace));
  let unmatched = 0;
  let matched = 0;
  for (const [at, person] of people.entries()) {
    let user: PlatformUser | undefined;
    try {
      user = await platform.userByEmail(workspace, person.email);
    } catch (error) {
      log.warn(
        { err: error },
        "people can't be looked up in chat now; the rest is tried again, at the latest at the next import or start",
      );
      return { matched, unmatched, left: people.length - at };
    }
    const found = user?.user;
    if (found === undefined) unmatched++;
    else if (await db.write(organisation, (tx) => matchPerson(tx, platform.name, workspace, found, person.id)))
      matched++;
  }
  return { matched, unmatched, left: 0 };
}
