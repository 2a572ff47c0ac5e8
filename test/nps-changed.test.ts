import { afterAll, beforeEach, describe, expect, test } from "vitest";
import { type Respondent, type SurveyHouse, surveyService } from "./helpers/survey-house.ts";

const TUESDAY = "2026-11-24T08:00:00Z";
const WEDNESDAY = "2026-11-25T09:01:00Z";

const service = surveyService();
let house: SurveyHouse;
beforeEach(async () => {
  house = await service.begin();
  await house.at(TUESDAY);
});
afterAll(() => service.stop());

/** The page of who answered 3, with why. */
async function complained(): Promise<Respondent & { readonly path: string }> {
  const dana = await house.respondent("Dana Novak");
  await house.campaign();
  await house.at(WEDNESDAY);
  const { path } = await house.follow(await house.link(dana.contact), { do: "score", score: "3" });
  await house.follow(path, { do: "comment", comment: "The export is slow." });
  return { ...dana, path };
}
const toAnna = (): string => house.standingWith(house.company.anna).join("\n");
const logged = (contact: string) => ({
  contact,
  kind: "call",
  direction: "out",
  proactive: "no",
  visibility: "internal",
  on: "2026-11-25",
  at: "10:30",
  said: "Spoke with her",
});

describe("an answer that is changed", () => {
  test("leaves the closed card what it was about, and names who called", async () => {
    const dana = await complained();
    await house.at("2026-11-25T10:00:00Z");
    await house.submit(house.company.anna, "accounts.log", dana.account, logged(dana.contact));
    await house.follow(dana.path, { do: "score", score: "10" });
    await house.at("2026-11-25T10:05:00Z");
    expect(toAnna()).toContain("Settled: the answer of Dana Novak of Dana Novak Ltd");
    expect(toAnna()).toContain("Dana Novak gave 3 of 10, later 10.");
    expect(toAnna()).toContain("Anna Kurz spoke with Dana Novak");
    expect(toAnna()).not.toContain("wouldn't recommend us");
  });

  test("isn't given the earlier words as its reason", async () => {
    const dana = await complained();
    await house.follow(dana.path, { do: "score", score: "10" });
    await house.at("2026-11-25T10:05:00Z");
    expect(toAnna()).toContain("Dana Novak of Dana Novak Ltd would recommend us");
    expect(toAnna()).toContain("When they gave 3: “The export is slow.”");
  });

  test("is asked for its own reason where it is of another band", async () => {
    const dana = await complained();
    const passive = await house.follow(dana.path, { do: "score", score: "8" });
    expect(passive.body).toContain("What would make it a 10?");
    expect(passive.body).not.toContain("The export is slow.");
    const back = await house.follow(passive.path, { do: "score", score: "5" });
    expect(back.body).toContain("The export is slow.");
  });

  test("is dated by the day on which it was given", async () => {
    const dana = await complained();
    await house.at("2026-11-25T09:20:00Z");
    await house.follow(dana.path, { do: "score", score: "5" });
    const [answer] = await house.rows<{ answered_at: Date }>(
      "select answered_at from survey_answer where contact_id = $1",
      [dana.contact],
    );
    expect(answer?.answered_at.toISOString()).toBe("2026-11-25T09:20:00.000Z");
    const { reply } = await house.command(house.company.anna, "/tandem why Dana Novak Ltd nps");
    expect(JSON.stringify(reply).replaceAll('","', "")).toContain("Gave 5 of 10");
  });
});
