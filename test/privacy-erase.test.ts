import { Command } from "commander";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { addPrivacyCommands } from "../src/command-line-privacy.ts";
import { createAddressHmacs, erasedAmong, erasedAt } from "../src/db/erased.ts";
import type { Examined } from "../src/doctor.ts";
import type { Context } from "../src/features/feature.ts";
import { erase } from "../src/features/privacy/begin-store.ts";
import { eraseSome, unfinishedErasures } from "../src/features/privacy/erase-store.ts";
import { TEXT_TABLES } from "../src/features/privacy/held-texts.ts";
import { subjectsCalled } from "../src/features/privacy/subject-store.ts";
import { wordsOf } from "../src/features/privacy/words.ts";
import type { OrganisationId } from "../src/kernel/ids.ts";
import { type Company, ids, mintCompany } from "./helpers/company.ts";
import { testDatabase, type TestDatabase } from "./helpers/database.ts";
import { NOT_TEXT } from "./helpers/not-text.ts";
import { dump, type Planted, plantEverywhere, textColumns } from "./helpers/plant-people.ts";

const NOW = new Date("2026-11-24T08:00:00Z");
const HMACS = createAddressHmacs(() => [Buffer.alloc(32, 5)]);

let house: TestDatabase;
beforeAll(async () => {
  house = await testDatabase();
});
afterAll(() => house.close());

/** The database alone, and what is drawn anew noted. */
function redrawing(redrawn: string[]): Examined["change"] {
  const posts = { redraw: (...subjects: string[]) => redrawn.push(...subjects) };
  return (organisation, work) => house.db.write(organisation, (tx) => work({ tx, posts } as unknown as Context));
}

const redrawn: string[] = [];
async function commandLine(organisation: OrganisationId, ...words: string[]): Promise<string> {
  const said: string[] = [];
  const program = new Command().exitOverride();
  addPrivacyCommands({
    program,
    out: (text) => said.push(text),
    within: (_, use) => use({ db: house.db, hmacsOf: HMACS, organisation, change: redrawing(redrawn) }),
  });
  await program.parseAsync(words, { from: "user" });
  return said.join("");
}

async function eraseAll(organisation: OrganisationId, called: string, also: readonly string[]): Promise<void> {
  await house.db.write(organisation, async (tx) => {
    const subjects = await subjectsCalled(tx, called);
    const begun = await erase({ tx, ids, hmacsOf: HMACS }, { subjects, also, by: undefined, now: NOW });
    expect(begun.kind).toBe("begun");
  });
  for (const id of await house.db.read(organisation, unfinishedErasures)) {
    while (await house.db.write(organisation, (tx) => eraseSome(tx, id)));
  }
}

