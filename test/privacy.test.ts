import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { forgetUnused } from "../src/db/housekeeping.ts";
import { markGone } from "../src/db/installations.ts";
import { createTeamsConversations } from "../src/db/teams-conversations.ts";
import { forgetWorkspaces } from "../src/features/privacy/retention-store.ts";
import { plain } from "../src/chat/card.ts";
import { createSays } from "../src/locales/say.ts";
import { addPerson, ids } from "./helpers/company.ts";
import { addCustomer } from "./helpers/customer-people.ts";
import { dump } from "./helpers/plant-people.ts";
import { withTree } from "./helpers/planted.ts";
import { NINE, runApp, type RunningApp, wordsOf } from "./helpers/running-app.ts";

let house: RunningApp;
beforeAll(async () => {
  house = await runApp();
});
afterAll(() => house.stop());

async function rows(sql: string, values: unknown[] = []) {
  return house.app.db.read(house.company.organisation, (tx) => tx.rows<Record<string, unknown>>(sql, values));
}
async function change(sql: string, values: unknown[] = []) {
  const { organisation } = house.company;
  await house.app.db.write(organisation, (tx) => tx.rows(sql, [organisation, ...values]));
}
async function newcomer(name: string) {
  const { organisation, workspace } = house.company;
  return house.app.db.write(organisation, (tx) => addPerson(tx, workspace, name, ["colleague"]));
}

describe("/tandem erase", () => {
  test("is for administrators, and says whom it needs and whom it doesn't know", async () => {
    const { ada, anna } = house.company;
    expect(wordsOf(await house.command(anna, "/tandem erase kim.lee@tandem.example"))).toContain("Ask Ada Admin");
    expect(wordsOf(await house.command(ada, "/tandem erase"))).toContain("Say who it is");
    expect(wordsOf(await house.command(ada, "/tandem erase nobody@tandem.example"))).toContain("I don't know anybody");
  });

  test("refuses a CSM, with the accounts they hold, until somebody else has them", async () => {
    const { ada, anna, ben, northwind } = house.company;
    const said = wordsOf(await house.command(ada, "/tandem erase anna.kurz@tandem.example"));
    expect(said).toContain("Anna Kurz still is the CSM or AM of 2 accounts: Adatum, Northwind GmbH");
    const answer = await house.submit(ada, "privacy.erase", anna.id, { address: "anna.kurz@tandem.example", also: "" });
    expect(answer.reply.kind).toBe("invalid");
    expect(await rows("select name from person where id = $1", [anna.id])).toEqual([{ name: "Anna Kurz" }]);
    expect(await rows("select person_id from slot where account_id = $1 and slot = 'csm'", [northwind])).not.toEqual([
      { person_id: ben.id },
    ]);
  });

  test("refuses the only administrator", async () => {
    const { ada } = house.company;
    expect(wordsOf(await house.command(ada, "/tandem erase Ada Admin"))).toContain("the only administrator");
  });

  test("asks for the address once more, and erases nothing while it is another one", async () => {
    const { ada, northwind } = house.company;
    const vera = await newcomer("Vera Stein");
    await change(
      `insert into timeline (organisation_id, id, account_id, kind, at, person_id, via, details, summary)
       values ($1, $2, $3, 'note', $4, $5, 'slack', '{}', 'Seen by the old crew')`,
      [ids.next(), northwind, NINE, vera.id],
    );
    const { reply } = await house.command(ada, "/tandem erase vera stein");
    const form = reply.kind === "form" ? reply.form : undefined;
    expect(form?.intro?.map((block) => ("text" in block ? plain(block.text) : "")).join("\n")).toContain(
      "This can't be undone",
    );
    const wrong = await house.submit(ada, "privacy.erase", vera.id, { address: "vera@tandem.example", also: "v" });
    expect(wrong.reply.kind === "invalid" && Object.keys(wrong.reply.fields)).toEqual(["address", "also"]);
    expect(await rows("select count(*)::int as n from erasing")).toEqual([{ n: 0 }]);

    const typed = { address: " VERA.Stein@tandem.example", also: "Verchen" };
    expect(wordsOf(await house.submit(ada, "privacy.erase", vera.id, typed))).toContain("Erased.");
    await house.app.settle();
    expect(await rows("select name, email, active, roles from person where id = $1", [vera.id])).toEqual([
      { name: "former colleague", email: `${vera.id}@erased.invalid`, active: false, roles: [] },
    ]);
    expect(await rows("select summary from timeline where person_id = $1", [vera.id])).toEqual([{ summary: "…" }]);
    expect(await rows("select count(*)::int as n from erasing")).toEqual([{ n: 0 }]);
    const left = [...(await dump(house.app.db, house.company.organisation)).values()].flat();
    expect(left.filter((row) => /vera[ .]stein|verchen/i.test(row))).toEqual([]);
    expect(await rows("select action, details from audit where subject = $1", [vera.id])).toEqual([
      { action: "privacy.erase", details: { kind: "person" } },
    ]);
  });

  test("knows by the fingerprint that an address was erased, and does nothing twice", async () => {
    const { ada } = house.company;
    const said = wordsOf(await house.command(ada, "/tandem erase Vera.Stein@tandem.example"));
    expect(said).toContain("was erased on 2026-11-24");
    expect(await rows("select count(*)::int as n from erasure")).toEqual([{ n: 1 }]);
  });

  test("is known as well where somebody adds them by hand", async () => {
    const { ada, anna, northwind } = house.company;
    const email = "vera.stein@tandem.example";
    const values = { name: "Vera Stein", email, role: "colleague" };
    for (const answer of [
      await house.submit(ada, "setup.person", "", values),
      await house.submit(anna, "accounts.contact-add", northwind, { name: "Vera Stein", email }),
    ]) {
      const [said] = answer.reply.kind === "invalid" ? Object.values(answer.reply.fields) : [];
      expect(said && plain(said)).toContain("was erased on 2026-11-24");
    }
    expect(await rows("select 1 from contact where email = $1", [email])).toEqual([]);
  });

  test("lets one choose among several of a name", async () => {
    const { ada, northwind } = house.company;
    for (const email of ["dana@one.example", "dana@two.example"]) {
      await change(
        `insert into contact (organisation_id, id, account_id, email, name, source, added_at, changed_at)
         values ($1, $2, $3, $4, 'Dana Vogt', 'csv', $5, $5)`,
        [ids.next(), northwind, email, NINE],
      );
    }
    const said = wordsOf(await house.command(ada, "/tandem erase Dana Vogt"));
    expect(said).toContain("Several people are called Dana Vogt");
    expect(said).toContain("dana@two.example, of Northwind GmbH");
  });
});

