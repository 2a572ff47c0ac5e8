import type { Locator, Page } from "playwright-core";
import { afterAll, beforeAll, describe, test } from "vitest";
import { choose, expectSoon, go, moveClock, newest, picture, press, sit, type } from "../helpers/demo-page.ts";
import { openDemo, type OpenDemo } from "../helpers/open-demo.ts";

let open: OpenDemo;
let anna: Page;
let marta: Page;
let sofia: Page;
let jonas: Page;

beforeAll(async () => {
  open = await openDemo();
  const at = async (name: string): Promise<Page> => {
    const page = await sit(open.browser, open.demo.url, name);
    await go(page, "Tandem");
    return page;
  };
  anna = await at("Anna Kurz");
  marta = await at("Marta Kowalska");
  sofia = await at("Sofia Brandt");
  jonas = await at("Jonas Weidner");
}, 240_000);
afterAll(() => open?.stop());

const ENGLISH = "Anna Kurz and Marta Kowalska";
const GERMAN = "Sofia Brandt und Jonas Weidner";

/** The files that the app has sent to whoever sits there. */
function invitation(page: Page): Locator {
  return page.locator("#timeline article").filter({ hasText: ".ics" }).last();
}

describe("a week of a CSM and an Account Manager, in the demo,", { timeout: 240_000 }, () => {
  test("leads from a suggestion over two meetings to what came of them", async () => {
    await press(newest(anna, `${ENGLISH}: shall you meet regularly?`), "Other rhythm");
    const rhythm = anna.locator("#dialog");
    await choose(rhythm, "Day of the week", "Wednesday");
    await rhythm.getByLabel("Time").fill("10:00");
    await press(rhythm, "Suggest");
    const proposal = newest(marta, `${ENGLISH}: shall you meet regularly?`);
    await expectSoon(proposal, /on Wednesday at 10:00.*Anna Kurz has accepted/);
    await picture(proposal, "cadence-proposal");
    await press(proposal, "Accept");
    await expectSoon(newest(marta, "Which time suits you?"), /Book this/);
    await picture(newest(marta, "Which time suits you?"), "cadence-offered");
    await newest(anna, "Which time suits you?").getByRole("button", { name: "Book this" }).first().click();
    await expectSoon(newest(marta, "Anna Kurz chose it"), /25 Nov,? 10:00, 30 minutes/);
    await expectSoon(invitation(anna), /\.ics/);
    await expectSoon(invitation(marta), /\.ics/);

    const regularly = `${GERMAN}: Wollen Sie sich regelmäßig treffen?`;
    await press(newest(sofia, regularly), "Anderer Rhythmus");
    const other = sofia.locator("#dialog");
    await choose(other, "Wochentag", "Mittwoch");
    await other.getByLabel("Uhrzeit").fill("11:00");
    await press(other, "Vorschlagen");
    await expectSoon(newest(jonas, regularly), /am Mittwoch um 11:00.*Sofia Brandt hat angenommen/);
    await picture(newest(jonas, regularly), "cadence-proposal-de");
    await press(newest(jonas, regularly), "Annehmen");
    await expectSoon(newest(sofia, "Welche Zeit passt Ihnen?"), /Diese buchen/);
    await picture(newest(sofia, "Welche Zeit passt Ihnen?"), "cadence-offered-de");

    await press(newest(anna, "Anna Kurz chose it"), "Add point");
    const point = anna.locator("#dialog");
    await point.getByLabel("What do you want to talk about?").fill("Who calls Adatum before Friday?");
    await press(point, "Add");
    const theirs = newest(marta, "Anna Kurz chose it");
    await expectSoon(theirs, /Your points.*Who calls Adatum before Friday/);
    await picture(theirs, "cadence-booked");
    await theirs.locator("select").selectOption({ label: "Broken promises: Northwind" });
    await expectSoon(newest(anna, "Anna Kurz chose it"), /Renewals(?!.*Broken promises)/);

    await moveClock(anna, /Next morning/, 1);
    await moveClock(anna, /1 hour/, 1);
    const byClock = newest(sofia, "Niemand hatte gewählt");
    await expectSoon(byClock, /Rückgängig/);
    await picture(byClock, "cadence-by-clock-de");
    await press(byClock, "Rückgängig");
    await expectSoon(newest(sofia, "Zurückgenommen"), /Zurückgenommen/);
    await press(newest(jonas, "Welche Zeit passt Ihnen?"), "Verschieben");
    const move = jonas.locator("#dialog");
    await move.getByLabel("Tag").fill("2026-11-25");
    await move.getByLabel("Uhrzeit").fill("11:30");
    await picture(jonas, "cadence-move-de");
    await press(move, "Buchen");
    await expectSoon(newest(sofia, "Gewählt von"), /11:30.*Jonas Weidner/);

    await moveClock(anna, /1 hour/, 1);
    const aDayBefore = newest(anna, "you meet in 24 hours");
    await expectSoon(aDayBefore, /points? (is|are) on the agenda/);
    await picture(aDayBefore, "cadence-soon");
    await press(aDayBefore, "Agenda");
    await expectSoon(newest(anna, "Your points"), /Who calls Adatum/);

    await moveClock(anna, /Next morning/, 1);
    await expectSoon(newest(anna, "Your day, Anna"), /10:00.*Marta Kowalska.*Agenda/);
    await picture(newest(anna, "Your day, Anna"), "cadence-digest");
    await picture(newest(sofia, "Ihr Tag, Sofia"), "cadence-digest-de");
    await moveClock(anna, /Next morning/, 1);

    await expectSoon(newest(anna, ": meeting (Anna Kurz"), /10:00/);
    const asked = newest(anna, "Did you meet?");
    await picture(asked, "cadence-asked");
    await press(asked, "Yes");
    const met = anna.locator("#dialog");
    await met.getByLabel("Notes").fill("Adatum wants to hear from us before the season.");
    await met.getByLabel("To do 1").fill("Call Adatum");
    await met.getByLabel("Who does 1").selectOption({ label: "Marta Kowalska" });
    await met.getByLabel("By when 1").fill("2026-12-01");
    await picture(anna, "cadence-met");
    await press(met, "Save");
    await expectSoon(newest(marta, "You met on"), /before the season/);
    await type(marta, "/tandem cadence");
    await press(newest(marta, "Your meetings about shared customers"), "Agenda");
    await expectSoon(newest(marta, "To do, from before"), /Call Adatum/);
    await picture(newest(marta, "To do, from before"), "cadence-next-agenda");

    const missed = newest(sofia, "Haben Sie sich getroffen?");
    await picture(missed, "cadence-asked-de");
    await press(missed, "Nein");
    await expectSoon(newest(jonas, "fand nicht statt"), /nächste/);
    await expectSoon(newest(jonas, "Welche Zeit passt Ihnen?"), /(27|30) Nov|2\d\. Nov|1\. Dez/);
    await picture(jonas, "cadence-missed-de");
  });
});
