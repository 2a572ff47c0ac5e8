import { afterAll, beforeAll, expect, test } from "vitest";
import { insertCampaign, insertWave } from "../src/features/nps/campaign-store.ts";
import {
  insertSurveys,
  saveAsked,
  saveComment,
  saveScore,
  surveyById,
  type SurveyId,
} from "../src/features/nps/survey-store.ts";
import { fixedDate } from "../src/kernel/business-time.ts";
import { addChannel, ids } from "./helpers/company.ts";
import { MARTA, type MixedHouse, OLGA, runMixed } from "./helpers/mixed-house.ts";
import { NINE } from "./helpers/running-app.ts";
import { installed, opens, submittedInDialog } from "./helpers/teams-activity.ts";
import { dialogOf, filled } from "./helpers/teams-talk.ts";

const PRODUCT = "19:product@thread.tacv2";
const SLOW = "Search is slow on Mondays.";
const CLOSES = new Date(NINE.getTime() + 21 * 86_400_000);

let house: MixedHouse;
beforeAll(async () => {
  house = await runMixed(NINE);
});
afterAll(() => house.stop());

/** Contoso, whose CSM Marta is from now on, with a detractor's words; a channel of product's in Teams. */
async function answered(): Promise<SurveyId> {
  const { app, company, teams, alone, arrive } = house;
  const { where, serviceUrl } = alone(OLGA);
  const { tenant } = where;
  teams.addChannel(tenant, {
    id: PRODUCT,
    name: "product",
    team: "19:general@thread.tacv2",
    members: [MARTA.id, OLGA.id],
  });
  const survey = ids.next<"survey">();
  await app.db.write(company.organisation, async (tx) => {
    const channel = await addChannel(tx, tenant, "product", []);
    await tx.rows("update channel set platform = 'teams', conversation = $2 where id = $1", [channel, PRODUCT]);
    await tx.rows("update person set roles = '{csm}' where id = $1", [company.marta.id]);
    await tx.rows("update slot set person_id = $2 where account_id = $1 and slot = 'csm'", [
      company.contoso,
      company.marta.id,
    ]);
    const contact = ids.next<"contact">();
    await tx.rows(
      `insert into contact (organisation_id, id, account_id, name, source, added_at, changed_at)
       values ($1, $2, $3, 'Dana Vogt', 'csv', $4, $4)`,
      [company.organisation, contact, company.contoso, NINE],
    );
    const asked = { tier: "all", stages: [], segments: [], roles: [] } as const;
    const campaign = { id: ids.next<"survey-campaign">(), name: "Q4", state: "running", asked, questions: {} } as const;
    insertCampaign(tx, { ...campaign, nextWaveOn: fixedDate("2027-02-23") }, company.olga.id, NINE);
    const wave = await insertWave(tx, ids.next(), campaign.id, fixedDate("2026-11-23"), NINE);
    if (!wave) throw new Error("there is no wave");
    const about = {
      id: survey,
      contact,
      account: company.contoso,
      state: "planned",
      dueAt: NINE,
      reason: undefined,
    } as const;
    insertSurveys(tx, wave, [about]);
    const found = await surveyById(tx, survey);
    if (!found) throw new Error("nobody is asked");
    saveAsked(tx, found, "link", ids.next(), NINE, CLOSES);
    saveScore(tx, survey, 3, NINE);
    saveComment(tx, survey, SLOW, NINE);
  });
  const channel = { kind: "channel", channel: PRODUCT, team: "19:general@thread.tacv2", tenant } as const;
  await arrive(installed({ who: OLGA, where: channel, serviceUrl, id: "met-product" }));
  return survey;
}

const lettersIn = (conversation: string): string =>
  house.teams
    .standing(conversation)
    .map(({ activity }) => JSON.stringify(activity))
    .join("\n");
const newest = async (sql: string): Promise<string> =>
  (await house.app.db.write(house.company.organisation, (tx) => tx.rows<{ id: string }>(sql, [])))[0]?.id ?? "";

/** Olga says it from the card that stands in product's channel. */
async function ships(item: string, note: string): Promise<string> {
  const { where, serviceUrl } = house.alone(OLGA);
  const channel = { kind: "channel", channel: PRODUCT, team: "19:general@thread.tacv2", tenant: where.tenant } as const;
  const from = { who: OLGA, where: channel, serviceUrl };
  const replyToId = house.teams.standing(PRODUCT).at(-1)?.activityId ?? "";
  const opening = { verb: `open:feedback.ship:${item}`, v: 1, id: item };
  const { body } = await house.arrive(opens(opening, { ...from, replyToId, id: "ship-1" }));
  const data = filled(dialogOf(body).content, { note });
  return JSON.stringify((await house.arrive(submittedInDialog(data, { ...from, id: "ship-2" }))).body);
}

test("what a customer answers goes in Teams from their CSM to product, ships, and is told to the customer", async () => {
  const survey = await answered();
  const confirmed = { theme: "speed", product: "-", words: SLOW };
  expect(await house.submitInTeams("feedback.pass", survey, confirmed)).toContain("Passed on to");
  await house.app.settle();
  expect(lettersIn(PRODUCT)).toContain("**1 customer** says this.");
  expect(lettersIn(PRODUCT)).toContain(SLOW);
  expect(lettersIn(PRODUCT)).not.toContain("Dana Vogt");

  const item = await newest("select id from feedback_item");
  await ships(item, "Search now answers within a second.");
  await house.app.settle();
  expect(lettersIn(PRODUCT)).toContain("0 of 1 customer told");
  const marta = house.teams.conversationOf(MARTA.id);
  expect(lettersIn(marta)).toContain("Tell Contoso Ltd");
  expect(lettersIn(marta)).toContain("Search now answers within a second.");

  const tell = await newest("select id from feedback_tell");
  const contact = await newest("select id from contact where name = 'Dana Vogt'");
  expect(await house.submitInTeams("feedback.told", tell, { contact, kind: "call" })).toContain("knows");
  await house.app.settle();
  expect(lettersIn(PRODUCT)).toContain("1 of 1 customer told");
});
