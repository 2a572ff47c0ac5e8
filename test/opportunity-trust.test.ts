import { afterAll, beforeAll, beforeEach, describe, expect, test } from "vitest";
import { createFeatures } from "../src/features/index.ts";
import type { AccountId, OpportunityId } from "../src/kernel/ids.ts";
import { addPerson, ids, type TestPerson } from "./helpers/company.ts";
import { type DealHouse, runDeals } from "./helpers/deal-house.ts";
import { NINE, wordsOf } from "./helpers/running-app.ts";

const THE_AMS = "so the offer is the Account Manager's";
const HOUR_MS = 3_600_000;
const DAY_MS = 24 * HOUR_MS;

let house: DealHouse;
let dora: TestPerson;
let sven: TestPerson;
beforeAll(async () => {
  house = await runDeals();
  const { organisation, workspace, anna } = house.company;
  [dora, sven] = await house.app.db.write(organisation, async (tx) => [
    await addPerson(tx, workspace, "Dora Double", ["csm", "am"]),
    await addPerson(tx, workspace, "Sven Support", ["colleague"]),
  ]);
  await house.change(
    "insert into handle (organisation_id, platform, workspace, user_id, person_id) values ($1, 'teams', $2, $3, $4)",
    [organisation, workspace, anna.user, anna.id],
  );
  await house.app.db.system.rows(
    "insert into workspace (platform, external_id, organisation_id) values ('teams', $1, $2)",
    [workspace, organisation],
  );
});
afterAll(() => house.stop());

let name = "";
let made = 0;
beforeEach(() => {
  name = `Trusted ${String(++made)}`;
  house.clock.set(NINE);
});

const slotIs = (account: AccountId, slot: "csm" | "am", who: TestPerson): Promise<void> =>
  house.change(
    `insert into slot (organisation_id, account_id, slot, person_id) values ($1, $2, $3, $4)
     on conflict (organisation_id, account_id, slot) do update set person_id = excluded.person_id`,
    [house.company.organisation, account, slot, who.id],
  );

/** Somebody stands in for another on that Tuesday, until the test is over. */
async function covering(cover: TestPerson, whom: TestPerson, work: () => Promise<void>): Promise<void> {
  const id = ids.next<"cover">();
  await house.change(
    `insert into cover (organisation_id, id, person_id, cover_id, from_on, until_on, made_by, made_at)
     values ($1, $2, $3, $4, '2026-11-24', '2026-11-24', $3, $5)`,
    [house.company.organisation, id, whom.id, cover.id, NINE],
  );
  try {
    await work();
  } finally {
    await house.change("delete from cover where id = $1", [id]);
  }
}

/** What a press on Claim is answered, wherever it is made. */
async function claims(who: TestPerson, id: OpportunityId, more: object = {}): Promise<string> {
  const { workspace } = house.company;
  return wordsOf(
    await house.app.handle({
      kind: "press",
      sender: { platform: "slack", workspace, user: who.user, home: workspace },
      place: { conversation: "C0ANYWHERE", private: false },
      contentKey: `claim ${String(Math.random())}`,
      replyTo: {},
      action: { name: "opportunities.claim", subject: id },
      ...more,
    }),
  );
}

/** The names of what one could press in what somebody was sent or answered. */
function pressable(drawn: unknown): string[] {
  return [...JSON.stringify(drawn).matchAll(/"name":"(opportunities\.[a-z-]+)"/g)].map((match) => match[1] ?? "");
}

const OFFERING = ["claim", "pass", "snooze", "propose", "win", "lose", "release"].map(
  (each) => `opportunities.${each}`,
);

/** What stands with somebody about this test's account. */
const sentTo = (who: TestPerson): unknown[] =>
  house.slack.calls
    .filter(({ target, words }) => target.conversation === who.user && words.includes(name))
    .map(({ drawn }) => drawn.card);

