import { afterAll, beforeEach, describe, expect, test } from "vitest";
import { wordsOf } from "./helpers/running-app.ts";
import { type Respondent, type SurveyHouse, surveyService } from "./helpers/survey-house.ts";

const KIM = { who: "Kim Lee, kim@fourth.example", company: "Fourth Coffee", words: "They count their stock by hand." };
const LATER = "2026-11-25T09:30:00Z";

const service = surveyService();
let house: SurveyHouse;
let dana: Respondent;
let loop: string;
beforeEach(async () => {
  house = await service.begin();
  await house.at("2026-11-24T08:00:00Z");
  dana = await house.respondent("Dana Novak");
  await house.campaign();
  await house.at("2026-11-25T09:01:00Z");
  await house.follow(await house.link(dana.contact), { do: "score", score: "10" });
  loop = (await house.rows<{ id: string }>("select id from survey_loop"))[0]?.id ?? "";
});
afterAll(() => service.stop());

const refers = async (values: Record<string, string> = KIM, who = house.company.anna): Promise<string> =>
  wordsOf(await house.submit(who, "nps.referral", loop, values));
const toMarta = (): string => house.standingWith(house.company.marta).join("\n");
const toJonas = (): string => house.standingWith(house.company.jonas).join("\n");
const toAnna = (): string => house.standingWith(house.company.anna).join("\n");
const kept = () =>
  house.rows("select closed_as, referral, referral_company, referral_words, referral_closed_as from survey_loop");
const open = { closed_as: null, referral: KIM.who, referral_company: KIM.company, referral_words: KIM.words };
const logged = {
  ...{ kind: "call", direction: "out", proactive: "yes", visibility: "internal" },
  ...{ on: "2026-11-25", at: "10:20", said: "Thanked her" },
};

