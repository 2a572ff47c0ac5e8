import { afterAll, beforeAll, expect, test } from "vitest";
import type { Database } from "../src/db/transaction.ts";
import { plain } from "../src/chat/card.ts";
import { createFeatures } from "../src/features/index.ts";
import { addDays } from "../src/kernel/business-time.ts";
import type { AccountId, PersonId } from "../src/kernel/ids.ts";
import type { Role } from "../src/kernel/permissions.ts";
import { viewOf } from "./examples/fixed.ts";
import { addAccount, addContract, ids, type TestContract } from "./helpers/company.ts";
import { testDatabase, type TestDatabase } from "./helpers/database.ts";
import { morningOf, office as digestOffice, TODAY } from "./helpers/digest-office.ts";

let database: TestDatabase;
let db: Database;
beforeAll(async () => {
  database = await testDatabase();
  db = database.db;
});
afterAll(() => database.close());

const step = createFeatures().find(({ name }) => name === "renewals")?.cards?.["step"];
type Office = Awaited<ReturnType<typeof digestOffice>>;
const RENEWS = addDays(TODAY, 88);

/** A running clock of an account, whose terms somebody has. */
async function clock({ company, rows }: Office, account: AccountId, owner: PersonId): Promise<string> {
  const { organisation } = company;
  await db.write(organisation, (tx) =>
    addContract(tx, account, { arrMinor: 4_800_000, startsOn: addDays(RENEWS, -365), renewsOn: RENEWS }),
  );
  const id: string = ids.next();
  await rows(
    `insert into renewal (organisation_id, id, account_id, contract_id, kind, due_on, state, opened_at, told, terms_owner_id)
     select $1, $2, k.account_id, k.id, 'term', k.renews_on, 'open', $3, 'terms', $5 from contract k where k.account_id = $4`,
    [organisation, id, morningOf(TODAY), account, owner],
  );
  return id;
}

test("an AM of the pool reads in the morning of the renewals whose terms they took on, and what became of them", async () => {
  const made = await digestOffice(db);
  const { marta, jonas, adatum } = made.company;
  const id = await clock(made, adatum, marta.id);
  const first = await made.morning("am-digest", marta.id, ["am"], TODAY);
  expect(first?.[0]).toBe("Your day, Marta: 1 renewal");
  expect(first).toContainEqual(expect.stringContaining(`Adatum renews in 88 days, on ${RENEWS}. The terms are yours.`));
  expect(await made.morning("am-digest", jonas.id, ["am"], TODAY)).toBeUndefined();
  await made.rows("update renewal set state = 'signed', settled_at = $2, settled_by = $3 where id = $1", [
    id,
    morningOf(TODAY),
    marta.id,
  ]);
  const after = await made.read("am-digest", marta.id, ["am"], TODAY);
  expect(after).toContainEqual(expect.stringContaining("Signed. Marta Silva said so"));
});

test("an account's own AM and CSM read of it once, with a way to the renewal", async () => {
  const made = await digestOffice(db);
  const { anna, marta, northwind } = made.company;
  await clock(made, northwind, marta.id);
  const lines = await made.morning("am-digest", marta.id, ["am"], TODAY);
  expect(lines?.[0]).toBe("Your day, Marta: 1 renewal");
  expect(lines?.filter((line) => line.includes("Northwind"))).toEqual([expect.stringContaining("renews in 88 days")]);
  expect(lines?.join("\n")).toContain("The terms are yours now.");
  const csm = await made.morning("my-digest", anna.id, ["csm"], TODAY);
  expect(csm?.filter((line) => line.includes("renews in 88 days"))).toHaveLength(1);
});

test("of an account at risk its AM reads since when, and whom to speak to first, in the digest and on the card", async () => {
  const made = await digestOffice(db);
  const { anna, ben, marta, northwind, adatum } = made.company;
  const own = await clock(made, northwind, marta.id);
  await clock(made, adatum, marta.id);
  for (const account of [northwind, adatum]) await made.standing(account, "high");
  const first = `At risk since ${TODAY}: speak to Anna Kurz first.`;
  const read = async (person: PersonId, role: "am" | "csm", card: string) =>
    (await made.morning(card, person, [role], TODAY))?.filter((line) => line.includes("renews in 88 days")) ?? [];
  const lines = await read(marta.id, "am", "am-digest");
  expect(lines.find((line) => line.includes("Northwind"))).toContain(first);
  expect(lines.find((line) => line.includes("Adatum"))).toContain(`At risk since ${TODAY}`);
  const [csms] = await read(anna.id, "csm", "my-digest");
  expect(csms).toContain(`At risk since ${TODAY}.`);
  expect(csms).not.toContain("speak to");

  const cardFor = async (person: PersonId, role: Role): Promise<string> => {
    const audience = { kind: "person", reader: { person, roles: [role], region: "dach", covers: [] } } as const;
    const standing = { address: `person:${person}`, slot: "terms", stands: true } as const;
    const draw = await made.world.at(morningOf(TODAY), async (context) => step?.prepare(context, own, standing));
    if (!draw || draw === "gone") return "";
    const { body } = draw(viewOf("en", audience)).card;
    return body.flatMap((block) => ("text" in block ? [plain(block.text)] : [])).join("\n");
  };
  expect(await cardFor(marta.id, "am")).toContain(first);
  expect(await cardFor(ben.id, "admin")).not.toContain("At risk");
  await made.standing(northwind, "low", "ok");
  expect(await cardFor(marta.id, "am")).not.toContain("At risk");
});

