import { afterAll, beforeEach, expect, test } from "vitest";
import { plain } from "../src/chat/card.ts";
import { wordsOf } from "./helpers/running-app.ts";
import type { TestPerson } from "./helpers/company.ts";
import { ids } from "./helpers/company.ts";
import { type Respondent, type SurveyHouse, surveyService } from "./helpers/survey-house.ts";

const service = surveyService();
let house: SurveyHouse;
let dana: Respondent;
beforeEach(async () => {
  house = await service.begin();
  await house.at("2026-11-24T08:00:00Z");
  dana = await house.respondent("Dana Novak");
  await house.campaign();
  await house.at("2026-11-25T09:01:00Z");
  const after = await house.follow(await house.link(dana.contact), { do: "score", score: "3" });
  await house.follow(after.path, { do: "comment", comment: "The export\nis slow" });
  await house.at("2026-11-25T09:05:00Z");
});
afterAll(() => service.stop());

async function shown(who: TestPerson): Promise<string> {
  const { reply } = await house.command(who, "/tandem nps Dana Novak Ltd");
  if (reply.kind !== "private") return reply.kind;
  return reply.card.body
    .flatMap((block) => (block.kind === "list" ? block.items.map(plain) : "text" in block ? [plain(block.text)] : []))
    .join("\n");
}
const accountCard = async (who: TestPerson): Promise<string> =>
  wordsOf(await house.command(who, "/account Dana Novak Ltd"));

test("whoever looks after a customer reads who said what and why, and who calls by when", async () => {
  for (const who of [house.company.anna, house.company.marta, house.company.olga]) {
    const words = await shown(who);
    expect(words).toContain("Dana Novak: 3 of 10 on 2026-11-25: “The export is slow”");
    expect(words).toContain("Anna Kurz calls Dana Novak by 2026-11-27.");
  }
});

test("everybody else reads the figures alone", async () => {
  const words = await shown(house.company.kim);
  expect(words).toContain("no score yet");
  expect(words).not.toMatch(/Dana Novak:|export|calls/);
});

test("a call that is late says by how many days, and one that was made isn't there", async () => {
  await house.at("2026-11-30T10:00:00Z");
  expect(await shown(house.company.anna)).toContain("Anna Kurz was to call Dana Novak by 2026-11-27: 3 days late.");
  const logged = {
    ...{ contact: dana.contact, kind: "call", direction: "out", proactive: "no", visibility: "internal" },
    ...{ on: "2026-11-30", at: "09:00", said: "Spoke with her" },
  };
  await house.submit(house.company.anna, "accounts.log", dana.account, logged);
  expect(await shown(house.company.anna)).not.toContain("To be called");
});

test("the account's card has the open call beside the answers, once", async () => {
  const words = await accountCard(house.company.anna);
  expect(words.match(/calls Dana Novak by/g)).toHaveLength(1);
  expect(await accountCard(house.company.kim)).not.toContain("Dana Novak by");
});

test("who is held back stands there with why", async () => {
  const erik = ids.next<"contact">();
  await house.rows(
    `insert into contact (organisation_id, id, account_id, email, name, role, zone, source, added_at, changed_at)
     values ($1, $2, $3, 'erik@customer.example', 'Erik Sand', 'user', 'Europe/Berlin', 'csv', $4, $4)`,
    [house.company.organisation, erik, dana.account, "2026-01-01"],
  );
  await house.at("2027-02-24T08:00:00Z");
  const words = await shown(house.company.anna);
  expect(words).toContain("Erik Sand: held back until the next wave. Somebody there wouldn't recommend us");
});
