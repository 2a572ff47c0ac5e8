import { afterAll, beforeAll, beforeEach, describe, expect, test } from "vitest";
import { createFeatures } from "../src/features/index.ts";
import type { TestPerson } from "./helpers/company.ts";
import { NINE, runApp, type RunningApp, wordsOf } from "./helpers/running-app.ts";

let house: RunningApp;
beforeAll(async () => {
  house = await runApp();
});
afterAll(() => house.stop());
beforeEach(async () => {
  house.clock.set(NINE);
  await rows("delete from preference");
  await rows("delete from cover");
});

async function rows<T>(sql: string, values: unknown[] = []): Promise<T[]> {
  return house.app.db.write(house.company.organisation, (tx) => tx.rows<T & object>(sql, values));
}

let covers = 0;
/** Somebody is named as a cover, which tells them so. @returns the post's id */
async function tellOfCover(person: TestPerson): Promise<string> {
  const { anna, organisation } = house.company;
  covers += 1;
  const id = `01900000-0000-7000-b000-${String(covers).padStart(12, "0")}`;
  await rows(
    `insert into cover (organisation_id, id, person_id, cover_id, from_on, until_on, made_by, made_at)
     values ($1, $2, $3, $4, '2026-12-24', '2026-12-24', $3, $5)`,
    [organisation, id, anna.id, person.id, NINE],
  );
  await house.app.change(organisation, (context) => {
    context.posts.announce({ card: "covers.notice", subject: id, address: `person:${person.id}`, slot: "" });
    return Promise.resolve();
  });
  await house.app.settle();
  const [post] = await rows<{ id: string }>("select id from post where subject = $1", [id]);
  return post?.id ?? "";
}

async function postOf(id: string) {
  const [post] = await rows<{ state: string; reason: string | null; due_at: Date }>(
    "select state, reason, due_at from post where id = $1",
    [id],
  );
  return post;
}

describe("somebody's wishes", () => {
  test("are asked about what may reach them, and not about what always comes at once", async () => {
    const { anna, ada } = house.company;
    const { reply } = await house.command(anna, "/tandem settings notifications");
    const fields = reply.kind === "form" ? reply.form.fields.map(({ name }) => name) : [];
    expect(fields).toContain("covers-notice");
    expect(fields).not.toContain("risk-case");
    expect(fields).not.toContain("requests-nudge");
    expect(fields).not.toContain("deliveries-open");
    const ofAda = (await house.command(ada, "/tandem settings notifications")).reply;
    expect(ofAda.kind === "form" && ofAda.form.fields.map(({ name }) => name)).toContain("deliveries-open");
  });

  test("are now unless somebody says otherwise", async () => {
    expect(await postOf(await tellOfCover(house.company.ben))).toMatchObject({ state: "sent" });
  });

  test("off: it is never sent", async () => {
    const { ben } = house.company;
    expect(wordsOf(await house.submit(ben, "settings.notifications", "", { "covers-notice": "off" }))).toBe("Saved.");
    expect(await postOf(await tellOfCover(ben))).toMatchObject({ state: "suppressed", reason: "off" });
    expect(await postOf(await tellOfCover(house.company.olga))).toMatchObject({ state: "sent" });
  });

  test("digest: it waits for their next digest's time, and comes then, once", async () => {
    const { ben } = house.company;
    await house.submit(ben, "settings.notifications", "", { "covers-notice": "digest" });
    const id = await tellOfCover(ben);
    const eight = new Date("2026-11-25T08:00:00Z");
    const held = await postOf(id);
    expect(held).toMatchObject({ state: "wanted", due_at: new Date("2026-11-25T07:00:00Z") });
    const before = house.standingWith(ben).length;
    house.clock.set(eight);
    await house.app.settle();
    expect(await postOf(id)).toMatchObject({ state: "sent" });
    expect(house.standingWith(ben).length).toBe(before + 1);
  });

  test("on Friday evening, digest is Monday's", async () => {
    const { ben } = house.company;
    await house.submit(ben, "settings.notifications", "", { "covers-notice": "digest" });
    house.clock.set(new Date("2026-11-27T16:00:00Z"));
    expect((await postOf(await tellOfCover(ben)))?.due_at).toEqual(new Date("2026-11-30T07:00:00Z"));
  });

  test("can't turn off what insists, whatever is sent", async () => {
    const { anna } = house.company;
    await house.submit(anna, "settings.notifications", "", { "requests-nudge": "off", "risk-case": "off" });
    expect(await rows("select kind from preference where kind in ('requests.nudge', 'risk.case')")).toEqual([]);
    const { kinds } = {
      kinds: createFeatures().flatMap(({ name, cards = {} }) =>
        Object.entries(cards).map(([card, kind]) => [`${name}.${card}`, kind] as const),
      ),
    };
    const insistent = kinds.filter(([, { direct }]) => direct?.insistent).map(([name]) => name);
    expect(insistent).toEqual(expect.arrayContaining(["questions.nudge", "requests.nudge", "risk.case"]));
  });

  test("are refused whole when one is none", async () => {
    const { ben } = house.company;
    const { reply } = await house.submit(ben, "settings.notifications", "", {
      "covers-notice": "off",
      "questions-asked": "maybe",
    });
    expect(reply.kind === "invalid" && Object.keys(reply.fields)).toEqual(["questions-asked"]);
    expect(await rows("select kind from preference")).toEqual([]);
  });
});

describe("why did I get this?", () => {
  test("stands under what one gets directly, and is answered in a sentence with the way to change it", async () => {
    const { ben } = house.company;
    const id = await tellOfCover(ben);
    const sent = house.slack.calls.filter(({ target }) => target.conversation === ben.user).at(-1);
    expect(JSON.stringify(sent)).toContain(`"settings.why","subject":"${id}"`);
    const answer = await house.press(ben, "settings.why", id);
    expect(wordsOf(answer)).toContain("Somebody named you as their cover");
    expect(JSON.stringify(answer.reply)).toContain("settings.notifications");
  });

  test("says that it can't be turned off where that is so, and doesn't know what is gone", async () => {
    const { ben } = house.company;
    await rows(
      `insert into post (organisation_id, id, card, subject, address, slot, state, due_at, created_at)
       values ($1, '01900000-0000-7000-b000-0000000000ff', 'requests.nudge', 'x', 'channel:none', 'y', 'sent', $2, $2)`,
      [house.company.organisation, NINE],
    );
    const said = wordsOf(await house.press(ben, "settings.why", "01900000-0000-7000-b000-0000000000ff"));
    expect(said).toContain("can't be turned off");
    expect(wordsOf(await house.press(ben, "settings.why", "01900000-0000-7000-b000-0000000000fe"))).toContain(
      "I don't know this message any more",
    );
  });
});
