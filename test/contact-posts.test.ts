import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test } from "vitest";
import type { Database } from "../src/db/transaction.ts";
import { card, type Address, type NewPost, type Posts } from "../src/features/feature.ts";
import type { ContactHandle } from "../src/kernel/directory.ts";
import type { ContactId } from "../src/kernel/ids.ts";
import { NOBODY } from "../src/kernel/permissions.ts";
import type { View } from "../src/locales/say.ts";
import { type Company, mintCompany } from "./helpers/company.ts";
import { addCustomer, type NewContact } from "./helpers/customer-people.ts";
import { testDatabase, type TestDatabase } from "./helpers/database.ts";
import { type Outbox, startOutbox } from "./helpers/outbox.ts";

let opened: TestDatabase;
let db: Database;
let company: Company;
let outbox: Outbox;
let views: View[];

beforeAll(async () => {
  opened = await testDatabase();
  db = opened.db;
});
afterAll(() => opened.close());
beforeEach(async () => {
  company = await mintCompany(db);
  outbox = await startOutbox(db);
  views = [];
  const asking = (sensitive: boolean) =>
    card<string>({
      sensitive,
      called: "shell.help-title",
      direct: { why: "why.ask" },
      load: async ({ tx }, subject) =>
        (await tx.rows<{ name: string }>("select name from account where id = $1", [subject]))[0]?.name ?? "gone",
      draw: (name, view) => {
        views.push(view);
        return { card: { title: [`Do you like ${name}?`], body: [] }, summary: [name] };
      },
    });
  outbox.cards.set("test.ask", asking(false));
  outbox.cards.set("test.secret", asking(true));
});
afterEach(() => outbox.stop());

interface Row {
  state: string;
  reason: string | null;
}
function posts(): Promise<Row[]> {
  return db.read(company.organisation, (tx) => tx.rows<Row>("select state, reason from post order by created_at, id"));
}
function decide(fn: (posts: Posts) => void): Promise<void> {
  return db.write(company.organisation, (tx) => fn(outbox.context(tx, outbox.clock.now()).posts));
}
async function ask(address: Address, more: Partial<NewPost> = {}): Promise<Row[]> {
  await decide((wanted) => {
    wanted.announce({ card: "test.ask", subject: company.northwind, address, slot: "", ...more });
  });
  await outbox.deliverer.idle();
  return posts();
}
const handle = (home: string, user: string): ContactHandle => ({ platform: "slack", home, user });
const guest = (): ContactHandle => handle(company.workspace, "U0GUEST");
function dana(more: Partial<NewContact> = {}): Promise<ContactId> {
  const handles = [guest()];
  return db.write(company.organisation, (tx) =>
    addCustomer(tx, company.northwind, { name: "Dana Vogt", email: "Dana@Northwind.example", handles, ...more }),
  );
}
function run(sql: string, values: readonly unknown[] = []): Promise<unknown> {
  return db.write(company.organisation, (tx) => tx.rows(sql, values));
}
const calls = () => outbox.platform.calls.map(({ call, target, words }) => [call, target, words] as const);
const inSlack = (conversation: string, only?: string) => ({
  platform: "slack" as const,
  workspace: company.workspace,
  conversation,
  ...(only === undefined ? {} : { only }),
});