async function plantPerson(
  { organisation, workspace, kim, olga, csmChannel, northwind }: Company,
  name: string,
  mark: string,
): Promise<Planted> {
  const [id, user] = [ids.next<"person">(), `U0${mark.toUpperCase()}`];
  const email = `${name.toLowerCase().replace(" ", ".")}@tandem.example`;
  await house.db.write(organisation, async (tx) => {
    const of = tx.organisation;
    await tx.rows(
      `insert into person (organisation_id, id, email, name, roles, zone, locale, region, digest_at)
       values ($1, $2, $3, $4, '{colleague}', 'Asia/Tokyo', 'de', 'apac', '07:11')`,
      [of, id, email, name],
    );
    for (const [platform, space] of [
      ["slack", workspace],
      ["teams", `tenant-${workspace}`],
    ]) {
      await tx.rows(
        "insert into handle (organisation_id, platform, workspace, user_id, person_id) values ($1, $2, $3, $4, $5)",
        [of, platform, space, user, id],
      );
    }
    await tx.rows(
      "insert into channel_member (organisation_id, channel_id, user_id, kind) values ($1, $2, $3, 'member')",
      [of, csmChannel, user],
    );
    await tx.rows(
      "insert into channel_approval (organisation_id, channel_id, user_id, approved, at) values ($1, $2, $3, true, $4)",
      [of, csmChannel, user, NOW],
    );
    await tx.rows("insert into preference (organisation_id, person_id, kind, wish) values ($1, $2, 'digest', 'off')", [
      of,
      id,
    ]);
    await tx.rows(
      "insert into link_code (organisation_id, hash, person_id, made_by, made_at, expires_at) values ($1, $2, $3, $3, $4, $4)",
      [of, `hash ${mark}`, id, NOW],
    );
    await tx.rows(
      "insert into cover (organisation_id, id, person_id, cover_id, from_on, until_on, made_by, made_at) values ($1, $2, $3, $4, $5, $5, $6, $7)",
      [of, ids.next(), id, kim.id, "2026-12-01", olga.id, NOW],
    );
    await tx.rows(
      `insert into risk_case (organisation_id, id, account_id, state, causes, opened_at, owner_id)
       values ($1, $2, $3, 'closed', '{score}', $4, $5)`,
      [of, ids.next(), northwind, NOW, id],
    );
    const where = JSON.stringify({ platform: "slack", workspace, conversation: `D0${mark.toUpperCase()}`, ref: "1.2" });
    await tx.rows(
      `insert into post (organisation_id, id, card, subject, address, slot, due_at, created_at, ref, sent_to, state)
       values ($1, $2, 'risk.digest', '', $3, '2026-11-20', $4, $4, $5, $5, 'sent')`,
      [of, ids.next(), `person:${id}`, NOW, where],
    );
  });
  await house.db.system.rows(
    `insert into teams_conversation (tenant, conversation, send_to, kind, service_url, met_at) values ($1, $2, $3, 'personal', 'https://x.example', $4)`,
    [`tenant-${workspace}`, user, `a:${mark}`, NOW],
  );
  return { kind: "person", id, name, email, user, nickname: `${mark}y`, secret: `${mark}-only` };
}

async function plantContact(
  { organisation, workspace, northwind, csmChannel }: Company,
  name: string,
  mark: string,
): Promise<Planted> {
  const [id, user, tenant] = [ids.next<"contact">(), `U0${mark.toUpperCase()}`, `tenant-${workspace}`];
  const email = `${name.toLowerCase().replace(" ", ".")}@northwind.example`;
  await house.db.write(organisation, async (tx) => {
    await tx.rows(
      `insert into contact (organisation_id, id, account_id, email, name, role, strength, locale, zone, source, added_at, changed_at)
       values ($1, $2, $3, $4, $5, 'champion', 'strong', 'de', 'Asia/Tokyo', 'csv', $6, $6)`,
      [organisation, id, northwind, email, name, NOW],
    );
    for (const [platform, space] of [
      ["slack", workspace],
      ["teams", tenant],
    ]) {
      await tx.rows(
        `insert into contact_handle (organisation_id, platform, workspace, user_id, contact_id, matched_at)
         values ($1, $2, $3, $4, $5, $6)`,
        [organisation, platform, space, user, id, NOW],
      );
    }
    await tx.rows(
      "insert into channel_member (organisation_id, channel_id, user_id, kind) values ($1, $2, $3, 'guest')",
      [organisation, csmChannel, user],
    );
    for (const [address, where] of [
      [`contact:${id}`, { conversation: user }],
      [`contact:${id}@${csmChannel}`, { conversation: "C0CSM", only: user }],
    ] as const) {
      const sentTo = JSON.stringify({ platform: "slack", workspace, ref: "1.2", ...where });
      await tx.rows(
        `insert into post (organisation_id, id, card, subject, address, slot, due_at, created_at, ref, sent_to, state)
         values ($1, $2, 'nps.ask', '', $3, '', $4, $4, $5, $5, 'sent')`,
        [organisation, ids.next(), address, NOW, sentTo],
      );
    }
  });
  const { system } = house.db;
  await system.rows(
    `insert into workspace (platform, external_id, organisation_id) values ('teams', $1, $2) on conflict do nothing`,
    [tenant, organisation],
  );
  await system.rows(
    `insert into teams_conversation (tenant, conversation, send_to, kind, service_url, met_at) values ($1, $2, $3, 'personal', 'https://x.example', $4)`,
    [tenant, user, `a:${mark}`, NOW],
  );
  return { kind: "contact", id, name, email, user, nickname: `${mark}y`, secret: `${mark}-only` };
}

