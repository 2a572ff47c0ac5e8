import { afterAll, beforeEach, describe, expect, test } from "vitest";
import type { Interaction } from "../src/chat/interaction.ts";
import { type Respondent, type SurveyHouse, surveyService } from "./helpers/survey-house.ts";
import { wordsOf } from "./helpers/running-app.ts";

/** On that Tuesday a wave begins; its first is asked on Wednesday at 10:00 in Berlin. */
const TUESDAY = "2026-11-24T08:00:00Z";
const WEDNESDAY = "2026-11-25T09:01:00Z";
/** Five working days after Wednesday. */
const REMINDED = "2026-12-02T10:00:00Z";

const service = surveyService();
let house: SurveyHouse;
let inputs = 0;
beforeEach(async () => {
  house = await service.begin();
  await house.at(TUESDAY);
});
afterAll(() => service.stop());

const stateOf = async ({ contact }: Respondent): Promise<object | undefined> =>
  (
    await house.rows("select state, reason, asked_at is not null as asked from survey where contact_id = $1", [contact])
  )[0];
const toAnna = (): string => house.standingWith(house.company.anna).join("\n");
const leaves = ({ contact }: Respondent, on: string): Promise<object[]> =>
  house.rows("update contact set left_on = $2 where id = $1", [contact, on]);
async function churns({ account }: Respondent): Promise<void> {
  const said = await house.submit(house.company.anna, "accounts.stage", account, {
    stage: "churned",
    reason: "Too dear.",
    churn: "service/support",
  });
  expect(wordsOf(said)).toContain("churned");
}

describe("somebody who left, or whose company did, after the wave was planned", () => {
  test("isn't asked: they have left", async () => {
    const dana = await house.respondent("Dana Novak");
    await house.campaign();
    await leaves(dana, "2026-11-24");
    await house.at(WEDNESDAY);
    expect(await stateOf(dana)).toEqual({ state: "withdrawn", reason: "left", asked: false });
    expect(toAnna()).not.toContain("Dana Novak");
    const { reply } = await house.command(house.company.anna, "/tandem why Dana Novak Ltd nps");
    expect(JSON.stringify(reply)).toContain("They or their company have left.");
  });

  test("isn't asked: an import tells that their company is churned", async () => {
    const dana = await house.respondent("Dana Novak");
    await house.campaign();
    await house.rows("update account set lifecycle_stage = 'churned' where id = $1", [dana.account]);
    await house.at(WEDNESDAY);
    expect(await stateOf(dana)).toEqual({ state: "withdrawn", reason: "left", asked: false });
  });

  test("isn't asked when a campaign that was paused for months goes on", async () => {
    const dana = await house.respondent("Dana Novak");
    const erik = await house.respondent("Erik Berg");
    await house.campaign();
    const [campaign] = await house.rows<{ id: string }>("select id from survey_campaign");
    await house.press(house.company.olga, "nps.pause", campaign?.id ?? "");
    await leaves(dana, "2027-01-10");
    await house.at("2027-02-02T12:00:00Z");
    await house.press(house.company.olga, "nps.resume", campaign?.id ?? "");
    await house.at("2027-02-02T13:00:00Z");
    expect(await stateOf(dana)).toEqual({ state: "withdrawn", reason: "left", asked: false });
    expect(await stateOf(erik)).toEqual({ state: "waiting", reason: null, asked: false });
  });

  test("isn't reminded", async () => {
    const dana = await house.respondent("Dana Novak");
    const erik = await house.respondent("Erik Berg");
    await house.campaign();
    await house.at(WEDNESDAY);
    expect(toAnna()).toContain("Ask Dana Novak");
    await house.link(dana.contact);
    await leaves(dana, "2026-11-30");
    await leaves(erik, "2026-11-30");
    await house.at(REMINDED);
    expect(await stateOf(dana)).toEqual({ state: "withdrawn", reason: "left", asked: true });
    expect(await stateOf(erik)).toEqual({ state: "withdrawn", reason: "left", asked: false });
    expect(await house.rows("select 1 from timeline where kind = 'survey-reminded'")).toEqual([]);
    expect(toAnna()).not.toContain("hasn't answered yet");
  });

  test("gets no link any more", async () => {
    const dana = await house.respondent("Dana Novak");
    await house.campaign();
    await house.at(WEDNESDAY);
    await leaves(dana, "2026-11-24");
    await expect(house.link(dana.contact)).rejects.toThrow("can't be asked any more");
    expect(await stateOf(dana)).toEqual({ state: "withdrawn", reason: "left", asked: false });
  });

  test("is withdrawn as soon as their CSM says that the company is churned", async () => {
    const dana = await house.respondent("Dana Novak");
    const erik = await house.respondent("Erik Berg");
    await house.campaign();
    await house.at(WEDNESDAY);
    const link = await house.link(dana.contact);
    await churns(dana);
    await churns(erik);
    expect(await stateOf(dana)).toEqual({ state: "withdrawn", reason: "left", asked: true });
    expect(await stateOf(erik)).toMatchObject({ state: "withdrawn", reason: "left" });
    expect((await house.get(link)).statusCode).toBe(404);
  });
});

