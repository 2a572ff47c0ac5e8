import { afterAll, beforeEach, describe, expect, test } from "vitest";
import { type Respondent, type SurveyHouse, surveyService } from "./helpers/survey-house.ts";
import type { TestPerson } from "./helpers/company.ts";
import { wordsOf } from "./helpers/running-app.ts";

/** On that Tuesday a wave begins; its first is asked on Wednesday at 10:00 in Berlin. */
const WEDNESDAY = "2026-11-25T09:01:00Z";
const TUESDAY = "2026-11-24T08:00:00Z";
const THURSDAY_EVENING = "2026-11-26T17:00:00Z";

const service = surveyService();
let house: SurveyHouse;
let made = 0;
beforeEach(async () => {
  house = await service.begin();
  await house.at(TUESDAY);
});
afterAll(() => service.stop());

/** Somebody who was asked by now, with the link that Anna got for them. */
async function asked(
  more: Parameters<SurveyHouse["respondent"]>[1] = {},
): Promise<Respondent & { readonly link: string }> {
  const respondent = await house.respondent(`Dana ${String(++made)}`, more);
  await house.campaign();
  await house.at(WEDNESDAY);
  return { ...respondent, link: await house.link(respondent.contact) };
}

const scoreOf = async ({ contact }: Respondent): Promise<unknown> =>
  (await house.rows("select score, comment from survey_answer where contact_id = $1", [contact]))[0];
const toAnna = (): string => house.standingWith(house.company.anna).join("\n");

describe("a campaign", () => {
  test("is planned and looked at before anybody is written to", async () => {
    const { name } = await house.respondent(`Preview ${String(++made)}`);
    const said = wordsOf(
      await house.submit(house.company.olga, "nps.campaign", "", {
        name: "Autumn",
        on: "2026-12-01",
        tier: "all",
        whom: "everybody",
      }),
    );
    expect(said).toContain("would be asked");
    expect(said).toContain("Nobody was written to");
    await house.at("2026-12-24T17:00:00Z");
    expect(toAnna()).not.toContain(name);
  });

  test("names in its preview whom its reader may know: of an administrator alone, nobody", async () => {
    const { name } = await house.respondent(`Named ${String(++made)}`);
    const seen = async (who: TestPerson): Promise<string> =>
      JSON.stringify(
        (
          await house.submit(who, "nps.campaign", "", {
            name: "Spring",
            on: "2026-12-01",
            tier: "all",
            whom: "everybody",
          })
        ).reply,
      );
    expect(await seen(house.company.olga)).toContain(name);
    const shown = await seen(house.company.ada);
    expect(shown).toContain("would be asked");
    expect(shown).not.toContain(name);
  });

  test("is for managers and administrators", async () => {
    expect(wordsOf(await house.command(house.company.anna, "/tandem campaign"))).toContain("Only managers");
    expect(
      wordsOf(await house.submit(house.company.marta, "nps.campaign", "", { name: "x", on: "2026-12-01" })),
    ).toContain("Only managers");
  });

  test("says what is wrong with each field, and keeps nothing of it", async () => {
    const before = await house.rows("select id from survey_campaign");
    const said = wordsOf(
      await house.submit(house.company.olga, "nps.campaign", "", {
        name: " ",
        on: "2026-02-30",
        detractor: "x".repeat(151),
      }),
    );
    expect(said).toContain("Give it a name");
    expect(said).toContain("“2026-02-30” isn't a day");
    expect(said).toContain("at most 150");
    expect(await house.rows("select id from survey_campaign")).toEqual(before);
  });

  test("asks nobody while it is paused, and goes on in their hours", async () => {
    const { contact, name } = await house.respondent(`Paused ${String(++made)}`);
    await house.campaign();
    const [campaign] = await house.rows<{ id: string }>("select id from survey_campaign order by id desc limit 1");
    await house.press(house.company.olga, "nps.pause", campaign?.id ?? "");
    await house.at(THURSDAY_EVENING);
    expect(toAnna()).not.toContain(name);
    await house.at("2026-11-27T09:00:00Z");
    await house.press(house.company.olga, "nps.resume", campaign?.id ?? "");
    await house.at("2026-11-30T09:00:00Z");
    expect(toAnna()).not.toContain(name);
    await house.at("2026-12-01T09:30:00Z");
    expect(toAnna()).toContain(`Ask ${name}`);
    await house.link(contact);
    const [row] = await house.rows<{ asked_at: Date }>(
      "select asked_at from survey where contact_id = $1 and asked_at is not null",
      [contact],
    );
    expect(row?.asked_at.toISOString()).toBe("2026-12-01T09:30:00.000Z");
  });
});