/** What is left of somebody: the lines in which one of their marks stands, in capitals or not. */
function tracesOf(
  { name, email, user, nickname, secret }: Planted,
  tables: ReadonlyMap<string, readonly string[]>,
): string[] {
  const [first = "", last = ""] = name.toLowerCase().split(" ");
  // The relative's name begins with theirs, and stays.
  const marks = [
    new RegExp(`${first}[^a-z]+${last}(?!son)`),
    new RegExp(`${last}, ${first}`),
    ...[email, user, nickname, secret].map((mark) => new RegExp(mark.toLowerCase().replaceAll(".", "\\."))),
  ];
  return [...tables].flatMap(([table, rows]) =>
    rows.filter((row) => marks.some((mark) => mark.test(row.toLowerCase()))).map((row) => `${table}: ${row}`),
  );
}

describe("of all columns that can hold text", () => {
  test("each is either looked through for names, or it is said why none can stand there", async () => {
    const looked = TEXT_TABLES.flatMap(({ table, texts = [], jsons = [], forgets = [] }) =>
      [...texts, ...jsons, ...forgets].map((column) => `${table}.${column}`),
    );
    expect((await textColumns(house.db)).filter((each) => !looked.includes(each) && !NOT_TEXT.has(each))).toEqual([]);
    expect(looked.filter((each) => NOT_TEXT.has(each))).toEqual([]);
  });
});

/** What is more after an erasure. */
const NOTED: Readonly<Record<string, number>> = { audit: 1, erasure: 1 };
/** What is theirs alone goes as a whole. */
const THEIRS: Readonly<Record<Planted["kind"], Readonly<Record<string, number>>>> = {
  person: {
    handle: -2,
    channel_member: -1,
    channel_approval: -1,
    preference: -1,
    link_code: -1,
    meeting_seen: -1,
    cover: -1,
    teams_conversation: -1,
  },
  contact: { contact_handle: -2, channel_member: -1, teams_conversation: -1 },
};

describe.each(["person", "contact"] as const)("erasing a %s", (kind) => {
  const plantOne = kind === "person" ? plantPerson : plantContact;

  test("leaves no trace of them in the database, all of others, every count, and the other organisation as it was", async () => {
    const [company, elsewhere] = [await mintCompany(house.db), await mintCompany(house.db)];
    const one = await plantOne(company, "Zelda Quint", `vz${kind}`);
    const other = await plantOne(company, "Yorick Prem", `yp${kind}`);
    const namesake = await plantOne(elsewhere, "Zelda Quint", `qq${kind}`);
    await plantEverywhere(house.db, company, [one, other]);
    await plantEverywhere(house.db, elsewhere, [namesake]);
    const before = await dump(house.db, company.organisation);
    const elsewhereBefore = await dump(house.db, elsewhere.organisation);
    expect(tracesOf(one, before).length).toBeGreaterThan(2 * TEXT_TABLES.length);

    await eraseAll(company.organisation, one.email, [one.nickname]);

    const after = await dump(house.db, company.organisation);
    expect(tracesOf(one, after)).toEqual([]);
    expect(tracesOf(other, after).length).toBe(tracesOf(other, before).length);
    for (const { table } of TEXT_TABLES.filter(({ own, forgets }) => !own && !forgets)) {
      expect([table, linesWith("Zelda Quintson", after.get(table))]).toEqual([table, 2]);
    }
    for (const [table, rows] of before) {
      if (table.startsWith("pgboss")) continue;
      const difference = THEIRS[kind][table] ?? NOTED[table] ?? 0;
      expect([table, after.get(table)?.length]).toEqual([table, rows.length + difference]);
    }
    const still = await dump(house.db, elsewhere.organisation);
    expect(tracesOf(namesake, still)).toEqual(tracesOf(namesake, elsewhereBefore));
    for (const [table, rows] of elsewhereBefore) {
      if (table.startsWith("pgboss") || table === "teams_conversation") continue;
      expect([table, still.get(table)]).toEqual([table, rows]);
    }
  });
});

