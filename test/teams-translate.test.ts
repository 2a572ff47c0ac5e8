import { describe, expect, onTestFinished, test } from "vitest";
import type { Form, Menu } from "../src/chat/card.ts";
import type { Interaction, Reply } from "../src/chat/interaction.ts";
import { createOrigins } from "../src/chat/teams/origin.ts";
import { ACTIVITY } from "../src/chat/teams/payloads.ts";
import { fieldId, renderForm, SUBMIT } from "../src/chat/teams/render-form.ts";
import { renderMessage } from "../src/chat/teams/render.ts";
import { metIn } from "../src/chat/teams/met.ts";
import { overheardIn } from "../src/chat/teams/overheard.ts";
import { translate } from "../src/chat/teams/translate.ts";
import { createSays } from "../src/locales/say.ts";
import { scaleCard } from "./examples/scale.ts";
import { readCard } from "./helpers/adaptive-cards.ts";
import { ANNA, CHANNEL, GROUP, TEAM, teamsOfAcme, TENANT } from "./helpers/fake-teams/acme.ts";
import * as says from "./helpers/teams-activity.ts";
import { keptConversations } from "./helpers/teams-conversations.ts";
import { openTeams } from "./helpers/teams-open.ts";
import { openTalk } from "./helpers/teams-talk.ts";

const SUBJECT = "019400d2-5b7a-7c31-9a52-0d8c2f6e1a01";
const serviceUrl = "http://127.0.0.1:4000/emea/";
const who = { id: ANNA.id, name: ANNA.name, aadObjectId: ANNA.aadObjectId };
const alone = { who, serviceUrl, where: { kind: "personal", conversation: "a:1anna", tenant: TENANT } } as const;
const where = { kind: "channel", channel: CHANNEL, team: TEAM, tenant: TENANT } as const;
const inChannel = { who, serviceUrl, where } as const;
const inThread = { who, serviceUrl, where: { ...where, thread: "17" }, replyToId: "17" } as const;
const origins = createOrigins("a secret of the tests");
const context = { handles: new Map(), zone: "UTC", locale: "en", say: createSays()("en") };

function translated(activity: object): Interaction | undefined {
  return translate(ACTIVITY.parse(activity), TENANT, origins)?.interaction;
}
function wordsOf(activity: object): string | undefined {
  const interaction = translated(activity);
  return interaction?.kind === "command" ? `${interaction.command}: ${interaction.text}` : undefined;
}

describe("words in a channel that aren't to the bot", () => {
  const { entities: _entities, ...activity } = says.typed("x", inChannel);
  const heard = (text: string, more: object = {}) =>
    overheardIn(ACTIVITY.parse({ ...activity, text, entities: [], ...more }), TENANT);

  test("are overheard as letters, with the channel they were said in", () => {
    expect(heard("<p>the <b>price</b> &amp; more</p>")).toMatchObject({
      kind: "overheard",
      text: "the price & more",
      sender: { user: ANNA.aadObjectId, home: TENANT },
      place: { conversation: CHANNEL, private: false },
    });
  });

  test("aren't when somebody of another company says them, in a group or alone, or when they are to the bot", () => {
    const elsewhere = { ...activity.from, tenantId: "99999999-1111-4222-8333-444444444444" };
    expect(heard("the price", { from: elsewhere })).toBeUndefined();
    expect(heard("the price", { from: { id: "28:another-bot" } })).toBeUndefined();
    expect(overheardIn(ACTIVITY.parse(says.typed("the price", inChannel)), TENANT)).toBeUndefined();
    expect(overheardIn(ACTIVITY.parse(says.typed("the price", alone)), TENANT)).toBeUndefined();
    expect(heard("the price", { type: "messageReaction" })).toBeUndefined();
  });
});

