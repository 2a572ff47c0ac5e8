import { afterAll, beforeEach, describe, expect, test } from "vitest";
import type { Answer } from "../src/chat/handler.ts";
import type { Interaction } from "../src/chat/interaction.ts";
import { ids } from "./helpers/company.ts";
import { wordsOf } from "./helpers/running-app.ts";
import { type Respondent, type SurveyHouse, surveyService } from "./helpers/survey-house.ts";

const TUESDAY = "2026-11-24T08:00:00Z";
/** The second of two people is asked at the end of the wave, the first at its beginning. */
const WEDNESDAY = "2026-11-25T09:01:00Z";

const service = surveyService();
let house: SurveyHouse;
let inputs = 0;
beforeEach(async () => {
  house = await service.begin();
  await house.at(TUESDAY);
});
afterAll(() => service.stop());

interface Guest extends Respondent {
  readonly user: string;
  readonly survey: string;
}

/** Somebody of a customer's who is in our workspace, or in a channel that we share, and was asked. */
async function asked(where: "guest" | "shared" = "guest"): Promise<Guest> {
  const respondent = await house.respondent("Dana Novak");
  const user = "U0DANA";
  const home = where === "guest" ? house.company.workspace : "T0CUSTOMER";
  const { organisation, workspace } = house.company;
  await house.rows(
    `insert into contact_handle (organisation_id, platform, workspace, user_id, contact_id, matched_at)
     values ($1, 'slack', $2, $3, $4, now())`,
    [organisation, home, user, respondent.contact],
  );
  if (where === "shared") {
    const channel = ids.next();
    await house.rows(
      `insert into channel (organisation_id, id, platform, workspace, conversation, name, purpose, clearance)
       values ($1, $2, 'slack', $3, 'C0SHARED', 'with-dana', 'customer', 'none')`,
      [organisation, channel, workspace],
    );
    await house.rows(
      "insert into channel_member (organisation_id, channel_id, user_id, kind) values ($1, $2, $3, 'external')",
      [organisation, channel, user],
    );
  }
  await house.campaign();
  await house.at(WEDNESDAY);
  return { ...respondent, user, survey: await house.surveyOf(respondent.contact) };
}

function does(
  user: string,
  what: object,
  more: { readonly home?: string; readonly private?: boolean } = {},
): Promise<Answer> {
  const { workspace } = house.company;
  return house.app.handle({
    sender: { platform: "slack", workspace, user, home: more.home ?? workspace },
    place: { conversation: "D0DANA", private: more.private ?? true },
    contentKey: `guest-${String(++inputs)}`,
    replyTo: {},
    ...what,
  } as Interaction);
}
const scores = (user: string, survey: string, choice: string, more?: Parameters<typeof does>[2]): Promise<Answer> =>
  does(user, { kind: "press", action: { name: "nps.score", subject: survey }, choice }, more);
const comments = (user: string, survey: string, comment: string): Promise<Answer> =>
  does(user, { kind: "submission", form: "nps.why", subject: survey, values: { comment } });
const answerOf = async ({ contact }: Respondent): Promise<unknown[]> =>
  house.rows("select score, comment from survey_answer where contact_id = $1", [contact]);
const withThem = ({ user }: Guest): string =>
  house.slack.calls.findLast(({ target }) => target.conversation === user)?.words ?? "";
const toAnna = (): string => house.standingWith(house.company.anna).join("\n");