describe("a link", () => {
  test("leads to one question, whose answer counts once and leads to a call by a day", async () => {
    const dana = await asked();
    expect((await house.get(dana.link)).body).toContain("Anna Kurz, your Customer Success Manager, asks");
    expect(await scoreOf(dana)).toEqual({ score: null, comment: null });
    const after = await house.follow(dana.link, { do: "score", score: "3" });
    expect(after.body).toContain("What was missing?");
    expect(after.body).toMatch(/Anna Kurz will call you by .*27 November/);
    await house.follow(after.path, { do: "comment", comment: "Too slow, <!channel> =HYPERLINK(1)" });
    expect(await scoreOf(dana)).toEqual({ score: 3, comment: "Too slow, <!channel> =HYPERLINK(1)" });
    await house.at("2026-11-25T10:00:00Z");
    expect(toAnna()).toContain(`${dana.name} gave 3 of 10.`);
    expect(toAnna()).toContain("About: speed");
  });

  test("records nothing when it is only looked at", async () => {
    const dana = await asked();
    for (const method of ["GET", "HEAD"] as const) await house.app.server.inject({ method, url: dana.link });
    expect(await scoreOf(dana)).toEqual({ score: null, comment: null });
  });

  test("is good for one answer: its form sent again leads on as it did, another one and a look lead nowhere", async () => {
    const dana = await asked();
    const nonce = async (): Promise<string> =>
      /name="nonce" value="([\w-]{22})"/.exec((await house.get(dana.link)).body)?.[1] ?? "";
    const [mine, elsewhere] = [await nonce(), await nonce()];
    const first = await house.follow(dana.link, { do: "score", score: "9", nonce: mine });
    const again = await house.follow(dana.link, { do: "score", score: "2", nonce: mine });
    expect(again.path).toBe(first.path);
    expect((await house.post(dana.link, { do: "score", score: "2", nonce: elsewhere })).statusCode).toBe(404);
    expect((await house.get(dana.link)).statusCode).toBe(404);
    expect(await scoreOf(dana)).toMatchObject({ score: 9 });
  });

  test("takes a whole number from 0 to 10 and nothing else", async () => {
    const dana = await asked();
    for (const score of ["11", "-1", "9 ", "1e1", "٣", "9.0", "ten"]) {
      expect([score, (await house.post(dana.link, { do: "score", score })).statusCode]).toEqual([score, 404]);
    }
    const nothing = await house.post(dana.link, { do: "score" });
    expect([nothing.statusCode, nothing.body.includes("Choose a number from 0 to 10")]).toEqual([422, true]);
    expect(await scoreOf(dana)).toEqual({ score: null, comment: null });
    await house.follow(dana.link, { do: "score", score: "10" });
    expect(await scoreOf(dana)).toMatchObject({ score: 10 });
  });

  test("isn't used up by what it can't take", async () => {
    const dana = await asked();
    for (const act of [
      { do: "comment", comment: "x" },
      { do: "no-need" },
      { do: "score", score: "11" },
      { do: "sesame" },
    ]) {
      expect([act.do, (await house.post(dana.link, act)).statusCode]).toEqual([act.do, 404]);
    }
    await house.follow(dana.link, { do: "score", score: "7" });
    expect(await scoreOf(dana)).toMatchObject({ score: 7 });
  });

  test("that is unknown, cut, used or too old looks the same", async () => {
    const old = await asked();
    const used = await house.link(old.contact);
    await house.follow(used, { do: "score", score: "8" });
    const pages = await Promise.all(
      [
        "/s/AAAAAAAAAAAAAAAAAAAAAA",
        "/s/x",
        `/s/${"a".repeat(500)}`,
        used.slice(0, -1),
        `/s/${used.slice(3).toUpperCase()}`,
        `${used}/x`,
        used,
      ].map((path) => house.get(path)),
    );
    await house.at("2026-12-18T10:00:00Z");
    pages.push(await house.get(old.link));
    expect(new Set(pages.map(({ statusCode, body }) => `${String(statusCode)} ${body}`)).size).toBe(1);
    expect(pages[0]?.statusCode).toBe(404);
  });

  test("is told to who looks after the customer alone, and kept by its hash only", async () => {
    const dana = await asked();
    const survey = await house.surveyOf(dana.contact);
    expect(wordsOf(await house.press(house.company.kim, "nps.link", survey))).not.toContain("/s/");
    expect(wordsOf(await house.press(house.company.ben, "nps.link", survey))).not.toContain("/s/");
    expect(wordsOf(await house.press(house.company.marta, "nps.link", survey))).not.toContain("/s/");
    const token = dana.link.slice(3);
    const doors = await house.rows("select token_hash from survey_door");
    expect(JSON.stringify(doors)).not.toContain(token);
    const replies = await house.rows("select reply from input");
    expect(JSON.stringify(replies)).not.toContain(token);
  });

  test("asks in the respondent's language", async () => {
    const dana = await asked({ locale: "de" });
    const { body } = await house.get(dana.link);
    expect(body).toContain('<html lang="de">');
    expect(body).toContain("Wie wahrscheinlich ist es");
  });
});

