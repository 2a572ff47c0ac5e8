import type { Platform } from "../../chat/platform.ts";
import type { PlatformName } from "../../chat/interaction.ts";
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
  parts: { readonly db: Database; readonly platforms: ReadonlyMap<PlatformName, Platform>; readonly log: Log },
  organisation: OrganisationId,
  workspace: { readonly platform: PlatformName; readonly externalId: string },
): Promise<MatchReport> {
  const platform = parts.platforms.get(workspace.platform);
  if (!platform) return { matched: 0, unmatched: [] };
  const people = await parts.db.read(organisation, (tx) => unmatchedPeople(tx, workspace.platform, workspace.externalId));
  const unmatched: string[] = [];
  let matched = 0;
  for (const person of people) {
    const user = await platform.userByEmail(workspace.externalId, person.email).catch((error: unknown) => {
      parts.log.warn({ err: error }, "a person could not be looked up in chat");
      return undefined;
    });
    if (!user) unmatched.push(person.email);
    else if (await parts.db.write(organisation, (tx) => matchPerson(tx, workspace.platform, workspace.externalId, user.user, person.id))) matched++;
  }
  return { matched, unmatched };
}
