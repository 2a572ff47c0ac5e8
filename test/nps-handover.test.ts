import { mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeEach, describe, expect, test } from "vitest";
import type { TestPerson } from "./helpers/company.ts";
import { type Respondent, type SurveyHouse, surveyService } from "./helpers/survey-house.ts";

const KIM = { who: "Kim Lee, kim@fourth.example", company: "Fourth Coffee", words: "They count their stock by hand." };

const service = surveyService();
let house: SurveyHouse;
let dana: Respondent;
beforeEach(async () => {
  house = await service.begin();
  await house.at("2026-11-24T08:00:00Z");
  dana = await house.respondent("Dana Novak");
  await house.app.change(house.company.organisation, ({ emit }) => emit({ kind: "settings-changed" }));
  await house.campaign();
  await house.at("2026-11-25T09:01:00Z");
});
afterAll(() => service.stop());

const standing = (who: TestPerson): string => house.standingWith(who).join("\n");

async function imported(file: string, lines: readonly string[]): Promise<void> {
  const folder = await mkdtemp(join(tmpdir(), "handover-"));
  await writeFile(join(folder, file), `${lines.join("\n")}\n`);
  await house.app.importFiles(house.company.organisation, [folder], { backfill: false });
  await rm(folder, { recursive: true });
  await house.app.settle();
}

async function gives(slot: "csm" | "am", who: TestPerson): Promise<void> {
  const [account] = await house.rows<{ external_id: string }>("select external_id from account where id = $1", [
    dana.account,
  ]);
  const [person] = await house.rows<{ email: string }>("select email from person where id = $1", [who.id]);
  await imported("slots.csv", [
    "account_external_id,slot,person_email",
    `${account?.external_id ?? ""},${slot},${person?.email ?? ""}`,
  ]);
}

async function answers(score: string): Promise<string> {
  await house.follow(await house.link(dana.contact), { do: "score", score });
  await house.at("2026-11-25T09:10:00Z");
  return (await house.rows<{ id: string }>("select id from survey_loop"))[0]?.id ?? "";
}

describe("a customer whom an import gives to somebody else", () => {
  test("takes its recommendation along the next morning, and it is over for whose it was", async () => {
    const { anna, jonas, marta } = house.company;
    await house.submit(anna, "nps.referral", await answers("10"), KIM);
    await house.at("2026-11-25T09:30:00Z");
    expect(standing(marta)).toContain("kim@fourth.example");
    await gives("am", jonas);
    await house.at("2026-11-26T09:00:00Z");
    expect(standing(jonas)).toContain("Dana Novak recommends us to: Kim Lee, kim@fourth.example, Fourth Coffee.");
    expect(standing(marta)).toContain("Jonas Weber has the recommendation now");
    expect(standing(marta)).not.toContain("kim@fourth.example");
  });

  test("takes the link that somebody has to pass on along", async () => {
    const { anna, ben } = house.company;
    expect(standing(anna)).toContain("Dana Novak");
    await gives("csm", ben);
    await house.at("2026-11-26T09:00:00Z");
    expect(standing(ben)).toContain("Dana Novak");
    expect(await house.rows("select link_to from survey")).toEqual([{ link_to: ben.id }]);
  });

  test("takes the call that was promised along, by when it was promised", async () => {
    const { ben } = house.company;
    await answers("3");
    const due = await house.rows("select due_at from survey_loop");
    await gives("csm", ben);
    await house.at("2026-11-26T07:30:00Z");
    expect(standing(ben)).toContain("Dana Novak");
    expect(await house.rows("select owner_id from survey_loop")).toEqual([{ owner_id: ben.id }]);
    expect(await house.rows("select due_at from survey_loop")).toEqual(due);
  });

  test("stays as it is while nothing changes, and nobody is told anything twice", async () => {
    const { anna, marta } = house.company;
    await house.submit(anna, "nps.referral", await answers("10"), KIM);
    await house.at("2026-11-26T09:00:00Z");
    const before = await house.rows("select count(*)::int as n from post where card like 'nps.%'");
    await house.at("2026-11-27T09:00:00Z");
    await house.at("2026-11-28T09:00:00Z");
    expect(await house.rows("select count(*)::int as n from post where card like 'nps.%'")).toEqual(before);
    expect(standing(marta)).toContain("kim@fourth.example");
  });
});

test("the recommendation of an Account Manager who leaves goes to who leads there", async () => {
  const { anna, marta, olga } = house.company;
  await house.submit(anna, "nps.referral", await answers("10"), KIM);
  await house.rows("update person set active = false where id = $1", [marta.id]);
  await house.at("2026-11-26T09:00:00Z");
  expect(standing(olga)).toContain("Dana Novak recommends us to: Kim Lee");
});