describe("the command line", () => {
  test("exports of somebody of a customer's who they are in chat, and what was sent to them", async () => {
    const company = await mintCompany(house.db);
    const one = await plantContact(company, "Zelda Quint", "ch");
    const [told] = JSON.parse(await commandLine(company.organisation, "export", one.email)) as {
      held: Record<string, Record<string, unknown>[]>;
    }[];
    expect(told?.held["contact handle"]).toMatchObject([
      { platform: "slack", workspace: company.workspace, "user id": one.user },
      { platform: "teams", "user id": one.user },
    ]);
    expect(told?.held["post"]?.map(({ address }) => address)).toEqual([
      `contact:${one.id}`,
      `contact:${one.id}@${company.csmChannel}`,
    ]);
  });

  test("exports by table what is held, what others wrote included, and erases; done again, it changes nothing", async () => {
    const company = await mintCompany(house.db);
    const { organisation } = company;
    const one = await plantPerson(company, "Zelda Quint", "cl");
    await plantEverywhere(house.db, company, [one]);
    const [told] = JSON.parse(await commandLine(organisation, "export", one.email)) as {
      name: string;
      held: Record<string, Record<string, unknown>[]>;
    }[];
    expect(told?.name).toBe("Zelda Quint");
    expect(told?.held["person"]?.[0]?.["digest at"]).toBe("07:11");
    expect(told?.held["timeline"]?.length).toBe(2);
    expect(Object.keys(told?.held ?? {})).toEqual(expect.arrayContaining(["handle", "cover", "question", "post"]));
    expect(JSON.stringify(told?.held["link code"])).not.toContain("hash");

    await expect(commandLine(organisation, "erase", "anna.kurz@tandem.example")).rejects.toThrow(
      "CSM or AM of: Adatum, Northwind GmbH",
    );
    await expect(commandLine(organisation, "erase", "who@tandem.example")).rejects.toThrow("Nobody is called");
    const words = ["erase", one.email.toUpperCase(), "--also", one.nickname];
    expect(await commandLine(organisation, ...words)).toContain("Erased.");
    const after = await dump(house.db, organisation);
    expect(tracesOf(one, after)).toEqual([]);
    expect(await commandLine(organisation, ...words)).toContain("erased before");
    expect(await dump(house.db, organisation)).toEqual(after);
    await expect(commandLine(organisation, "export", one.email)).rejects.toThrow("Nobody is called");
  });

  test("takes an id in place of an address, and draws anew what shows them, at once and when the words are gone", async () => {
    const company = await mintCompany(house.db);
    const { organisation, northwind, olga, kim } = company;
    const one = await plantPerson(company, "Zelda Quint", "id");
    const [question, post] = [ids.next(), ids.next()];
    await house.db.write(organisation, async (tx) => {
      const [cover] = await tx.rows<{ id: string }>("select id from cover where person_id = $1", [one.id]);
      await tx.rows(
        `insert into question (organisation_id, id, account_id, slot, question, asker_id, askee_id, state, asked_at)
         values ($1, $2, $3, 'csm', 'Why?', $4, $5, 'open', $6)`,
        [organisation, question, northwind, olga.id, one.id, NOW],
      );
      await tx.rows(
        `insert into post (organisation_id, id, card, subject, address, slot, due_at, created_at)
         values ($1, $2, 'questions.question', $3, $4, '', $5, $5)`,
        [organisation, post, question, `person:${kim.id}`, NOW],
      );
      for (const subject of [question, cover?.id]) {
        await tx.rows("insert into post_subject (organisation_id, post_id, subject) values ($1, $2, $3)", [
          organisation,
          post,
          subject,
        ]);
      }
      redrawn.splice(0, redrawn.length, cover?.id ?? "");
    });
    const cover = redrawn.pop();
    expect(JSON.parse(await commandLine(organisation, "export", one.id))).toMatchObject([{ name: "Zelda Quint" }]);
    expect(await commandLine(organisation, "erase", one.id)).toContain("Erased.");
    expect(redrawn.toSorted()).toEqual([question, question, cover].toSorted());
    expect(await commandLine(organisation, "erase", one.id)).toContain("erased before");
    await expect(commandLine(organisation, "erase", ids.next())).rejects.toThrow("Nobody is called");
  });

  test("goes on with an erasure that was broken off", async () => {
    const company = await mintCompany(house.db);
    const { organisation } = company;
    const one = await plantPerson(company, "Zelda Quint", "bo");
    await plantEverywhere(house.db, company, [one]);
    await house.db.write(organisation, async (tx) => {
      const subjects = await subjectsCalled(tx, one.email);
      await erase({ tx, ids, hmacsOf: HMACS }, { subjects, also: [one.nickname], by: undefined, now: NOW });
    });
    expect(tracesOf(one, await dump(house.db, organisation))).not.toEqual([]);
    await commandLine(organisation, "erase", one.email);
    expect(tracesOf(one, await dump(house.db, organisation))).toEqual([]);
  });
});

