import type { LocalDate } from "../../../kernel/business-time.ts";
import type { Tx } from "../../../kernel/deps.ts";
import type { AccountId } from "../../../kernel/ids.ts";
import { contractClocks } from "../../accounts/facts.ts";
import { isComing } from "../../coming.ts";
import { settledOn } from "../../renewals/facts.ts";

/** Read with the permission "contract-dates". */
export interface ComingRenewal {
  readonly renewsOn: LocalDate;
  /** the last day on which they can give notice, unless that is past */
  readonly noticeUntil: LocalDate | undefined;
}

/** The nearest renewal of a customer that comes up and isn't settled. @returns undefined where none does */
export async function comingRenewal(tx: Tx, account: AccountId, today: LocalDate): Promise<ComingRenewal | undefined> {
  const coming = (await contractClocks(tx, [account], today)).filter((contract) => isComing(contract, today));
  const settled = await settledOn(
    tx,
    coming.map(({ id }) => id),
  );
  return coming.flatMap(({ id, renewsOn, noticeUntil }): ComingRenewal[] => {
    if (renewsOn === undefined || settled.get(id)?.has(renewsOn)) return [];
    const isAhead = noticeUntil !== undefined && noticeUntil >= today && noticeUntil < renewsOn;
    return [{ renewsOn, noticeUntil: isAhead ? noticeUntil : undefined }];
  })[0];
}
