import { mkdir, writeFile } from "node:fs/promises";
import { join } from "node:path";
import type { LocalDate } from "../../kernel/business-time.ts";
import type { Locale } from "../../kernel/directory.ts";
import { ACCOUNTS } from "./catalogue.ts";
import type { CompanyPerson } from "./account.ts";
import { contactRows } from "./desk.ts";
import { historyFiles, nightFiles } from "./files.ts";
import type { Files } from "./files.ts";
import { COMPANY_NAME, emailOf, PEOPLE } from "./people.ts";

/** Somebody of a customer's, with whom two of ours share a channel. */
export interface CompanyGuest {
  readonly name: string;
  readonly email: string;
  readonly timezone: string;
  readonly locale: Locale;
  readonly account: string;
  /** the addresses of the account's own CSM and AM */
  readonly with: readonly string[];
}

/** A made-up software company with its customers. The same seed and start make the same bytes. */
export interface Company {
  readonly name: string;
  readonly start: LocalDate;
  readonly people: readonly CompanyPerson[];
  readonly guest: CompanyGuest;
  /** Writes people, accounts, contacts, contracts, tickets, talks, metrics and usage of the 18 months before the start, for `import --backfill`. */
  writeHistory(folder: string): Promise<void>;
  /**
   * Writes what one day brought, known once that day is over: its usage and talks, and accounts, contracts and tickets that changed.
   * @returns false, writing nothing, for a day before the start
   */
  writeNight(folder: string, day: LocalDate): Promise<boolean>;
}

export function createCompany({ seed, start }: { readonly seed: number; readonly start: LocalDate }): Company {
  return {
    name: COMPANY_NAME,
    start,
    people: PEOPLE,
    guest: guestIn(seed),
    async writeHistory(folder) {
      await write(folder, historyFiles(seed, start));
    },
    async writeNight(folder, day) {
      return write(folder, nightFiles(seed, start, day));
    },
  };
}

const SHARES = "Northwind";

function guestIn(seed: number): CompanyGuest {
  const account = ACCOUNTS.find(({ name }) => name === SHARES);
  const [champion] = account ? contactRows(account, seed) : [];
  if (!account || !champion) throw new Error(`the company has no customer ${SHARES}`);
  const [, email = "", name = ""] = champion.map(String);
  const handles = [account.csm, account.am].filter((handle) => handle !== undefined);
  return { name, email, timezone: account.zone, locale: "en", account: account.name, with: handles.map(emailOf) };
}

async function write(folder: string, files: Files): Promise<boolean> {
  if (files.size === 0) return false;
  await mkdir(folder, { recursive: true });
  for (const [name, text] of files) await writeFile(join(folder, name), text);
  return true;
}
