import { afterAll, beforeAll, beforeEach, describe, expect, test } from "vitest";
import { openOpportunities } from "../src/features/opportunities/store.ts";
import { addContract, type TestPerson } from "./helpers/company.ts";
import { letGrow } from "./helpers/growing.ts";
import { KARL, MARTA, OLGA, type MixedHouse, runMixed } from "./helpers/mixed-house.ts";
import { NINE, wordsOf } from "./helpers/running-app.ts";
import { executed, type TeamsWho, typed } from "./helpers/teams-activity.ts";

const PROPOSAL = { benefit: "Their finance team closes the month two days sooner with the forecast.", word: "yes" };

let house: MixedHouse;
let product = "";
let made = 0;

beforeAll(async () => {
  house = await runMixed(NINE);
});
afterAll(() => house.stop());
beforeEach(() => {
  product = `forecasts ${String(++made)}`;
});

/** Anna spots it on an account of the pool, so that every AM may take it. @returns the opportunity's id */
async function spot(): Promise<string> {
  const { app, company } = house;
  await app.db.write(company.organisation, (tx) => letGrow(tx, company.adatum, NINE));
  const answer = await house.submitInSlack(company.anna, "opportunities.spot", company.adatum, {
    ...PROPOSAL,
    product,
  });
  expect(wordsOf(answer)).toContain("Offered to the dach pool");
  await app.settle();
  const { open } = await app.db.read(company.organisation, (tx) => openOpportunities(tx, company.adatum));
  return open.find((each) => each.product === product)?.id ?? "";
}

function claimInSlack(who: TestPerson, opportunity: string): Promise<string> {
  const message = house.slack.standing(house.amInSlack).find(isOurs)?.ts ?? "";
  return house.pressInSlack(who, "opportunities.claim", opportunity, { channel: house.amInSlack, message });
}

function claimInTeams(who: TeamsWho, opportunity: string): Promise<string> {
  const activityId = house.teams.standing(house.amInTeams).find(isOurs)?.activityId ?? "";
  return house.pressInTeams(who, "opportunities.claim", opportunity, { activityId });
}

const isOurs = (message: object): boolean => JSON.stringify(message).includes(product);
async function copies(): Promise<{ readonly inSlack: string; readonly inTeams: string }> {
  const { app, slack, teams, amInSlack, amInTeams } = house;
  await app.settle();
  const { text, blocks } = slack.standing(amInSlack).find(isOurs) ?? {};
  return {
    inSlack: JSON.stringify({ text, blocks }),
    inTeams: JSON.stringify(teams.standing(amInTeams).find(isOurs)?.activity),
  };
}

