import { afterAll, beforeEach, describe, expect, test } from "vitest";
import { type Respondent, type SurveyHouse, surveyService } from "./helpers/survey-house.ts";
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

async function campaign(): Promise<string> {
  const [row] = await house.rows<{ id: string }>("select id from survey_campaign order by id desc limit 1");
  return row?.id ?? "";
}
async function asked(locale?: string): Promise<Respondent> {
  const dana = await house.respondent("Dana Novak", locale ? { locale } : {});
  await house.campaign();
  return dana;
}
const words = (locale: string, values: Record<string, string>, who = house.company.olga) =>
  campaign().then((id) => house.submit(who, `nps.words-${locale}`, id, values));
const questions = async (): Promise<unknown> =>
  (await house.rows<{ questions: unknown }>("select questions from survey_campaign order by id desc limit 1"))[0]
    ?.questions;
async function pages(dana: Respondent, score: string, headers = {}): Promise<readonly [string, string]> {
  await house.at(WEDNESDAY);
  const link = await house.link(dana.contact);
  const first = (await house.get(link, headers)).body;
  const { path } = await house.follow(link, { do: "score", score });
  return [first, (await house.get(path, headers)).body];
}

describe("a campaign's own words", () => {
  test("are read by whoever reads that language, and the usual ones by everybody else", async () => {
    const dana = await asked("de");
    await words("de", { ask: "Würden Sie uns empfehlen?", detractor: "Woran lag es?" });
    await words("en", { detractor: "What went wrong?" });
    const [first, second] = await pages(dana, "2");
    expect(first).toContain("Anna Kurz, für Sie als Customer Success Manager da, fragt: Würden Sie uns empfehlen?");
    expect(second).toContain("Woran lag es?");
    expect(second).not.toContain("What went wrong?");
  });

  test("in one language aren't read in another: there it is the usual question", async () => {
    const dana = await asked("zh");
    await words("de", { ask: "Würden Sie uns empfehlen?", detractor: "Woran lag es?" });
    const [first, second] = await pages(dana, "2");
    expect(first).toContain("您的客户成功经理 Anna Kurz 想问");
    expect(second).toContain("我们欠缺什么");
  });

  test("go by the browser's language where nobody knows the respondent's", async () => {
    const dana = await asked();
    await words("de", { ask: "Würden Sie uns empfehlen?", promoter: "Was gefällt Ihnen?" });
    const [first, second] = await pages(dana, "10", { "accept-language": "de-AT,de;q=0.9" });
    expect(first).toContain("Würden Sie uns empfehlen?");
    expect(second).toContain("Was gefällt Ihnen?");
  });

  test("of one language are changed without those of another, and left empty they are the usual ones again", async () => {
    await asked();
    await words("de", { ask: "Würden Sie uns empfehlen?", passive: "Was fehlt zur 10?" });
    await words("en", { passive: "What would make it a ten?" });
    expect(wordsOf(await words("de", { ask: "", passive: "Und zur 10?" }))).toContain("Quarterly");
    expect(await questions()).toEqual({ passive: { de: "Und zur 10?", en: "What would make it a ten?" } });
    await words("en", { passive: "  " });
    expect(await questions()).toEqual({ passive: { de: "Und zur 10?" } });
  });

  test("are at most 150 letters, and of too long ones nothing is kept", async () => {
    await asked();
    const said = wordsOf(await words("en", { ask: "Why?", detractor: "x".repeat(151) }));
    expect(said).toContain("at most 150");
    expect(await questions()).toEqual({});
    await words("en", { detractor: "x".repeat(150) });
    expect(await questions()).toEqual({ detractor: { en: "x".repeat(150) } });
  });

  test("are changed by managers and administrators alone, and not once the campaign has ended", async () => {
    await asked();
    expect(wordsOf(await words("en", { ask: "Why?" }, house.company.anna))).toContain("Only managers");
    expect(wordsOf(await house.press(house.company.anna, "nps.words", await campaign()))).toContain("Only managers");
    await house.submit(house.company.olga, "nps.end", await campaign(), {});
    expect(wordsOf(await words("en", { ask: "Why?" }))).toContain("has ended");
    expect(await questions()).toEqual({});
  });

  test("can't become mark-up, a mention or another line", async () => {
    const dana = await asked("en");
    await words("en", { ask: "<b>Hi</b>\r\n<!channel> **you**?" });
    const [first] = await pages(dana, "5");
    expect(first).toContain("&lt;b&gt;Hi&lt;/b&gt; &lt;!channel&gt; **you**?");
  });
});
