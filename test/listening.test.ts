import { createHash } from "node:crypto";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { overheardIn } from "../src/chat/slack/overheard.ts";
import type { Overheard } from "../src/chat/interaction.ts";
import { isToTell, speaksOfPrices } from "../src/features/listening/decide.ts";
import type { Person } from "../src/kernel/directory.ts";
import type { ChannelId } from "../src/kernel/ids.ts";
import { createPosts } from "../src/outbox/posts.ts";
import { ids, type TestPerson } from "./helpers/company.ts";
import { runApp, type RunningApp, wordsOf } from "./helpers/running-app.ts";

const SHARED = "C0NORTHWIND";
const OTHER = "C0ELSEWHERE";
const DAY_MS = 86_400_000;

describe("words about prices", () => {
  test.each([
    "What would the price be for fifty more?",
    "PRICING: see below",
    "could you quote us ten seats?",
    "Is there a discount?",
    "we'd want a list price",
    "Gibt es darauf Rabatt?",
    "ich schicke Ihnen ein Angebot.",
    "die Preise für nächstes Jahr",
    "Über die Nachlässe sprechen wir noch",
    "PREISERHÖHUNG",
    "请问价格是多少",
    "可以给个折扣吗？",
    "我把报价发给您",
    "（单价）",
  ])("are heard in %j", (text) => {
    expect(speaksOfPrices(text)).toBe(true);
  });

  test.each([
    "The export is fixed.",
    "a priceless moment",
    "unquoted strings break the parser",
    "discounting that, all is well",
    "see https://example.com/price/list and www.example.com/discount",
    "write to angebot@example.com",
    "preisgekrönt, wie schön",
    "das Stellenangebotsportal läuft wieder",
    "Rabattmarkensammler",
    "price_total is null",
    "大家的评价很好",
    "",
  ])("aren't heard in %j", (text) => {
    expect(speaksOfPrices(text)).toBe(false);
  });

  test("are nobody's matter but a Customer Success Manager's who is there", () => {
    const csm = { active: true, roles: ["csm"], cover: undefined } as unknown as Person;
    expect(isToTell(csm, "the price")).toBe(true);
    expect(isToTell(csm, "the export")).toBe(false);
    expect(isToTell(undefined, "the price")).toBe(false);
    expect(isToTell({ ...csm, active: false }, "the price")).toBe(false);
    expect(isToTell({ ...csm, roles: ["am", "manager", "colleague"] }, "the price")).toBe(false);
    expect(isToTell({ ...csm, cover: "their cover" as Person["cover"] }, "the price")).toBe(false);
  });
});

describe("of Slack's events", () => {
  const said = {
    type: "message",
    channel: SHARED,
    channel_type: "channel",
    user: "U0ANNA",
    ts: "1.2",
    text: "a price",
  };
  const heard = (more: object): Overheard | undefined =>
    overheardIn({ type: "event_callback", event_id: "Ev1", event: { ...said, ...more } }, "T0TANDEM");

  test("what a person of the workspace writes in a channel is overheard", () => {
    expect(heard({ team: "T0TANDEM" })).toMatchObject({
      kind: "overheard",
      text: "a price",
      sender: { user: "U0ANNA", home: "T0TANDEM" },
      place: { conversation: SHARED, private: false },
    });
    expect(heard({ channel_type: "group" })?.kind).toBe("overheard");
    expect(heard({ subtype: "file_share", files: [{}] })?.kind).toBe("overheard");
    expect(heard({ subtype: "thread_broadcast" })?.kind).toBe("overheard");
  });

  test.each([
    ["a bot", { bot_id: "B01" }],
    ["an edit", { subtype: "message_changed" }],
    ["somebody of another company", { user_team: "T0CUSTOMER" }],
    ["somebody whose message came from another company", { team: "T0TANDEM", source_team: "T0CUSTOMER" }],
    ["a conversation of a few", { channel_type: "mpim" }],
    ["one's own conversation with the bot", { channel_type: "im" }],
    ["what isn't a message", { type: "reaction_added" }],
  ])("nothing of %s is", (_whose, more) => {
    expect(heard(more)).toBeUndefined();
  });
});