describe("words to the bot", () => {
  test.each([
    ["account acme", "account acme"],
    ["/account acme", "account acme"],
    ["tandem account acme", "account acme"],
    ["/tandem account acme", "account acme"],
    ["Tandem  /account   acme ", "account acme"],
    ["account Tandem GmbH", "account Tandem GmbH"],
    ["tandems", "tandems"],
    ["", ""],
    ["   ", ""],
    ["tandem", ""],
    ["/tandem", ""],
    ["/", ""],
    ["account Smith &amp; Sons", "account Smith & Sons"],
    ["account &amp;lt;b&amp;gt;", "account &lt;b&gt;"],
    ["account&nbsp;acme", "account acme"],
    ["account\u00a0acme\r\nand more", "account acme and more"],
    ["account a\u0000b\ud800", "account ab\ufffd"],
  ])("%j", (typed, words) => {
    expect(wordsOf(says.typed(typed, alone))).toBe(`tandem: ${words}`);
    expect(wordsOf(says.typed(typed, inChannel))).toBe(`tandem: ${words}`);
  });

  test("without any text ask for help", () => {
    for (const text of [undefined, null, ""]) expect(wordsOf({ ...says.typed("x", alone), text })).toBe("tandem: ");
  });

  test("name others by their names, and the bot not at all, wherever it stands", () => {
    const { entities, ...activity } = says.typed("x", inChannel);
    const others = [{ type: "mention", text: "<at>Ben Bo</at>", mentioned: { id: "29:ben", name: "Ben Bo" } }];
    const text = "<at>Tandem</at> hand over to <at>Ben Bo</at> please <at>Tandem</at>";
    expect(wordsOf({ ...activity, text, entities: [...(entities as object[]), ...others] })).toBe(
      "tandem: hand over to Ben Bo please",
    );
    expect(
      wordsOf({ ...activity, text: '<at id="0">Tandem</at> account <at id="1">Ben Bo</at>', entities: null }),
    ).toBe("tandem: account Ben Bo");
  });

  test("of somebody called like the bot are theirs", () => {
    const { entities: _entities, ...activity } = says.typed("x", alone);
    const namesake = [
      { type: "mention", text: "<at>Tandem Tim</at>", mentioned: { id: "29:tim", name: "Tandem Tim" } },
    ];
    expect(wordsOf({ ...activity, text: "account <at>Tandem Tim</at>", entities: namesake })).toBe(
      "tandem: account Tandem Tim",
    );
  });

  test("in a channel or a group are those that mention it, and no others", () => {
    const { entities: _entities, ...activity } = says.typed("x", inChannel);
    const toOthers = [
      { type: "mention", text: "<at>Tandem Tim</at>", mentioned: { id: "29:tim", name: "Tandem Tim" } },
    ];
    expect(translated({ ...activity, text: "<at>Tandem Tim</at> the price?", entities: toOthers })).toBeUndefined();
    expect(translated({ ...activity, text: "account acme", entities: [] })).toBeUndefined();
    expect(translated({ ...activity, text: "account acme", entities: null })).toBeUndefined();
  });

  test("have an end", () => {
    expect(wordsOf(says.typed(`account ${"x".repeat(100_000)}`, alone))?.length).toBeLessThan(4100);
  });
});

describe("a choice from a message's menu", () => {
  const by = { id: "8d2f6e1b-07a0-4c19-9d08-000000000099", displayName: "Dana Vogt" };
  const message = {
    content:
      '<p><at id="0">Anna Berg</at>, we need&nbsp;20 more seats &amp; a quote</p>\n<ul><li>by Friday</li></ul><a href="https://evil.example">see</a><br>&lt;at&gt;all&lt;/at&gt;',
    by,
  };

  test("brings the message in letters, who wrote it and when, and the same person as any other input", () => {
    expect(translated(says.chosenFromMenu("hand_to_am", message, alone))).toMatchObject({
      kind: "shortcut",
      name: "hand_to_am",
      message: {
        text: "Anna Berg, we need 20 more seats & a quote\nby Friday\nsee\n<at>all</at>",
        author: { user: by.id, name: "Dana Vogt" },
        at: new Date("2026-12-09T07:55:00Z"),
      },
      sender: { platform: "teams", workspace: TENANT, user: ANNA.aadObjectId },
      answeredInPlace: true,
    });
  });

  test("stands in no conversation of the bot's own, whatever it is called", () => {
    for (const where of [alone, inChannel]) {
      const received = ACTIVITY.parse(says.chosenFromMenu("hand_to_am", message, where));
      expect(translate(received, TENANT, origins)).toMatchObject({
        interaction: { place: { private: false } },
        from: { personal: false },
        manner: "dialog",
      });
      expect(metIn(received, TENANT)).toBeUndefined();
    }
  });

  test("of a bot, without words or a time, or in plain text is taken as it is", () => {
    const bare = says.chosenFromMenu("log_timeline", { content: "a <b>c", contentType: "text", at: "soon" }, alone);
    expect(translated(bare)).toMatchObject({ message: { text: "a <b>c", author: {}, at: undefined } });
    const { value, ...rest } = says.chosenFromMenu("log_timeline", message, alone);
    expect(translated({ ...rest, value: { ...(value as object), messagePayload: {} } })).toMatchObject({
      message: { text: "", author: {} },
    });
    expect(translated({ ...rest, value: { commandId: "log_timeline", commandContext: "compose" } })).toBeUndefined();
  });
});

