import type { Command } from "commander";
import { ORG } from "./command-line-words.ts";
import { type AddressHmacs, erasedAt } from "./db/erased.ts";
import { writeAudit } from "./db/audit.ts";
import type { Database } from "./db/transaction.ts";
import type { Examined } from "./doctor.ts";
import { erase } from "./features/privacy/begin-store.ts";
import { eraseSomeShown, unfinishedErasures } from "./features/privacy/erase-store.ts";
import { heldAbout } from "./features/privacy/export-store.ts";
import { type Subject, subjectsCalled, usersOf, wasErased } from "./features/privacy/subject-store.ts";
import { alsoIn, wordsOf } from "./features/privacy/words.ts";
import type { Context } from "./features/feature.ts";
import { wallClock } from "./kernel/clock.ts";
import type { Tx } from "./kernel/deps.ts";
import { createIds, isId, type OrganisationId } from "./kernel/ids.ts";

interface Opened {
  readonly db: Database;
  readonly hmacsOf: AddressHmacs;
  readonly organisation: OrganisationId;
  readonly change: Examined["change"];
}

export interface PrivacyCommandsParts {
  readonly program: Command;
  readonly out: (text: string) => void;
  /** @param slug of the organisation; not needed while there is one */
  readonly within: (slug: string | undefined, use: (opened: Opened) => Promise<void>) => Promise<void>;
}

/** `tandem erase` and `tandem export`: what is held about one person (H6). */
export function addPrivacyCommands({ program, out, within }: PrivacyCommandsParts): void {
  program
    .command("erase <who>")
    .description("erases a person, ours or a customer's, by e-mail address or id, for good")
    .option("--also <names>", "what else they are called, separated by commas; taken out of every text")
    .option(...ORG)
    .action((who: string, { also: typed = "", org }: { also?: string; org?: string }) =>
      within(org, async (opened) => {
        const also = alsoIn(typed);
        if (also === "wrong") throw new Error("--also takes at most 20 names of 2 to 80 letters, separated by commas.");
        const begun = await opened.change(opened.organisation, (context) => begin(context, opened, who, also));
        await goOn(opened);
        out(
          begun
            ? "Erased. Of the address only a fingerprint stays, so that no import brings them back. Messages already sent that aren't drawn anew keep what they showed: delete those in Slack and Teams.\n"
            : "They were erased before; whatever was left of it is done now.\n",
        );
      }),
    );

  program
    .command("export <who>")
    .description("writes all that is held about a person, by e-mail address, id or name, as JSON")
    .option(...ORG)
    .action((who: string, { org }: { org?: string }) =>
      within(org, async ({ db, organisation }) => {
        const subjects = await db.read(organisation, (tx) => subjectsCalled(tx, who));
        if (subjects.length === 0) throw new Error(unknown(who));
        const all = await db.read(organisation, (tx) => heldOf(tx, subjects));
        await db.write(organisation, (tx) => {
          for (const { id, kind } of subjects) {
            const details = { kind };
            const at = wallClock.now();
            const entry = createIds(wallClock).next<"audit">();
            writeAudit(tx, { id: entry, at, by: undefined, action: "privacy.export", subject: id, details });
          }
        });
        out(`${JSON.stringify(all, null, 2)}\n`);
      }),
    );
}

/** @returns false when there is nobody any more who has the address, or the id */
async function begin(
  { tx, posts }: Pick<Context, "tx" | "posts">,
  { hmacsOf }: Opened,
  who: string,
  also: readonly string[],
): Promise<boolean> {
  if (!who.includes("@") && !isId(who)) {
    throw new Error(`"${who}" is neither an e-mail address nor an id. Say the whole of one.`);
  }
  const subjects = await subjectsCalled(tx, who);
  if (subjects.length === 0) {
    const erased = isId(who) ? await wasErased(tx, who) : await erasedAt(tx, hmacsOf(tx.organisation, who));
    if (erased) return false;
    throw new Error(unknown(who));
  }
  const wish = { subjects, also, by: undefined, now: wallClock.now() };
  const done = await erase({ tx, ids: createIds(wallClock), hmacsOf }, wish);
  if (done.kind === "holds") {
    throw new Error(`They still are the CSM or AM of: ${done.accounts.join(", ")}. Give these to somebody else first.`);
  }
  if (done.kind === "only-admin") {
    throw new Error("They are the only administrator. Give somebody else the role admin first.");
  }
  posts.redraw(...done.shown);
  return true;
}

async function goOn({ db, change, organisation }: Opened): Promise<void> {
  for (const id of await db.read(organisation, unfinishedErasures)) {
    while (await change(organisation, (context) => eraseSomeShown(context, id)));
  }
}

async function heldOf(tx: Tx, subjects: readonly Subject[]): Promise<object[]> {
  const all: object[] = [];
  for (const subject of subjects) {
    const { kind, id, name, email } = subject;
    const users = kind === "person" ? await usersOf(tx, id) : [];
    const words = wordsOf({ name, emails: email === undefined ? [] : [email], users, also: [name] });
    const held = await heldAbout(tx, subject, words);
    const role = kind === "person" ? "one of us" : "at a customer";
    all.push({ name, email, role, held: Object.fromEntries(held.map(({ table, rows }) => [table, rows])) });
  }
  return all;
}

function unknown(who: string): string {
  return `Nobody is called ${JSON.stringify(who)} in this organisation. Try the e-mail address.`;
}
