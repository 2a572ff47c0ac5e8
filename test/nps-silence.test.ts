import { afterAll, beforeEach, describe, expect, test } from "vitest";
import { plain } from "../src/chat/card.ts";
import { silenceOf } from "../src/features/nps/silence.ts";
import { fixedDate } from "../src/kernel/business-time.ts";
import { addAccount, type TestPerson } from "./helpers/company.ts";
import { type Respondent, type SurveyHouse, surveyService } from "./helpers/survey-house.ts";
import { wordsOf } from "./helpers/running-app.ts";

const service = surveyService();
let house: SurveyHouse;
let dana: Respondent;
beforeEach(async () => {
  house = await service.begin();
  await house.at("2026-11-24T08:00:00Z");
  dana = await house.respondent("Dana Novak");
});
afterAll(() => service.stop());

async function shown(of = "Dana Novak Ltd", who: TestPerson = house.company.anna): Promise<string> {
  const { reply } = await house.command(who, `/tandem nps ${of}`);
  if (reply.kind !== "private") return reply.kind;
  return reply.card.body
    .flatMap((block) => (block.kind === "list" ? block.items.map(plain) : "text" in block ? [plain(block.text)] : []))
    .join("\n");
}

/** The wave comes to somebody then. */
async function turnAt({ contact }: Respondent, at: string): Promise<void> {
  await house.rows("update survey set due_at = $2 where contact_id = $1", [contact, at]);
}

