import { readdir, readFile } from "node:fs/promises";
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test } from "vitest";
import { plain } from "../src/chat/card.ts";
import { contactSignals } from "../src/features/accounts/contact-decide.ts";
import { stakeholdersOf } from "../src/features/accounts/contact-store.ts";
import { isAmQuiet } from "../src/features/accounts/facts.ts";
import { createFeatures, createDirectory } from "../src/features/index.ts";
import { saveProfileField } from "../src/features/accounts/profile-store.ts";
import { CONTACT_KINDS } from "../src/features/accounts/log-decide.ts";
import { entryText } from "../src/features/accounts/timeline-cards.ts";
import type { Entry } from "../src/features/accounts/timeline-store.ts";
import { KINDS as REQUESTED } from "../src/features/requests/decide.ts";
import { alike } from "../src/features/accounts/store.ts";
import { createContexts } from "../src/inbound/context.ts";
import { fixedDate } from "../src/kernel/business-time.ts";
import type { Tx } from "../src/kernel/deps.ts";
import type { Touch } from "../src/kernel/events.ts";
import type { AccountId, ContactId, Id } from "../src/kernel/ids.ts";
import { moveStage } from "../src/features/accounts/stage-store.ts";
import { stageJob } from "../src/features/accounts/staging.ts";
import { NOBODY } from "../src/kernel/permissions.ts";
import { createSays, type View } from "../src/locales/say.ts";
import { createPosts } from "../src/outbox/posts.ts";
import { addAccount, addContract, addPerson, ids, type TestPerson } from "./helpers/company.ts";
import { NINE, runApp, type RunningApp, wordsOf } from "./helpers/running-app.ts";

let house: RunningApp;
beforeAll(async () => {
  house = await runApp();
});
afterAll(() => house.stop());

const DAY_MS = 86_400_000;
const ENTRY: Entry = {
  id: ids.next<"timeline-entry">(),
  kind: "note",
  at: NINE,
  by: { id: ids.next<"person">(), name: "Anna" },
  via: "slack",
  details: {},
  contact: undefined,
  direction: undefined,
  proactive: false,
  visibility: "internal",
  summary: undefined,
};
let account: AccountId;
let name = "";
let made = 0;
beforeEach(async () => {
  house.clock.set(NINE);
  const { anna, marta } = house.company;
  name = `Wingtip ${String(++made)}`;
  account = await write((tx) => addAccount(tx, name, { csm: anna.id, am: marta.id }));
});

function write<T>(fn: (tx: Tx) => Promise<T>): Promise<T> {
  return house.app.db.write(house.company.organisation, fn);
}
function read<T>(fn: (tx: Tx) => Promise<T>): Promise<T> {
  return house.app.db.read(house.company.organisation, fn);
}
async function said(who: TestPerson, line: string): Promise<string> {
  return wordsOf(await house.command(who, line));
}
function contextOf(tx: Tx) {
  const { clock } = house;
  const make = createContexts({
    features: createFeatures(),
    ids,
    directory: createDirectory(clock),
    posts: (open, now) => createPosts(open, { now, ids, wake: () => undefined }),
    jobs: () => ({ start: async () => undefined }),
    onEvent: () => undefined,
  });
  return make(tx, clock.now());
}
function touched(more: Partial<Touch>): Promise<void> {
  const touch = { account, what: "note", by: undefined, via: "import", details: {} } as const;
  return write((tx) => contextOf(tx).emit({ kind: "account-touched", ...touch, ...more }));
}
async function addContact(called: string, more: { role?: string; email?: string; of?: AccountId } = {}) {
  const id = ids.next<"contact">();
  await write((tx) =>
    tx.rows(
      `insert into contact (organisation_id, id, account_id, name, email, role, source, added_at, changed_at)
       values ($1, $2, $3, $4, $5, $6, 'csv', $7, $7)`,
      [tx.organisation, id, more.of ?? account, called, more.email ?? null, more.role ?? null, NINE],
    ),
  );
  return id;
}
function log(who: TestPerson, contact: string, more: Record<string, string> = {}) {
  const values = {
    contact,
    kind: "call",
    direction: "out",
    proactive: "yes",
    on: "2026-11-24",
    at: "08:30",
    said: "Twelve more logins by January.",
    visibility: "internal",
    ...more,
  };
  return house.submit(who, "accounts.log", account, values);
}