describe("a team of which one writes in Slack and another in Teams", () => {
  test("sees an opportunity on both, each with a button", async () => {
    const opportunity = await spot();
    const { inSlack, inTeams } = await copies();
    for (const copy of [inSlack, inTeams]) {
      expect(copy).toContain("Adatum");
      expect(copy).toContain(`opportunities.claim:${opportunity}`);
    }
  });

  test("who claims it in Teams has it, is told in Slack to be first, and both copies say so", async () => {
    const opportunity = await spot();
    expect(await claimInTeams(MARTA, opportunity)).toContain("It's yours");
    expect(await claimInSlack(house.company.jonas, opportunity)).toContain("Marta Silva");
    const { inSlack, inTeams } = await copies();
    expect(inSlack).toContain("Marta Silva");
    expect(inTeams).toContain("Marta Silva");
    for (const copy of [inSlack, inTeams]) expect(copy).not.toContain("opportunities.claim:");
  });

  test("pressed in the same instant, one of them has it and the other one is told who", async () => {
    const opportunity = await spot();
    const told = await Promise.all([claimInTeams(MARTA, opportunity), claimInSlack(house.company.jonas, opportunity)]);
    const winners = told.filter((each) => each.includes("It's yours"));
    expect(winners).toHaveLength(1);
    const byMarta = told[0]?.includes("It's yours") === true;
    expect(told[byMarta ? 1 : 0]).toContain(byMarta ? "Marta Silva" : "Jonas Weber");
    const { inSlack, inTeams } = await copies();
    for (const copy of [inSlack, inTeams]) expect(copy).toContain(byMarta ? "Marta Silva" : "Jonas Weber");
  });

  test("nobody of another company gets it by pressing in Teams", async () => {
    const opportunity = await spot();
    expect(await claimInTeams(KARL, opportunity)).toContain("I only work for colleagues whose e-mail address I know");
    expect((await copies()).inTeams).toContain(`opportunities.claim:${opportunity}`);
  });

  test("a manager takes on in Teams what nobody was alerted of, which opens its case with its play, in no channel", async () => {
    const { app, teams, arrive } = house;
    const { organisation, olga, northwind } = house.company;
    const rows = (sql: string) => app.db.write(organisation, (tx) => tx.rows(sql, [organisation, northwind]));
    await rows(
      `insert into risk_state (organisation_id, account_id, state, causes, since, band, p, scored_day)
       values ($1, $2, 'at-risk', '{score}', '2026-11-24', 'critical', 0.5, '2026-11-24')`,
    );
    const conversation = teams.conversationOf(OLGA.id);
    const from = house.alone(OLGA);
    await arrive(executed(`risk.untaken:${olga.id}`, { v: 1, id: olga.id }, { ...from, id: "list-1", replyToId: "1" }));
    await expect.poll(() => JSON.stringify(teams.standing(conversation))).toContain(`risk.own:${northwind}`);
    const pressed = executed(
      `risk.own:${northwind}`,
      { v: 1, id: northwind },
      { ...from, id: "own-1", replyToId: "1" },
    );
    expect(JSON.stringify((await arrive(pressed)).body)).toContain("Northwind GmbH");
    expect(
      await rows(
        `select c.owner_id, count(s.id)::int as steps from risk_case c
           join play y on y.organisation_id = $1 and y.case_id = c.id
           join play_step s on s.organisation_id = $1 and s.play_id = y.id
          where c.account_id = $2 and c.state = 'open' group by c.owner_id`,
      ),
    ).toEqual([{ owner_id: olga.id, steps: 3 }]);
    expect(
      await rows("select address from post where organisation_id = $1 and $2::uuid is not null and card = 'risk.case'"),
    ).toEqual([{ address: `person:${olga.id}` }]);
  });

  test("what Marta asks for in Teams she reads in her own conversation, in the words of Teams", async () => {
    const { teams, arrive } = house;
    const conversation = teams.conversationOf(MARTA.id);
    await arrive(typed("help", { ...house.alone(MARTA), id: "help-1" }));
    await expect.poll(() => teams.standing(conversation).length).toBeGreaterThan(0);
    const words = JSON.stringify(teams.standing(conversation).at(-1)?.activity);
    expect(words).toContain("account northwind");
    expect(words).not.toContain("/account");
  });

  test.each([
    ["de", "Gespeichert."],
    ["en", "Saved."],
  ])("who chooses %s in Teams is told in it that it is saved, and in Slack as well", async (locale, sentence) => {
    const values = { locale, zone: "Europe/Berlin", digestAt: "08:00" };
    const inTeams = await house.submitInTeams("settings.mine", "", values);
    expect(JSON.parse(inTeams)).toEqual({ task: { type: "message", value: sentence } });
    const inSlack = await house.submitInSlack(house.company.jonas, "settings.mine", "", values);
    expect([wordsOf(inSlack), inSlack.locale]).toEqual([sentence, locale]);
  });

  test("has its Account Manager in Teams told of a renewal's terms, and what is pressed there holds in Slack", async () => {
    const { app, company, slack, teams } = house;
    await app.db.write(company.organisation, (tx) =>
      addContract(tx, company.northwind, {
        arrMinor: 4_800_000,
        startsOn: "2026-02-10",
        renewsOn: "2027-02-10",
        noticeDays: 30,
      }),
    );
    await app.change(company.organisation, ({ jobs }) => jobs.start("renewals.look", { day: "2026-11-24" }));
    await app.settle();
    const conversation = teams.conversationOf(MARTA.id);
    const isTerms = ({ activity }: { readonly activity: object }): boolean =>
      JSON.stringify(activity).includes("renewals.terms-sent:");
    const card = teams.standing(conversation).find(isTerms);
    const words = JSON.stringify(card?.activity);
    expect(words).toContain("The terms are with");
    const id = /renewals\.terms-sent:([0-9a-f-]{36})/.exec(words)?.[1] ?? "";
    const message = { activityId: card?.activityId ?? "", alone: true };
    expect(await house.pressInTeams(MARTA, "renewals.terms-sent", id, message)).toContain("has the terms");
    await app.settle();
    expect(teams.standing(conversation).some(isTerms)).toBe(false);
    expect(JSON.stringify(slack.calls)).toContain("Terms: sent by");
  });

  test("has its two meet though one is in Slack and the other in Teams, who is offered the invitation's file", async () => {
    const { app, company, slack, teams } = house;
    const rows = <T extends object>(sql: string): Promise<T[]> =>
      app.db.write(company.organisation, (tx) => tx.rows<T>(sql, [company.northwind]));
    await rows("update account set key_account = true where id = $1");
    await app.change(company.organisation, ({ jobs }) => jobs.start("cadence.pairs", { day: "2026-11-24" }));
    await app.settle();
    const conversation = teams.conversationOf(MARTA.id);
    const found = (words: string) =>
      teams.standing(conversation).find(({ activity }) => JSON.stringify(activity).includes(words));
    const proposal = found("cadence.accept:");
    const id = /cadence\.accept:([0-9a-f-]{36})/.exec(JSON.stringify(proposal?.activity))?.[1] ?? "";
    expect(JSON.stringify(slack.calls)).toContain(`cadence.accept:${id}`);
    const message = { activityId: proposal?.activityId ?? "", alone: true };
    expect(await house.pressInTeams(MARTA, "cadence.accept", id, message)).toContain("once Anna Kurz accepts");
    const pressed = await house.submitInSlack(company.anna, "cadence.rhythm", id, {
      ...{ frequency: "weekly", weekday: "5", at: "11:00", minutes: "30" },
    });
    expect(JSON.stringify(pressed)).toContain("Friday");
    await app.settle();
    const anew = found("on Friday at 11:00");
    await house.pressInTeams(MARTA, "cadence.accept", id, { activityId: anew?.activityId ?? "", alone: true });
    await app.settle();
    const [meeting] = await rows<{ id: string }>("select id, $1::uuid as of from cadence_meeting");
    await house.submitInSlack(company.anna, "cadence.move", meeting?.id ?? "", { on: "2026-11-27", at: "11:00" });
    await app.settle();
    expect(JSON.stringify(found("file.consent")?.activity)).toContain("invitation.ics");
  });
});
