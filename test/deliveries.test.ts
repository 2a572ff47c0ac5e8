import { afterAll, beforeAll, beforeEach, describe, expect, test } from "vitest";
import { plain } from "../src/chat/card.ts";
import type { Answer } from "../src/chat/handler.ts";
import { chosenOf, codeOf, linesOf, MOST_LINES, type Trouble, troubleOf } from "../src/features/deliveries/decide.ts";
import type { UnsettledPost } from "../src/features/feature.ts";
import { createFeatures } from "../src/features/index.ts";
import type { PostId } from "../src/kernel/ids.ts";
import { TEXTS } from "../src/locales/keys.ts";
import type { TestPerson } from "./helpers/company.ts";
import { addCustomer } from "./helpers/customer-people.ts";
import { letGrow } from "./helpers/growing.ts";
import { NINE, runApp, type RunningApp, wordsOf } from "./helpers/running-app.ts";

const DUE = new Date("2026-11-24T08:00:00Z");

function postAt(n: number, address: UnsettledPost["address"], reason = "channel archived"): UnsettledPost {
  return { id: String(n) as PostId, card: "risk.case", address, fate: "failed", reason, dueAt: DUE };
}

describe("what a person can do about it", () => {
  const cases: readonly (readonly [UnsettledPost["fate"], string, Trouble])[] = [
    ["unknown", "ECONNRESET; looked up: timeout", "unknown"],
    ["unknown", "interrupted; looked up: too many messages", "unknown"],
    ["unknown", "interrupted; looked up: missing_scope", "unread"],
    ["failed", "channel archived", "archived"],
    ["failed", "address-gone: is_archived", "archived"],
    ["failed", "channel unread", "shut"],
    ["failed", "not-allowed: not_in_channel", "shut"],
    ["failed", "address-gone: channel_not_found", "shut"],
    ["failed", "person not reachable", "person"],
    ["failed", "person inactive", "person"],
    ["failed", "address-gone: users_not_found", "person"],
    ["failed", "address-gone: token_revoked", "cut-off"],
    ["failed", "address-gone: account_inactive", "cut-off"],
    ["failed", "not-allowed: missing_scope", "cut-off"],
    ["failed", "platform not connected", "cut-off"],
    ["failed", "draw", "ours"],
    ["failed", "card unknown", "ours"],
    ["failed", "not-allowed: limits: blocks.2.text: too long", "ours"],
    ["failed", "not-allowed: invalid_blocks", "ours"],
    ["failed", "not-allowed: restricted_action", "refused"],
    ["failed", "not-allowed: http 404", "refused"],
    ["failed", "passing: http 503", "down"],
    ["failed", "passing: token_revoked", "down"],
  ];
  test.each(cases)("of %s because of “%s” is that of %s", (fate, reason, trouble) => {
    expect(troubleOf({ fate, reason })).toBe(trouble);
  });

  test("is told with the platform's own code", () => {
    expect(["not-allowed: http 404", "draw"].map(codeOf)).toEqual(["http 404", "draw"]);
  });
});

describe("lines", () => {
  test("are by address and trouble, the longest first", () => {
    const posts = [
      postAt(1, "person:a"),
      postAt(2, "channel:b"),
      postAt(3, "channel:b"),
      postAt(4, "channel:b", "draw"),
    ];
    expect(linesOf(posts).lines.map(({ id, trouble, posts: of }) => [id, trouble, of.length])).toEqual([
      ["2", "archived", 2],
      ["1", "archived", 1],
      ["4", "ours", 1],
    ]);
  });

  test("of nine addresses are by trouble alone, of eight not yet", () => {
    const nine = Array.from({ length: 9 }, (_, at) => postAt(at, `channel:${String(at)}`));
    expect(linesOf(nine.slice(1)).lines).toHaveLength(MOST_LINES);
    const { lines, more } = linesOf([...nine, postAt(9, "channel:9", "draw")]);
    expect(lines.map(({ wide, posts }) => [wide, posts.length])).toEqual([
      [true, 9],
      [false, 1],
    ]);
    expect(more).toBe(0);
  });

  test("that find no place are counted", () => {
    const reasons = ["a", "draw", "channel archived", "channel unread", "person inactive", "platform not connected"];
    const failed = [...reasons, "passing: x"].map((reason, at) => postAt(at, `channel:${String(at)}`, reason));
    const doubtful = ["timeout", "missing_scope"].map((problem, at) => ({
      ...postAt(7 + at, `channel:${String(7 + at)}`, `looked up: ${problem}`),
      fate: "unknown" as const,
    }));
    const { lines, more } = linesOf([...failed, ...doubtful]);
    expect([lines.length, more]).toEqual([8, 1]);
  });

  test("take in what has come to them by the time of a press, and nothing else", () => {
    const posts = [
      postAt(1, "channel:a"),
      postAt(2, "channel:a"),
      postAt(3, "channel:a", "draw"),
      postAt(4, "channel:b"),
    ];
    const ids = (wide: boolean, id = "1"): string[] => chosenOf(posts, id, wide).map((post) => post.id);
    expect([ids(false), ids(true), ids(false, "settled")]).toEqual([["1", "2"], ["1", "2", "4"], []]);
  });
});