describe("the timeline", () => {
  test("says who did what, newest first, and only what the reader may read", async () => {
    const { anna, marta, kim } = house.company;
    await touched({ what: "risk-entered", via: "clock", details: { causes: "score" } });
    await touched({ by: marta.id, visibility: "commercial", summary: "Asks for 20 %." });
    await touched({ by: anna.id, via: "slack", summary: "Dana is on leave." });
    const forAnna = await said(anna, `/tandem timeline ${name}`);
    expect(forAnna).toMatch(/Anna Kurz wrote a note.*Dana is on leave.*from Slack/);
    expect(forAnna).toContain("came to be at risk: the estimate rose");
    expect(forAnna).not.toMatch(/20 %|Marta/);
    expect(await said(marta, `/tandem timeline ${name}`)).toContain("Asks for 20 %.");
    expect(await said(kim, `/tandem timeline ${name}`)).toBe(
      `There is nothing in the timeline of ${name} for you to read. Ask whoever looks after it.`,
    );
  });

  test("where nothing happened says how to begin to who looks after it, and to others the same as where much did", async () => {
    const { anna, kim } = house.company;
    expect(await said(anna, `/tandem timeline ${name}`)).toContain(`/tandem note ${name}`);
    const forKim = await said(kim, `/tandem timeline ${name}`);
    await touched({ summary: "a note.", at: NINE });
    expect(await said(kim, `/tandem timeline ${name}`)).toBe(forKim);
  });

  test("is paged by twelve, and the older page goes on where the first ended", async () => {
    const { anna, kim } = house.company;
    for (let n = 1; n <= 14; n++) await touched({ summary: `note ${String(n)}.`, at: new Date(NINE.getTime() + n) });
    const first = await house.command(anna, `/tandem timeline ${name}`);
    expect(wordsOf(first)).toMatch(/note 14\.[^]*note 3\./);
    expect(wordsOf(first)).not.toContain("note 2.");
    const older = JSON.stringify(first.reply).match(/"accounts\.older","subject":"([^"]+)"/)?.[1] ?? "";
    const second = wordsOf(await house.press(anna, "accounts.older", older));
    expect(second).toMatch(/note 2\.[^]*note 1\./);
    expect(second).not.toContain("note 3.");
    expect(wordsOf(await house.press(kim, "accounts.older", older))).toContain("for you to read");
  });

  test("has a sentence for a kind that nobody knows yet", async () => {
    await touched({ what: "survey-sent", by: house.company.anna.id });
    expect(await said(house.company.anna, `/tandem timeline ${name}`)).toContain("noted something: survey sent");
  });

  test("shows a colleague who holds another slot what is internal, and neither risk nor opportunities", async () => {
    const { organisation, kim } = house.company;
    await write((tx) =>
      tx.rows("insert into slot (organisation_id, account_id, slot, person_id) values ($1, $2, 'support', $3)", [
        organisation,
        account,
        kim.id,
      ]),
    );
    await touched({ what: "risk-entered", details: { causes: "score" } });
    await touched({ summary: "Dana is on leave." });
    const words = await said(kim, `/tandem timeline ${name}`);
    expect(words).toContain("Dana is on leave.");
    expect(words).not.toContain("risk");
  });

  test.each(["update timeline set summary = 'other'", "delete from timeline"])(
    "is changed by nobody: the database refuses %s",
    async (sql) => {
      await touched({ summary: "as it was" });
      await expect(write((tx) => tx.rows(`${sql} where account_id = $1`, [account]))).rejects.toThrow(
        "permission denied for table timeline",
      );
    },
  );
});

