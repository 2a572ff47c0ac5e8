import { afterAll, beforeEach, describe, expect, test } from "vitest";
import { messageProblem } from "../src/chat/slack/limits.ts";
import { renderMessage } from "../src/chat/slack/render.ts";
import { renderMessage as renderForTeams } from "../src/chat/teams/render.ts";
import { drawLinks } from "../src/features/nps/link-cards.ts";
import { linkStateOf } from "../src/features/nps/link-decide.ts";
import type { LinkRow } from "../src/features/nps/link-store.ts";
import type { TestPerson } from "./helpers/company.ts";
import { anna, HANDLES, privately, TEAMS_HANDLES, viewOf } from "./examples/fixed.ts";
import { manyLinks } from "./examples/nps.ts";
import { readCard } from "./helpers/adaptive-cards.ts";
import { wordsOf } from "./helpers/running-app.ts";
import { type Respondent, type SurveyHouse, surveyService } from "./helpers/survey-house.ts";

const WEDNESDAY = "2026-11-25T09:01:00Z";
const NAMES = ["Ada Bell", "Bo Carr", "Cy Dahl", "Di Eck", "Ed Falk", "Flo Gray", "Gil Hart", "Hal Ives", "Ivy Jung"];

const service = surveyService();
let house: SurveyHouse;
let people: Respondent[];
beforeEach(async () => {
  house = await service.begin();
  await house.at("2026-11-24T08:00:00Z");
  people = [];
  for (const name of NAMES) people.push(await house.respondent(name));
  await house.campaign();
});
afterAll(() => service.stop());

const sentTo = (who: TestPerson): string[] =>
  house.slack.calls
    .filter(({ call, target, words }) => call === "send" && target.conversation === who.user && words.includes("link"))
    .map(({ words }) => words);
const toAnna = (): string => house.standingWith(house.company.anna).join("\n");
const waiting = (): Promise<{ name: string }[]> =>
  house.rows<{ name: string }>(
    "select c.name from survey s join contact c on c.id = s.contact_id where s.state = 'waiting' order by c.name",
  );
async function waitingPeople(): Promise<Respondent[]> {
  const names = (await waiting()).map(({ name }) => name);
  return people.filter(({ name }) => names.includes(name));
}

describe("those of one day who can be asked by a link alone", () => {
  test("are one message to their CSM, in the morning, though their turns come over the day", async () => {
    await house.at(WEDNESDAY);
    const today = await waitingPeople();
    expect(today).toHaveLength(3);
    expect(sentTo(house.company.anna)).toHaveLength(1);
    for (const { name } of today) expect(toAnna()).toContain(`${name} of ${name} Ltd: nobody has sent the link yet`);
    await house.at("2026-11-25T15:30:00Z");
    expect(sentTo(house.company.anna)).toHaveLength(1);
  });

  test("change on it without another message: fetched, answered, and wanting no question", async () => {
    await house.at(WEDNESDAY);
    const [one, two, three] = await waitingPeople();
    if (!one || !two || !three) throw new Error("three are asked");
    await house.link(one.contact);
    await house.at("2026-11-25T09:02:00Z");
    expect(toAnna()).toContain(`${one.name} of ${one.name} Ltd: you got the link on`);
    expect(toAnna()).toContain(`${two.name} of ${two.name} Ltd: nobody has sent the link yet`);
    await house.follow(await house.link(two.contact), { do: "score", score: "9" });
    await house.post(await house.link(three.contact), { do: "never" });
    await house.at("2026-11-25T09:03:00Z");
    expect(toAnna()).toContain(`${two.name} of ${two.name} Ltd: has answered`);
    expect(toAnna()).toContain(`${three.name} of ${three.name} Ltd: isn't asked any more, as they wished`);
    expect(toAnna()).toContain("Nobody is left to ask here");
    expect(sentTo(house.company.anna)).toHaveLength(1);
  });

  test("come once more, together, to whoever hasn't fetched their links after five working days", async () => {
    await house.at(WEDNESDAY);
    const [one] = await waitingPeople();
    if (!one) throw new Error("some are asked");
    await house.link(one.contact);
    await house.at("2026-12-02T10:00:00Z");
    const again = sentTo(house.company.anna).filter((words) => words.includes("haven't answered yet"));
    expect(again).toHaveLength(1);
    expect(again[0]).toContain("haven't answered yet");
  });

  test("go with their customer to another CSM, who gets them once; the one before reads that", async () => {
    const { ben, olga } = house.company;
    await house.at(WEDNESDAY);
    const today = await waitingPeople();
    for (const { account } of today.slice(0, 2)) {
      await house.submit(olga, "responsibilities.holder", account, { slot: "csm", person: ben.name });
    }
    await house.at("2026-11-25T09:30:00Z");
    const [one, two, three] = today.map(({ name }) => name);
    const withBen = house.standingWith(ben).join("\n");
    expect(sentTo(ben)).toHaveLength(1);
    for (const name of [one, two]) expect(withBen).toContain(`${String(name)} of`);
    expect(withBen).not.toContain(String(three));
    expect(toAnna()).toContain(`${String(three)} of`);
    expect(toAnna()).not.toContain(`${String(one)} of ${String(one)} Ltd: nobody`);
    await house.submit(olga, "responsibilities.holder", today[2]?.account ?? "", { slot: "csm", person: ben.name });
    await house.at("2026-11-25T09:40:00Z");
    expect(toAnna()).toContain("Somebody else asks these customers now");
    expect(house.standingWith(ben).join("\n")).toContain(String(three));
    expect(sentTo(ben)).toHaveLength(1);
  });

  test("are chosen from the menu like by their button, by whose they are alone", async () => {
    await house.at(WEDNESDAY);
    const [one] = await waitingPeople();
    const [row] = await house.rows<{ id: string; wave_id: string }>(
      "select id, wave_id from survey where contact_id = $1",
      [one?.contact],
    );
    const choose = async (who: TestPerson, choice: string): Promise<string> =>
      wordsOf(
        await house.app.handle({
          sender: {
            platform: "slack",
            workspace: house.company.workspace,
            user: who.user,
            home: house.company.workspace,
          },
          place: { conversation: who.user, private: true },
          contentKey: `choose ${choice} ${who.user}`,
          replyTo: {},
          kind: "press",
          action: { name: "nps.link-of", subject: row?.wave_id ?? "" },
          choice,
        }),
      );
    expect(await choose(house.company.marta, row?.id ?? "")).not.toContain("/s/");
    expect(await choose(house.company.anna, "nobody")).not.toContain("/s/");
    expect(await waiting()).toHaveLength(3);
    expect(await choose(house.company.anna, row?.id ?? "")).toMatch(/\/s\/[\w-]{22}/);
    expect(await waiting()).toHaveLength(2);
  });
});