describe("where it was", () => {
  test("a channel is the same in each of its threads; the message that was pressed is a post's reference", () => {
    const { place } = translated(says.executed(`risk.own:${SUBJECT}`, { v: 1, id: SUBJECT }, inThread)) ?? {};
    expect(place).toEqual({ conversation: CHANNEL, private: false, message: `${CHANNEL}|17` });
    expect(translated(says.typed("help", inThread))?.place.conversation).toBe(CHANNEL);
    expect(translated(says.typed("help", alone))?.place).toEqual({ conversation: "a:1anna", private: true });
    const group = { who, serviceUrl, where: { kind: "groupChat", conversation: GROUP, tenant: TENANT } } as const;
    expect(translated(says.typed("help", group))?.place).toEqual({ conversation: GROUP, private: false });
  });

  test("a person of another tenant, in a channel that is shared with it, has their own as their home", () => {
    const other = "tenant-customer";
    const own = translated(says.typed("help", inChannel));
    expect(own?.sender).toEqual({ platform: "teams", workspace: TENANT, user: ANNA.aadObjectId, home: TENANT });
    const { conversation, channelData, ...rest } = says.typed("help", inChannel);
    for (const activity of [
      { ...rest, conversation, channelData: { ...channelData, tenant: { id: other } } },
      { ...rest, conversation, channelData, from: { ...who, tenantId: other } },
    ])
      expect(translated(activity)?.sender).toMatchObject({ workspace: TENANT, home: other });
    expect(
      translated({ ...rest, conversation, channelData, from: { ...who, tenantId: TENANT.toUpperCase() } })?.sender.home,
    ).toBe(TENANT);
  });
});