describe("of a customer nobody of whom has answered", () => {
  test("one reads that nobody asks, and then which campaign runs, or is paused", async () => {
    expect(await shown()).toContain("Managers plan a campaign");
    await house.campaign();
    await house.at("2026-11-24T08:05:00Z");
    await house.rows("delete from survey");
    expect(await shown()).toContain("Nobody was asked within 180 days. The campaign “Quarterly” is running");
    expect(await shown()).toContain("its next wave begins on 2027-02-24");
    await house.rows("update survey_campaign set state = 'paused'");
    expect(await shown()).toContain("the campaign “Quarterly” is paused. Managers let it go on");
    await house.rows("update survey_campaign set tier = 'key', state = 'running'");
    expect(await shown()).toContain("Managers plan a campaign");
    await house.rows("update account set key_account = true where id = $1", [dana.account]);
    expect(await shown()).toContain("“Quarterly” is running");
  });

  test("one reads who will be asked, who waits for a link, who was asked until when, and that it is over", async () => {
    await house.campaign();
    await house.at("2026-11-24T08:05:00Z");
    const planned = await shown();
    expect(planned).toContain("1 person will be asked, on 2026-11-25.");
    expect(planned).toContain("Dana Novak: will be asked on 2026-11-25.");
    expect(planned).not.toContain("plan a campaign");

    await house.at("2026-11-25T09:01:00Z");
    const waiting = await shown();
    expect(waiting).toContain("1 person can only be asked by a link.");
    expect(waiting).toContain("Dana Novak: isn't asked yet, and waits for Anna Kurz to pass the link on.");

    await house.link(dana.contact);
    const asked = await shown();
    expect(asked).toMatch(/1 person was asked on 2026-11-25 and may answer until 2026-12-\d\d/);
    expect(asked).toContain("Dana Novak: asked on 2026-11-25 by a link to pass on. No answer yet.");

    const unnamed = await shown("Dana Novak Ltd", house.company.kim);
    expect(unnamed).toContain("1 person was asked on 2026-11-25");
    expect(unnamed).not.toContain("Dana Novak:");
    expect(await shown("all")).toContain("1 person was asked on 2026-11-25");

    await house.at("2027-01-10T09:00:00Z");
    const over = await shown();
    expect(over).toContain("1 person was asked on 2026-11-25, and the time to answer is over.");
    expect(over).toContain("Dana Novak: asked on 2026-11-25 by a link to pass on.");
    expect(over).toContain("Didn't answer in time.");
  });

  test("who may still answer is counted apart from those whose time is over, who come last", async () => {
    const erik = await house.respondent("Erik Sand");
    await house.campaign();
    await house.at("2026-11-25T09:01:00Z");
    await house.link(dana.contact);
    await turnAt(erik, "2026-12-10T09:00:00Z");
    await house.at("2026-12-10T09:00:00Z");
    expect(await shown("all")).toContain("1 person was asked on 2026-11-25 and may answer until 2026-12-16.");

    await house.at("2026-12-17T09:00:00Z");
    expect(await shown("all")).toContain("1 person can only be asked by a link. Next:");
    await house.at("2026-12-28T09:00:00Z");
    await house.link(erik.contact);
    const asked = await shown("all");
    expect(asked).toContain("1 person was asked on 2026-12-28 and may answer until 2026-12-31.");
    expect(asked).not.toContain("reminded");

    await house.at("2027-01-01T09:00:00Z");
    expect(await shown("all")).toContain(
      "2 people were asked, the last on 2026-12-28, and the time to answer is over.",
    );
  });

  test("a reminder is promised only while one comes", async () => {
    const erik = await house.respondent("Erik Sand");
    await house.campaign();
    await house.at("2026-11-25T09:01:00Z");
    await house.link(dana.contact);
    expect(await shown("all")).toContain("Whoever is silent is reminded once.");
    await turnAt(erik, "2026-12-10T09:00:00Z");
    await house.at("2026-12-03T10:00:00Z");
    expect(await shown("all")).toContain("2026-12-16. The one reminder has gone out.");
    await house.at("2026-12-10T09:00:00Z");
    await house.link(erik.contact);
    const some = await shown("all");
    expect(some).toContain(
      "2 people were asked, the last on 2026-12-10, and may answer until 2026-12-31 at the latest.",
    );
    expect(some).toContain("1 of them was reminded already.");
    expect(some).not.toContain("is reminded once");
  });

  test("nobody reads of silence once somebody has answered", async () => {
    await house.campaign();
    await house.at("2026-11-25T09:01:00Z");
    await house.follow(await house.link(dana.contact), { do: "score", score: "9" });
    await house.at("2026-11-25T09:10:00Z");
    expect(await shown()).not.toMatch(/Nobody|Without an answer/);
  });

  test("who may still answer counts before who waits for a link, whose turn comes, whose time is over, and a campaign", () => {
    const day = fixedDate("2026-11-25");
    const at = new Date("2026-11-26T09:00:00Z");
    const campaign = { name: "Quarterly", state: "running", nextWaveOn: day } as const;
    const open = { count: 1, on: day, by: at, reminded: 0, toRemind: 1 };
    const all = { asked: 2, askedOn: day, open, planned: 3, dueAt: at, waiting: 1, campaign };
    const without = { ...all, open: undefined, waiting: 0 };
    expect(silenceOf(all)).toEqual({ kind: "asked", ...open });
    expect(silenceOf({ ...all, open: undefined })).toEqual({ kind: "waiting", count: 1 });
    expect(silenceOf(without)).toEqual({ kind: "planned", count: 3, on: at });
    expect(silenceOf({ ...without, planned: 0 })).toEqual({ kind: "over", count: 2, on: day });
    const unasked = { ...without, planned: 0, asked: 0 };
    expect(silenceOf(unasked)).toEqual({ kind: "campaign", campaign });
    expect(silenceOf({ ...unasked, campaign: undefined })).toEqual({ kind: "nothing" });
  });
});

describe("a customer that was merged into another", () => {
  test("has its answers, and who was asked there, under the other one, for the other one's people", async () => {
    const erik = await house.respondent("Erik Sand");
    await house.campaign();
    await house.at("2026-11-26T09:01:00Z");
    await house.follow(await house.link(dana.contact), { do: "score", score: "3" });
    await house.at("2026-11-26T09:10:00Z");
    const { organisation, ben } = house.company;
    const whole = await house.app.db.write(organisation, (tx) => addAccount(tx, "Whole Ltd", { csm: ben.id }));
    expect(await shown("Whole Ltd", ben)).not.toContain("answered");
    await house.rows("update account set merged_into = $1 where id = any($2::uuid[])", [
      whole,
      [dana.account, erik.account],
    ]);
    const words = await shown("Whole Ltd", ben);
    expect(words).toContain("no score yet (1 of at least 5 answers)");
    expect(words).toContain("Dana Novak: 3 of 10 on 2026-11-26");
    expect(words).toContain("Asked 1 of 2 who could be asked, 1 answered");
    expect(await shown("me", ben)).toContain("1 of at least 5 answers");
    expect(await shown("me")).not.toContain("of at least 5");
    expect(await shown("all")).toContain("1 of at least 5 answers");
    expect(wordsOf(await house.command(ben, "/account Whole Ltd"))).toContain("Dana Novak");
  });
});