describe("the fingerprint of an address", () => {
  test("is found in another spelling, under a newer key, and in its own organisation alone", async () => {
    const [here, elsewhere] = [await mintCompany(house.db), await mintCompany(house.db)];
    const one = await plantContact(here, "Zelda Quint", "fp");
    await eraseAll(here.organisation, one.email, []);
    const rotated = createAddressHmacs(() => [Buffer.alloc(32, 6), Buffer.alloc(32, 5)]);
    const asked = [` ${one.email.toUpperCase()}`, "other@northwind.example"];
    const among = (of: OrganisationId) => house.db.read(of, (tx) => erasedAmong(tx, asked, rotated));
    expect([...(await among(here.organisation))]).toEqual([asked[0]]);
    expect([...(await among(elsewhere.organisation))]).toEqual([]);
    const stranger = createAddressHmacs(() => [Buffer.alloc(32, 7)]);
    const known = async (hmacs: typeof HMACS) =>
      (await house.db.read(here.organisation, (tx) => erasedAt(tx, hmacs(here.organisation, one.email)))) !== undefined;
    expect([await known(HMACS), await known(stranger)]).toEqual([true, false]);
  });
});

describe("words that are taken out", () => {
  test.each([
    ["Ask ZELDA  QUINT, or Quint, Zelda!", "Ask …, or …!"],
    ["Zelda Quintson and Prizelda Quint stay", "Zelda Quintson and Prizelda Quint stay"],
    ["x.zelda@a.example isn't zelda@a.example.", "x.zelda@a.example isn't …."],
    ["请联系王小明确认", "请联系…确认"],
    ["Jürgen ÖZ wrote", "… wrote"],
    ["(a+b) is a name too", "… is a name too"],
  ])("%s → %s", async (text, left) => {
    const words = [
      ["Zelda Quint", ["zelda@a.example"]] as const,
      ["王小明", []] as const,
      ["jürgen öz", []] as const,
    ].flatMap(([name, emails]) => wordsOf({ name, emails, users: [], also: ["(a+b)"] }));
    const [row] = await house.db.system.rows<{ left: string }>(
      "select tandem_redact($1::text, tandem_pattern($2::text[], true)) as left",
      [text, words],
    );
    expect(row?.left).toBe(left);
  });
});

describe("a name that is a word too", () => {
  test("counts where an administrator typed it, and no code nor key is changed by it", async () => {
    const called = { name: "May", emails: ["may@a.example"], users: [] };
    expect(wordsOf({ ...called, also: [] })).toEqual(["may@a.example"]);
    const held = { may: "may", slot: "support:may", said: ["May called", "may called", "May"], by: "may@a.example" };
    const [row] = await house.db.system.rows<{ left: unknown }>(
      "select tandem_redact($1::jsonb, tandem_pattern($2::text[], true)) as left",
      [JSON.stringify(held), wordsOf({ ...called, also: ["May"] })],
    );
    expect(row?.left).toEqual({
      may: "may",
      slot: "support:may",
      said: ["… called", "… called", "…"],
      by: "…",
    });
  });
});

function linesWith(words: string, rows: readonly string[] = []): number {
  return rows.filter((row) => row.includes(words)).length;
}