test("the morning has what the list has: a light contract that is near, a long notice, and of a short term its notice deadline", async () => {
  const made = await digestOffice(db);
  const { anna, marta, northwind, organisation } = made.company;
  const add = async (name: string, ...contracts: readonly TestContract[]): Promise<void> =>
    db.write(organisation, async (tx) => {
      const id = await addAccount(tx, name, { csm: anna.id, am: marta.id });
      for (const each of contracts) await addContract(tx, id, each);
    });
  await db.write(organisation, (tx) =>
    tx.rows("update contract set ended_on = starts_on where account_id = $1", [northwind]),
  );
  const year = (renewsOn: string, noticeDays = 30, arrMinor = 4_800_000): TestContract => ({
    arrMinor,
    startsOn: "2026-01-10",
    renewsOn,
    noticeDays,
  });
  await add("Light", year("2027-12-01"), year("2027-02-24", 30, 100_000));
  await add("Long", year("2027-07-01", 190));
  await add("Short", { ...year("2027-01-05"), startsOn: "2026-10-05" });
  await add("Quarter", { ...year("2027-02-05"), startsOn: "2026-11-05" });
  await add("Monthly", year("2027-02-05"));
  await db.write(organisation, (tx) =>
    tx.rows(
      "update contract set billing = 'monthly' where account_id = (select id from account where name = 'Monthly')",
    ),
  );
  for (const [card, person, role] of [
    ["my-digest", anna.id, "csm"],
    ["am-digest", marta.id, "am"],
  ] as const) {
    const lines = (await made.morning(card, person, [role], TODAY)) ?? [];
    const named = ["Light", "Long", "Short", "Quarter", "Monthly"].filter((name) => lines.join("\n").includes(name));
    expect(named).toEqual(["Light", "Long", "Short"]);
    expect(lines.find((line) => line.includes("Light"))).toContain("2027-02-24");
  }
});

test("the headline counts renewals once, one's own and those one took on, and how many of their notice deadlines are near", async () => {
  const made = await digestOffice(db);
  const { marta, northwind, adatum, anna, organisation } = made.company;
  await clock(made, adatum, marta.id);
  const soon = { arrMinor: 100, startsOn: "2026-01-10", renewsOn: "2027-01-10", noticeDays: 31 } as const;
  await db.write(organisation, (tx) => addContract(tx, northwind, soon));
  const long = { ...soon, renewsOn: "2027-02-20" };
  await db.write(organisation, async (tx) => {
    await addContract(tx, await addAccount(tx, "Later", { csm: anna.id, am: marta.id }), long);
  });
  const [title] = (await made.morning("am-digest", marta.id, ["am"], TODAY)) ?? [];
  expect(title).toBe("Your day, Marta: 3 renewals (1 with a notice deadline near)");
});

test("several contracts of one customer are one renewal, also of those one took on", async () => {
  const made = await digestOffice(db);
  const { marta, northwind, adatum, organisation } = made.company;
  await clock(made, adatum, marta.id);
  const second = { arrMinor: 100, startsOn: "2026-01-10", renewsOn: addDays(TODAY, 100), noticeDays: 0 } as const;
  await db.write(organisation, async (tx) => {
    await addContract(tx, adatum, second);
    for (const renewsOn of [addDays(TODAY, 90), addDays(TODAY, 95)])
      await addContract(tx, northwind, { arrMinor: 100, startsOn: "2026-01-10", renewsOn });
  });
  await made.rows(
    `insert into renewal (organisation_id, id, account_id, contract_id, kind, due_on, state, opened_at, told, terms_owner_id)
     select $1, gen_random_uuid(), k.account_id, k.id, 'term', k.renews_on, 'open', $3, 'terms', $4
       from contract k where k.account_id = $2 and k.renews_on = $5`,
    [organisation, adatum, morningOf(TODAY), marta.id, second.renewsOn],
  );
  const lines = (await made.morning("am-digest", marta.id, ["am"], TODAY)) ?? [];
  expect(lines[0]).toBe("Your day, Marta: 2 renewals");
  expect(lines.filter((line) => line.includes("Adatum"))).toEqual([expect.stringContaining("renews in 88 days")]);
});