describe("a message to somebody of a customer's", () => {
  test("goes to their own conversation, in their words and zone, for nobody's eyes among us, and says no more", async () => {
    const id = await dana({ locale: "de", zone: "Europe/Vienna" });
    expect(await ask(`contact:${id}`)).toEqual([{ state: "sent", reason: null }]);
    expect(calls()).toEqual([["send", inSlack("U0GUEST"), "Do you like Northwind GmbH?"]]);
    expect(views.at(-1)).toMatchObject({ locale: "de", zone: "Europe/Vienna", audience: NOBODY });
    expect(outbox.platform.calls[0]?.drawn).toMatchObject({ locale: "de", zone: "Europe/Vienna", card: { body: [] } });
  });

  test("is in the organisation's words where nobody knows theirs", async () => {
    await run("insert into setting (organisation_id, name, value) values ($1, 'locale', '\"zh\"')", [
      company.organisation,
    ]);
    await ask(`contact:${await dana()}`);
    expect(outbox.platform.calls[0]?.drawn.locale).toBe("zh");
  });

  test("that shows money, score or risk isn't sent", async () => {
    expect(await ask(`contact:${await dana()}`, { card: "test.secret" })).toEqual([
      { state: "suppressed", reason: "outsiders" },
    ]);
    expect(calls()).toEqual([]);
  });

  test("is drawn anew where it stands, though they want no more, or have left since", async () => {
    const id = await dana();
    await ask(`contact:${id}`);
    await run("insert into survey_opt_out (organisation_id, who, at, via) values ($1, $2, now(), 'slack')", [
      company.organisation,
      "dana@northwind.example",
    ]);
    await run("update contact set left_on = '2026-01-01' where id = $1", [id]);
    await decide((wanted) => wanted.redraw(company.northwind));
    await outbox.deliverer.idle();
    expect(calls().map(([call, target]) => [call, target])).toEqual([
      ["send", inSlack("U0GUEST")],
      ["update", inSlack("U0GUEST")],
    ]);
  });

  test.each([
    ["who has left", "update contact set left_on = '2026-01-01' where id = $1", "contact left"],
    [
      "who doesn't want to be asked, by their address in any spelling",
      `insert into survey_opt_out (organisation_id, who, at, via)
       select organisation_id, 'dana@northwind.example', now(), 'link' from contact where id = $1`,
      "opted out",
    ],
    [
      "without an address who doesn't want to be asked",
      `with bare as (update contact set email = null where id = $1 returning organisation_id, id)
       insert into survey_opt_out (organisation_id, who, at, via) select organisation_id, id::text, now(), 'link' from bare`,
      "opted out",
    ],
  ])("%s isn't sent, which is no failure", async (_who, sql, reason) => {
    const id = await dana();
    await run(sql, [id]);
    expect(await ask(`contact:${id}`)).toEqual([{ state: "suppressed", reason }]);
    expect(await ask(`contact:${id}@${company.csmChannel}`)).toMatchObject([{}, { state: "suppressed", reason }]);
    expect(calls()).toEqual([]);
  });

  test("whom chat doesn't know, or knows in another company's workspace alone, reaches nobody", async () => {
    const [unknown, connected] = [
      await dana({ handles: [] }),
      await dana({
        email: "erik@northwind.example",
        handles: [handle("T0CUSTOMR", "U0ERIK")],
      }),
    ];
    await ask(`contact:${unknown}`);
    const rows = await ask(`contact:${connected}`);
    expect(rows).toEqual(Array(2).fill({ state: "failed", reason: "contact not reachable" }));
    expect(calls()).toEqual([]);
  });

  test("goes to nobody who covers for or leads them, though we know one of ours by the same user", async () => {
    const id = await dana({ handles: [] });
    await run("update person set manager_id = $1 where id = $2", [company.olga.id, company.anna.id]);
    expect(await ask(`contact:${id}`)).toEqual([{ state: "failed", reason: "contact not reachable" }]);
  });

  test("in a workspace that the app was removed from fails as that", async () => {
    const id = await dana();
    await run("insert into due (organisation_id, kind, subject, due_at) values ($1, 'workspace-removal', $2, $3)", [
      company.organisation,
      `slack ${company.workspace}`,
      new Date("2027-01-01T00:00:00Z"),
    ]);
    expect(await ask(`contact:${id}`)).toEqual([{ state: "failed", reason: "app_uninstalled" }]);
  });

  test("of another organisation goes nowhere", async () => {
    const other = await mintCompany(db);
    const id = await db.write(other.organisation, (tx) => addCustomer(tx, other.northwind, { name: "Else" }));
    expect(await ask(`contact:${id}`)).toEqual([{ state: "failed", reason: "contact unknown" }]);
  });
});

describe("what they alone see in a channel", () => {
  async function channel(): Promise<string> {
    const rows = await db.read(company.organisation, (tx) =>
      tx.rows<{ conversation: string }>("select conversation from channel where id = $1", [company.csmChannel]),
    );
    return rows[0]?.conversation ?? "";
  }
  const there = (id: ContactId): Address => `contact:${id}@${company.csmChannel}`;

  test("is sent there once, to who they are at home, and isn't drawn anew", async () => {
    const id = await dana({ handles: [handle("T0CUSTOMR", "U0DANA")], locale: "de" });
    expect(await ask(there(id))).toEqual([{ state: "sent", reason: null }]);
    expect(calls()).toEqual([["send", inSlack(await channel(), "U0DANA"), "Do you like Northwind GmbH?"]]);
    await decide((wanted) => {
      wanted.redraw(company.northwind);
    });
    await outbox.deliverer.idle();
    expect(calls()).toHaveLength(1);
    expect(await posts()).toMatchObject([{ state: "sent" }]);
  });

  test("goes to the user of theirs who is a member", async () => {
    const id = await dana({ handles: [handle("T0AAA", "U0AAA"), handle("T0CUSTOMR", "U0DANA")] });
    await run(
      "insert into channel_member (organisation_id, channel_id, user_id, kind) values ($1, $2, 'U0DANA', 'external')",
      [company.organisation, company.csmChannel],
    );
    await ask(there(id));
    expect(calls()).toMatchObject([["send", { only: "U0DANA" }, expect.any(String)]]);
  });

  test.each(["reply-lost", "never-arrived"] as const)(
    "of which nobody knows whether it was seen (%s) isn't sent twice",
    async (fault) => {
      const id = await dana();
      outbox.platform.fault(await channel(), fault);
      outbox.platform.lookFault(await channel(), { kind: "unknown", problem: "one alone sees it", again: false });
      expect(await ask(there(id))).toMatchObject([{ state: "ambiguous" }]);
      outbox.wall.advance(3_600_000);
      await outbox.deliverer.due(outbox.clock.now());
      await outbox.deliverer.idle();
      expect(calls()).toHaveLength(1);
      expect(outbox.platform.looks.map(({ target }) => target)).toEqual([inSlack(await channel(), "U0GUEST")]);
      expect(await posts()).toMatchObject([{ state: "ambiguous" }]);
    },
  );

  test("isn't, in a channel of Teams, of nobody's, or one that is archived", async () => {
    const id = await dana();
    await run("update channel set archived = true where id = $1", [company.amChannel]);
    await ask(`contact:${id}@${company.amChannel}`);
    await run("update channel set platform = 'teams' where id = $1", [company.csmChannel]);
    await ask(there(id));
    const rows = await ask(`contact:${id}@${company.northwind}`);
    expect(rows.map(({ state, reason }) => `${state}: ${reason ?? ""}`)).toEqual([
      "failed: channel archived",
      "failed: nobody is told alone in a channel there",
      "failed: channel unknown",
    ]);
    expect(calls()).toEqual([]);
  });
});
