import { afterAll, beforeEach, describe, expect, test } from "vitest";
import { plain } from "../src/chat/card.ts";
import { runApp, wordsOf } from "./helpers/running-app.ts";
import { type SurveyHouse, surveysIn, surveyService } from "./helpers/survey-house.ts";

const service = surveyService();
let house: SurveyHouse;
beforeEach(async () => {
  house = await service.begin();
});
afterAll(() => service.stop());

const TUESDAY = "2026-11-24T08:00:00Z";
const FIRST = "2026-11-25T09:01:00Z";
const LAST = "2026-12-01T14:59:30Z";

async function campaignOf({ rows }: SurveyHouse): Promise<string> {
  const [row] = await rows<{ id: string }>("select id from survey_campaign order by id desc limit 1");
  return row?.id ?? "";
}
async function drafted({ submit, company }: SurveyHouse): Promise<void> {
  await submit(company.olga, "nps.campaign", "", { name: "Winter", on: "2026-11-24", tier: "all", whom: "everybody" });
}
const previewed = async (): Promise<string> =>
  wordsOf(await house.press(house.company.olga, "nps.preview", await campaignOf(house)));

describe("the preview of a campaign that runs", () => {
  test("tells of the wave under way and of the next one, in which nobody of this one is asked again", async () => {
    await house.at(TUESDAY);
    const dana = await house.respondent("Dana Vogt");
    const erik = await house.respondent("Erik Lund");
    await drafted(house);
    expect(await previewed()).toContain("In the wave of 2026-11-24 2 people would be asked");
    expect(await previewed()).toContain("It begins when you press Start");
    await house.press(house.company.olga, "nps.start", await campaignOf(house));
    const begun = await previewed();
    expect(begun).toContain("0 asked, 0 answered, 2 still to ask");
    expect(begun).toContain("In the next wave, from 2027-02-24 on, nobody would be asked");
    expect(begun).toContain("The next wave begins by itself on 2027-02-24");
    expect(begun).not.toContain("press Start");
    await house.at(FIRST);
    await house.at(LAST);
    for (const { contact } of [dana, erik]) await house.link(contact);
    const asked = await previewed();
    expect(asked).toContain("2 asked, 0 answered, 0 still to ask");
    expect(asked).toContain("nobody would be asked");
  });
});

describe("the end of a campaign", () => {
  test("is asked for once more, with how many wait, and then can't be taken back", async () => {
    await house.at(TUESDAY);
    await house.respondent("Dana Vogt");
    await house.campaign();
    const id = await campaignOf(house);
    const { anna, olga } = house.company;
    const { reply } = await house.open(olga, "nps.end", id);
    const intro =
      reply.kind === "form" ? reply.form.intro?.map((block) => ("text" in block ? plain(block.text) : "")) : [];
    expect(intro?.join("\n")).toContain("1 person who still waits isn't asked");
    expect(await house.rows("select state from survey_campaign")).toEqual([{ state: "running" }]);
    expect(wordsOf(await house.open(anna, "nps.end", id))).toContain("Only managers");
    expect(wordsOf(await house.submit(anna, "nps.end", id, {}))).toContain("Only managers");
    expect(wordsOf(await house.press(olga, "nps.discard", id))).toContain("is running");
    expect(wordsOf(await house.submit(olga, "nps.end", id, {}))).toContain("1 person who was waiting isn't asked");
    expect(wordsOf(await house.submit(olga, "nps.end", id, {}))).toContain("has ended");
    expect(wordsOf(await house.open(olga, "nps.end", id))).toContain("has ended");
    expect(wordsOf(await house.press(olga, "nps.resume", id))).toContain("has ended");
  });

  test("of a draft is that it is discarded", async () => {
    await house.at(TUESDAY);
    await drafted(house);
    const id = await campaignOf(house);
    const { olga } = house.company;
    expect(wordsOf(await house.open(olga, "nps.end", id))).toContain("still a draft");
    expect(wordsOf(await house.press(olga, "nps.discard", id))).toContain("is discarded");
    expect(wordsOf(await house.press(olga, "nps.start", id))).toContain("has ended");
    expect(await house.rows("select action from audit where action = 'nps.discard'")).toHaveLength(1);
  });
});

describe("a service that doesn't know its own address", () => {
  test("says so before it asks anybody by a link that it can't give, and starts only on a second word", async () => {
    const alone = surveysIn(await runApp());
    await alone.at(TUESDAY);
    await alone.respondent("Dana Vogt");
    await drafted(alone);
    const id = await campaignOf(alone);
    const { anna, olga } = alone.company;
    expect(wordsOf(await alone.press(olga, "nps.preview", id))).toContain("there is no link for 1 person");
    const warned = wordsOf(await alone.press(olga, "nps.start", id));
    expect(warned).toContain("set BASE_URL");
    expect(await alone.rows("select state from survey_campaign")).toEqual([{ state: "draft" }]);
    expect(wordsOf(await alone.press(anna, "nps.start", id))).toContain("Only managers");
    expect(wordsOf(await alone.press(anna, "nps.start-anyway", id))).toContain("Only managers");
    expect(wordsOf(await alone.press(olga, "nps.start-anyway", id))).toContain("is running: 1 person");
    await alone.press(olga, "nps.pause", id);
    const held = wordsOf(await alone.press(olga, "nps.resume", id));
    expect(held).toContain("1 person can only be reached by a link");
    expect(held).toContain("press Go on again");
    expect(await alone.rows("select state from survey_campaign")).toEqual([{ state: "paused" }]);
    expect(wordsOf(await alone.press(anna, "nps.resume-anyway", id))).toContain("Only managers");
    expect(wordsOf(await alone.press(olga, "nps.resume-anyway", id))).toContain("is running");
    await alone.stop();
  });
});
