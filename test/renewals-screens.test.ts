import { afterAll, beforeAll, beforeEach, expect, test } from "vitest";
import { plain } from "../src/chat/card.ts";
import type { Answer } from "../src/chat/handler.ts";
import type { AccountId } from "../src/kernel/ids.ts";
import { addAccount, addContract, type TestContract, type TestPerson } from "./helpers/company.ts";
import { runApp, type RunningApp, wordsOf } from "./helpers/running-app.ts";

let house: RunningApp;
beforeAll(async () => {
  house = await runApp();
});
afterAll(() => house.stop());
beforeEach(() => house.clock.set(new Date("2026-11-24T08:00:00Z")));

let made = 0;
async function customer(
  contract: TestContract,
  slots: { readonly csm?: TestPerson; readonly am?: TestPerson } = {},
): Promise<{ account: AccountId; name: string }> {
  const name = `Bergmann ${String(++made)} AG`;
  const account = await house.app.db.write(house.company.organisation, async (tx) => {
    const id = await addAccount(tx, name, {
      csm: (slots.csm ?? house.company.anna).id,
      ...(slots.am && { am: slots.am.id }),
    });
    await addContract(tx, id, contract);
    return id;
  });
  return { account, name };
}

async function night(): Promise<void> {
  house.clock.set(new Date("2026-11-25T02:00:00Z"));
  await house.app.change(house.company.organisation, ({ jobs }) => jobs.start("renewals.look", { day: "2026-11-25" }));
  await house.app.settle();
  house.clock.set(new Date("2026-11-25T08:00:00Z"));
}

async function lineOf(who: TestPerson, name: string): Promise<string | undefined> {
  const list = wordsOf(await house.command(who, "/tandem renewals"));
  return list.split("\n").find((line) => line.includes(name));
}

/** The labels of the buttons of a private card. */
function labels({ reply }: Answer): string[] {
  if (reply.kind !== "private") return [];
  return reply.card.body.flatMap((block) =>
    block.kind === "buttons"
      ? block.elements.flatMap((each) => (each.kind === "button" ? [plain(each.label)] : []))
      : [],
  );
}

/** A quarter's term: it renews by itself, and its notice deadline is near. */
const SHORT = { arrMinor: 1_120_000, startsOn: "2026-10-15", renewsOn: "2027-01-15", noticeDays: 30 } as const;

test("a short term whose notice deadline is near is on the list and opens with its dates; its owner is the same everywhere", async () => {
  const { anna, marta, jonas } = house.company;
  const { account, name } = await customer(SHORT);
  await night();
  const line = (await lineOf(anna, name)) ?? "";
  const owner = [marta, jonas].find((each) => line.includes(`Terms: ${each.name}`));
  if (!owner) throw new Error(`nobody has it: ${line}`);
  const opened = await house.press(anna, "renewals.open", account);
  expect(wordsOf(opened)).toMatch(
    /renewal in 51 days[^]*A short term[^]*renews on 2027-01-15; notice until 2026-12-16/,
  );
  expect(wordsOf(opened)).toContain(`Terms: ${owner.name}`);
  expect(labels(opened)).toEqual(["Open account"]);
  expect(wordsOf(await house.press(anna, "accounts.open", account))).toContain(
    `Renewal: the terms are with ${owner.name}`,
  );
  const other = owner === marta ? jonas : marta;
  expect(await lineOf(owner, name)).toBe(line);
  expect(await lineOf(other, name)).toBeUndefined();
  expect(wordsOf(await house.press(owner, "renewals.open", account))).toContain("renewal in 51 days");
});

test("a short term whose notice deadline is far is on no list", async () => {
  const { anna, marta } = house.company;
  const { name } = await customer({ ...SHORT, renewsOn: "2027-01-30" }, { am: marta });
  await night();
  expect(await lineOf(anna, name)).toBeUndefined();
  expect(await lineOf(marta, name)).toBeUndefined();
});

test("what has come in today is opened by whoever has it on their list, before the night begins its clock", async () => {
  const { anna, marta, jonas } = house.company;
  const { account, name } = await customer({ arrMinor: 4_800_000, startsOn: "2026-02-24", renewsOn: "2027-02-24" });
  const line = (await lineOf(anna, name)) ?? "";
  const owner = [marta, jonas].find((each) => line.includes(`Terms: ${each.name}`)) ?? anna;
  expect(await lineOf(owner, name)).toBe(line);
  for (const who of [anna, owner]) {
    const opened = await house.press(who, "renewals.open", account);
    expect(wordsOf(opened)).toMatch(/renewal in 92 days[^]*just come in[^]*renews on 2027-02-24/);
    expect(wordsOf(opened)).toContain(owner.name);
    expect(labels(opened)).not.toContain("Signed");
  }
  await night();
  expect(await lineOf(anna, name)).toContain(`Terms: ${owner.name}`);
  expect(labels(await house.press(owner, "renewals.open", account))).toContain("Signed");
});

test("a long notice is on the list from thirty days before its deadline, as in the digest", async () => {
  const { anna, marta } = house.company;
  const long = { arrMinor: 4_800_000, startsOn: "2026-07-01", renewsOn: "2027-07-01", noticeDays: 190 } as const;
  const { account, name } = await customer(long, { am: marta });
  await night();
  expect(await lineOf(anna, name)).toContain("renews on 2027-07-01");
  expect(wordsOf(await house.press(marta, "renewals.open", account))).toContain("renewal in 218 days");
});

test("a manager who has a renewal in hand reads it on their list and in their morning", async () => {
  const { olga, anna } = house.company;
  const { organisation } = house.company;
  const { account, name } = await customer({ arrMinor: 4_800_000, startsOn: "2026-02-24", renewsOn: "2027-02-24" });
  await house.app.db.write(organisation, (tx) =>
    tx.rows("update account set region = 'nowhere' where id = $1", [account]),
  );
  await night();
  expect(await lineOf(olga, name)).toContain(`Terms: ${olga.name}`);
  expect(wordsOf(await house.press(olga, "renewals.open", account))).toContain("renews on 2027-02-24");
  expect(await lineOf(anna, name)).toContain(`Terms: ${olga.name}`);
});

test("what is with somebody is yours to them alone: everyone else reads whose it is", async () => {
  const { anna, marta, olga } = house.company;
  const { account } = await customer(
    { arrMinor: 5_000_000, startsOn: "2026-03-10", renewsOn: "2027-03-10", noticeDays: 30 },
    { am: marta },
  );
  await night();
  const opened = async (who: TestPerson) => wordsOf(await house.press(who, "renewals.open", account));
  expect(await opened(anna)).toContain("The value review is yours, Anna Kurz.");
  for (const who of [marta, olga]) {
    const words = await opened(who);
    expect(words).toContain("The value review is with Anna Kurz now.");
    expect(words).not.toMatch(/is yours|Press Start/);
  }
  house.clock.set(new Date("2026-12-20T08:00:00Z"));
  await house.app.change(house.company.organisation, ({ jobs }) => jobs.start("renewals.look", { day: "2026-12-20" }));
  await house.app.settle();
  expect(await opened(marta)).toContain("then send them.");
  const annas = await opened(anna);
  expect(annas).toContain("The terms are with Marta Silva now.");
  expect(annas).not.toContain("then send them");
});
