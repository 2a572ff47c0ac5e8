import { afterAll, beforeEach, describe, expect, test } from "vitest";
import { newToken } from "../src/features/door-store.ts";
import { type SurveyHouse, surveyService } from "./helpers/survey-house.ts";

const service = surveyService();
let house: SurveyHouse;
beforeEach(async () => {
  house = await service.begin();
  await house.at("2026-11-24T08:00:00Z");
});
afterAll(() => service.stop());

test("a link has no mark in it that a chat client could read as one of markdown", () => {
  const tokens = Array.from({ length: 1000 }, () => newToken());
  expect(tokens.filter((token) => !/^[A-Za-z0-9-]{22}$/.test(token))).toEqual([]);
  expect(new Set(tokens).size).toBe(tokens.length);
});

describe("a link that was used", () => {
  test("tells nobody else who has it what was answered, and lets nobody change it", async () => {
    const { contact } = await house.respondent("Dana Novak");
    await house.campaign();
    await house.at("2026-11-25T09:01:00Z");
    const link = await house.link(contact);
    const after = await house.follow(link, { do: "score", score: "4" });
    await house.follow(after.path, { do: "comment", comment: "secret words" });
    for (let score = 0; score <= 10; score++) {
      const { statusCode } = await house.post(link, { do: "score", score: String(score) });
      expect([score, statusCode]).toEqual([score, 404]);
    }
    const answers = await house.rows("select score, comment from survey_answer where contact_id = $1", [contact]);
    expect(answers).toEqual([{ score: 4, comment: "secret words" }]);
  });
});

describe("too many requests", () => {
  const visits = async (times: number, headers: (time: number) => Record<string, string>) => {
    const seen: { readonly statusCode: number; readonly body: string }[] = [];
    for (let time = 0; time < times; time++) seen.push(await house.get("/s/x", headers(time)));
    return seen;
  };

  test("of one customer lock out nobody else behind the same proxy", async () => {
    const many = await visits(62, (time) => ({ "x-forwarded-for": `203.0.113.${String(time)}` }));
    expect(new Set(many.map(({ statusCode }) => statusCode))).toEqual(new Set([404]));
  });

  test("from one address are refused by a page in its reader's language, also where they claim to be others", async () => {
    const many = await visits(62, (time) => ({
      "x-forwarded-for": `198.51.100.${String(time)}, 192.0.2.9`,
      "accept-language": "de",
    }));
    expect(many[0]?.statusCode).toBe(404);
    expect(many.at(-1)?.statusCode).toBe(429);
    expect(many.at(-1)?.body).toContain("Warten Sie eine Minute");
  });
});
