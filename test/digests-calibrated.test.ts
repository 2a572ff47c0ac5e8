import { afterAll, beforeAll, describe, expect, test } from "vitest";
import type { Block } from "../src/chat/card.ts";
import { plain } from "../src/chat/card.ts";
import type { Database } from "../src/db/transaction.ts";
import { homeRisks } from "../src/features/risk/home.ts";
import { loadPersonal, loadTeam } from "../src/features/risk/digests/story.ts";
import { drawTeam } from "../src/features/risk/digests/cards.ts";
import { drawPersonal } from "../src/features/risk/digests/personal-cards.ts";
import { own } from "../src/features/risk/own.ts";
import { openSnooze } from "../src/features/risk/cases/pressing.ts";
import { addDays, type LocalDate } from "../src/kernel/business-time.ts";
import type { AccountId } from "../src/kernel/ids.ts";
import type { Audience } from "../src/kernel/permissions.ts";
import { viewOf } from "./examples/fixed.ts";
import { addContract } from "./helpers/company.ts";
import { morningOf, office, TODAY } from "./helpers/digest-office.ts";
import { testDatabase, type TestDatabase } from "./helpers/database.ts";
import { day } from "./helpers/risk.ts";

const FRIDAY = day("2026-11-20");

let database: TestDatabase;
let db: Database;
beforeAll(async () => {
  database = await testDatabase();
  db = database.db;
});
afterAll(() => database.close());

/** Northwind is worth €48,000 and Adatum €12,000; both are Anna's. */
async function calibratedOffice() {
  const house = await office(db);
  const { company, rows } = house;
  const { organisation, northwind, adatum } = company;
  await db.write(organisation, async (tx) => {
    await addContract(tx, northwind, { arrMinor: 4_800_000 });
    await addContract(tx, adatum, { arrMinor: 1_200_000 });
  });
  return {
    ...house,
    /** a score of the fitted model, as the night keeps it */
    async scored(account: AccountId, on: LocalDate, p: number) {
      await rows(
        `insert into risk_snapshot (organisation_id, account_id, day, version, features, p, reasons, model, low, high, computed_at)
         values ($1, $2, $3, 1, '{}', $4, '{"intercept": -3, "terms": []}', 1, 0, 1, $5)`,
        [organisation, account, on, p, morningOf(on)],
      );
    },
    buttons: (date: LocalDate) =>
      house.world.at(morningOf(date), async (context) => {
        const story = await loadPersonal(context, "mine", company.anna.id, { slot: date }, () => []);
        if (story === "gone") return [];
        const { id } = company.anna;
        const reader = { person: id, roles: ["csm"], region: "dach", covers: [] } as const;
        const { body } = drawPersonal(story, viewOf("en", { kind: "person", reader })).card;
        return body.flatMap((block) =>
          block.kind === "buttons" ? block.elements.map(({ label }) => plain(label)) : [],
        );
      }),
  };
}

function words(blocks: readonly Block[]): string[] {
  return blocks.flatMap((block) => {
    if (block.kind === "list") return block.items.map(plain);
    return "text" in block ? [plain(block.text)] : [];
  });
}