test("every card of every slice has a name in every language", () => {
  const keys = createFeatures().flatMap(({ cards = {} }) => Object.values(cards).map(({ called }) => called));
  expect(keys.length).toBeGreaterThan(5);
  for (const texts of Object.values(TEXTS) as Record<string, Record<string, string>>[]) {
    for (const key of keys) expect(texts[key.split(".")[0] ?? ""]?.[key.split(".")[1] ?? ""], key).toBeTruthy();
  }
});

describe("an administrator", () => {
  let house: RunningApp;
  beforeAll(async () => {
    house = await runApp();
  });
  afterAll(() => house.stop());
  beforeEach(async () => {
    await channelIs({ archived: false });
    await rows("update post set state = 'suppressed' where state = 'failed'");
    await standstill();
  });

  async function rows<Row extends object>(sql: string, values: unknown[] = []): Promise<Row[]> {
    return house.app.db.write(house.company.organisation, (tx) => tx.rows<Row>(sql, values));
  }

  /** What Slack says of the channel of the AMs from now on; Tandem has yet to ask. */
  async function channelIs({ archived }: { archived: boolean }): Promise<void> {
    const [row] = await rows<{ conversation: string }>(
      "update channel set archived = false, flags_read_at = null where purpose = 'am' returning conversation",
    );
    const conversation = row?.conversation ?? "";
    const known = house.slack.channels.get(conversation);
    if (known && !(known instanceof Error)) house.slack.channels.set(conversation, { ...known, archived });
  }

  /** Anna hands an idea to Marta in the channel of the AMs. */
  let ideas = 0;
  async function spot(): Promise<void> {
    const { anna, northwind, organisation } = house.company;
    await house.app.db.write(organisation, (tx) => letGrow(tx, northwind, house.clock.now()));
    const benefit = "The warehouse team waits for logins every Monday, which costs them two hours.";
    await house.submit(anna, "opportunities.spot", northwind, {
      product: `Idea ${String(++ideas)}`,
      benefit,
      word: "yes",
    });
    await standstill();
  }

  async function standstill(): Promise<void> {
    await house.app.settle();
  }

  function inAms(): Promise<string[]> {
    return house.standingIn("am");
  }

  /** The subject of the first button with this label in the card that somebody reads. */
  async function subjectOf(who: TestPerson, name: string): Promise<string> {
    const { reply } = await house.command(who, "/tandem deliveries");
    const blocks = reply.kind === "private" ? reply.card.body : [];
    const buttons = blocks.flatMap((block) => (block.kind === "buttons" ? block.elements : []));
    const found = buttons.find((each) => "press" in each && each.press.name === name);
    return found && "press" in found ? found.press.subject : "";
  }

  test("sees nothing open while everything arrives, and others see only whom to ask", async () => {
    const { ada, anna } = house.company;
    expect(wordsOf(await house.command(ada, "/tandem deliveries"))).toContain("Nothing is open");
    expect(wordsOf(await house.command(anna, "/tandem deliveries"))).toContain("Ask Ada Admin");
  });

  test("reads what did not arrive, where and why, without a customer's name, and sends it again", async () => {
    const { ada } = house.company;
    await channelIs({ archived: true });
    await spot();
    const before = (await inAms()).length;
    const said = wordsOf(await house.command(ada, "/tandem deliveries"));
    expect(said).toContain("1 message did not arrive");
    expect(said).toContain("#am: 1 message (opportunity)");
    expect(said).not.toContain("Northwind");
    expect(house.standingWith(ada).at(-1)).toContain("1 message did not arrive");
    const subject = await subjectOf(ada, "deliveries.again");
    await channelIs({ archived: false });
    expect(wordsOf(await house.press(ada, "deliveries.again", subject))).toBe("1 message is on its way again.");
    await standstill();
    expect(await inAms()).toHaveLength(before + 1);
    expect(house.standingWith(ada).at(-1)).toContain("Everything is settled");
    expect(await rows("select action, details from audit where action = 'deliveries.again'")).toEqual([
      {
        action: "deliveries.again",
        details: { trouble: "archived", address: expect.stringMatching(/^channel:/) as unknown, again: 1, late: 0 },
      },
    ]);
  });

  test("reads of what somebody at a customer should have got, not who that is, and what to check", async () => {
    const { ada, northwind, organisation } = house.company;
    await house.app.change(organisation, async ({ tx, posts }) => {
      const dana = await addCustomer(tx, northwind, { name: "Dana Vogt", email: "dana@northwind.example" });
      posts.announce({ card: "requests.request", subject: dana, address: `contact:${dana}`, slot: "" });
    });
    await standstill();
    const said = wordsOf(await house.command(ada, "/tandem deliveries"));
    expect(said).toContain("Somebody at a customer: 1 message");
    expect(said).toContain("Not reachable in chat");
    expect(said).not.toContain("Dana");
    await house.app.change(organisation, async ({ posts }) => {
      await posts.leave((await posts.unsettled(NINE)).map(({ id }) => id));
    });
  });

  test("who is one no more reads nothing of it, where the card stands already", async () => {
    const { ada, organisation } = house.company;
    await channelIs({ archived: true });
    await spot();
    expect(house.standingWith(ada).at(-1)).toContain("did not arrive");
    const roles = (role: string) =>
      house.app.db.write(organisation, (tx) =>
        tx.rows("update person set roles = array[$2] where id = $1", [ada.id, role]),
      );
    await roles("colleague");
    await channelIs({ archived: true });
    await spot();
    const last = house.standingWith(ada).at(-1);
    await roles("admin");
    expect(last).not.toContain("did not arrive");
    expect(last).not.toContain("#am");
  });

  test("settles a line once: a second press changes nothing, nor does anybody else's", async () => {
    const { ada, anna, olga } = house.company;
    await channelIs({ archived: true });
    await spot();
    const subject = await subjectOf(ada, "deliveries.fine");
    for (const who of [anna, olga]) {
      expect(wordsOf(await house.press(who, "deliveries.fine", subject))).toContain("Only a Tandem administrator");
      expect(wordsOf(await house.press(who, "deliveries.again", subject))).toContain("Only a Tandem administrator");
    }
    const first: Answer = await house.press(ada, "deliveries.fine", subject, "one press");
    expect(wordsOf(first)).toBe("1 message stays as it is.");
    expect(await house.press(ada, "deliveries.fine", subject, "one press")).toEqual(first);
    expect(wordsOf(await house.press(ada, "deliveries.fine", subject))).toContain("settled already");
    expect(wordsOf(await house.press(ada, "deliveries.again", subject))).toContain("settled already");
    expect(await rows("select state, reason from post where id = $1", [subject])).toEqual([
      { state: "suppressed", reason: "left: channel archived" },
    ]);
    expect(await rows("select from audit where action = 'deliveries.fine'")).toHaveLength(1);
  });

  test("is told the truth when another one presses at the same moment", async () => {
    const { ada } = house.company;
    await channelIs({ archived: true });
    await spot();
    const subject = await subjectOf(ada, "deliveries.again");
    await channelIs({ archived: false });
    const before = (await inAms()).length;
    const presses = await Promise.all(
      ["one", "other"].map((key) => house.press(ada, "deliveries.again", subject, key)),
    );
    expect(presses.map(wordsOf).sort()).toEqual([
      "1 message is on its way again.",
      expect.stringContaining("settled already"),
    ]);
    await standstill();
    expect(await inAms()).toHaveLength(before + 1);
  });

  test("settles one trouble at all addresses with one press when they are too many for a card", async () => {
    const { company } = house;
    const { ada } = company;
    const people = [company.anna, company.ben, company.marta, company.jonas, company.olga, company.kim];
    const addresses = [...people.map(({ id }) => `person:${id}`), "channel:a", "channel:b", "channel:c"];
    await rows(
      `insert into post (organisation_id, id, card, subject, address, slot, state, reason, due_at, created_at)
       select $1, gen_random_uuid(), 'risk.my-digest', 'x', each, 'wide', 'failed', 'address-gone: token_revoked', $3, $3
         from unnest($2::text[]) as each`,
      [company.organisation, addresses, NINE],
    );
    const said = wordsOf(await house.command(ada, "/tandem deliveries"));
    expect(said).toContain("9 channels and people: 9 messages (personal digest)");
    expect(said).toContain("Install the app again");
    const press = await house.press(ada, "deliveries.fine-all", await subjectOf(ada, "deliveries.fine-all"));
    expect(wordsOf(press)).toBe("9 messages stay as they are.");
    expect(wordsOf(await house.command(ada, "/tandem deliveries"))).toContain("Nothing is open");
  });

  test("who asked by command finds the list redrawn in its place", async () => {
    const { ada } = house.company;
    await channelIs({ archived: true });
    await spot();
    const subject = await subjectOf(ada, "deliveries.fine");
    const { reply } = await house.app.handle({
      kind: "press",
      action: { name: "deliveries.fine", subject },
      sender: { platform: "slack", workspace: house.company.workspace, user: ada.user, home: house.company.workspace },
      place: { conversation: "C0ANYWHERE", private: false, message: "C0ANYWHERE:1", ephemeral: true },
      contentKey: "in its place",
      replyTo: {},
    });
    expect(
      reply.kind === "replace" && reply.card.body.map((block) => ("text" in block ? plain(block.text) : "")),
    ).toEqual(["1 message stays as it is."]);
  });

  test("is told that what would come too late to be of use is left out", async () => {
    const { ada } = house.company;
    await channelIs({ archived: true });
    await spot();
    const subject = await subjectOf(ada, "deliveries.again");
    await rows("update post set useless_after = $2 where id = $1", [subject, new Date(DUE.getTime() - 1)]);
    expect(wordsOf(await house.press(ada, "deliveries.again", subject))).toContain("too late to be of use");
    expect(await rows("select state, reason from post where id = $1", [subject])).toEqual([
      { state: "suppressed", reason: "late" },
    ]);
  });
});