describe("an entry of the timeline", () => {
  test("can't be changed by the service itself, nor for somebody who isn't being erased", async () => {
    const { olga } = house.company;
    await expect(change("update timeline set summary = 'x' where organisation_id = $1")).rejects.toThrow(
      "permission denied",
    );
    await expect(rows("select tandem_erase_timeline($1, 0, 100)", [olga.id])).rejects.toThrow();
    await expect(
      change(
        `with one as (insert into erasing (organisation_id, id, kind, subject_id, words, began_at)
                      values ($1, $2, 'person', $2, '{x}', now()) returning id)
         select 1 from one`,
        [olga.id],
      ).then(() => rows("select tandem_erase_timeline($1, 0, 100)", [olga.id])),
    ).rejects.toThrow();
    await change("delete from erasing where organisation_id = $1");
  });
});

describe("somebody who was erased", () => {
  test("is called so in the reader's language, with a mention and without", () => {
    const says = createSays();
    const by = { id: house.company.kim.id, name: "former colleague" };
    expect(plain(says("de")("privacy.did-risk-own", { who: [{ mention: by }] }))).toContain("früheres Teammitglied");
    expect(plain(says("zh")("privacy.export-title", { name: "former contact" }))).toContain("前联系人");
    expect(plain(says("en")("privacy.export-title", { name: "former contact" }))).toContain("former contact");
  });
});

describe("/tandem audit", () => {
  test("says who did what, newest first, page by page, and no values", async () => {
    const { ada, anna, kim } = house.company;
    for (let n = 0; n < 45; n++) {
      await change(
        "insert into audit (organisation_id, id, at, person_id, action, subject, details) values ($1, $2, $3, $4, $5, '', $6)",
        [
          ids.next(),
          new Date(NINE.getTime() - n * 60_000),
          kim.id,
          n === 0 ? "moon.landed" : "settings.channel",
          '{"secret":"xyzzy"}',
        ],
      );
    }
    expect(wordsOf(await house.command(anna, "/tandem audit"))).toContain("Ask Ada Admin");
    const first = await house.command(ada, "/tandem audit 7");
    const listed = JSON.stringify(first.reply);
    expect(listed).toContain("moon.landed");
    expect(listed).not.toContain("xyzzy");
    expect(listed.match(/set up a channel/g)?.length).toBeGreaterThan(10);
    const more = first.reply.kind === "private" ? first.reply.card.body.at(-1) : undefined;
    const [button] = more?.kind === "buttons" ? more.elements : [];
    const subject = button && "press" in button ? button.press.subject : "";
    const second = await house.press(ada, "privacy.older", subject);
    expect(JSON.stringify(second.reply)).not.toContain("moon.landed");
    expect(JSON.stringify(second.reply)).toContain("set up a channel");
    expect(wordsOf(await house.command(ada, "/tandem audit yesterday"))).toContain("from 1 to 731");
  });
});