describe("a CSM of the account", () => {
  test("can't claim what is its AM's, nor what is its pool's, from a card in Slack or in Teams", async () => {
    const { anna, marta, workspace } = house.company;
    for (const am of [marta, undefined]) {
      const id = await house.spot(await house.account(`${name} ${am ? "own" : "pool"}`, am));
      expect(await claims(anna, id)).toContain(THE_AMS);
      const inTeams = { sender: { platform: "teams", workspace, user: anna.user, home: workspace } } as const;
      expect(await claims(anna, id, inTeams)).toContain(THE_AMS);
      const alone = { place: { conversation: anna.user, private: true } } as const;
      expect(await claims(anna, id, alone)).toContain(THE_AMS);
      expect((await house.offer(id)).opportunity).toMatchObject({ stage: "routed", claimed: undefined });
    }
  });

  test("can't from an old card, after somebody gave it back, or while it is on hold", async () => {
    const { anna, marta } = house.company;
    const account = await house.account(name, marta);
    const id = await house.spot(account);
    const place = { conversation: "C0ANYWHERE", private: false, message: "C0ANYWHERE:1.1" };
    await house.says(marta, "claim", id);
    expect(await claims(anna, id, { place })).toContain("Marta Silva claimed this");
    await house.fills(marta, "release", id, { reason: "no-time" });
    expect(await claims(anna, id, { place })).toContain(THE_AMS);
    await house.risk(account, true);
    expect(await claims(anna, id, { place })).toContain(THE_AMS);
    expect((await house.offer(id)).opportunity.claimed).toBeUndefined();
  });

  test("can't as the AM's cover, for then they would sell; nor can an AM while they cover for the CSM", async () => {
    const { anna, marta, jonas } = house.company;
    const own = await house.spot(await house.account(`${name} own`, marta));
    const pool = await house.spot(await house.account(`${name} pool`));
    await covering(anna, marta, async () => {
      expect(await claims(anna, own)).toContain(THE_AMS);
      expect(await house.fills(anna, "release", own, { reason: "no-time" })).toContain(THE_AMS);
    });
    await covering(jonas, anna, async () => expect(await claims(jonas, pool)).toContain(THE_AMS));
    for (const id of [own, pool]) expect((await house.offer(id)).opportunity.claimed).toBeUndefined();
  });

  test("can't run a claimed one either: no press and no form of the AM's is theirs", async () => {
    const { anna, marta } = house.company;
    const id = await house.spot(await house.account(name, marta));
    await house.says(marta, "claim", id);
    const refusing = async (): Promise<string[]> => [
      await house.says(anna, "propose", id),
      await house.fills(anna, "release", id, { reason: "no-time" }),
      await house.fills(anna, "win", id, { promised: "All they want", value: "1", currency: "eur" }),
      await house.fills(anna, "lose", id, { reason: "price" }),
      wordsOf(await house.open(anna, "opportunities.win", id)),
      wordsOf(await house.open(anna, "opportunities.lose", id)),
    ];
    for (const said of await refusing()) expect(said).toContain(THE_AMS);
    await covering(anna, marta, async () => {
      for (const said of await refusing()) expect(said).toContain(THE_AMS);
    });
    expect((await house.offer(id)).opportunity).toMatchObject({ stage: "claimed", claimed: { by: marta.id } });
  });

  test("isn't in the offer's thread: nothing they are sent or look up has a button of the AM's", async () => {
    const { anna, marta } = house.company;
    await house.change("update channel set archived = true where purpose = 'am'");
    await covering(anna, marta, async () => {
      const account = await house.account(name, marta);
      await house.spot(account);
      await house.hours(0);
      await house.hours(4);
      const sent = sentTo(anna);
      expect(sent.length).toBeGreaterThan(0);
      expect(pressable(sent).filter((each) => OFFERING.includes(each))).toEqual([]);
      house.clock.set(NINE);
      for (const line of [`/account ${name}`, "/tandem pipeline", "/tandem home", `/tandem timeline ${name}`]) {
        const { reply } = await house.command(anna, line);
        expect(
          pressable(reply).filter((each) => OFFERING.includes(each)),
          line,
        ).toEqual([]);
      }
    });
    await house.change("update channel set archived = false where purpose = 'am'");
  });

  test("who is an AM elsewhere is never offered it, and it isn't among what they could claim", async () => {
    const account = await house.account(name);
    const id = await house.spot(account);
    await house.change("update opportunity set assignee_id = $2 where id = $1", [id, dora.id]);
    await slotIs(account, "csm", dora);
    const what = "slot-changed";
    await house.tell({ kind: "account-touched", account, what, by: undefined, via: "import", details: {} });
    expect((await house.offer(id)).opportunity).toMatchObject({ stage: "routed", pool: true });
    expect((await house.offer(id)).opportunity.assignee).not.toBe(dora.id);
    for (const line of ["/tandem home", "/tandem pipeline", `/account ${name}`]) {
      const { reply } = await house.command(dora, line);
      expect(JSON.stringify(reply).includes(`"name":"opportunities.claim","subject":"${id}"`), line).toBe(false);
    }
    await house.submit(dora, "settings.mine", "", { locale: "en", zone: "Europe/Berlin", digestAt: "08:00" });
    house.clock.set(new Date(NINE.getTime() + DAY_MS - HOUR_MS));
    await house.app.settle();
    const offered = house.slack.calls.filter(
      ({ target, drawn }) =>
        target.conversation === dora.user &&
        JSON.stringify(drawn.card).includes(`"name":"opportunities.claim","subject":"${id}"`),
    );
    expect(offered).toEqual([]);
    expect(await claims(dora, id)).toContain(THE_AMS);
  });
});

