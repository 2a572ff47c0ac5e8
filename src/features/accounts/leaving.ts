import type { LocalDate } from "../../kernel/business-time.ts";
import { brief } from "../../kernel/text.ts";
import type { AccountId } from "../../kernel/ids.ts";
import type { Acting } from "../feature.ts";
import { churnWords } from "../risk/facts.ts";
import { settingsOf } from "../settings/facts.ts";
import type { LeftInWords } from "./left-cards.ts";
import { leftOf } from "./left-store.ts";

/** How a customer left; a reason of the closed list in words, an imported one as it stands there. */
export async function leftInWords({ tx, view }: Acting, id: AccountId, today: LocalDate): Promise<LeftInWords> {
  const left = await leftOf(tx, id, today, (await settingsOf(tx)).zone);
  const { reason } = left;
  return { ...left, reason: reason ? (churnWords(reason, view) ?? [brief(reason)]) : undefined };
}