describe("a guest of ours", () => {
  test("is asked in their own conversation, answers by one press, and may change it", async () => {
    const dana = await asked();
    expect(withThem(dana)).toContain("Anna Kurz, your Customer Success Manager, asks");
    expect((await scores(dana.user, dana.survey, "6")).reply).toEqual({ kind: "nothing" });
    await house.at("2026-11-25T09:02:00Z");
    expect(withThem(dana)).toContain("Thank you for your 6");
    expect(withThem(dana)).toContain("What was missing?");
    expect(withThem(dana)).toContain("Anna Kurz will call you by");
    await scores(dana.user, dana.survey, "9");
    await house.at("2026-11-25T09:03:00Z");
    expect(withThem(dana)).toContain("What do you like most?");
    expect(await answerOf(dana)).toEqual([{ score: 9, comment: null }]);
    expect(await house.rows("select 1 from survey_answer where account_id = $1", [dana.account])).toHaveLength(1);
  });

  test("answers with a whole number from 0 to 10 that we offered, and with nothing else", async () => {
    const dana = await asked();
    for (const choice of ["11", "-1", "9 ", "", "٣"]) await scores(dana.user, dana.survey, choice);
    expect(await answerOf(dana)).toEqual([{ score: null, comment: null }]);
  });

  test("answers for themselves alone: no other guest, none of us, and nobody unknown does", async () => {
    const dana = await asked();
    const other = await house.respondent("Kim Other");
    await house.rows(
      `insert into contact_handle (organisation_id, platform, workspace, user_id, contact_id, matched_at)
       values ($1, 'slack', $2, 'U0KIM', $3, now())`,
      [house.company.organisation, house.company.workspace, other.contact],
    );
    expect(wordsOf(await scores("U0KIM", dana.survey, "1"))).toContain("closed");
    expect(wordsOf(await house.press(house.company.anna, "nps.score", dana.survey))).toContain(
      "Only the person who was asked",
    );
    await scores("U0NOBODY", dana.survey, "1");
    await scores(dana.user, dana.survey, "1", { home: "T0ELSEWHERE" });
    expect(await answerOf(dana)).toEqual([{ score: null, comment: null }]);
  });

  test("in chat and on the page at once is counted once, with one of the two", async () => {
    const dana = await asked();
    await house.rows("update survey set via = 'link' where id = $1", [dana.survey]);
    const link = await house.link(dana.contact);
    const done = await Promise.all([
      scores(dana.user, dana.survey, "2"),
      house.post(link, { do: "score", score: "9" }),
    ]);
    expect(done).toHaveLength(2);
    const [answer] = await answerOf(dana);
    expect([2, 9]).toContain((answer as { score: number }).score);
    expect(await answerOf(dana)).toHaveLength(1);
    const open = await house.rows("select kind from survey_loop where contact_id = $1 and closed_at is null", [
      dana.contact,
    ]);
    expect(open).toEqual([{ kind: (answer as { score: number }).score === 2 ? "call" : "reference" }]);
  });

  test("wants no further question, which the card that they answered says from then on", async () => {
    const dana = await asked();
    await scores(dana.user, dana.survey, "6");
    await house.at("2026-11-25T09:30:00Z");
    expect(withThem(dana)).not.toContain("won’t send you this question any more");
    const answer = await does(dana.user, { kind: "press", action: { name: "nps.never", subject: dana.survey } });
    expect(answer.reply.kind).toBe("nothing");
    await house.at("2026-11-25T10:00:00Z");
    expect(withThem(dana)).toContain("won’t send you this question any more");
    const card = house.slack.calls.findLast(({ target }) => target.conversation === dana.user)?.drawn.card;
    expect(JSON.stringify(card)).not.toContain('"nps.never"');
    expect(await answerOf(dana)).toHaveLength(1);
  });

  test("writes what they like; none of it comes alive where Anna reads it", async () => {
    const dana = await asked();
    await scores(dana.user, dana.survey, "3");
    const wild = '<!channel> <@U1> =HYPERLINK("x") \u202eevil xoxb-1-2-abc *bold* https://x.example';
    expect((await comments(dana.user, dana.survey, wild)).reply.kind).toBe("nothing");
    await house.at("2026-11-25T10:00:00Z");
    expect(withThem(dana)).toContain("Your words have arrived");
    const said = house.slack.calls.findLast(
      ({ target, words }) => target.conversation === house.company.anna.user && words.includes("gave 3"),
    );
    expect(said?.words).toContain("<!channel>");
    expect(JSON.stringify(said?.drawn.card)).not.toContain("\u202e");
    expect(JSON.stringify(said?.drawn.card)).not.toMatch(/"(?:mention|link|command)":[^}]*(?:channel|U1|x\.example)/);
    const [answer] = await answerOf(dana);
    expect((answer as { comment: string }).comment).toContain("xoxb-1-2-abc");
  });

  test("is told when it is too long, and nothing of it is kept", async () => {
    const dana = await asked();
    await scores(dana.user, dana.survey, "8");
    expect(wordsOf(await comments(dana.user, dana.survey, "x".repeat(10_000)))).toContain("3,000");
    expect(wordsOf(await comments(dana.user, dana.survey, " \u200b "))).toContain("Write a few words");
    expect(await answerOf(dana)).toEqual([{ score: 8, comment: null }]);
  });

  test("who was erased isn't counted by name any more, and can't answer", async () => {
    const dana = await asked();
    await scores(dana.user, dana.survey, "4");
    await house.command(house.company.ada, "/tandem erase dana.novak@customer.example");
    await house.submit(house.company.ada, "privacy.erase", dana.contact, { address: "dana.novak@customer.example" });
    await house.app.settle();
    await scores(dana.user, dana.survey, "9");
    const rows = await house.rows(
      "select s.contact_id, q.score from survey s join survey_answer q on q.external_id = 'survey ' || s.id::text",
    );
    expect(rows).toEqual([{ contact_id: null, score: 4 }]);
  });
});

describe("somebody whom we only share a channel with", () => {
  test("alone sees the question there, is thanked alone, and the second time gets a link", async () => {
    const dana = await asked("shared");
    const shown = house.slack.calls.filter(({ target }) => target.conversation === "C0SHARED");
    expect(shown.map(({ target }) => target.only)).toEqual([dana.user]);
    expect(shown[0]?.words).toContain("asks: how likely");
    const replied = await scores(dana.user, dana.survey, "2", { home: "T0CUSTOMER", private: false });
    expect(replied.reply.kind).toBe("private");
    expect(wordsOf(replied)).toContain("Thank you for your 2");
    await house.at("2026-11-25T09:10:00Z");
    expect(house.slack.calls.filter(({ target }) => target.conversation === "C0SHARED")).toHaveLength(1);
  });

  test("who doesn't answer is asked again by a link that Anna sends", async () => {
    const dana = await asked("shared");
    expect(toAnna()).not.toContain(dana.name);
    await house.at("2026-12-02T12:00:00Z");
    expect(toAnna()).toContain(`${dana.name} of ${dana.name} Ltd hasn't answered yet`);
  });
});