describe("one person with two rows, as after a corrected address", () => {
  async function twice(): Promise<readonly [Respondent, Respondent]> {
    const rows = [await house.respondent("Han Old"), await house.respondent("Han New")] as const;
    const { organisation, workspace } = house.company;
    for (const { contact } of rows) {
      await house.rows(
        `insert into contact_handle (organisation_id, platform, workspace, user_id, contact_id, matched_at)
         values ($1, 'slack', $2, $3, $4, now())`,
        [organisation, workspace, `U0HAN${workspace.slice(-6)}`, contact],
      );
    }
    return rows;
  }
  const statesOf = (rows: readonly Respondent[]) =>
    house.rows<{ state: string; reason: string | null }>(
      "select state, reason from survey where contact_id = any($1::uuid[]) order by state",
      [rows.map(({ contact }) => contact)],
    );

  test("is asked once a wave", async () => {
    const rows = await twice();
    await house.campaign();
    await house.at(WEDNESDAY);
    expect(await statesOf(rows)).toEqual([
      { state: "asked", reason: null },
      { state: "excluded", reason: "elsewhere" },
    ]);
  });

  test("who doesn't want to be asked isn't asked by any of them, whichever wave asked", async () => {
    const rows = await twice();
    const { organisation, workspace } = house.company;
    await house.campaign();
    await house.rows(
      "update survey set state = 'planned', reason = null, due_at = '2026-11-26T09:00:00Z' where state = 'excluded'",
    );
    await house.at(WEDNESDAY);
    const [asked] = await house.rows<{ id: string }>("select id from survey where state = 'asked'");
    const pressed = await house.app.handle({
      kind: "press",
      contentKey: `han-${String(++inputs)} ${organisation}`,
      sender: { platform: "slack", workspace, user: `U0HAN${workspace.slice(-6)}`, home: workspace },
      place: { conversation: "D0HAN", private: true },
      action: { name: "nps.never", subject: asked?.id ?? "" },
      replyTo: {},
    } as unknown as Interaction);
    expect(pressed.reply.kind).toBe("nothing");
    const withdrawn = { state: "withdrawn", reason: "opted-out" };
    expect(await statesOf(rows)).toEqual([withdrawn, withdrawn]);
    const outs = await house.rows<{ who: string }>("select who from survey_opt_out order by who");
    expect(outs.map(({ who }) => who)).toEqual(["han.new@customer.example", "han.old@customer.example"]);
  });

  test("who said so by an address that is corrected later isn't asked by the new one", async () => {
    const [old, fresh] = await twice();
    await house.rows(
      `insert into survey_opt_out (organisation_id, who, at, via) values ($1, 'han.old@customer.example', now(), 'link')`,
      [house.company.organisation],
    );
    await house.campaign();
    expect(await statesOf([old, fresh])).toEqual([
      { state: "excluded", reason: "opted-out" },
      { state: "excluded", reason: "opted-out" },
    ]);
  });
});