describe("/tandem export", () => {
  test("tells an administrator the command to run", async () => {
    const { ada } = house.company;
    const said = wordsOf(await house.command(ada, "/tandem export kim.lee@tandem.example"));
    expect(said).toContain("What we hold about Kim Lee");
    expect(said).toContain(`npm run -s tandem -- export ${house.company.kim.id}`);
  });

  test("puts nothing that others wrote into the command", async () => {
    const { ada, northwind } = house.company;
    await change(
      `insert into contact (organisation_id, id, account_id, name, source, added_at, changed_at)
       values ($1, $2, $3, 'Eve$(id)', 'csv', $4, $4)`,
      [ids.next(), northwind, NINE],
    );
    const { reply } = await house.command(ada, "/tandem export Eve$(id)");
    expect(JSON.stringify(reply)).toMatch(/-- export [-0-9a-f]{36}`?"/);
  });
});

describe("by night", () => {
  test("usage of more than 36 months ago becomes one figure a month, and nothing younger is touched", async () => {
    const { northwind } = house.company;
    await change("insert into metric (organisation_id, name, kind) values ($1, 'logins', 'login_events')");
    await change(
      `insert into usage (organisation_id, account_id, metric, day, value, ingested_at, known_at)
       select $1, $2, 'logins', day::date, extract(day from day), now(), now()
         from generate_series('2023-09-16'::date, '2023-11-10'::date, '1 day') day`,
      [northwind],
    );
    await change(
      "insert into audit (organisation_id, id, at, action, subject, details) values ($1, $2, '2024-11-23', 'old.one', '', '{}')",
      [ids.next()],
    );
    await change(
      "insert into link_code (organisation_id, hash, person_id, made_by, made_at, expires_at) values ($1, 'old', $2, $2, '2026-08-01', '2026-08-02')",
      [house.company.kim.id],
    );
    for (const [token, over] of [
      ["old", "2026-08-02"],
      ["kept", "2026-11-20"],
    ]) {
      await change(
        "insert into survey_door (token_hash, organisation_id, survey_id, kind, expires_at) values ($2::text::bytea, $1, $3, 'link', $4)",
        [token, ids.next(), over],
      );
    }
    await house.submit(house.company.ada, "settings.mine", "", { locale: "en", zone: "UTC", digestAt: "08:00" });
    await house.app.settle();
    house.clock.set(new Date("2026-11-25T04:20:00Z"));
    await house.app.settle();
    expect(await rows("select month, mean, days from usage_month order by month")).toEqual([
      { month: "2023-09-01", mean: 23, days: 15 },
      { month: "2023-10-01", mean: 16, days: 31 },
    ]);
    expect(await rows("select min(day) as first, count(*)::int as n from usage where metric = 'logins'")).toEqual([
      { first: "2023-11-01", n: 10 },
    ]);
    const lines = ["2023-10-05", "2023-11-05"].map((day) => `${northwind},logins,${day},77`);
    const again = { "usage.csv": ["account_external_id,metric,day,value", ...lines, ""].join("\n") };
    await withTree(again, {}, async (folder) => {
      const [report] = await house.app.importFiles(house.company.organisation, [folder], { backfill: true });
      expect([report?.read, report?.changed, report?.complaints]).toEqual([2, 1, []]);
    });
    expect(await rows("select 1 from usage where metric = 'logins' and day < '2023-11-01'")).toEqual([]);
    expect(await rows("select 1 from audit where action = 'old.one'")).toEqual([]);
    expect(await rows("select 1 from link_code where hash = 'old'")).toEqual([]);
    const links = await rows("select convert_from(token_hash, 'UTF8') as token from survey_door");
    expect(links).toEqual([{ token: "kept" }]);
  });

  test("a conversation that the bot left is forgotten after 30 days, a sending window after one", async () => {
    const { system } = house.app.db;
    const wall = { now: () => NINE, monotonicMs: () => 0 };
    const kept = createTeamsConversations(system, wall);
    const met = {
      tenant: "t1",
      sendTo: "a:1",
      kind: "personal",
      serviceUrl: "https://x.example",
      team: undefined,
    } as const;
    for (const conversation of ["left", "stays"]) await kept.keep({ ...met, conversation });
    await kept.leave("t1", "left");
    await system.rows(`insert into pace ("window", next_at) values ('used', $1), ('unused', $2)`, [
      NINE,
      new Date(NINE.getTime() - 90_000_000),
    ]);
    await forgetUnused(system, new Date(NINE.getTime() + 60_000));
    expect(await system.rows(`select "window" from pace where "window" in ('used', 'unused')`)).toEqual([
      { window: "used" },
    ]);
    const monthLaterMs = NINE.getTime() + 30 * 86_400_000;
    await forgetUnused(system, new Date(monthLaterMs));
    expect(await kept.find("t1", "left")).toBeDefined();
    await forgetUnused(system, new Date(monthLaterMs + 1));
    expect(await kept.find("t1", "left")).toBeUndefined();
    expect(await kept.find("t1", "stays")).toBeDefined();
  });
});

describe("an import", () => {
  test("doesn't bring somebody back who was erased, and names the line", async () => {
    const { organisation } = house.company;
    const csv =
      "email,name,role\nVera.Stein@tandem.example,Vera Stein,colleague\nwim@tandem.example,Wim Tal,colleague\n";
    await withTree({ "people.csv": csv }, {}, async (folder) => {
      const [report] = await house.app.importFiles(organisation, [folder], { backfill: false });
      expect([report?.read, report?.rejected]).toEqual([2, 1]);
      expect(report?.complaints.map(({ line, column, problem }) => [line, column, problem.key])).toEqual([
        [2, "email", "imports.erased"],
      ]);
    });
    expect(await rows("select name from person where name in ('Vera Stein', 'Wim Tal')")).toEqual([
      { name: "Wim Tal" },
    ]);
  });
});

describe("a workspace that the app was removed from", () => {
  test("has its users, members and messages forgotten after 30 days, and not a millisecond before", async () => {
    const { organisation, workspace } = house.company;
    const { db } = house.app;
    await db.write(organisation, async (tx) => {
      const handles = ["slack", "T0CUSTOMR", workspace, "teams"].map((home) => ({
        platform: home === "teams" ? ("teams" as const) : ("slack" as const),
        home: home === "slack" ? workspace : home,
        user: `U0${home}`,
      }));
      const dana = await addCustomer(tx, house.company.northwind, { name: "Dana Vogt", handles });
      const ref = JSON.stringify({ platform: "slack", workspace, conversation: "D0DANA", ref: "D0DANA:1.2" });
      await tx.rows(
        `insert into post (organisation_id, id, card, subject, address, slot, due_at, created_at, ref, state)
         values ($1, $2, 'nps.ask', '', $3, '', $4, $4, $5, 'sent')`,
        [organisation, ids.next(), `contact:${dana}`, NINE, ref],
      );
    });
    const until = await db.write(organisation, (tx) => markGone(tx, "slack", workspace, NINE));
    const dueMs = until?.getTime() ?? 0;
    await db.write(organisation, (tx) => tx.rows("update channel set listens_since = $1 where purpose = 'am'", [NINE]));
    const held = async () =>
      rows(
        `select (select count(*)::int from handle) as users, (select count(*)::int from contact_handle) as guests,
                (select count(*)::int from post where starts_with(address, 'contact:') and ref is not null) as messages, (select count(*)::int from channel_member) as members,
                (select count(*)::int from channel where not archived) as channels,
                (select count(*)::int from account) as accounts`,
      );
    const before = await held();
    await db.write(organisation, (tx) => forgetWorkspaces(tx, ids, new Date(dueMs - 1)));
    expect(await held()).toEqual(before);
    await db.write(organisation, (tx) => forgetWorkspaces(tx, ids, new Date(dueMs)));
    expect(before).toMatchObject([{ guests: 4, messages: 1 }]);
    // Who was met in Teams is known there still.
    expect(await held()).toEqual([
      { users: 0, guests: 1, messages: 0, members: 0, channels: 0, accounts: before[0]?.["accounts"] },
    ]);
    expect(await rows("select person_id, details from audit where action = 'listening.off'")).toEqual([
      { person_id: null, details: { because: "app-removed" } },
    ]);
  });
});
