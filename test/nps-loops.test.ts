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

interface Answered extends Respondent {
  /** where who answered says why, or puts it right */
  readonly path: string;
  readonly body: string;
}

async function answered(score: string): Promise<Answered> {
  const dana = await house.respondent("Dana Novak");
  await house.campaign();
  await house.at(WEDNESDAY);
  return { ...dana, ...(await house.follow(await house.link(dana.contact), { do: "score", score })) };
}
const loops = () => house.rows("select kind, closed_as from survey_loop order by kind");
const loopId = async (): Promise<string> =>
  (await house.rows<{ id: string }>("select id from survey_loop"))[0]?.id ?? "";
const held = ({ contact }: Respondent) =>
  house.rows("select 1 from open_detractor where contact_id = $1", [contact]).then(({ length }) => length);
const calls = async ({ account, contact }: Respondent): Promise<void> => {
  const logged = {
    ...{ contact, kind: "call", direction: "out", proactive: "no", visibility: "internal" },
    ...{ on: "2026-11-25", at: "09:00", said: "Spoke with her" },
  };
  expect(wordsOf(await house.submit(house.company.anna, "accounts.log", account, logged))).toContain("Logged");
};

describe("what was settled with somebody", () => {
  test("stays settled where they need no call and then change their score within the same band", async () => {
    const dana = await answered("2");
    await house.post(dana.path, { do: "no-need" });
    const { body } = await house.follow(dana.path, { do: "score", score: "3" });
    expect(body).not.toContain("will call you");
    expect(await loops()).toEqual([{ kind: "call", closed_as: "not-needed" }]);
    expect(await held(dana)).toBe(0);
  });

  test("stays settled where they need no call and think better of us in between", async () => {
    const dana = await answered("2");
    await house.post(dana.path, { do: "no-need" });
    const better = await house.follow(dana.path, { do: "score", score: "8" });
    await house.follow(better.path, { do: "score", score: "1" });
    expect(await loops()).toEqual([{ kind: "call", closed_as: "not-needed" }]);
    expect(await held(dana)).toBe(0);
  });

  test("stays settled where they were called", async () => {
    const dana = await answered("2");
    await calls(dana);
    await house.follow(dana.path, { do: "score", score: "4" });
    expect(await loops()).toEqual([{ kind: "call", closed_as: "contact" }]);
  });

  test("is logged by a form that knows who was to be called, and that it was a call", async () => {
    const dana = await answered("2");
    await house.at("2026-11-25T09:30:00Z");
    const opening = house.slack.calls
      .flatMap(({ drawn }) => drawn.card.body)
      .flatMap((block) => (block.kind === "buttons" ? block.elements : []))
      .flatMap((element) =>
        "opens" in element && element.opens.name.startsWith("accounts.log") ? [element.opens] : [],
      )
      .at(-1);
    expect(opening).toEqual({ name: "accounts.log-call", subject: dana.contact });
    const { reply } = await house.open(house.company.anna, "accounts.log-call", dana.contact);
    if (reply.kind !== "form") throw new Error(`no form but ${reply.kind}`);
    expect(reply.form).toMatchObject({ name: "accounts.log", subject: dana.account });
    const initial = Object.fromEntries(
      reply.form.fields.map((field) => [field.name, "initial" in field ? field.initial : undefined]),
    );
    expect(initial).toMatchObject({ contact: dana.contact, kind: "call", direction: "out" });
    const values = { ...initial, proactive: "no", said: "Spoke with her" } as Record<string, string>;
    await house.submit(house.company.anna, "accounts.log", dana.account, values);
    expect(await loops()).toEqual([{ kind: "call", closed_as: "contact" }]);
    expect(await held(dana)).toBe(0);
  });

  test("isn't logged by who may not write there", async () => {
    const dana = await answered("2");
    const { reply } = await house.open(house.company.kim, "accounts.log-call", dana.contact);
    expect(reply.kind).toBe("done");
  });

  test("stays settled where they agreed to be a reference, with whom they named", async () => {
    const dana = await answered("9");
    await house.submit(house.company.anna, "nps.favour", await loopId(), { referral: "Zoe" });
    await house.follow(dana.path, { do: "score", score: "10" });
    expect(await house.rows("select closed_as, referral from survey_loop")).toEqual([
      { closed_as: "yes", referral: "Zoe" },
    ]);
  });

  test("begins anew where only a better answer had ended it", async () => {
    const dana = await answered("2");
    const better = await house.follow(dana.path, { do: "score", score: "8" });
    expect(await loops()).toEqual([{ kind: "call", closed_as: "better" }]);
    const { body } = await house.follow(better.path, { do: "score", score: "1" });
    expect(body).toContain("Anna Kurz will call you by");
    expect(await loops()).toEqual([{ kind: "call", closed_as: null }]);
    expect(await held(dana)).toBe(1);
  });
});

describe("a call that is promised", () => {
  test("can't be ended as a favour that was asked for", async () => {
    const dana = await answered("1");
    const id = await loopId();
    for (const said of [
      await house.press(house.company.anna, "nps.no-favour", id),
      await house.submit(house.company.anna, "nps.favour", id, { referral: "Zoe" }),
    ]) {
      expect(wordsOf(said)).toContain("isn't there for you");
    }
    expect(await loops()).toEqual([{ kind: "call", closed_as: null }]);
    expect(await held(dana)).toBe(1);
  });

  test("goes along when another comes to look after the customer, who is told at once", async () => {
    const { ben, anna, olga } = house.company;
    const dana = await answered("2");
    await house.at("2026-11-25T09:30:00Z");
    const given = { slot: "csm", person: ben.name };
    await house.submit(olga, "responsibilities.holder", dana.account, given);
    await house.at("2026-11-25T10:00:00Z");
    expect(house.standingWith(ben).join("\n")).toContain("Dana Novak gave 2 of 10.");
    expect((await house.get(dana.path)).body).toMatch(/Ben Ito will call you by .*27 November/);
    await house.at("2026-11-26T12:00:00Z");
    expect(house.standingWith(ben).join("\n")).toContain("Dana Novak of Dana Novak Ltd waits for a call");
    expect(house.standingWith(anna).join("\n")).not.toContain("waits for a call");
    await house.at("2026-11-27T12:00:00Z");
    expect(house.standingWith(olga).join("\n")).toMatch(/ask .*Ben Ito.* what they need/);
    const { reply } = await house.command(ben, "/tandem why Dana Novak Ltd nps");
    expect(JSON.stringify(reply)).toMatch(/Ben Ito(?:",")? calls them by/);
  });

  test("is in the morning's digest of whose the customer is by then, and no more in the other's", async () => {
    const { ben, anna } = house.company;
    const mine = { locale: "en", zone: "Europe/Berlin", digestAt: "08:00" };
    for (const who of [anna, ben]) await house.submit(who, "settings.mine", "", mine);
    const dana = await answered("2");
    // An import changed hands: nobody was told of it.
    await house.rows("update slot set person_id = $2 where account_id = $1 and slot = 'csm'", [dana.account, ben.id]);
    await house.at("2026-11-26T07:00:00Z");
    const digest = (who: typeof anna): string => house.standingWith(who).join("\n");
    expect(digest(ben)).toContain("Dana Novak of Dana Novak Ltd gave 2 of 10 and was promised a call");
    expect(digest(anna)).not.toContain("gave 2 of 10 and was promised a call");
    await house.at("2026-11-26T12:00:00Z");
    expect(digest(ben)).toContain("waits for a call");
  });
});
