import { afterAll, beforeEach, describe, expect, test } from "vitest";
import { ids } from "./helpers/company.ts";
import { plain } from "../src/chat/card.ts";
import { type Respondent, type SurveyHouse, surveyService } from "./helpers/survey-house.ts";

const TUESDAY = "2026-11-24T08:00:00Z";
const WEDNESDAY = "2026-11-25T09:01:00Z";
/** Five working days after Wednesday. */
const REMINDED = "2026-12-02T10:00:00Z";

const service = surveyService();
let house: SurveyHouse;
beforeEach(async () => {
  house = await service.begin();
  await house.at(TUESDAY);
});
afterAll(() => service.stop());

async function asked(name = "Dana Novak"): Promise<Respondent> {
  const dana = await house.respondent(name);
  await house.campaign();
  await house.at(WEDNESDAY);
  await house.link(dana.contact);
  return dana;
}
/** Somebody of us writes to them on some days. */
async function written({ account, contact }: Respondent, ...days: readonly string[]): Promise<void> {
  for (const at of days) {
    await house.rows(
      `insert into timeline (organisation_id, id, account_id, kind, at, via, details, contact_id, direction)
       values ($1, $2, $3, 'email', $4, 'slack', '{}', $5, 'out')`,
      [house.company.organisation, ids.next(), account, at, contact],
    );
  }
}
const reminders = (): Promise<object[]> =>
  house.rows("select at from timeline where kind = 'survey-reminded' and direction = 'out'");
const touches = (): Promise<object[]> =>
  house.rows("select at from timeline where kind = 'survey-asked' and direction = 'out'");
async function why(who: string, by = house.company.anna): Promise<string> {
  const { reply } = await house.command(by, `/tandem why ${who} Ltd nps`);
  if (reply.kind !== "private") return reply.kind;
  return reply.card.body
    .flatMap((block) => (block.kind === "list" ? block.items.map(plain) : "text" in block ? [plain(block.text)] : []))
    .join("\n");
}

describe("the reminder", () => {
  test("is a touch of the person, as the question is", async () => {
    await asked();
    expect(await house.rows("select 1 from timeline where direction = 'out' and kind = 'survey-asked'")).toHaveLength(
      1,
    );
    await house.at(REMINDED);
    expect(await reminders()).toHaveLength(1);
    expect(await why("Dana Novak")).toContain(
      "Dana Novak: asked on 2026-11-25 by a link to pass on. Reminded on 2026-12-02. No answer yet.",
    );
  });

  test("goes out as the fourth touch within 30 days, and not as the fifth", async () => {
    const dana = await asked();
    await written(dana, "2026-11-26T09:00:00Z", "2026-11-27T09:00:00Z");
    await house.at(REMINDED);
    expect(await reminders()).toHaveLength(1);
  });

  test("is held at the cap, says so, and goes out once the oldest touch is a month old", async () => {
    const dana = await asked();
    await written(dana, "2026-11-07T09:00:00Z", "2026-11-26T09:00:00Z", "2026-11-27T09:00:00Z");
    await house.at(REMINDED);
    expect(await reminders()).toEqual([]);
    expect(await why("Dana Novak")).toContain(
      "The reminder waits, because we wrote to them four times within 30 days.",
    );
    await house.at("2026-12-07T08:59:59Z");
    expect(await reminders()).toEqual([]);
    await house.at("2026-12-07T09:00:00Z");
    expect(await reminders()).toHaveLength(1);
    expect(await why("Dana Novak")).not.toContain("The reminder waits");
  });

  test("isn't sent later than the question closes", async () => {
    const dana = await asked();
    await written(dana, "2026-11-26T09:00:00Z", "2026-11-27T09:00:00Z", "2026-11-28T09:00:00Z");
    await house.at(REMINDED);
    await house.at("2026-12-28T10:00:00Z");
    expect(await reminders()).toEqual([]);
    expect(await why("Dana Novak")).toContain("Didn't answer in time.");
  });
});