describe("a CSM's morning with a fitted model", () => {
  test("says the chance, its range and the change in four weeks, and the money at risk", async () => {
    const { company, calibrated, scored, morning } = await calibratedOffice();
    const { anna, northwind } = company;
    await calibrated(northwind, 0.34, { low: 0.24, high: 0.45 });
    await scored(northwind, addDays(TODAY, -28), 0.23);
    await scored(northwind, TODAY, 0.34);
    const lines = await morning("my-digest", anna.id, ["csm"], TODAY);
    expect(lines?.slice(0, 3)).toEqual([
      "Your day, Anna: 1 risk",
      "€16,320 at risk.",
      "First: Northwind GmbH €48,000 · 34 % (24–45) ▲ 11 in 4 weeks.",
    ]);
    expect(lines?.at(-1)).toMatch(/^Percentages: the risk of losing the customer within 90 days/);
    expect(lines?.join()).not.toMatch(/not yet calibrated/);
  });

  test("says what the money at risk is against the morning before, and what a chance was then", async () => {
    const { company, calibrated, morning } = await calibratedOffice();
    const { anna, northwind, adatum } = company;
    await calibrated(northwind, 0.3, { low: 0.2, high: 0.4 });
    await morning("my-digest", anna.id, ["csm"], FRIDAY);
    await calibrated(northwind, 0.34, { low: 0.24, high: 0.45 });
    const second = await morning("my-digest", anna.id, ["csm"], TODAY);
    expect(second?.[1]).toBe("€16,320 at risk, up €1,920 since 2026-11-20.");
    expect(second?.[2]).toBe("First: Northwind GmbH €48,000 · 34 % (24–45). It was 30 % on the morning before.");
    expect((await morning("my-digest", anna.id, ["csm"], addDays(TODAY, 1)))?.slice(1, 3)).toEqual([
      "€16,320 at risk, as on 2026-11-24.",
      "First: Northwind GmbH €48,000 · 34 % (24–45). Unchanged.",
    ]);
    await calibrated(adatum, 0.9, { low: 0.8, high: 0.95, causes: ["score", "notice"] });
    expect(await morning("my-digest", anna.id, ["csm"], addDays(TODAY, 2))).toContainEqual(
      "€28,320 at risk, up €12,000 since 2026-11-25.",
    );
  });

  test("keeps what is calibrated apart from what an expert estimates, and compares only what is whole", async () => {
    const { company, calibrated, standing, morning } = await calibratedOffice();
    const { anna, northwind, adatum } = company;
    await calibrated(northwind, 0.34, { low: 0.24, high: 0.45 });
    await morning("my-digest", anna.id, ["csm"], FRIDAY);
    await standing(adatum, "critical");
    const lines = await morning("my-digest", anna.id, ["csm"], TODAY);
    expect(lines?.slice(1, 3)).toEqual([
      "€16,320 at risk, plus 1 account by estimate.",
      "First: Adatum (€12,000 a year, critical risk by estimate). New.",
    ]);
    expect(lines?.at(-1)).toContain("By estimate: an expert's, not yet calibrated.");
  });

  test("draws the trend of the money at risk out of calibrated mornings alone", async () => {
    const { company, calibrated, standing, morning } = await calibratedOffice();
    const { anna, northwind, adatum } = company;
    await standing(adatum, "high");
    await morning("my-digest", anna.id, ["csm"], addDays(TODAY, -28));
    await calibrated(adatum, 0.5, { low: 0.4, high: 0.6 });
    await calibrated(northwind, 0.25, { low: 0.2, high: 0.3 });
    for (const weeks of [3, 2, 1]) await morning("my-digest", anna.id, ["csm"], addDays(TODAY, -7 * weeks));
    await calibrated(northwind, 0.5, { low: 0.4, high: 0.6 });
    expect(await morning("my-digest", anna.id, ["csm"], TODAY)).toContainEqual(
      "Money at risk ▁▁▁█ Up from €18,000 to €30,000 in 3 weeks.",
    );
  });

  test("begins with the buttons of the first risk's case, each while it can be done", async () => {
    const { company, world, calibrated, morning, buttons, rows } = await calibratedOffice();
    const { anna, northwind } = company;
    await calibrated(northwind, 0.34, { low: 0.24, high: 0.45 });
    await morning("my-digest", anna.id, ["csm"], TODAY);
    expect(await buttons(TODAY)).toEqual(["Own it", "Log contact", "Schedule check-in", "Open"]);
    const at = morningOf(TODAY);
    await world.act(at, anna.id, (acting) => own(acting, northwind));
    expect(await buttons(TODAY)).toEqual(["Log contact", "Schedule check-in", "Snooze", "Open"]);
    const [found] = await rows<{ id: string }>("select id from risk_case");
    const id = found?.id ?? "";
    expect(await world.act(at, anna.id, (acting) => openSnooze(acting, id))).toHaveProperty("name", "risk.snooze");
    await rows("update risk_case set snoozed_until = $1, snoozes = 1", [morningOf(addDays(TODAY, 1))]);
    expect(await buttons(TODAY)).toEqual(["Log contact", "Schedule check-in", "Open"]);
    await rows("update risk_state set state = 'ok'");
    expect(await buttons(TODAY)).toEqual(["Open"]);
  });
});

