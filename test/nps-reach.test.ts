import { afterAll, beforeEach, describe, expect, test } from "vitest";
import { type SurveyHouse, surveyService } from "./helpers/survey-house.ts";
import { wordsOf } from "./helpers/running-app.ts";

const TUESDAY = "2026-11-24T08:00:00Z";
const WEDNESDAY = "2026-11-25T09:01:00Z";

const service = surveyService();
let house: SurveyHouse;
beforeEach(async () => {
  house = await service.begin();
  await house.at(TUESDAY);
});
afterAll(() => service.stop());

/** The sentence of the figures that says how many were asked. */
const reach = async (): Promise<string | undefined> =>
  /Asked [^.]*\. [^.]*\./.exec(wordsOf(await house.command(house.company.anna, "/tandem nps all")))?.[0];

describe("how many were asked", () => {
  test("counts who was asked and then didn't want to be asked again", async () => {
    const dana = await house.respondent("Dana Novak");
    await house.campaign();
    await house.at(WEDNESDAY);
    const link = await house.link(dana.contact);
    const before = await reach();
    expect(before).toContain("Asked 1 of 1 who could be asked, 0 answered");
    await house.post(link, { do: "never" });
    expect(await reach()).toBe(before);
  });

  test("counts a person once who was held back in one wave and asked in the next", async () => {
    const dana = await house.respondent("Dana Novak");
    await house.rows(
      `insert into ticket (organisation_id, id, external_id, account_id, opened_at, escalated, severity, ingested_at, known_at)
       values ($1, gen_random_uuid(), 't1', $2, '2026-11-20', true, 2, now(), now())`,
      [house.company.organisation, dana.account],
    );
    await house.campaign();
    await house.at(WEDNESDAY);
    expect(await reach()).toContain("Asked 0 of 1 who could be asked, 0 answered (0 %). 1 held back");
    await house.rows("update ticket set closed_at = '2026-12-01'");
    for (const at of ["2027-02-24T08:00:00Z", "2027-02-25T12:00:00Z", "2027-03-04T12:00:00Z"]) await house.at(at);
    await house.link(dana.contact);
    expect(await reach()).toContain("Asked 1 of 1 who could be asked, 0 answered (0 %). 0 held back");
  });
});
