import type { Platform } from "../../chat/platform.ts";
import type { Database } from "../../db/transaction.ts";
import { localDateOf } from "../../kernel/business-time.ts";
import type { ContactId, OrganisationId } from "../../kernel/ids.ts";
import type { Log } from "../../kernel/log.ts";
import { matchAddress, soughtAddresses } from "./contact-match-store.ts";
import { lookUpEach } from "./look-up-each.ts";
import type { MatchReport } from "./match.ts";

/**
 * Matches contacts to the guests of a workspace, or whom the bot has met there of another company, by e-mail. Who is
 * matched on the platform already isn't looked for, and nobody among us is ever a contact.
 * @param now domain time
 */
export async function matchContacts(
  { db, platform, log }: { readonly db: Database; readonly platform: Platform; readonly log: Log },
  organisation: OrganisationId,
  workspace: string,
  contacts: readonly ContactId[],
  now: Date,
): Promise<MatchReport> {
  const today = localDateOf(now, "UTC");
  const addresses = await db.read(organisation, (tx) => soughtAddresses(tx, platform.name, contacts, today));
  let [matched, unmatched] = [0, 0];
  const left = await lookUpEach(addresses, {
    ...{ log, called: "contacts" },
    lookUp: (email) => platform.outsiderByEmail(workspace, email),
    async take(found, email) {
      if (!found) {
        unmatched++;
        return;
      }
      const handle = { platform: platform.name, ...found };
      matched += await db.write(organisation, (tx) => matchAddress(tx, email, handle, workspace, now, today));
    },
  });
  return { matched, unmatched, left };
}