describe("in a channel with a customer", () => {
  let house: RunningApp;
  let messages = 0;
  beforeAll(async () => {
    house = await runApp({ environment: { SLACK_LISTENING: "1" } });
    for (const channel of [SHARED, OTHER]) {
      house.slack.channels.set(channel, { external: true, archived: false, members: [] });
    }
  });
  afterAll(() => house.stop());

  const place = (conversation: string) => ({ conversation, name: conversation.slice(2).toLowerCase(), private: false });
  const listen = (who: TestPerson, word: string, conversation = SHARED) =>
    house.command(who, `/tandem listen ${word}`, { place: place(conversation) }).then(wordsOf);

  async function says(who: Pick<TestPerson, "user">, text: string, more: Partial<Overheard> = {}): Promise<void> {
    const { workspace } = house.company;
    const { reply } = await house.app.handle({
      kind: "overheard",
      text,
      sender: { platform: "slack", workspace, user: who.user, home: workspace },
      place: { conversation: SHARED, private: false },
      contentKey: `said-${String(++messages)}`,
      replyTo: {},
      ...more,
    });
    expect(reply).toEqual({ kind: "nothing" });
    await house.app.settle();
  }
  const standsIn = (conversation: string): string[] =>
    house.slack.calls.filter(({ target }) => target.conversation === conversation).map(({ words }) => words);
  const toldTo = (who: TestPerson): string[] =>
    standsIn(who.user).filter((words) => words.includes("commercial conversation"));

  /** In every row of every table of the database, pg-boss's among them. */
  async function findStored(marks: readonly string[]): Promise<string[]> {
    const {
      app: { db },
      company,
    } = house;
    const tables = await db.system.rows<{ name: string; owned: boolean }>(
      `select format('%I.%I', t.table_schema, t.table_name) as name, c.column_name is not null as owned
         from information_schema.tables t
         left join information_schema.columns c
                on (c.table_schema, c.table_name, c.column_name) = (t.table_schema, t.table_name, 'organisation_id')
               and t.table_schema = 'public'
        where t.table_type = 'BASE TABLE' and t.table_schema not in ('pg_catalog', 'information_schema')`,
    );
    expect(tables.length).toBeGreaterThan(50);
    const hits = new Set<string>();
    for (const { name, owned } of tables) {
      const sql = `select to_jsonb(t)::text as row from ${name} t`;
      const rows = owned
        ? await db.read(company.organisation, (tx) => tx.rows<{ row: string }>(sql))
        : await db.system.rows<{ row: string }>(sql);
      for (const mark of marks) if (rows.some(({ row }) => row.includes(mark))) hits.add(`${name}: ${mark}`);
    }
    return [...hits];
  }

  test("nobody is listened to until an administrator switches it on there, and nobody else can", async () => {
    const { ada, anna } = house.company;
    await says(anna, "What about the price?");
    expect(toldTo(anna)).toEqual([]);
    expect(await listen(anna, "on")).toContain("Ask Ada Admin");
    expect(await listen(ada, "")).toContain("I don't listen here");
    expect(await listen(ada, "loudly")).toContain("loudly is neither on nor off");
    await says(anna, "What about the price?");
    expect(toldTo(anna)).toEqual([]);
    expect(await listen(ada, "off")).toContain("I don't listen here");
    await house.app.settle();
    expect(standsIn(SHARED)).toEqual([]);
  });

  test("everybody there reads who listens, for what, that nothing is kept, and how to end it", async () => {
    const { ada, anna } = house.company;
    expect(await listen(ada, "on")).toContain("I listen in #northwind from now on");
    await house.app.settle();
    expect(standsIn(SHARED)).toEqual([
      [
        "Tandem listens here for words about prices",
        "From now on I look at what our own Customer Success Managers write in this channel, for words such as price, discount or quote. When one comes up, I tell its writer alone that an Account Manager can take over.",
        "What anybody else writes I don't look at: no customer's, no guest's and no other app's message. I store nothing of any message.",
        "To end it, an administrator of ours types /tandem listen off here.",
      ].join(" · "),
    ]);
    expect(await listen(ada, "on")).toContain("I listen here already");
    expect(await listen(anna, "")).toContain("I listen here for words about prices");
    await house.app.settle();
    expect(standsIn(SHARED)).toHaveLength(1);
  });

  test("a Customer Success Manager who writes of prices is told privately, with the form that hands over", async () => {
    const { anna } = house.company;
    await says(anna, "The export is fixed.");
    expect(toldTo(anna)).toEqual([]);
    await says(anna, "About the discount: let me see.");
    expect(toldTo(anna)).toHaveLength(1);
    expect(toldTo(anna)[0]).toContain("You wrote about prices in #northwind.");
    expect(standsIn(SHARED)).toHaveLength(1);
    const tip = house.slack.calls.find(({ words }) => words.includes("commercial conversation"));
    const buttons = tip?.drawn.card.body.flatMap((block) => (block.kind === "buttons" ? block.elements : [])) ?? [];
    const opens = buttons.flatMap((button) => ("opens" in button ? button.opens : []));
    expect(opens.map(({ name }) => name)).toEqual(["requests.hand"]);
    const form = await house.open(anna, "requests.hand", opens[0]?.subject ?? "");
    expect(form.reply.kind).toBe("form");
  });

  test("it is said once a day, to each of them, for each channel", async () => {
    const { ada, anna, ben } = house.company;
    await says(anna, "And the price list?");
    expect(toldTo(anna)).toHaveLength(1);
    await says(ben, "Ein Angebot folgt.");
    expect(toldTo(ben)).toHaveLength(1);
    await listen(ada, "on", OTHER);
    await house.app.settle();
    await says(anna, "折扣", { place: { conversation: OTHER, private: false } });
    expect(toldTo(anna)).toHaveLength(2);
    house.clock.set(new Date(house.clock.now().getTime() + DAY_MS));
    await says(anna, "the quote again");
    expect(toldTo(anna)).toHaveLength(3);
  });

  test("customers, guests, other companies, and colleagues with other tasks are never listened to", async () => {
    const { marta, olga, kim, ben, workspace } = house.company;
    const before = house.slack.calls.length;
    for (const who of [marta, olga, kim, { user: "U0GUEST" }, { user: "U0CUSTOMER" }]) await says(who, "a price?");
    const outside = { platform: "slack", workspace, user: ben.user, home: "T0CUSTOMER" } as const;
    await says(ben, "a price?", { sender: outside });
    await says(ben, "a price?", { place: { conversation: "C0NOBODYASKED", private: false } });
    await says(ben, "a price?", {
      sender: { platform: "slack", workspace: "T0UNKNOWN", user: "U1", home: "T0UNKNOWN" },
    });
    expect(house.slack.calls.slice(before)).toEqual([]);
  });

  test("nothing of a message is stored anywhere: not its text, not a part of it, not a hash, not that it came", async () => {
    const { anna, ben } = house.company;
    house.clock.set(new Date(house.clock.now().getTime() + DAY_MS));
    const text = "canarymessage: the price is 4711815 with a discount of 13 %";
    const key = "canarykey";
    const before = toldTo(ben).length;
    await says(ben, text, { contentKey: key });
    await says(anna, "canarymessage without any such word", { contentKey: key });
    expect(toldTo(ben)).toHaveLength(before + 1);
    const hashes = ["sha256", "sha1", "md5"].flatMap((algorithm) =>
      [text, text.toLowerCase()].flatMap((each) => {
        const hash = createHash(algorithm).update(each).digest();
        return [hash.toString("hex"), hash.toString("base64"), hash.toString("base64url")];
      }),
    );
    const marks = ["canarymessage", "4711815", key, ...hashes];
    expect(await findStored(["Anna Kurz", "listening.tip"])).toEqual(
      expect.arrayContaining(["public.person: Anna Kurz", "public.post: listening.tip"]),
    );
    const found = await findStored(marks);
    expect(found).toEqual([]);
  });

  test("once it is switched off, everybody there reads that too, and nobody is listened to", async () => {
    const { ada, anna } = house.company;
    house.clock.set(new Date(house.clock.now().getTime() + DAY_MS));
    const before = toldTo(anna).length;
    expect(await listen(ada, "off")).toContain("I don't listen in #northwind any more");
    await house.app.settle();
    expect(standsIn(SHARED).at(-1)).toContain("I no longer look at any message in this channel");
    await says(anna, "What about the price?");
    expect(toldTo(anna)).toHaveLength(before);
    expect(standsIn(SHARED)).toHaveLength(2);
    const audited = await house.app.db.read(house.company.organisation, (tx) =>
      tx.rows<{ action: string }>("select action from audit where action like 'listening.%' order by at, id"),
    );
    expect(audited.map(({ action }) => action)).toEqual(["listening.on", "listening.on", "listening.off"]);
  });

  /** What the audit has of a channel's listening having ended. */
  async function endsKept(conversation: string): Promise<object[]> {
    return house.app.db.read(house.company.organisation, (tx) =>
      tx.rows(
        `select a.action, a.person_id, a.details from audit a join channel c on c.id::text = a.subject
          where c.conversation = $1 and a.action = 'listening.off' order by a.id`,
        [conversation],
      ),
    );
  }

  test("where nobody can be told, it doesn't listen", async () => {
    const { ada, anna } = house.company;
    const alone = "C0NOTINVITED";
    house.slack.channels.set(alone, { external: true, archived: false, members: [] });
    house.slack.fault(alone, { kind: "not-allowed", problem: "not_in_channel" });
    expect(await listen(ada, "on", alone)).toContain("invite me, then type /tandem listen on again");
    await house.app.settle();
    expect(await listen(ada, "", alone)).toContain("I don't listen here");
    const before = toldTo(anna).length;
    await says(anna, "What about the price?", { place: { conversation: alone, private: false } });
    expect(toldTo(anna)).toHaveLength(before);
  });

  test("what is told to who wrote reaches neither who covers for them nor administrators", async () => {
    const { ada, anna, ben, organisation } = house.company;
    const there = "C0LATE";
    const place = { conversation: there, private: false };
    house.slack.channels.set(there, { external: true, archived: false, members: [] });
    await listen(ada, "on", there);
    await house.app.settle();
    house.clock.set(new Date("2026-12-07T20:00:00Z"));
    await says(anna, "about the discount", { place });
    await house.app.db.write(organisation, (tx) =>
      tx.rows(
        `insert into cover (organisation_id, id, person_id, cover_id, from_on, until_on, made_by, made_at)
         values ($1, $2, $3, $4, '2026-12-08', '2026-12-08', $3, '2026-12-07T20:00:00Z')`,
        [organisation, ids.next(), anna.id, ben.id],
      ),
    );
    const before = [ben, anna].map((who) => toldTo(who).length);
    house.clock.set(new Date("2026-12-08T09:00:00Z"));
    await house.app.settle();
    expect([ben, anna].map((who) => toldTo(who).length)).toEqual(before);
    house.slack.fault(ben.user, { kind: "not-allowed", problem: "restricted_action" });
    const told = standsIn(ada.user).length;
    await says(ben, "about the discount", { place });
    expect(standsIn(ada.user).slice(told)).toEqual([]);
    expect(wordsOf(await house.command(ada, "/tandem deliveries"))).not.toContain("Ben");
  });

  test("nothing is looked at before the notice stands", async () => {
    const { ada, anna } = house.company;
    const slow = "C0SLOW";
    house.slack.channels.set(slow, { external: true, archived: false, members: [] });
    house.slack.fault(slow, { kind: "slow-down", waitMs: 3_600_000 });
    await listen(ada, "on", slow);
    await house.app.settle();
    const before = toldTo(anna).length;
    const there = { place: { conversation: slow, private: false } };
    await says(anna, "What about the price?", there);
    expect(toldTo(anna)).toHaveLength(before);
  });

  test.each(["archived", "removed"] as const)(
    "where the channel was %s, it listens only once it is said anew",
    async (change) => {
      const { ada, anna, workspace } = house.company;
      const there = `C0GONE${change.toUpperCase()}`;
      const sender = { platform: "slack", workspace, user: ada.user, home: workspace } as const;
      house.slack.channels.set(there, { external: true, archived: false, members: [] });
      await listen(ada, "on", there);
      await house.app.settle();
      await house.app.handle({
        kind: "channel-change",
        change,
        sender,
        place: { conversation: there, private: false },
        contentKey: `change-${change}`,
        replyTo: {},
      });
      await house.app.db.write(house.company.organisation, (tx) =>
        tx.rows("update channel set archived = false where conversation = $1", [there]),
      );
      await house.app.settle();
      const before = toldTo(anna).length;
      await says(anna, "What about the price?", { place: { conversation: there, private: false } });
      expect(toldTo(anna)).toHaveLength(before);
      expect(await listen(ada, "", there)).toContain("I don't listen here");
      expect(await endsKept(there)).toEqual([
        { action: "listening.off", person_id: null, details: { because: change } },
      ]);
    },
  );

  test("where a reading finds the channel archived, listening has ended, which is kept once", async () => {
    const { ada } = house.company;
    const there = "C0SHELVED";
    house.slack.channels.set(there, { external: true, archived: false, members: [] });
    await listen(ada, "on", there);
    await house.app.settle();
    house.slack.channels.set(there, { external: true, archived: true, members: [] });
    const [row] = await house.app.db.write(house.company.organisation, (tx) =>
      tx.rows<{ id: ChannelId }>("update channel set flags_read_at = null where conversation = $1 returning id", [
        there,
      ]),
    );
    for (const slot of ["one", "another"]) {
      await house.app.db.write(house.company.organisation, (tx) => {
        const wanted = createPosts(tx, { now: house.clock.now(), ids, wake: () => undefined });
        wanted.announce({ card: "risk.team-digest", subject: "", address: `channel:${row?.id ?? ""}`, slot });
        return Promise.resolve();
      });
      await house.app.settle();
    }
    expect(await listen(ada, "", there)).toContain("I don't listen here");
    const because = { because: "archived" };
    expect(await endsKept(there)).toEqual([{ action: "listening.off", person_id: null, details: because }]);
  });

  test("a channel for it is nobody's channel for digests and opportunities", async () => {
    const { ada } = house.company;
    const said = wordsOf(await house.command(ada, "/tandem settings"));
    expect(said).not.toContain("undefined");
    const form = await house.command(ada, "/tandem settings channel", { place: place(SHARED) });
    expect(form.reply.kind).toBe("form");
    const purposes = await house.app.db.read(house.company.organisation, (tx) =>
      tx.rows("select purpose, clearance from channel where conversation = $1", [SHARED]),
    );
    expect(purposes).toEqual([{ purpose: "customer", clearance: "none" }]);
  });
});