describe("one person in both slots of the account", () => {
  test("may claim, is warned, and the warning is kept in the audit and the timeline", async () => {
    const account = await house.account(name, dora);
    const id = await house.spot(account);
    await slotIs(account, "csm", dora);
    const said = await claims(dora, id);
    expect(said).toContain("It's yours");
    expect(said).toContain("You are also its Customer Success Manager");
    expect((await house.offer(id)).opportunity).toMatchObject({ stage: "claimed", claimed: { by: dora.id } });
    const audited = await house.app.db.read(house.company.organisation, (tx) =>
      tx.rows(
        "select action, person_id, details from audit where subject = $1 and action like 'opportunities.claim%'",
        [id],
      ),
    );
    expect(audited).toEqual([
      { action: "opportunities.claim-both", person_id: dora.id, details: { warning: "holds both slots" } },
    ]);
    expect(await house.kinds(account)).toContain("claimed");
    expect(await house.says(dora, "propose", id)).toContain("is proposed to");
  });

  test("is whoever holds them, not who covers for the one and is the other", async () => {
    const { anna, marta } = house.company;
    const id = await house.spot(await house.account(name, marta));
    await covering(marta, anna, async () => {
      const said = await claims(marta, id);
      expect(said).toContain("It's yours");
      expect(said).not.toContain("You are also its");
    });
  });
});