describe("whom a promoter recommends us to", () => {
  test("comes to the Account Manager, while the reference is still to be asked for", async () => {
    expect(await refers()).toContain("Marta Silva has the recommendation");
    await house.at(LATER);
    expect(toMarta()).toContain("Dana Novak recommends us to: Kim Lee, kim@fourth.example, Fourth Coffee.");
    expect(toMarta()).toContain("They count their stock by hand.");
    expect(toAnna()).toContain("The recommendation is with Marta Silva.");
    expect(await kept()).toEqual([{ ...open, referral_closed_as: null }]);
  });

  test("is done once the Account Manager spoke with who recommended us, and not when the CSM did", async () => {
    await refers();
    await house.at(LATER);
    const values = { ...logged, contact: dana.contact };
    await house.submit(house.company.anna, "accounts.log", dana.account, values);
    expect(await kept()).toEqual([{ ...open, referral_closed_as: null }]);
    await house.submit(house.company.marta, "accounts.log", dana.account, values);
    expect(await kept()).toEqual([{ ...open, referral_closed_as: "contact" }]);
    await house.at("2026-11-25T09:40:00Z");
    expect(toMarta()).toContain("Done on 2026-11-25: Dana Novak was thanked.");
  });

  test("is left for now by whose it is alone, once", async () => {
    await refers();
    const leaves = async (who = house.company.marta): Promise<string> =>
      wordsOf(await house.press(who, "nps.no-referral", loop));
    expect(await leaves(house.company.anna)).not.toContain("Noted");
    expect(await leaves(house.company.jonas)).not.toContain("Noted");
    expect(await kept()).toEqual([{ ...open, referral_closed_as: null }]);
    expect(await leaves()).toContain("Noted. You aren't asked about it again.");
    expect(await leaves()).toContain("closed already");
    expect(await kept()).toEqual([{ ...open, referral_closed_as: "no" }]);
  });

  test("is written down once, and only by who looks after the customer", async () => {
    expect(await refers(KIM, house.company.kim)).not.toContain("has the recommendation");
    expect(await refers(KIM, house.company.marta)).toContain("Only the Customer Success Manager of");
    await refers();
    expect(await refers({ ...KIM, who: "Zoe" })).toContain("noted already: Kim Lee");
    expect(await kept()).toEqual([{ ...open, referral_closed_as: null }]);
  });

  test("needs a name, and no more than fits", async () => {
    const said = async (values: Record<string, string>): Promise<unknown> =>
      (await house.submit(house.company.anna, "nps.referral", loop, values)).reply;
    expect(await said({ who: "  ", company: "Fourth Coffee", words: "" })).toMatchObject({
      kind: "invalid",
      fields: { who: ["Say who it is, so that somebody can get in touch."] },
    });
    expect(await said({ who: "Kim", company: "x".repeat(301), words: "" })).toMatchObject({
      kind: "invalid",
      fields: { company: ["That is too long. Use at most ", "300", " letters."] },
    });
    expect(await kept()).toMatchObject([{ referral: null }]);
  });

  test("named as they agree to be a reference takes the same way", async () => {
    await house.submit(house.company.anna, "nps.favour", loop, { referral: "Zoe of Fabrikam" });
    await house.at(LATER);
    expect(toMarta()).toContain("Dana Novak recommends us to: Zoe of Fabrikam.");
    expect(toMarta()).toContain("Dana Novak would also be a reference for us.");
    expect(wordsOf(await house.press(house.company.marta, "nps.no-referral", loop))).toContain("Noted");
    expect(await kept()).toMatchObject([{ closed_as: "yes", referral_closed_as: "no" }]);
  });

  test("goes to the next Account Manager with the customer, and is over for whose it was", async () => {
    await refers();
    await house.at(LATER);
    const { olga, jonas, marta } = house.company;
    await house.submit(olga, "responsibilities.holder", dana.account, { slot: "am", person: jonas.name });
    await house.at("2026-11-25T09:45:00Z");
    expect(toJonas()).toContain("Dana Novak recommends us to: Kim Lee, kim@fourth.example, Fourth Coffee.");
    expect(toMarta()).toContain("Jonas Weber has the recommendation now, so there is nothing left for you to do here.");
    expect(toMarta()).not.toContain("kim@fourth.example");
    expect(toAnna()).toContain("The recommendation is with Jonas Weber.");
    expect(wordsOf(await house.press(marta, "nps.no-referral", loop))).not.toContain("Noted");
    expect(wordsOf(await house.press(jonas, "nps.no-referral", loop))).toContain("Noted");
    expect(await kept()).toEqual([{ ...open, referral_closed_as: "no" }]);
  });

  test("goes back to who has the customer again, and with nobody to who leads there", async () => {
    await refers();
    await house.at(LATER);
    const { olga, jonas, marta } = house.company;
    const gives = (person: string) =>
      house.submit(olga, "responsibilities.holder", dana.account, { slot: "am", person });
    await gives(jonas.name);
    await house.at("2026-11-25T09:45:00Z");
    await gives(marta.name);
    await house.at("2026-11-25T10:00:00Z");
    expect(toMarta()).toContain("kim@fourth.example");
    expect(toJonas()).not.toContain("kim@fourth.example");
    await gives("");
    await house.at("2026-11-25T10:15:00Z");
    expect(house.standingWith(olga).join("\n")).toContain("kim@fourth.example");
    expect(toMarta()).toContain("Olga Orlova has the recommendation now");
  });

  test("that is done stays with who did it, whoever has the customer then", async () => {
    await refers();
    await house.at(LATER);
    const { olga, jonas, marta } = house.company;
    await house.press(marta, "nps.no-referral", loop);
    await house.submit(olga, "responsibilities.holder", dana.account, { slot: "am", person: jonas.name });
    await house.at("2026-11-25T09:45:00Z");
    expect(toJonas()).not.toContain("recommends us");
  });

  test("that found nobody comes to the first Account Manager whom the customer gets", async () => {
    await house.rows("update survey_loop set referral = $2, referral_by = $3 where id = $1", [
      loop,
      "Zoe of Fabrikam",
      house.company.anna.id,
    ]);
    const { olga, jonas } = house.company;
    await house.submit(olga, "responsibilities.holder", dana.account, { slot: "am", person: jonas.name });
    await house.at(LATER);
    expect(toJonas()).toContain("Dana Novak recommends us to: Zoe of Fabrikam.");
  });
});
