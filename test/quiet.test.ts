import { afterAll, beforeAll, describe, expect, test } from "vitest";
import type { AccountId } from "../src/kernel/ids.ts";
import { addAccount } from "./helpers/company.ts";
import { runApp, type RunningApp, wordsOf } from "./helpers/running-app.ts";

describe("while a customer settles in", () => {
  let house: RunningApp;
  let tailspin: AccountId;
  beforeAll(async () => {
    house = await runApp();
    const { anna, marta, organisation } = house.company;
    tailspin = await house.app.db.write(organisation, (tx) =>
      addAccount(tx, "Tailspin", { csm: anna.id, am: marta.id, stage: "onboarding" }),
    );
  });
  afterAll(() => house.stop());

  async function spot(account: AccountId, product: string): Promise<string> {
    const benefit = "Month-end reports are still copied by hand from three exports, every time.";
    const answer = await house.submit(house.company.anna, "opportunities.spot", account, {
      product,
      benefit,
      word: "yes",
    });
    await house.app.settle();
    return wordsOf(answer);
  }
  const offered = async (): Promise<string> => (await house.standingIn("am")).join("\n");

  test("what its CSM spots is kept from the Account Manager, and the CSM is told so", async () => {
    expect(await spot(tailspin, "the archive")).toContain("Kept. Tailspin is still settling in");
    expect(await offered()).not.toContain("Tailspin");
    expect(house.standingWith(house.company.anna).join("\n")).toContain("Kept back: Tailspin");
    expect(await spot(house.company.northwind, "more seats")).not.toContain("Kept.");
    expect(await offered()).toContain("Northwind");
  });

  test("it is offered once the Account Manager is pulled in", async () => {
    const values = { days: "30", reason: "They asked what more would cost." };
    expect(wordsOf(await house.submit(house.company.anna, "accounts.pull-in", tailspin, values))).toContain("Marta");
    await house.app.settle();
    expect(await offered()).toContain("Tailspin: the archive");
    expect(await spot(tailspin, "training")).not.toContain("Kept.");
    expect(await offered()).toContain("Tailspin: training");
  });

  test("a stage that was set by hand ends it too", async () => {
    const { anna, organisation } = house.company;
    const fabrikam = await house.app.db.write(organisation, (tx) =>
      addAccount(tx, "Fabrikam", { csm: anna.id, stage: "adoption" }),
    );
    await spot(fabrikam, "the interface");
    expect(await offered()).not.toContain("Fabrikam");
    const set = await house.submit(anna, "accounts.stage", fabrikam, { stage: "value", reason: "They live by it." });
    expect(wordsOf(set)).toContain("Fabrikam");
    await house.app.settle();
    expect(await offered()).toContain("Fabrikam: the interface");
  });
});
