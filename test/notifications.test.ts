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

  test("digest: it comes inside their digest with its action, and not beside it", async () => {
    const { ben, contoso, organisation } = house.company;
    await rows(
      `insert into risk_state (organisation_id, account_id, state, causes, since, band, p, scored_day)
       values ($1, $2, 'at-risk', '{score}', $3, 'high', 0.3, '2026-11-24')`,
      [organisation, contoso, NINE],
    );
    await house.submit(ben, "settings.notifications", "", { "covers-notice": "digest" });
    await house.submit(ben, "settings.mine", "", { locale: "en", zone: "Europe/Berlin", digestAt: "08:00" });
    await house.app.settle();
    const before = house.standingWith(ben).length;
    const id = await tellOfCover(ben);
    expect(await postOf(id)).toMatchObject({ state: "suppressed", reason: "digest" });
    expect(house.standingWith(ben)).toHaveLength(before);
    house.clock.set(new Date("2026-11-25T07:00:00Z"));
    await house.app.settle();
    const sent = house.standingWith(ben).slice(before);
    expect(sent).toHaveLength(1);
    expect(sent[0]).toMatch(/^Your day, Ben: 1 risk, 1 message[^]*Contoso[^]*Also today[^]*Anna Kurz/);
    expect(await postOf(id)).toMatchObject({ state: "suppressed", reason: "in digest" });
    const drawn = house.slack.calls.filter(({ target }) => target.conversation === ben.user).at(-1);
    expect(JSON.stringify(drawn)).toContain(`"risk.show-held","subject":"${id}"`);
    expect(wordsOf(await house.press(ben, "risk.show-held", id))).toContain("Anna Kurz");
    expect(wordsOf(await house.press(house.company.anna, "risk.show-held", id))).toBe(
      "I don't have that message any more.",
    );
    house.clock.set(new Date("2026-11-26T07:00:00Z"));
    await house.app.settle();
    expect(house.standingWith(ben).at(-1)).not.toContain("Also today");
  });

  test("digest: where somebody gets none, one message collects what waits", async () => {
    const { kim } = house.company;
    await house.submit(kim, "settings.notifications", "", { "covers-notice": "digest" });
    const before = house.standingWith(kim).length;
    const held = [await tellOfCover(kim), await tellOfCover(kim)];
    house.clock.set(new Date("2026-11-25T06:59:00Z"));
    await house.app.settle();
    expect(house.standingWith(kim)).toHaveLength(before);
    house.clock.set(new Date("2026-11-25T07:00:00Z"));
    await house.app.settle();
    const sent = house.standingWith(kim).slice(before);
    expect(sent).toHaveLength(1);
    expect(sent[0]).toMatch(/^Your day, Kim: 2 messages[^]*Also today/);
    for (const id of held) expect(await postOf(id)).toMatchObject({ reason: "in digest" });
  });

  test("on Friday evening, digest is Monday's", async () => {
    const { kim } = house.company;
    await house.submit(kim, "settings.notifications", "", { "covers-notice": "digest" });
    house.clock.set(new Date("2026-11-27T16:00:00Z"));
    await tellOfCover(kim);
    expect(await rows("select due_at from due where kind = 'reminder:risk.collect-held'")).toEqual([
      { due_at: new Date("2026-11-30T07:00:00Z") },
    ]);
  });

  test("digest isn't among the wishes for a digest", async () => {
    const { ben } = house.company;
    const { reply } = await house.submit(ben, "settings.notifications", "", { "risk-my-digest": "digest" });
    expect(reply.kind === "invalid" && Object.keys(reply.fields)).toEqual(["risk-my-digest"]);
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
