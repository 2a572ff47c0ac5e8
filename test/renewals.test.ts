import { afterAll, beforeAll, describe, expect, test } from "vitest";
import type { Answer } from "../src/chat/handler.ts";
import type { AccountId, RenewalId } from "../src/kernel/ids.ts";
import { addDays, type LocalDate } from "../src/kernel/business-time.ts";
import { addAccount, addContract, addPerson, ids, type TestContract, type TestPerson } from "./helpers/company.ts";
import { runApp, type RunningApp, wordsOf } from "./helpers/running-app.ts";
import { day } from "./helpers/risk.ts";

let house: RunningApp;
beforeAll(async () => {
  house = await runApp();
});
afterAll(() => house.stop());

/** Berlin is at UTC+1 in winter and at UTC+2 in summer. */
function rows<Row extends object>(sql: string, ...values: unknown[]): Promise<Row[]> {
  return house.app.db.write(house.company.organisation, (tx) => tx.rows<Row>(sql, values));
}
async function at(instant: string | Date, ms = 0): Promise<void> {
  house.clock.set(new Date(new Date(instant).getTime() + ms));
  await house.app.settle();
}
/** The night of a day in which the clocks are looked at, and its morning in Berlin. */
async function nightOf(date: string): Promise<void> {
  house.clock.set(new Date(`${date}T02:00:00Z`));
  await house.app.change(house.company.organisation, ({ jobs }) => jobs.start("renewals.look", { day: date }));
  await house.app.settle();
}

let made = 0;
/** A customer of Anna and Marta with one contract. */
async function customer(
  contract: TestContract & { readonly more?: string },
  slots: { readonly csm?: TestPerson | undefined; readonly am?: TestPerson | undefined; readonly region?: string } = {
    csm: house.company.anna,
    am: house.company.marta,
  },
): Promise<{ account: AccountId; name: string }> {
  const name = `Fabrikam ${String(++made)} AG`;
  const account = await house.app.db.write(house.company.organisation, async (tx) => {
    const id = await addAccount(tx, name, {
      ...(slots.csm && { csm: slots.csm.id }),
      ...(slots.am && { am: slots.am.id }),
      ...(slots.region && { region: slots.region }),
    });
    await addContract(tx, id, contract);
    return id;
  });
  return { account, name };
}
const cards = (person: TestPerson, name: string): string[] =>
  house.standingWith(person).filter((card) => card.includes(name));
async function renewalOf(account: AccountId): Promise<RenewalId> {
  const [row] = await rows<{ id: RenewalId }>(
    "select id from renewal where account_id = $1 order by (state = 'open') desc, opened_at desc limit 1",
    account,
  );
  if (!row) throw new Error("no renewal");
  return row.id;
}

describe("smoke", () => {
  test("day 120", async () => {
    const { anna, marta } = house.company;
    const { account, name } = await customer({ arrMinor: 4_800_000, renewsOn: "2027-03-31", noticeDays: 30 });
    await nightOf("2026-11-25");
    console.log(await rows("select kind, due_on, state, told from renewal where account_id = $1", account));
    await nightOf("2026-12-01");
    await at("2026-12-01T08:00:00Z", -1);
    expect(cards(anna, name)).toEqual([]);
    await at("2026-12-01T08:00:00Z");
    console.log(cards(anna, name), cards(marta, name));
    const id = await renewalOf(account);
    const opened = await house.open(anna, "renewals.review", id);
    console.log(JSON.stringify(opened.reply).slice(0, 1500));
    console.log(
      wordsOf(
        await house.submit(anna, "renewals.review", id, { goals: "g", shown: "s", mood: "m", risks: "r", thanks: "t" }),
      ),
    );
    await at("2026-12-01T08:00:00Z");
    console.log(cards(marta, name));
    console.log(wordsOf(await house.command(marta, "/tandem renewals")));
    console.log(wordsOf(await house.command(anna, `/account ${name}`)));
    console.log(wordsOf(await house.command(marta, `/tandem timeline ${name}`)));
  });
});