describe("a note", () => {
  test("is kept at once when its words are there", async () => {
    const { anna } = house.company;
    expect(await said(anna, `/tandem note ${name}: Dana: on leave`)).toBe(`Noted with ${name}.`);
    expect(await said(anna, `/tandem timeline ${name}`)).toContain("“Dana: on leave”");
  });

  test("is asked for by a form when they aren't, and one for the Account Manager's side stays there", async () => {
    const { anna, marta } = house.company;
    expect(await said(anna, `/tandem note ${name}`)).toBe("Write a note");
    const commercial = { text: "Wants 20 %.", visibility: "commercial" };
    expect(wordsOf(await house.submit(anna, "accounts.note", account, commercial))).toContain("can't be chosen here");
    expect(wordsOf(await house.submit(marta, "accounts.note", account, commercial))).toBe(`Noted with ${name}.`);
    expect(await said(anna, `/tandem timeline ${name}`)).not.toContain("20 %");
  });

  test("keeps its words when several accounts may be meant, and when none is", async () => {
    const { anna } = house.company;
    const { reply } = await house.command(anna, "/tandem note wingtip: Dana is on leave");
    expect(JSON.stringify(reply)).toContain('"initial":"Dana is on leave"');
    const values = { account, text: "Dana is on leave", visibility: "internal" };
    expect(wordsOf(await house.submit(anna, "accounts.note-which", "", values))).toBe(`Noted with ${name}.`);
    expect(await said(anna, "/tandem note qqqq: Dana is on leave")).toMatch(/not kept yet: Dana is on leave/);
  });

  test("that names a price stays with the Account Manager's side, and they hear that it does", async () => {
    const { anna, marta } = house.company;
    const offer = "Offered at 7,500 euros";
    const values = { text: offer, visibility: "internal" };
    expect(wordsOf(await house.submit(marta, "accounts.note", account, values))).toContain(
      "“7,500 euros” names a price",
    );
    expect(await said(marta, `/tandem note ${name}: ${offer}`)).toContain("for Account Manager and manager only");
    const which = { account, text: "A discount of 10 %", visibility: "internal" };
    expect(wordsOf(await house.submit(marta, "accounts.note-which", "", which))).toContain("“discount” names a price");
    expect(await said(marta, `/tandem timeline ${name}`)).toMatch(/discount of 10 %[^]*7,500 euros/);
    expect(await said(anna, `/tandem timeline ${name}`)).toContain("Nothing has happened");
  });

  test("is written by nobody else, and they hear whom to ask", async () => {
    const { ben, kim } = house.company;
    for (const who of [ben, kim]) {
      expect(await said(who, `/tandem note ${name}: hello`)).toContain("Ask Anna Kurz");
      const values = { text: "hello", visibility: "internal" };
      expect(wordsOf(await house.submit(who, "accounts.note", account, values))).toContain("Ask Anna Kurz");
    }
    expect(await said(house.company.anna, `/tandem timeline ${name}`)).toContain("Nothing has happened");
  });
});

describe("a logged contact", () => {
  test("stands in the timeline and is the person's last contact", async () => {
    const { anna } = house.company;
    const dana = await addContact("Dana Vogt", { role: "champion" });
    expect(wordsOf(await log(anna, dana))).toBe(`Logged with ${name}.`);
    expect(await said(anna, `/tandem timeline ${name}`)).toMatch(/Anna Kurz called Dana Vogt.*Twelve more.*proactive/);
    expect(await said(anna, `/tandem contact ${name}`)).toContain("last contact 2026-11-24");
    expect(await said(anna, `/account ${name}`)).toContain("champion Dana Vogt (last contact today)");
  });

  test("of a champion who is silent since is said once, in days", async () => {
    const { anna } = house.company;
    const dana = await addContact("Dana Vogt", { role: "champion" });
    await log(anna, dana);
    const later = new Date(house.clock.now().getTime() + 50 * 86_400_000);
    house.clock.set(later);
    const card = JSON.stringify((await house.command(anna, `/tandem contact ${name}`)).reply);
    expect(card).toContain(" has been silent for ");
    expect(card).not.toContain("last contact");
  });

  test("that names a price is asked to be commercial, and only so it is kept", async () => {
    const { anna, marta } = house.company;
    const offer = "Angebot über 7.500 Euro mit 10 % Rabatt besprochen.";
    const refused = wordsOf(await log(marta, "unlisted", { said: offer }));
    expect(refused).toContain("“7.500 Euro” names a price or a discount");
    expect(refused).toContain("Choose “Commercial: Account Manager and manager”");
    expect(wordsOf(await log(marta, "unlisted", { said: offer, visibility: "commercial" }))).toContain("Logged with");
    expect(await said(marta, `/tandem timeline ${name}`)).toContain("7.500 Euro");
    expect(await said(anna, `/tandem timeline ${name}`)).not.toContain("7.500");
  });

  test("is refused with every field that is wrong, and nothing is kept", async () => {
    const { anna } = house.company;
    const { reply } = await log(anna, "nobody", { on: "2026-11-25", said: " " });
    expect(reply.kind === "invalid" && Object.keys(reply.fields).sort()).toEqual(["contact", "on", "said"]);
    expect(await said(anna, `/tandem timeline ${name}`)).toContain("Nothing has happened");
  });

  test("can't name a person of another customer", async () => {
    const stranger = await addContact("Una", { of: house.company.contoso });
    expect(wordsOf(await log(house.company.anna, stranger))).toContain("can't be chosen here");
  });

  test("that reaches the cap tells who logged it, and a touch by the same address elsewhere counts", async () => {
    const { anna, northwind } = house.company;
    const dana = await addContact("Dana Vogt", { email: `dana${String(made)}@vogt.example` });
    const twin = await addContact("Dana Vogt", { email: `dana${String(made)}@vogt.example`, of: northwind });
    await touched({ what: "email", direction: "out", contact: twin, account: northwind, by: anna.id });
    expect(wordsOf(await log(anna, dana))).toBe(`Logged with ${name}.`);
    expect(wordsOf(await log(anna, dana))).toBe(`Logged with ${name}.`);
    expect(wordsOf(await log(anna, dana))).toContain("4 touches of Dana Vogt in 30 days");
    expect(wordsOf(await log(anna, dana, { direction: "in" }))).toBe(`Logged with ${name}.`);
    expect(wordsOf(await log(anna, dana))).toContain("5 touches of Dana Vogt in 30 days");
  });

  test("that collides with another role's tells both, and the CSM reads no word of what was commercial", async () => {
    const { anna, marta } = house.company;
    const dana = await addContact("Dana Vogt");
    await log(anna, dana, { on: "2026-11-23" });
    const words = wordsOf(await log(marta, dana, { said: "Wants 20 %.", visibility: "commercial" }));
    expect(words).toContain("Anna Kurz was in touch with Dana Vogt too");
    await house.app.settle();
    const told = house.standingWith(anna).filter((each) => each.includes(`Dana Vogt of ${name}`));
    expect(told).toHaveLength(1);
    expect(told[0]).toContain("Agree with");
    expect(told[0]).not.toContain("20 %");
    expect(house.standingWith(marta).some((each) => each.includes(name))).toBe(false);
  });
});