test.each(["en", "de", "zh"] as const)("ninety on one list are readable on both platforms, in %s", (locale) => {
  const view = { ...viewOf(locale), audience: privately(anna, "csm") };
  const { card } = drawLinks(manyLinks, view);
  const message = renderMessage(card, { handles: HANDLES, zone: view.zone, say: view.say });
  expect(messageProblem(message)).toBeUndefined();
  expect(JSON.stringify(message)).toContain("Lindqvist 36");
  const { content } = renderForTeams(card, { handles: TEAMS_HANDLES, zone: view.zone, say: view.say, locale });
  const { faults, texts } = readCard(content);
  expect(faults).toEqual([]);
  const whole = JSON.stringify(content);
  // Six have a button, thirty are in the menu, the others are counted; of those who answered ten are told.
  for (const at of [1, 6, 7, 36, 66, 75]) expect(whole).toContain(`Lindqvist ${String(at)}`);
  expect(whole).not.toContain("Lindqvist 37");
  expect(texts.join("\n")).toMatch(/29/);
  expect(texts.join("\n")).toMatch(/15/);
});

test("where somebody stands is told by what became of their link", () => {
  const now = new Date("2026-11-30T10:00:00Z");
  const [before, after] = [new Date("2026-11-26T10:00:00Z"), new Date("2026-12-16T10:00:00Z")];
  const row = { state: "asked", reason: undefined, via: "link", fetchedAt: before, remindedAt: undefined } as const;
  const told = (more: Partial<LinkRow>) => linkStateOf({ ...row, closesAt: after, ...more }, now);
  expect(told({ state: "waiting", fetchedAt: undefined })).toBe("to-send");
  expect(told({})).toBe("fetched");
  expect(told({ remindedAt: now })).toBe("silent");
  expect(told({ remindedAt: before, fetchedAt: now })).toBe("fetched");
  expect(told({ fetchedAt: undefined })).toBe("undelivered");
  expect(told({ via: "slack", fetchedAt: undefined })).toBe("silent");
  expect(told({ state: "answered", closesAt: before })).toBe("answered");
  expect(told({ closesAt: before })).toBe("over");
  expect(told({ state: "closed" })).toBe("over");
  expect(told({ state: "withdrawn", reason: "left" })).toBe("left");
  expect(told({ state: "withdrawn", reason: "opted-out" })).toBe("opted-out");
  expect(told({ state: "withdrawn", reason: "campaign-ended" })).toBe("off");
});