describe("what buttons carry", () => {
  const form: Form = {
    name: "opportunities.spot",
    subject: SUBJECT,
    title: ["Spot"],
    submit: ["Send"],
    fields: [{ name: "benefit", kind: "text", label: ["Benefit"], multiline: true, maxLength: 600 }],
  };
  const menu: Menu = {
    kind: "menu",
    label: ["Snooze"],
    press: { name: "risk.snooze", subject: SUBJECT },
    options: [
      { value: "1d", label: ["Tomorrow"] },
      { value: "7d", label: ["Next week"] },
    ],
  };

  function menuOnCard(): { verb: string; data: Record<string, unknown>; input: string } {
    const body = [{ kind: "buttons", elements: [menu] }] as const;
    const { buttons, inputs } = readCard(renderMessage({ title: [], body }, context).content);
    const executed = buttons.find(({ type }) => type === "Action.Execute") as {
      verb: string;
      data: Record<string, unknown>;
    };
    const [input] = inputs as { id: string; choices: { value: string }[] }[];
    return { ...executed, input: input?.id ?? "" };
  }

  test("a choice in a menu is a press with its choice, in old clients as well", () => {
    const { verb, data, input } = menuOnCard();
    const chosen = { ...data, [input]: "1:7d" };
    for (const activity of [
      says.executed(verb, chosen, inThread),
      says.submittedByMessage({ verb, ...chosen }, inThread),
      says.submittedInDialog({ verb, ...chosen }, inThread),
    ])
      expect(translated(activity)).toMatchObject({ kind: "press", action: menu.press, choice: "7d" });
  });

  test("a step of a scale is a press with its choice, in old clients as well", () => {
    const { buttons } = readCard(renderMessage(scaleCard("en"), context).content);
    const { verb, data } = buttons[7] as { verb: string; data: Record<string, unknown> };
    for (const activity of [
      says.executed(verb, data, inThread),
      says.submittedByMessage({ verb, ...data }, inThread),
      says.submittedInDialog({ verb, ...data }, inThread),
    ])
      expect(translated(activity)).toMatchObject({ kind: "press", action: { name: "effort.answer" }, choice: "7" });
    for (const choice of ["8", 7, undefined])
      expect(translated(says.executed(verb, { ...data, choice }, inThread))).toMatchObject({ action: undefined });
  });

  test("a choice, a button, a version or a verb that this build didn't write is a press without an action", () => {
    const { verb, data, input } = menuOnCard();
    for (const [name, sent] of [
      [verb, { ...data, [input]: "7d" }],
      [verb, { ...data, [input]: "2:7d" }],
      [verb, { ...data, v: 2 }],
      [verb, { ...data, v: "1" }],
      [verb, { ...data, id: "another" }],
      [verb, {}],
      [`${verb}x`, data],
      ["claim", data],
      ["", data],
      ["__proto__", data],
      [SUBMIT, data],
    ] as const)
      expect(translated(says.executed(name, sent, inThread))).toMatchObject({ kind: "press", action: undefined });
  });

  test("what isn't a card of Tandem's asks nothing", () => {
    const press = says.executed("x", {}, inThread);
    for (const activity of [
      { ...press, value: null },
      { ...press, value: { action: { type: "Action.Execute" } } },
      { ...press, name: "composeExtension/query" },
      { ...press, name: "signin/verifyState" },
      { ...press, name: undefined },
      { ...press, type: "messageReaction" },
      { ...press, type: "typing" },
      says.installed(inThread),
      { ...says.typed("help", alone), from: { id: "29:anna" } },
    ])
      expect(translated(activity)).toBeUndefined();
  });

  test("one input has one key: the same activity the same, two presses two", () => {
    const press = (more: object) =>
      says.executed(`risk.own:${SUBJECT}`, { v: 1, id: SUBJECT }, { ...inThread, ...more });
    const keyOf = (activity: object) => translated(activity)?.contentKey;
    expect(keyOf(press({}))).toBe(keyOf(press({})));
    expect(keyOf(press({ id: "f:1" }))).not.toBe(keyOf(press({ id: "f:2" })));
    const ben = { who: { id: "29:ben", name: "Ben", aadObjectId: "ben-object" } };
    expect(keyOf(press({ id: "f:1", ...ben }))).not.toBe(keyOf(press({ id: "f:1" })));
    expect(keyOf(says.typed("a", { ...alone, id: "1" }))).not.toBe(keyOf(says.typed("a", { ...inChannel, id: "1" })));
    expect(keyOf(press({}))?.length).toBeLessThan(60);
  });

  test("an activity without an id is told by what it says and when", () => {
    const nameless = (text: string, at: Date) => {
      const { id: _id, ...activity } = says.typed(text, { ...alone, at });
      return translated(activity)?.contentKey;
    };
    const [at, later] = [new Date("2026-12-09T08:00:00.001Z"), new Date("2026-12-09T08:00:00.002Z")];
    expect(nameless("a", at)).toBe(nameless("a", at));
    expect(new Set([nameless("a", at), nameless("b", at), nameless("a", later)]).size).toBe(3);
  });

  test("a form sent twice, from wherever, has one key; corrected, or opened anew, it has another", () => {
    function sent(opened: string, benefit: string, more: object): Interaction | undefined {
      const place = { conversation: CHANNEL, name: "csm", private: false, message: `${CHANNEL}|17` };
      const origin = origins.seal({ place, opened }, { form: form.name, subject: SUBJECT, user: ANNA.aadObjectId });
      const { buttons } = readCard(renderForm(form, { place: "dialog", origin }, context));
      const data = { ...(buttons[0]?.["data"] as object), [fieldId("benefit")]: benefit };
      return translated(says.submittedInDialog(data, { ...alone, ...more }));
    }
    const first = sent("teams:1", "a", { id: "1" });
    expect(first).toMatchObject({
      kind: "submission",
      values: { benefit: "a" },
      place: { conversation: CHANNEL, name: "csm", private: false, message: `${CHANNEL}|17` },
    });
    expect(sent("teams:1", "a", { id: "2" })?.contentKey).toBe(first?.contentKey);
    expect(sent("teams:1", "b", { id: "1" })?.contentKey).not.toBe(first?.contentKey);
    expect(sent("teams:2", "a", { id: "1" })?.contentKey).not.toBe(first?.contentKey);
  });
});