describe("who is reached by a link alone", () => {
  test("isn't asked before whoever looks after them fetched it, and no touch counts", async () => {
    const dana = await house.respondent("Dana Novak");
    await house.campaign();
    await house.at(WEDNESDAY);
    expect(await why("Dana Novak")).toContain("Dana Novak: isn't asked yet, and waits for Anna Kurz");
    expect(await touches()).toEqual([]);
    expect(await house.rows("select 1 from survey_answer where contact_id = $1", [dana.contact])).toEqual([]);
    await house.link(dana.contact);
    await house.link(dana.contact);
    expect(await touches()).toHaveLength(1);
    expect(await why("Dana Novak")).toContain("Dana Novak: asked on 2026-11-25 by a link to pass on.");
  });

  test("was never asked where nobody fetched it in time, so the next wave may ask", async () => {
    const dana = await house.respondent("Dana Novak");
    await house.campaign();
    await house.at(WEDNESDAY);
    await house.at(REMINDED);
    await house.at("2026-12-28T10:00:00Z");
    expect(await why("Dana Novak")).toContain("Dana Novak: not asked. Nobody fetched their link in time.");
    expect(await touches()).toEqual([]);
    await house.at("2027-02-24T08:00:00Z");
    const states = await house.rows("select state from survey where contact_id = $1 order by id", [dana.contact]);
    expect(states).toEqual([{ state: "closed" }, { state: "planned" }]);
  });

  test("leaves nothing to press where the campaign ends before", async () => {
    const dana = await house.respondent("Dana Novak");
    await house.campaign();
    await house.at(WEDNESDAY);
    const [campaign] = await house.rows<{ id: string }>("select id from survey_campaign order by id desc limit 1");
    await house.submit(house.company.olga, "nps.end", campaign?.id ?? "", {});
    await house.at("2026-11-25T09:30:00Z");
    expect(house.standingWith(house.company.anna).join("\n")).toContain(
      "Dana Novak of Dana Novak Ltd: isn't asked any more",
    );
    await expect(house.link(dana.contact)).rejects.toThrow("can't be asked any more");
  });
});

describe("why", () => {
  test("nobody is asked before a campaign is told apart from one that left people out", async () => {
    const dana = await house.respondent("Dana Novak");
    expect(await why("Dana Novak")).toContain("I sent no survey");
    await house.rows(
      "insert into survey_opt_out (organisation_id, who, at, via) values ($1, 'dana.novak@customer.example', now(), 'link')",
      [house.company.organisation],
    );
    await house.campaign();
    const said = await why("Dana Novak");
    expect(said).toContain(
      "Last by Quarterly, wave of 2026-11-24: 0 asked, 0 answered, 0 still to ask, 0 held back, 1 not asked.",
    );
    expect(said).toContain("Dana Novak: not asked. They don't want to be asked.");
    expect(await house.rows("select state from survey where contact_id = $1", [dana.contact])).toEqual([
      { state: "excluded" },
    ]);
  });

  test("each person of a customer is told with their own reason, and what an answer led to", async () => {
    const dana = await house.respondent("Dana Novak");
    const add = async (name: string): Promise<string> => {
      const id = ids.next<"contact">();
      await house.rows(
        `insert into contact (organisation_id, id, account_id, email, name, role, zone, source, added_at, changed_at)
         values ($1, $2, $3, $4, $5, 'user', 'Europe/Berlin', 'csv', '2025-01-01', '2025-01-01')`,
        [house.company.organisation, id, dana.account, `${name.toLowerCase()}@customer.example`, name],
      );
      return id;
    };
    const erik = await add("Erik");
    await house.rows(
      `insert into survey_answer (organisation_id, id, external_id, account_id, contact_id, kind, asked_on, ingested_at, known_at)
       values ($1, $2::uuid, $2::uuid::text, $3, $4, 'nps', '2026-10-01', now(), now())`,
      [house.company.organisation, ids.next(), dana.account, erik],
    );
    await house.campaign();
    await add("Late");
    expect(await why("Dana Novak")).toContain("Dana Novak: will be asked on 2026-11-25.");
    await house.at(WEDNESDAY);
    const after = await house.follow(await house.link(dana.contact), { do: "score", score: "3" });
    const said = await why("Dana Novak");
    expect(said).toContain("Gave 3 of 10 on 2026-11-25. Anna Kurz calls them by 2026-11-27.");
    expect(said).toContain("Erik: not asked. They were asked within the last 180 days.");
    expect(said).toContain("1 more person there wasn't among those whom it asks.");
    await house.follow(after.path, { do: "no-need" });
    expect(await why("Dana Novak")).toContain("Dana Novak needs no call.");
  });

  test("is for those who look after the customer, and names nobody to a colleague", async () => {
    await asked();
    expect(await why("Dana Novak", house.company.marta)).toContain("Dana Novak: asked");
    expect(await why("Dana Novak", house.company.kim)).not.toContain("Dana Novak:");
  });

  test("of the wave before, who was left out isn't kept", async () => {
    const dana = await house.respondent("Dana Novak");
    await house.rows(
      "insert into survey_opt_out (organisation_id, who, at, via) values ($1, 'dana.novak@customer.example', now(), 'link')",
      [house.company.organisation],
    );
    await house.campaign();
    await house.at("2027-02-24T08:00:00Z");
    expect(
      await house.rows(
        "select w.starts_on from survey s join survey_wave w on w.id = s.wave_id where s.contact_id = $1",
        [dana.contact],
      ),
    ).toEqual([{ starts_on: "2027-02-24" }]);
  });
});