describe("a team's morning with a fitted model", () => {
  async function teamMorning() {
    const house = await calibratedOffice();
    const { company, calibrated, world, rows } = house;
    await calibrated(company.northwind, 0.34, { low: 0.24, high: 0.45 });
    const [channel] = await rows<{ id: string }>("select id from channel where purpose = 'csm'");
    const id = channel?.id ?? "";
    await world.fire(morningOf(TODAY), "team-digest", id, TODAY);
    const read = (audience: Audience): Promise<string[]> =>
      world.at(morningOf(TODAY), async (context) => {
        const story = await loadTeam(context, id, { slot: TODAY });
        if (story === "gone") return [];
        const { title, body } = drawTeam(story, viewOf("en", audience)).card;
        return [plain(title), ...words(body)];
      });
    return { ...house, read };
  }
  const channel = (clearance: "commercial" | "operations"): Audience => ({
    kind: "channel",
    clearance,
    members: [["csm"], ["manager"]],
    outsiders: false,
  });

  test("is headed by the money at risk, by CSM too", async () => {
    const { read } = await teamMorning();
    const lines = await read(channel("commercial"));
    expect(lines[0]).toBe("€16,320 at risk");
    expect(lines[1]).toMatch(/^1 account needs a look, most at stake first\. Percentages: /);
    expect(lines[2]).toContain("1. Northwind GmbH €48,000 · 34 % (24–45).");
    expect(lines).toContainEqual("Anna Kurz: 1 account, €16,320 at risk");
  });

  test("tells a channel of operations the chance, and no amount", async () => {
    const { read } = await teamMorning();
    const lines = await read(channel("operations"));
    expect(lines[0]).toBe("1 account needs a look, most at stake first");
    expect(lines[2]).toContain("1. Northwind GmbH 34 % (24–45).");
    expect(lines.join()).not.toContain("€");
  });

  test("tells who may know the band alone neither chance nor amount, and calls it no estimate", async () => {
    const { company, read } = await teamMorning();
    const reader = { person: company.marta.id, roles: ["colleague"], region: "dach", covers: [] } as const;
    const said = (await read({ kind: "person", reader })).join("\n");
    expect(said).toContain("Northwind GmbH (high risk)");
    expect(said).not.toMatch(/%|€|estimate/);
  });
});

test("a manager's morning says the chance of a case that nobody owns", async () => {
  const { company, calibrated, morning, rows } = await calibratedOffice();
  await calibrated(company.northwind, 0.34, { low: 0.24, high: 0.45 });
  await rows(
    `insert into risk_case (organisation_id, id, account_id, state, causes, opened_at)
     values ($1, gen_random_uuid(), $2, 'open', '{score}', $3)`,
    [company.organisation, company.northwind, new Date("2026-11-23T07:00:00Z")],
  );
  expect(await morning("manager-digest", company.olga.id, ["manager"], TODAY)).toContainEqual(
    "Northwind GmbH €48,000 · 34 % (24–45), open since 2026-11-23 07:00 UTC; it is Anna Kurz's.",
  );
});

test("the home of a CSM says the chance of each risk", async () => {
  const { company, calibrated, world } = await calibratedOffice();
  await calibrated(company.northwind, 0.34, { low: 0.24, high: 0.45 });
  const said = await world.act(morningOf(TODAY), company.anna.id, async (acting) => {
    const state = await homeRisks.load(acting);
    return state ? words(homeRisks.draw(state, acting.view)) : [];
  });
  expect(said).toContainEqual("Northwind GmbH €48,000 · 34 % (24–45).");
  expect(said.at(-1)).toMatch(/^Percentages: /);
});