describe("the first meeting", () => {
  test("with somebody alone shows them their own screen, once, in whichever of its two ways Teams tells of it", () => {
    const joined = translated(says.membersAdded([], alone));
    expect(joined).toMatchObject({ kind: "home", sender: { user: ANNA.aadObjectId }, place: { private: true } });
    const installed = translated({ ...says.membersAdded([], alone), type: "installationUpdate", action: "add" });
    expect(installed?.contentKey).toBe(joined?.contentKey);
    expect(installed?.kind).toBe("home");
  });

  test("is answered by a message to them, of which a second telling is no other", async () => {
    const card = { title: ["Yours, Anna"], body: [] };
    const reply = (asked: Interaction): Reply =>
      asked.kind === "home" ? { kind: "private", card } : { kind: "done", sentence: ["Done."] };
    const talk = await openTalk(reply);
    await talk.turn(says.installed(talk.alone));
    await talk.turn(says.membersAdded([], talk.alone));
    expect(talk.own().filter((words) => words.includes("Yours, Anna"))).toHaveLength(1);
    expect(talk.channel().join()).not.toContain("Yours, Anna");
  });

  test("in a channel, and somebody else's arrival, is nothing to answer", () => {
    expect(translated(says.membersAdded([], inChannel))).toBeUndefined();
    expect(translated(says.membersAdded([who], alone))).toBeUndefined();
  });
});