describe("contacts", () => {
  test("are added and changed by who looks after the account, and seen by nobody else", async () => {
    const { anna, kim, ben } = house.company;
    const values = { name: "Dana Vogt", email: "Dana@Vogt.example", role: "champion", strength: "strong" };
    expect(wordsOf(await house.submit(anna, "accounts.contact-add", account, values))).toContain("is now a contact");
    expect(wordsOf(await house.submit(anna, "accounts.contact-add", account, values))).toContain("already");
    expect(wordsOf(await house.submit(ben, "accounts.contact-add", account, values))).toContain("Ask Anna Kurz");
    expect(await said(anna, `/tandem contact ${name}`)).toMatch(/Dana Vogt · champion · strong tie/);
    expect(await said(kim, `/tandem contact ${name}`)).not.toContain("Dana");
    const [row] = await read((tx) =>
      tx.rows<{ id: ContactId }>("select id from contact where account_id = $1", [account]),
    );
    const left = { role: "champion", strength: "unsaid", leftOn: "2026-11-20" };
    expect(wordsOf(await house.submit(ben, "accounts.contact", row?.id ?? "", left))).toContain("can't find");
    expect(wordsOf(await house.submit(anna, "accounts.contact", row?.id ?? "", left))).toContain("Find out who has");
    const signals = contactSignals(await read((tx) => stakeholdersOf(tx, [account], NINE)), NINE, "UTC");
    expect(signals).toMatchObject({ gone: [{ name: "Dana Vogt" }], few: { touched: 0 } });
    expect(await said(anna, `/account ${name}`)).not.toContain("Dana");
  });
});

describe("documents", () => {
  async function remove(who: TestPerson) {
    const [row] = await read((tx) =>
      tx.rows<{ id: string }>("select id from document where account_id = $1", [account]),
    );
    const { workspace } = house.company;
    return house.app.handle({
      kind: "press",
      action: { name: "accounts.document-remove", subject: account },
      choice: row?.id ?? "",
      sender: { platform: "slack", workspace, user: who.user, home: workspace },
      place: { conversation: "C0ANYWHERE", private: false },
      contentKey: `remove ${who.user} ${account}`,
      replyTo: {},
    });
  }
  const plan = {
    title: "Plan",
    url: "https://docs.example/plan",
    type: "plan",
    asOf: "2026-08-01",
    visibility: "internal",
  };

  test("are added, told as old, and removed, each noted in the timeline", async () => {
    const { anna, kim, ben } = house.company;
    expect(wordsOf(await house.submit(anna, "accounts.document-add", account, plan))).toContain("is kept with");
    expect(await said(anna, `/tandem document ${name}`)).toContain("Plan · plan · as of 2026-08-01 · please check");
    expect(await said(kim, `/tandem document ${name}`)).toContain("no documents to show");
    expect(wordsOf(await remove(ben))).toContain("Ask Anna Kurz");
    expect(wordsOf(await remove(anna))).toContain("no longer kept");
    expect(await said(anna, `/tandem timeline ${name}`)).toMatch(
      /removed the document Plan[^]*added the document Plan/,
    );
  });

  test("of the commercial side are neither shown to the CSM nor removed by them", async () => {
    const { anna, marta } = house.company;
    const offer = { ...plan, title: "Offer", type: "offer", visibility: "commercial" };
    await house.submit(marta, "accounts.document-add", account, offer);
    expect(await said(marta, `/tandem document ${name}`)).toContain("Offer");
    expect(await said(anna, `/tandem document ${name}`)).not.toContain("Offer");
    expect(wordsOf(await remove(anna))).toContain("isn't there any more");
    expect(await said(marta, `/tandem document ${name}`)).toContain("Offer");
    expect(await said(anna, `/tandem timeline ${name}`)).toContain("Nothing has happened");
  });
});

