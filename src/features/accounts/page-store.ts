import type { LocalDate } from "../../kernel/business-time.ts";
import type { Statement, Tx } from "../../kernel/deps.ts";
import type { AccountId } from "../../kernel/ids.ts";
import { decideLookUp, type LookUp } from "./decide.ts";
import { type AccountFacts, FACTS, factsOf, type FactsRow } from "./facts.ts";
import { alike, NONE_ALIKE } from "./names.ts";
import { allNames, EXACTLY, exactValues } from "./store.ts";

/** An account with all that the account book's part of its card says. */
export interface AccountPage extends AccountFacts {
  readonly profile: Profile;
}

export interface Profile {
  readonly domain: string | undefined;
  readonly industry: string | undefined;
  readonly howToHelp: string | undefined;
}

const BY_ID: Statement = { name: "accounts.page", sql: `${FACTS} where a.id = $2` };
const EXACT: Statement = {
  name: "accounts.pages-exactly",
  sql: `${FACTS} where ${EXACTLY}`,
};

export async function pageOf(tx: Tx, id: AccountId, today: LocalDate): Promise<AccountPage | undefined> {
  return (await tx.rows<FactsRow>(BY_ID, [today, id])).map(pageIn)[0];
}

/** Finds what somebody typed, with its page, in one statement; the nearest names only on a miss. */
export async function lookUpPage(
  tx: Tx,
  typed: string,
  today: LocalDate,
): Promise<Exclude<LookUp<AccountPage>, { kind: "begun" }>> {
  const exact = (await tx.rows<FactsRow>(EXACT, [today, ...exactValues(typed)])).map(pageIn);
  const found = decideLookUp(exact, exact.length > 0 ? NONE_ALIKE : alike(typed, await allNames(tx)));
  if (found.kind !== "begun") return found;
  const account = await pageOf(tx, found.account.id, today);
  return account ? { kind: "found", account } : { kind: "unknown" };
}

function pageIn(row: FactsRow): AccountPage {
  const { domain, industry, how_to_help: howToHelp } = row;
  const profile = { domain: domain ?? undefined, industry: industry ?? undefined, howToHelp: howToHelp ?? undefined };
  return { ...factsOf(row), profile };
}
