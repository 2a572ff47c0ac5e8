import type { Platform } from "../../chat/platform.ts";
import type { Database } from "../../db/transaction.ts";
import type { OrganisationId } from "../../kernel/ids.ts";
import type { Log } from "../../kernel/log.ts";
import { matchPerson, unmatchedPeople } from "./store.ts";

export interface MatchReport {
  readonly matched: number;
  /** e-mail addresses that nobody in the workspace has; these people are named without a mention */
  readonly unmatched: readonly string[];
}

/** Matches people to the users of a workspace by e-mail (A11). Nobody is ever matched twice. */
export async function matchPeople(
  { db, platform, log }: { readonly db: Database; readonly platform: Platform; readonly log: Log },
  organisation: OrganisationId,
  workspace: string,
): Promise<MatchReport> {
  const people = await db.read(organisation, (tx) => unmatchedPeople(tx, platform.name, workspace));
  const unmatched: string[] = [];
  let matched = 0;
  for (const person of people) {
    const user = await platform.userByEmail(workspace, person.email).catch((error: unknown) => {
      log.warn({ err: error }, "a person could not be looked up in chat");
      return undefined;
    });
    if (!user) unmatched.push(person.email);
    else if (await db.write(organisation, (tx) => matchPerson(tx, platform.name, workspace, user.user, person.id)))
      matched++;
  }
  return { matched, unmatched };
}