describe("what a CSM, a colleague, a guest and a channel read of a deal", () => {
  const PRICE = "47118.15";
  /** Words are looked for without their spaces; figures as people write them, and never inside an id, which may hold any. */
  const WORDS = ["canaryterms", "canaryoffer", "canaryquote"];
  const FIGURES = {
    price: /(?<![0-9a-z])47[^0-9a-z]{0,2}118(?!\d{3,}|[a-z])/,
    discount: /(?<![0-9a-z])31[.,]37(?![0-9a-z])/,
  };
  const marksIn = (value: unknown): string[] => {
    const said = JSON.stringify(value)
      .toLowerCase()
      .replaceAll(/[0-9a-f]{8}-[0-9a-f-]{27}/g, "");
    const letters = said.replace(/[^a-z]/g, "");
    const figures = Object.entries(FIGURES).filter(([, figure]) => figure.test(said));
    return [...WORDS.filter((word) => letters.includes(word)), ...figures.map(([called]) => called)];
  };

  const looksAt = (account: string): readonly string[] => [
    `/account ${account}`,
    ...createFeatures()
      .flatMap(({ commands = [] }) => commands)
      .filter(({ changes, word }) => !changes && word !== "account")
      .flatMap(({ word }) => [`/tandem ${word}`, `/tandem ${word} ${account}`]),
    `/tandem why ${account} opportunities`,
  ];
  const learns = async (who: TestPerson): Promise<unknown[]> => {
    const answers: unknown[] = [];
    for (const line of looksAt(name)) answers.push((await house.command(who, line)).reply);
    return answers;
  };

  test("is its stage, owner, next step, promise and result, and never price, discount or the offer's words", async () => {
    const { anna, ben, marta, kim, ada, organisation } = house.company;
    const account = await house.account(name, marta);
    await house.change(
      "insert into slot (organisation_id, account_id, slot, person_id) values ($1, $2, 'support', $3)",
      [organisation, account, sven.id],
    );
    const guest = { id: anna.id, name: "a guest", user: "U0GUEST" };
    const readers = [anna, ben, kim, ada, sven, guest];
    const before = house.slack.calls.length;
    const id = await house.spot(account);
    await house.change(
      `insert into request (organisation_id, id, account_id, kind, text, terms, discount_percent, logged_by, at, owner_id,
                            response_due_at, state)
       values ($1, $2, $3, 'commercial', 'wants more', 'canary terms', 31.37, $4, $5, $4, $5, 'open')`,
      [organisation, ids.next<"request">(), account, marta.id, NINE],
    );
    await house.change(
      `insert into timeline (organisation_id, id, account_id, kind, at, person_id, via, details, visibility, summary)
       values ($1, $2, $3, 'note', $5, $4, 'slack', '{}', 'commercial', 'canary offer')`,
      [organisation, ids.next<"timeline-entry">(), account, marta.id, NINE],
    );
    await house.change(
      `insert into document (organisation_id, id, account_id, title, url, type, visibility, added_by, added_at)
       values ($1, $2, $3, 'canary quote', 'https://files.example/x', 'offer', 'commercial', $4, $5)`,
      [organisation, ids.next<"document">(), account, marta.id, NINE],
    );
    const steps: readonly (readonly [string, () => Promise<unknown>, RegExp])[] = [
      ["offered", () => Promise.resolve(), /Marta Silva claims it/],
      ["claimed", () => house.says(marta, "claim", id), /Marta Silva contacts the customer by/],
      ["proposed", () => house.says(marta, "propose", id), /the customer answers (?:[0-9a-f ]+ )?Marta Silva/],
      [
        "won",
        () => house.fills(marta, "win", id, { promised: "Logins without waiting", value: PRICE, currency: "eur" }),
        /Anna Kurz accepts the handover/,
      ],
      ["taken over", () => house.says(anna, "accept", id), /./],
    ];
    for (const [stage, step, next] of steps) {
      await step();
      await house.hours(0);
      const pipeline = JSON.stringify((await house.command(anna, "/tandem pipeline")).reply);
      if (stage !== "taken over") expect(bareLetters(pipeline), stage).toMatch(next);
      const asked = ["claimed", "won"].includes(stage) ? readers : [anna];
      for (const who of asked) expect(marksIn(await learns(who)), `${who.name}, ${stage}`).toEqual([]);
    }
    house.clock.set(new Date(NINE.getTime() + DAY_MS));
    await house.app.settle();
    house.clock.set(new Date(NINE.getTime() + 90 * DAY_MS));
    await house.app.settle();
    const sent = house.slack.calls.slice(before);
    const toMarta = sent.filter(({ target }) => target.conversation === marta.user);
    for (const { target, drawn } of sent) {
      const mayKnow = [marta.user, house.company.olga.user, house.company.jonas.user].includes(target.conversation);
      if (!mayKnow) expect(marksIn([drawn.card, drawn.summary]), target.conversation).toEqual([]);
    }
    const spotter = house.standingWith(anna).filter((words) => words.includes(name));
    expect(spotter.join("\n")).toContain("Promised to the customer: Logins without waiting");
    expect(spotter.join("\n")).toContain("Done: won by Marta Silva");
    expect(toMarta.length).toBeGreaterThan(0);
  });

  test("is found where it may stand: its AM reads the price, so the marks are no blanks", async () => {
    const { marta, organisation, anna } = house.company;
    const account = await house.account(name, marta);
    const id = await house.spot(account);
    await house.says(marta, "claim", id);
    await house.fills(marta, "win", id, { promised: "Logins without waiting", value: PRICE, currency: "eur" });
    await house.change(
      `insert into timeline (organisation_id, id, account_id, kind, at, person_id, via, details, visibility, summary)
       values ($1, $2, $3, 'note', $5, $4, 'slack', '{}', 'commercial', 'canary offer')`,
      [organisation, ids.next<"timeline-entry">(), account, marta.id, NINE],
    );
    expect(marksIn(await learns(marta))).toEqual(expect.arrayContaining(["price", "canaryoffer"]));
    await covering(anna, marta, async () => expect(marksIn(await learns(anna))).toEqual([]));
  });

  test("hides the price from a CSM who is an AM elsewhere, also while something of theirs is in the pool", async () => {
    const { jonas } = house.company;
    const account = await house.account(name);
    const id = await house.spot(account);
    await house.spot(account, "reporting");
    await slotIs(account, "csm", dora);
    expect(await claims(jonas, id)).toContain("It's yours");
    await house.fills(jonas, "win", id, { promised: "Logins without waiting", value: PRICE, currency: "eur" });
    expect(marksIn(await learns(dora))).toEqual([]);
    expect(marksIn((await house.command(jonas, "/tandem pipeline")).reply)).toContain("price");
  });

  test("stands in no channel in which a CSM reads along, also one who is an AM elsewhere, whatever it is cleared for", async () => {
    const { marta, jonas, anna, amChannel } = house.company;
    await house.change("update channel set clearance = 'commercial' where id = $1", [amChannel]);
    const [row] = await house.app.db.read(house.company.organisation, (tx) =>
      tx.rows<{ conversation: string }>("select conversation from channel where id = $1", [amChannel]),
    );
    const conversation = row?.conversation ?? "";
    const members = [marta, jonas].map(({ user }) => ({ user, kind: "member" }) as const);
    const among = (more: readonly TestPerson[]): void => {
      const others = more.map(({ user }) => ({ user, kind: "member" }) as const);
      house.slack.channels.set(conversation, { external: false, archived: false, members: [...members, ...others] });
    };
    const readAnew = (): Promise<void> =>
      house.change("update channel set flags_read_at = null, members_read_at = null where id = $1", [amChannel]);
    const sold = async (called: string): Promise<string[]> => {
      await readAnew();
      const before = house.slack.calls.length;
      const id = await house.spot(await house.account(`${name} ${called}`, marta));
      await house.hours(0);
      await house.says(marta, "claim", id);
      await house.fills(marta, "win", id, { promised: "Logins without waiting", value: PRICE, currency: "eur" });
      await house.hours(0);
      const there = house.slack.calls.slice(before).filter(({ target }) => target.conversation === conversation);
      expect(there.length).toBeGreaterThan(0);
      return marksIn(there.map(({ drawn }) => [drawn.card, drawn.summary]));
    };
    among([anna]);
    expect(await sold("with its CSM")).toEqual([]);
    among([dora]);
    expect(await sold("with somebody of both")).toEqual([]);
    among([]);
    expect(await sold("of AMs")).toContain("price");
  });
});

/** Letters of a card, without its marks. */
function bareLetters(json: string): string {
  return json
    .replaceAll(/"(?:mention|id)":|"name":/g, " ")
    .replaceAll(/[0-9a-f]{8}-[0-9a-f-]{27}/g, "")
    .replaceAll(/[^\p{L}\p{N} ]/gu, " ")
    .replaceAll(/\s+/g, " ");
}