describe("the profile", () => {
  test("tops the card for every colleague, and is written by who looks after the account", async () => {
    const { anna, kim } = house.company;
    const values = { "how-to-help": "Answer in German.", needs: "Logins.", asOf: "2026-11-24" };
    expect(wordsOf(await house.submit(kim, "accounts.profile", account, values))).toContain("Ask Anna Kurz");
    expect(wordsOf(await house.submit(anna, "accounts.profile", account, values))).toBe(`Saved for ${name}.`);
    const forKim = await said(kim, `/account ${name}`);
    expect(forKim).toMatch(/How to help: Answer in German\..*from chat/);
    expect(forKim).not.toContain("Logins.");
    const again = await house.submit(anna, "accounts.profile", account, { ...values, "how-to-help": "" });
    expect(wordsOf(again)).toBe(`Saved for ${name}.`);
    expect(await said(kim, `/account ${name}`)).not.toContain("German");
  });

  test("gives way to the CRM, and not the other way", async () => {
    const { anna } = house.company;
    const from = (source: "crm" | "csv" | "chat", value: string) =>
      write((tx) =>
        saveProfileField(tx, account, "needs", { value, source, asOf: fixedDate("2026-11-24") }, undefined, NINE),
      );
    expect([await from("chat", "a"), await from("crm", "b"), await from("csv", "c")]).toEqual([true, true, false]);
    const values = { needs: "d", asOf: "2026-11-24" };
    expect(wordsOf(await house.submit(anna, "accounts.profile", account, values))).toContain("Nothing has changed");
  });
});

describe("the account card", () => {
  test("says the last day to act in the working days of the account's region", async () => {
    const contract = { arrMinor: 4_800_000, renewsOn: "2027-01-31", noticeDays: 30 };
    await write((tx) => addContract(tx, account, contract));
    // Three working days before Friday 1 January 2027, which is a holiday in Germany: 25 and 26 December are too.
    expect(await said(house.company.anna, `/account ${name}`)).toMatch(
      /notice until 2027-01-01 · last day to act 2026-12-29/,
    );
  });

  test("opens nothing for a colleague but what everybody may know", async () => {
    const { anna, kim } = house.company;
    await addContact("Dana Vogt", { role: "champion" });
    await write((tx) => addContract(tx, account, { arrMinor: 4_800_000, renewsOn: "2027-01-31" }));
    const card = JSON.stringify((await house.command(kim, `/account ${name}`)).reply);
    expect(card).not.toMatch(/Dana|48,000|accounts\.(log|timeline|documents|contacts|profile)/);
    expect(JSON.stringify((await house.command(anna, `/account ${name}`)).reply)).toMatch(
      /Dana Vogt.*48,000.*accounts\.log.*accounts\.timeline.*accounts\.documents/,
    );
  });
});