describe("what becomes of channels, and of the bot in them", () => {
  const SALES = "19:sales@thread.tacv2";
  const ELSEWHERE = "19:elsewhere@thread.tacv2";
  const met = (conversation: string, team: string) =>
    ({ tenant: TENANT, conversation, sendTo: conversation, kind: "channel", serviceUrl, team }) as const;

  async function house() {
    const conversations = keptConversations([
      met(CHANNEL, TEAM),
      met(SALES, TEAM),
      met(ELSEWHERE, "19:b@thread.tacv2"),
    ]);
    const at = await openTeams({ config: { kind: "local", appId: undefined, tenant: TENANT }, conversations });
    onTestFinished(() => at.close());
    const changes = () =>
      at.seen.map((each) => (each.kind === "channel-change" ? `${each.place.conversation} ${each.change}` : each.kind));
    const known = async () => (await conversations.all(TENANT)).map(({ conversation }) => conversation).sort();
    return { at, conversations, changes, known };
  }

  test.each([
    ["channelDeleted", "archived"],
    ["channelShared", "shared"],
    ["channelUnshared", "unshared"],
    ["channelMemberAdded", "joined"],
    ["channelMemberRemoved", "left"],
  ] as const)("%s is told of that channel alone", async (event, change) => {
    const { at, changes } = await house();
    expect(await at.post(says.channelChanged(event, inChannel))).toEqual({ status: 200, body: "" });
    expect(changes()).toEqual([`${CHANNEL} ${change}`]);
  });

  test.each(["teamArchived", "teamDeleted"] as const)("%s is told of all its channels", async (event) => {
    const { at, changes } = await house();
    await at.post(says.channelChanged(event, inChannel));
    expect(changes().sort()).toEqual([`${CHANNEL} archived`, `${SALES} archived`]);
  });

  test.each([
    ["joins", says.membersAdded([who], inChannel), "joined"],
    ["leaves", says.membersRemoved([who], inChannel), "left"],
  ] as const)("who %s a team is told of all its channels", async (_what, activity, change) => {
    const { at, changes } = await house();
    await at.post(activity);
    expect(changes().sort()).toEqual([`${CHANNEL} ${change}`, `${SALES} ${change}`]);
  });

  test("a name is nobody's change, and a second copy of one has the same key", async () => {
    const { at, changes } = await house();
    await at.post(says.channelChanged("channelRenamed", inChannel));
    expect(changes()).toEqual([]);
    const shared = says.channelChanged("channelShared", inChannel);
    await at.post(shared);
    await at.post(shared);
    expect(new Set(at.seen.map(({ contentKey }) => contentKey)).size).toBe(1);
  });

  test.each([
    ["removed from a team", says.membersRemoved([], inChannel)],
    ["uninstalled from a team", says.removed(inChannel)],
  ])("the bot, %s, may write in none of its channels, until it is met there again", async (_what, activity) => {
    const { at, conversations, known } = await house();
    await at.post(activity);
    expect(await known()).toEqual([ELSEWHERE]);
    await at.post(says.typed("help", inChannel));
    expect(await known()).toEqual([CHANNEL, ELSEWHERE]);
    expect(await conversations.find(TENANT, CHANNEL)).toMatchObject({ team: TEAM, gone: false });
  });

  test("a person who sent the bot away is written to again once they have spoken", async () => {
    const { at, conversations, known } = await house();
    await at.post(says.typed("help", alone));
    await at.post(says.removed(alone));
    expect(await known()).not.toContain(ANNA.aadObjectId);
    await at.post(says.installed(alone));
    expect(await known()).toContain(ANNA.aadObjectId);
    // As another replica does, or a message that Teams refused.
    await conversations.leave(TENANT, ANNA.aadObjectId);
    await at.post(says.typed("help again", alone));
    expect(await known()).toContain(ANNA.aadObjectId);
  });

  test("an address that moves is followed", async () => {
    const { at, conversations } = await house();
    const moved = "http://127.0.0.1:4001/amer/";
    await at.post(says.typed("help", { ...inThread, serviceUrl: moved }));
    expect(await conversations.find(TENANT, CHANNEL)).toMatchObject({ sendTo: CHANNEL, serviceUrl: moved });
  });

  test("people are found while the bot is shut out of one conversation, which is let go", async () => {
    const { teams } = await teamsOfAcme();
    const there = { ...met(CHANNEL, TEAM), serviceUrl: teams.serviceUrl };
    const conversations = keptConversations([there, { ...there, conversation: GROUP, sendTo: GROUP }]);
    const at = await openTeams({ config: { kind: "local", appId: undefined, tenant: TENANT }, conversations });
    onTestFinished(() => at.close());
    teams.bar(GROUP);
    expect(await at.teams.platform.userByEmail(TENANT, "anna@acme.example")).toMatchObject({ user: ANNA.aadObjectId });
    expect((await conversations.all(TENANT)).map(({ conversation }) => conversation)).toEqual([CHANNEL]);
  });

  test("somebody who was looked for in vain is found as soon as the bot is met where they are", async () => {
    const { teams } = await teamsOfAcme();
    const at = await openTeams({ config: { kind: "local", appId: undefined, tenant: TENANT } });
    onTestFinished(() => at.close());
    const { platform } = at.teams;
    expect(await platform.userByEmail(TENANT, "anna@acme.example")).toBeUndefined();
    await at.post(says.installed({ ...inThread, serviceUrl: teams.serviceUrl }));
    expect(await platform.userByEmail(TENANT, "anna@acme.example")).toMatchObject({ user: ANNA.aadObjectId });
  });

  test("an administrator who stops the bot for a while doesn't make it forget where it may write", async () => {
    const { teams } = await teamsOfAcme();
    const conversations = keptConversations([{ ...met(CHANNEL, TEAM), serviceUrl: teams.serviceUrl }]);
    const at = await openTeams({ config: { kind: "local", appId: undefined, tenant: TENANT }, conversations });
    onTestFinished(() => at.close());
    const drawn = { card: { title: ["A"], body: [] }, summary: [], handles: new Map(), locale: "en", zone: "UTC" };
    const send = () =>
      at.teams.platform.send(
        { platform: "teams", workspace: TENANT, conversation: CHANNEL },
        { ...drawn, deliveryId: "1" },
      );
    teams.addTenant({ id: TENANT, disabledByAdmin: true });
    expect(await send()).toMatchObject({ kind: "not-allowed" });
    teams.addTenant({ id: TENANT });
    expect(await send()).toMatchObject({ kind: "sent" });
  });
});