describe("an app without the permission", () => {
  test("doesn't listen, and says who can give it which manifest, in Slack and in Teams", async () => {
    const house = await runApp();
    const { ada } = house.company;
    const place = { conversation: SHARED, name: "northwind", private: false };
    const said = wordsOf(await house.command(ada, "/tandem listen on", { place }));
    expect(said).toContain("slack-listening.yaml");
    expect(said).toContain("SLACK_LISTENING=1");
    await house.app.db.write(house.company.organisation, (tx) =>
      tx.rows(
        "insert into handle (organisation_id, platform, workspace, user_id, person_id) values ($1, 'teams', $2, $3, $4)",
        [tx.organisation, house.company.workspace, ada.user, ada.id],
      ),
    );
    await house.app.db.system.rows(
      "insert into workspace (platform, external_id, organisation_id) values ('teams', $1, $2)",
      [house.company.workspace, house.company.organisation],
    );
    const { workspace } = house.company;
    const sender = { platform: "teams", workspace, user: ada.user, home: workspace } as const;
    const inTeams = wordsOf(await house.command(ada, "/tandem listen on", { place, sender }));
    expect(inTeams).toContain("TEAMS_LISTENING=1");
    await house.app.settle();
    expect(house.slack.calls).toEqual([]);
    const rows = await house.app.db.read(house.company.organisation, (tx) =>
      tx.rows("select 1 from channel where listens_since is not null"),
    );
    expect(rows).toEqual([]);
    await house.stop();
  });
});