describe("the card of an account that somebody else looks after", () => {
  const HIDDEN = "Not everything is shown to you here";

  test("says to one of us that something was left out, and whom to ask", async () => {
    const { ben, kim, ada, anna } = house.company;
    await write((tx) => addContract(tx, account, { arrMinor: 4_800_000, startsOn: "2026-01-01" }));
    for (const reader of [ben, kim, ada]) {
      const words = await said(reader, `/account ${name}`);
      expect(words).toContain(`${anna.name} looks after this customer. ${HIDDEN}`);
    }
  });

  test("says nothing of it while there is nothing that could be left out", async () => {
    const { ben, kim, ada } = house.company;
    for (const reader of [ben, kim, ada]) expect(await said(reader, `/account ${name}`)).not.toContain(HIDDEN);
  });

  test("says so of an orphan once there is something, and that a manager can be asked", async () => {
    const { ben } = house.company;
    const called = `Orphan ${String(made)}`;
    const orphan = await write((tx) => addAccount(tx, called));
    expect(await said(ben, `/account ${called}`)).not.toContain(HIDDEN);
    await write((tx) => addContract(tx, orphan, { arrMinor: 100, startsOn: "2026-01-01" }));
    expect(await said(ben, `/account ${called}`)).toContain(`${HIDDEN}: ask a manager`);
  });

  test("says so of what stands behind its buttons: contacts, and what the timeline and the documents hold", async () => {
    const { ben, anna } = house.company;
    await addContact("Dana Vogt");
    expect(await said(ben, `/account ${name}`)).toContain(HIDDEN);
    const noted = await write((tx) => addAccount(tx, `Noted ${String(made)}`, { csm: anna.id }));
    await house.submit(anna, "accounts.note", noted, { text: "They like it.", visibility: "internal" });
    expect(await said(ben, `/account Noted ${String(made)}`)).toContain(HIDDEN);
  });

  test("says nothing of it to its CSM, its AM, their manager, and who covers for them", async () => {
    const { anna, marta, olga } = house.company;
    for (const reader of [anna, marta, olga]) expect(await said(reader, `/account ${name}`)).not.toContain(HIDDEN);
  });
});

describe("stages", () => {
  async function night(day: string): Promise<void> {
    let data: Readonly<Record<string, string>> | undefined = { day };
    while (data) {
      const now: Readonly<Record<string, string>> = data;
      data = await write((tx) => stageJob.run(contextOf(tx), now));
    }
  }
  async function stage(): Promise<string | undefined> {
    const [row] = await read((tx) =>
      tx.rows<{ stage: string }>("select lifecycle_stage as stage from account where id = $1", [account]),
    );
    return row?.stage;
  }

  test("are brought on by night, once, and the timeline says why", async () => {
    const { anna } = house.company;
    await write((tx) => addContract(tx, account, { arrMinor: 100, startsOn: "2026-01-01", renewsOn: "2027-01-01" }));
    await night("2026-11-24");
    await night("2026-11-24");
    expect(await stage()).toBe("renewal");
    const words = await said(anna, `/tandem timeline ${name}`);
    expect(words.match(/The stage went from value to renewal: the renewal is near/g)).toHaveLength(1);
  });

  test("that were set by hand hold for 30 days", async () => {
    const { anna, marta } = house.company;
    await write((tx) => addContract(tx, account, { arrMinor: 100, startsOn: "2026-01-01", renewsOn: "2027-01-01" }));
    const values = { stage: "adoption", reason: "They start anew." };
    expect(wordsOf(await house.submit(marta, "accounts.stage", account, values))).toContain("Ask Anna Kurz");
    expect(wordsOf(await house.submit(anna, "accounts.stage", account, { ...values, reason: " " }))).toContain("Why");
    expect(wordsOf(await house.submit(anna, "accounts.stage", account, values))).toContain("until 2026-12-24");
    await night("2026-12-24");
    expect(await stage()).toBe("adoption");
    expect(await said(anna, `/tandem timeline ${name}`)).toMatch(
      /set the stage from value to adoption.*They start anew/,
    );
    await house.submit(anna, "accounts.stage", account, { stage: "value", reason: "Done." });
    await night("2026-12-25");
    expect(await stage()).toBe("renewal");
  });

  test("aren't moved by the night when somebody set them while it was at work", async () => {
    const { anna } = house.company;
    const move = (from: "value" | "adoption", today: string) =>
      write((tx) =>
        moveStage(tx, account, from, { stage: "renewal", since: NINE, reason: "renewal-near" }, fixedDate(today)),
      );
    await house.submit(anna, "accounts.stage", account, { stage: "adoption", reason: "They start anew." });
    expect(await move("value", "2026-11-24")).toBe(false);
    expect(await move("adoption", "2026-12-24")).toBe(false);
    expect(await stage()).toBe("adoption");
    expect(await move("adoption", "2026-12-25")).toBe(true);
    expect(await stage()).toBe("renewal");
  });

  test("keep the Account Manager quiet until somebody pulls them in, for 30 days", async () => {
    const { anna, kim } = house.company;
    const fresh = await write((tx) => addAccount(tx, `Fresh ${String(made)}`, { csm: anna.id, stage: "onboarding" }));
    const quiet = (now: Date) => read((tx) => isAmQuiet(tx, fresh, now));
    expect(await quiet(NINE)).toBe(true);
    expect(await said(kim, `/tandem pull-in am Fresh ${String(made)}`)).toContain("Ask Anna Kurz");
    expect(await said(anna, "/tandem pull-in")).toContain("Whom, and where?");
    expect(await said(anna, `/tandem pull-in sales Fresh ${String(made)}`)).toContain("sales is nobody I can pull in");
    expect(await said(anna, "/tandem pull-in am Nobody Ever")).toContain("I don't know an account");
    expect(await said(anna, `/tandem pull-in am Fresh ${String(made)}`)).toBe("Pull the AM in");
    expect(await quiet(NINE)).toBe(true);
    const pull = async (who: TestPerson, values: Record<string, string>) =>
      wordsOf(
        await house.submit(who, "accounts.pull-in", fresh, { days: "30", reason: "They ask for a price.", ...values }),
      );
    expect(await pull(kim, {})).toContain("Ask Anna Kurz");
    expect(await pull(anna, { days: "31" })).toContain("can't be chosen here");
    expect(await pull(anna, { reason: " " })).toContain("Why is that?");
    expect(await quiet(NINE)).toBe(true);
    expect(await pull(anna, {})).toContain("until 2026-12-24");
    expect(await said(anna, `/tandem timeline Fresh ${String(made)}`)).toContain("They ask for a price.");
    expect(await quiet(new Date(NINE.getTime() + 30 * DAY_MS - 1))).toBe(false);
    expect(await quiet(new Date(NINE.getTime() + 30 * DAY_MS))).toBe(true);
    expect(await pull(anna, { days: "7" })).toContain("until 2026-12-01");
    expect(await quiet(new Date(NINE.getTime() + 7 * DAY_MS))).toBe(true);
    expect(await said(anna, `/tandem pull-in am ${name}`)).toContain("there is nobody to pull in");
  });
});