describe("whoever doesn't want to be asked", () => {
  test("says so once, and is left out of every later wave", async () => {
    const dana = await asked();
    for (const time of ["first", "again"]) {
      const { statusCode, body } = await house.post(dana.link, { do: "never" });
      expect([time, statusCode, body.includes("We won’t ask you again")]).toEqual([time, 200, true]);
    }
    expect((await house.post(dana.link, { do: "score", score: "9" })).statusCode).toBe(404);
    await house.at("2027-02-23T08:00:00Z");
    await house.campaign();
    await house.at("2027-02-25T17:00:00Z");
    const waves = await house.rows("select state, reason from survey where contact_id = $1 order by id", [
      dana.contact,
    ]);
    const out = { state: "excluded", reason: "opted-out" };
    expect(waves).toEqual([{ state: "withdrawn", reason: "opted-out" }, out, out]);
  });
});

describe("an answer that says they wouldn't recommend us", () => {
  test("is called about in two working days: reminded, then with the manager, closed by a logged contact", async () => {
    const dana = await asked();
    await house.follow(dana.link, { do: "score", score: "0" });
    await house.at("2026-11-26T09:30:00Z");
    expect(toAnna()).toContain(`${dana.name} of ${dana.name} Ltd waits for a call`);
    await house.at("2026-11-27T09:30:00Z");
    expect(house.standingWith(house.company.olga).join("\n")).toContain(
      `${dana.name} gave 0 of 10, and nobody has called yet`,
    );
    const logged = {
      contact: dana.contact,
      kind: "call",
      direction: "out",
      proactive: "no",
      visibility: "internal",
      on: "2026-11-27",
      at: "09:30",
      said: "Spoke with her",
    };
    expect(wordsOf(await house.submit(house.company.anna, "accounts.log", dana.account, logged))).toContain("Logged");
    await house.at("2026-11-27T10:00:00Z");
    expect(toAnna()).toContain(`Anna Kurz spoke with ${dana.name}`);
    expect(await house.rows("select 1 from open_detractor where contact_id = $1", [dana.contact])).toEqual([]);
  });

  test("needs no call where they say so", async () => {
    const dana = await asked();
    const after = await house.follow(dana.link, { do: "score", score: "5" });
    const { body } = await house.follow(after.path, { do: "no-need" });
    expect(body).toContain("nobody will call you");
    const loops = await house.rows("select closed_as from survey_loop where contact_id = $1", [dana.contact]);
    expect(loops).toEqual([{ closed_as: "not-needed" }]);
  });

  test("is over where they think better of us, and its hold with it", async () => {
    const dana = await asked();
    const after = await house.follow(dana.link, { do: "score", score: "6" });
    expect(await house.rows("select 1 from open_detractor where contact_id = $1", [dana.contact])).toHaveLength(1);
    await house.follow(after.path, { do: "score", score: "9" });
    expect(await house.rows("select 1 from open_detractor where contact_id = $1", [dana.contact])).toEqual([]);
    const loops = await house.rows("select kind, closed_as from survey_loop where contact_id = $1 order by kind", [
      dana.contact,
    ]);
    expect(loops).toEqual([
      { kind: "call", closed_as: "better" },
      { kind: "reference", closed_as: null },
    ]);
  });
});