describe("the days of an organisation in Auckland, where it is tomorrow already", () => {
  // 25 November there, and 24 November in UTC
  const EVENING = new Date("2026-11-24T12:00:00Z");
  beforeEach(async () => {
    await write((tx) =>
      tx.rows("insert into setting (organisation_id, name, value) values ($1, 'zone', '\"Pacific/Auckland\"')", [
        tx.organisation,
      ]),
    );
  });
  afterEach(async () => {
    await write((tx) => tx.rows("delete from setting where name = 'zone'"));
  });

  test("end the Account Manager's quiet on the day that its renewal comes near there", async () => {
    const { anna } = house.company;
    const at = await write((tx) => addAccount(tx, `Kea ${String(made)}`, { csm: anna.id, stage: "onboarding" }));
    await write((tx) => addContract(tx, at, { arrMinor: 100, startsOn: "2026-03-25", renewsOn: "2027-03-25" }));
    const quiet = (now: Date) => read((tx) => isAmQuiet(tx, at, now));
    // Midnight of 25 November there, from when the renewal is 120 days away.
    expect(await quiet(new Date("2026-11-24T10:59:59.999Z"))).toBe(true);
    expect(await quiet(new Date("2026-11-24T11:00:00Z"))).toBe(false);
    expect(await quiet(EVENING)).toBe(false);
  });

  test("count an onboarding from the day on which it began there", async () => {
    const { anna } = house.company;
    const at = await write((tx) => addAccount(tx, `Kiwi ${String(made)}`, { csm: anna.id, stage: "onboarding" }));
    await write((tx) => addContract(tx, at, { arrMinor: 100, startsOn: "2026-08-26", renewsOn: "2027-08-26" }));
    // 27 August there: day 90 is 25 November.
    await write((tx) => tx.rows("update account set stage_since = '2026-08-26T12:00:00Z' where id = $1", [at]));
    const stageOn = async (day: string): Promise<string | undefined> => {
      let data: Readonly<Record<string, string>> | undefined = { day };
      while (data) {
        const batch: Readonly<Record<string, string>> = data;
        data = await write((tx) => stageJob.run(contextOf(tx), batch));
      }
      const [row] = await read((tx) =>
        tx.rows<{ stage: string }>("select lifecycle_stage as stage from account where id = $1", [at]),
      );
      return row?.stage;
    };
    expect(await stageOn("2026-11-24")).toBe("onboarding");
    expect(await stageOn("2026-11-25")).toBe("adoption");
  });
});

describe("a name that is typed", () => {
  test("brings those that begin so, by name, and those near it, the nearest first; a few of each", async () => {
    const org = await house.app.db.write(house.company.organisation, async (tx) => {
      for (const each of ["Northgate Foods", "Northgate Foods Export", "Nordgate Food"]) await addAccount(tx, each);
      return tx.organisation;
    });
    const found = await house.app.db.read(org, (tx) => alike(tx, "Northgate Food"));
    const names = (list: readonly { readonly name: string }[]) => list.map((each) => each.name);
    expect(names(found.beginning)).toEqual(["Northgate Foods", "Northgate Foods Export"]);
    expect(names(found.near).slice(0, 3)).toEqual(["Northgate Foods", "Nordgate Food", "Northgate Foods Export"]);
    expect(names((await house.app.db.read(org, (tx) => alike(tx, "wingtip"))).beginning)).toHaveLength(5);
  });

  test("that is like none brings nothing, nor do marks, nor a very long one", async () => {
    for (const typed of ["zzzzzz", "***", "%", "\u0000", "", "\u98ce".repeat(10_000)]) {
      const found = await read((tx) => alike(tx, typed));
      expect([typed.slice(0, 9), found]).toEqual([typed.slice(0, 9), { beginning: [], near: [] }]);
    }
  });

  test("wrong in one letter asks which was meant, and the button shows it", async () => {
    const { anna } = house.company;
    await write((tx) => addAccount(tx, "Fabrikam Residences"));
    const { reply } = await house.command(anna, "/account fabrikan residences");
    expect(wordsOf({ reply } as never)).toContain("Did you mean");
    expect(JSON.stringify(reply)).toContain("Fabrikam Residences");
    expect(JSON.stringify((await house.command(anna, "/tandem timeline fabrikan residences")).reply)).toContain(
      "accounts.timeline",
    );
  });
});

test("a manager reads and writes what their people look after", async () => {
  const { olga, workspace } = house.company;
  const other: TestPerson = await write((tx) => addPerson(tx, workspace, `Otto ${String(made)}`, ["manager"]));
  const note: Id<"note"> = ids.next();
  expect(await said(olga, `/tandem note ${name}: ${note}`)).toBe(`Noted with ${name}.`);
  expect(await said(olga, `/tandem timeline ${name}`)).toContain(note);
  expect(await said(other, `/tandem timeline ${name}`)).toContain("for you to read");
});

describe("what a timeline says", () => {
  const EMITTED = [
    /\bwhat(?:: | = )"([a-z-]+)"/g,
    /\b(?:touch|touched|noted|told)\([^;]*?"((?!account-touched)[a-z]+(?:-[a-z]+)+)"/g,
    /\? "((?:opportunity|contact|document)-[a-z]+)"/g,
    /(?<!kind): "((?:opportunity|contact|document)-[a-z]+)"/g,
  ];

  async function emitted(): Promise<Set<string>> {
    const files = (await readdir("src/features", { recursive: true })).filter((file) =>
      /^(?!.*import).*\.ts$/.test(file),
    );
    const sources = await Promise.all(files.map((file) => readFile(`src/features/${file}`, "utf8")));
    const kinds = sources
      .filter((source) => /account-touched|await touch\(/.test(source))
      .flatMap((source) => EMITTED.flatMap((pattern) => [...source.matchAll(pattern)].map(([, kind]) => kind ?? "")));
    return new Set([...kinds, ...CONTACT_KINDS, ...REQUESTED.map((kind) => `request-${kind}`)]);
  }

  test("has a sentence of its own for all that happens, in each language", async () => {
    const kinds = await emitted();
    expect([...kinds]).toEqual(
      expect.arrayContaining(["note", "contact-left", "opportunity-claimed", "risk-recovered"]),
    );
    expect([...kinds]).toEqual(expect.arrayContaining(["discount-approved", "question-answered", "document-removed"]));
    const say = createSays();
    const lacking = (["en", "de", "zh"] as const).flatMap((locale) => {
      const view: View = { say: say(locale), locale, zone: "UTC", audience: NOBODY };
      return [...kinds].flatMap((kind) =>
        (["in", "out"] as const)
          .map((direction) => plain(entryText({ ...ENTRY, kind, direction }, "Wingtip", view)))
          .filter((words) =>
            words.includes(plain(view.say("timeline.other", { who: "Anna", kind: kind.replaceAll("-", " ") }))),
          )
          .map(() => `${locale} ${kind}`),
      );
    });
    expect(lacking).toEqual([]);
  });
});
