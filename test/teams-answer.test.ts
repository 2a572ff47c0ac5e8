import { describe, expect, onTestFinished, test } from "vitest";
import { type Card, type Form, plain } from "../src/chat/card.ts";
import type { Reply } from "../src/chat/interaction.ts";
import { CARD_TYPE } from "../src/chat/teams/render.ts";
import { SUBMIT } from "../src/chat/teams/render-form.ts";
import { createSays } from "../src/locales/say.ts";
import { readCard } from "./helpers/adaptive-cards.ts";
import { ANNA, CHANNEL, TEAM, teamsOfAcme, TENANT } from "./helpers/fake-teams/acme.ts";
import type { TeamsMessage } from "./helpers/fake-teams.ts";
import * as says from "./helpers/teams-activity.ts";
import { keptConversations } from "./helpers/teams-conversations.ts";
import { openTeams } from "./helpers/teams-open.ts";
import {
  contentOf,
  dialogOf,
  filled,
  lettersIn,
  openTalk,
  type Reader,
  type Talk,
  wordsOf,
} from "./helpers/teams-talk.ts";

type Json = Readonly<Record<string, unknown>>;

const German = createSays()("de");
const ACCOUNT = "019400d2-5b7a-7c31-9a52-0d8c2f6e1a01";
const card: Card = { title: ["Northwind"], body: [{ kind: "text", text: ["All is well."] }] };
const form: Form = {
  name: "opportunities.spot",
  subject: ACCOUNT,
  title: ["Spot an opportunity"],
  submit: ["Send"],
  fields: [
    { name: "benefit", kind: "text", label: ["Benefit"], multiline: true, maxLength: 600 },
    {
      name: "kind",
      kind: "choice",
      label: ["Kind"],
      options: ["seats", "module"].map((value) => ({ value, label: [value] })),
    },
    { name: "by", kind: "date", label: ["By"], optional: true },
  ],
};
const REPLIES = {
  private: { kind: "private", card },
  replace: { kind: "replace", card },
  form: { kind: "form", form },
  invalid: { kind: "invalid", fields: { benefit: ["Say what they gain."] } },
  done: { kind: "done", sentence: ["Sent to Marta."] },
  nothing: { kind: "nothing" },
} as const satisfies Readonly<Record<string, Reply>>;
type ReplyKind = keyof typeof REPLIES;
const KINDS = Object.keys(REPLIES) as ReplyKind[];

/** What only Anna may read of each. */
const WORDS: Readonly<Record<ReplyKind, string>> = {
  private: "All is well.",
  replace: "All is well.",
  form: "Benefit",
  invalid: "Say what they gain.",
  done: "Sent to Marta.",
  nothing: "",
};

/** A reply that isn't there yet; it comes at the end of the test at the latest. */
function latch(): PromiseWithResolvers<Reply> {
  const held = Promise.withResolvers<Reply>();
  onTestFinished(() => held.resolve(REPLIES.nothing));
  return held;
}
function bar(sentence: string): Json {
  return { statusCode: 200, type: "application/vnd.microsoft.activity.message", value: sentence };
}
const PRIVATELY = plain(German("teams.privately"));
const UNREACHABLE = plain(German("teams.unreachable"));
const LATER = plain(German("teams.later"));
/** to somebody whose language isn't known yet */
const FIRST_LATER = plain(createSays()("en")("teams.later"));
const press = { v: 1, id: ACCOUNT };
const VERB = `risk.own:${ACCOUNT}`;
const OPENING = { verb: `open:opportunities.spot:${ACCOUNT}`, ...press };
const TYPED = { benefit: "Logins for *all*.\nAnd more.", kind: "seats", by: "2026-12-18" };

/** Every way in which Anna can ask for something. */
const MANNERS = {
  "typed in her own chat": ({ alone }: Talk) => says.typed("account Acme", alone),
  "typed in a channel": ({ inThread }: Talk) => says.typed("account Acme", inThread),
  "pressed in her own chat": ({ alone }: Talk) => says.executed(VERB, press, alone),
  "pressed in a channel": ({ inThread }: Talk) => says.executed(VERB, press, inThread),
  "pressed in her own chat in an old client": ({ alone }: Talk) =>
    says.submittedByMessage({ verb: VERB, ...press }, alone),
  "pressed in a channel in an old client": ({ inThread }: Talk) =>
    says.submittedByMessage({ verb: VERB, ...press }, inThread),
  "opened in her own chat": ({ alone }: Talk) => says.opens(OPENING, alone),
  "opened in a channel": ({ inThread }: Talk) => says.opens(OPENING, inThread),
  "pressed in a dialog": ({ inThread }: Talk) => says.submittedInDialog({ verb: VERB, ...press }, inThread),
} as const;
type Manner = keyof typeof MANNERS;
const ALL = (Object.keys(MANNERS) as Manner[]).flatMap((manner) => KINDS.map((kind) => [manner, kind] as const));

describe("whatever is asked, however it is asked", () => {
  test.each(ALL)("%s, answered by %s: Anna reads it, nobody else does", async (manner, kind) => {
    const house = await openTalk(() => REPLIES[kind]);
    const body = await house.turn(MANNERS[manner](house));
    expect(house.at.seen).toHaveLength(1);
    const hers = [JSON.stringify(body), ...house.own(), wordsOf(house.pressed())].join("\n");
    expect(hers).toContain(WORDS[kind]);
    for (const words of house.channel()) expect(words).toBe(PRIVATELY);
    expect(house.channel().length).toBeLessThanOrEqual(1);
    expect(house.at.log.lines).toEqual([]);
  });

  test.each(ALL)("%s, answered late by %s: Anna reads it, nobody else does", async (manner, kind) => {
    const house = await openTalk(() => held.promise, { patience: { invokeWithinMs: 5, messageWithinMs: 5 } });
    const held = latch();
    const { status, body } = await house.at.post(MANNERS[manner](house));
    expect(status).toBe(200);
    expect(house.own()).toEqual([]);
    if (!manner.includes("typed") && !manner.includes("old")) expect(JSON.stringify(body)).toContain(FIRST_LATER);
    held.resolve(REPLIES[kind]);
    await house.at.teams.idle();
    expect([...house.own(), wordsOf(house.pressed())].join("\n")).toContain(WORDS[kind]);
    for (const words of house.channel()) expect(words).toBe(PRIVATELY);
  });

  test.each(ALL)("%s, answered by %s while Anna can't be written to: nobody else reads it", async (manner, kind) => {
    const house = await openTalk(() => REPLIES[kind]);
    house.teams.block(ANNA.aadObjectId);
    const body = await house.turn(MANNERS[manner](house));
    for (const words of house.channel()) expect(words).toBe(UNREACHABLE);
    const isPressed = manner === "pressed in a channel";
    const isElsewhere =
      manner.includes("channel") && !isPressed && !manner.includes("opened") && !manner.includes("dialog");
    expect(house.channel()).toHaveLength(isElsewhere && kind !== "nothing" ? 1 : 0);
    if (isPressed && !["done", "invalid", "nothing"].includes(kind)) expect(body).toEqual(bar(UNREACHABLE));
  });

  test.each(Object.keys(MANNERS) as Manner[])("%s, and sent again: the same answer, one effect", async (manner) => {
    const house = await openTalk(({ contentKey }) => ({ kind: "private", card: { ...card, title: [contentKey] } }));
    const activity = MANNERS[manner](house);
    const bodies = await Promise.all([house.turn(activity), house.turn(activity), house.turn(activity)]);
    bodies.push(await house.turn(structuredClone(activity)));
    for (const body of bodies) expect(body).toEqual(bodies[0]);
    expect(house.at.seen).toHaveLength(1);
    expect(house.own().length).toBeLessThanOrEqual(1);
    expect(house.channel().length).toBeLessThanOrEqual(1);
  });

  test.each(Object.keys(MANNERS) as Manner[])(
    "%s, and the handler breaks: a sentence, a line in the log",
    async (manner) => {
      const house = await openTalk(() => Promise.reject(new Error("broken")));
      const body = await house.turn(MANNERS[manner](house));
      expect([JSON.stringify(body), ...house.own()].join("\n")).toContain("That did not work.");
      expect(house.at.log.lines).toMatchObject([{ level: "error", message: "an interaction failed" }]);
    },
  );
});

test("whose conversation can't be noted is answered all the same", async () => {
  const { teams } = await teamsOfAcme();
  const config = { kind: "local", appId: says.TEAMS_APP_ID, tenant: TENANT } as const;
  const broken = (): Promise<never> => Promise.reject(new Error("the database is away"));
  const conversations = { ...keptConversations(), find: broken, keep: broken };
  const at = await openTeams({ config, conversations, reply: () => ({ kind: "done", sentence: ["It's yours."] }) });
  onTestFinished(() => at.close());
  const who = { id: ANNA.id, name: ANNA.name, aadObjectId: ANNA.aadObjectId };
  const where = { kind: "channel", channel: CHANNEL, team: TEAM, tenant: TENANT } as const;
  const press = says.executed(
    "opportunities.claim:1",
    { v: 1, id: "1" },
    { who, where, serviceUrl: teams.serviceUrl, replyToId: "1" },
  );
  expect(await at.post(press)).toEqual({ status: 200, body: bar("It's yours.") });
  expect(at.log.lines).toMatchObject([{ level: "error", message: "where the bot was met could not be noted" }]);
});

describe("a press", () => {
  test("that came too late says so in a bar, to who pressed alone", async () => {
    const house = await openTalk(() => ({ kind: "done", sentence: ["Marta was first."] }));
    expect(await house.turn(MANNERS["pressed in a channel"](house))).toEqual(bar("Marta was first."));
    expect([house.own(), house.channel()]).toEqual([[], []]);
  });

  test("is answered by a bar as long as that is quick to read, and by a message in one's own chat beyond", async () => {
    const words = (letters: number): Reply => ({ kind: "done", sentence: ["x".repeat(letters)] });
    for (const manner of ["pressed in her own chat", "pressed in a channel"] as const) {
      const quick = await openTalk(() => words(200));
      expect(await quick.turn(MANNERS[manner](quick))).toEqual(bar("x".repeat(200)));
      expect(quick.own()).toEqual([]);
      const long = await openTalk(() => words(201));
      expect(await long.turn(MANNERS[manner](long))).toEqual(bar(manner === "pressed in a channel" ? PRIVATELY : ""));
      expect([long.own(), long.channel()]).toEqual([["x".repeat(201)], []]);
    }
  });

  test("on a private answer says that no post owns it, whatever it was answered by; on a post it doesn't", async () => {
    const own: Card = {
      title: ["Yours"],
      body: [
        {
          kind: "text",
          text: ["A line"],
          button: { kind: "button", label: ["Own"], press: { name: "risk.own", subject: ACCOUNT } },
        },
      ],
    };
    for (const kind of ["private", "replace"] as const) {
      const house = await openTalk(() => ({ kind, card: own }));
      await house.turn(MANNERS["pressed in her own chat"](house));
      expect(house.at.seen.at(-1)?.place).not.toHaveProperty("ephemeral");
      const standing = house.teams.standing(house.teams.conversationOf(ANNA.aadObjectId)).at(-1) as TeamsMessage;
      const [button] = readCard(contentOf(standing)).buttons as [
        { verb: string; data: Json; fallback: { data: Json } },
      ];
      const from = { ...house.alone, replyToId: standing.activityId };
      await house.turn(says.executed(button.verb, button.data, from));
      await house.turn(says.submittedByMessage(button.fallback.data, { ...from, id: "old" }));
      expect(house.at.seen.slice(-2)).toMatchObject(Array(2).fill({ kind: "press", place: { ephemeral: true } }));
    }
  });

  test("in a channel is answered in one's own chat, and the bar says where", async () => {
    const house = await openTalk(() => REPLIES.private);
    expect(await house.turn(MANNERS["pressed in a channel"](house))).toEqual(bar(PRIVATELY));
    expect(house.own()).toEqual(["Northwind\nAll is well."]);
    expect(house.channel()).toEqual([]);
  });

  test("with nothing to say says nothing", async () => {
    const house = await openTalk(() => REPLIES.nothing);
    for (const manner of ["pressed in a channel", "pressed in her own chat"] as const)
      expect(await house.turn(MANNERS[manner](house))).toEqual(bar(""));
    expect([house.own(), house.channel()]).toEqual([[], []]);
  });

  test("replaces its card, for the client at once and for good, in one's own chat alone", async () => {
    const house = await openTalk(() => REPLIES.replace);
    const body = (await house.turn(MANNERS["pressed in her own chat"](house))) as { type: string; value: Json };
    expect(body).toMatchObject({ statusCode: 200, type: CARD_TYPE });
    expect(lettersIn(body.value)).toContain("All is well.");
    expect(wordsOf(house.pressed())).toContain("All is well.");
    await house.turn(MANNERS["pressed in a channel"](house));
    expect(house.teams.standing(CHANNEL)).toMatchObject([{ versions: { length: 1 } }]);
    expect(house.own()).toEqual(["Northwind\nAll is well."]);
  });

  test("in an old client replaces its card as well", async () => {
    const house = await openTalk(() => REPLIES.replace);
    await house.turn(MANNERS["pressed in her own chat in an old client"](house));
    expect(wordsOf(house.pressed())).toContain("All is well.");
    expect(house.own()).toEqual([]);
  });

  test("opens one's own chat once, however often it needs it", async () => {
    const { teams } = await teamsOfAcme();
    const config = { kind: "local", appId: undefined, tenant: TENANT } as const;
    const at = await openTeams({ config, reply: () => REPLIES.private });
    onTestFinished(() => at.close());
    const where = { kind: "channel", channel: CHANNEL, team: TEAM, tenant: TENANT } as const;
    for (const id of ["1", "2", "3"]) {
      const { status } = await at.post(
        says.executed(VERB, press, { id, who: ANNA, where, serviceUrl: teams.serviceUrl, replyToId: "17" }),
      );
      expect(status).toBe(200);
      await at.teams.idle();
    }
    expect(teams.calls.filter(({ name }) => name === "opening a conversation")).toHaveLength(1);
    expect(teams.standing(teams.conversationOf(ANNA.aadObjectId))).toHaveLength(3);
  });
});

describe("a form", () => {
  const isForm: Reader = (interaction) => (interaction.kind === "submission" ? REPLIES.done : REPLIES.form);
  const isWrong: Reader = (interaction) => (interaction.kind === "submission" ? REPLIES.invalid : REPLIES.form);

  async function dialogIn(house: Talk, from: says.FromCard): Promise<Json> {
    const { title, content } = dialogOf(await house.turn(says.opens(OPENING, from)));
    expect(title).toBe("Spot an opportunity");
    return content;
  }
  /** The form as a message in Anna's own chat, and what it stands under. */
  async function messageIn(house: Talk, from = house.alone): Promise<{ content: Json; from: says.FromCard }> {
    await house.turn(says.typed("spot", from));
    const standing = house.teams.standing(house.teams.conversationOf(ANNA.aadObjectId)).at(-1) as TeamsMessage;
    return { content: contentOf(standing), from: { ...house.alone, replyToId: standing.activityId } };
  }

  test("opens as a dialog from a button", async () => {
    const house = await openTalk(isForm);
    const content = await dialogIn(house, house.inThread);
    const { inputs, buttons } = readCard(content);
    expect(inputs.map(({ id }) => id)).toEqual(["field:benefit", "field:kind", "field:by"]);
    expect(buttons).toMatchObject([{ type: "Action.Submit", title: "Send" }]);
    expect([house.own(), house.channel()]).toEqual([[], []]);
  });

  test("sent from a dialog is done in it, and belongs to where it was opened", async () => {
    const house = await openTalk(isForm);
    const data = filled(await dialogIn(house, house.inThread), TYPED);
    const body = await house.turn(says.submittedInDialog(data, { ...house.inThread, id: "another" }));
    expect(body).toEqual({ task: { type: "message", value: "Sent to Marta." } });
    expect(house.at.seen.at(-1)).toMatchObject({
      kind: "submission",
      form: "opportunities.spot",
      subject: ACCOUNT,
      values: TYPED,
      place: { conversation: CHANNEL, private: false, message: `${CHANNEL}|${house.inThread.replyToId}` },
    });
    expect([house.own(), house.channel()]).toEqual([[], []]);
  });

  test("sent from a dialog with nothing to say is saved", async () => {
    const house = await openTalk((interaction) => (interaction.kind === "submission" ? REPLIES.nothing : REPLIES.form));
    const data = filled(await dialogIn(house, house.inThread), TYPED);
    const body = await house.turn(says.submittedInDialog(data, house.inThread));
    expect(body).toEqual({ task: { type: "message", value: plain(German("chat.saved")) } });
  });

  test("that is wrong stays in its dialog with what was typed, the sentence above its field", async () => {
    const house = await openTalk(isWrong);
    const data = filled(await dialogIn(house, house.inThread), TYPED);
    const { content } = dialogOf(await house.turn(says.submittedInDialog(data, house.inThread)));
    expectAgain(content);
    expect([house.own(), house.channel()]).toEqual([[], []]);
  });

  test("that is corrected after that is another submission, where the first was opened", async () => {
    const house = await openTalk(isWrong);
    const first = filled(await dialogIn(house, house.inThread), TYPED);
    const { content } = dialogOf(await house.turn(says.submittedInDialog(first, house.inThread)));
    await house.turn(says.submittedInDialog(filled(content, TYPED), house.inThread));
    const [sent, again] = house.at.seen.filter(({ kind }) => kind === "submission");
    expect(again?.place).toEqual(sent?.place);
    expect(again?.contentKey).not.toBe(sent?.contentKey);
  });

  test.each(["typed in her own chat", "typed in a channel"] as const)(
    "%s comes as a card in one's own",
    async (how) => {
      const house = await openTalk(isForm);
      const from = how === "typed in a channel" ? house.inThread : house.alone;
      const { content } = await messageIn(house, from);
      expect(lettersIn(content)).toContain("Spot an opportunity");
      expect(readCard(content).buttons).toMatchObject([{ type: "Action.Execute", verb: SUBMIT }]);
      expect(house.channel()).toEqual(how === "typed in a channel" ? [PRIVATELY] : []);
    },
  );

  test("as a card gives way to what became of it, and belongs to where it was asked for", async () => {
    const house = await openTalk(isForm);
    const { content, from } = await messageIn(house, house.inThread);
    const body = (await house.turn(says.executed(SUBMIT, filled(content, TYPED), from))) as { value: Json };
    expect(lettersIn(body.value)).toBe("Sent to Marta.");
    expect(house.own()).toEqual(["Sent to Marta."]);
    expect(house.at.seen.at(-1)).toMatchObject({ values: TYPED, place: { conversation: CHANNEL, private: false } });
  });

  test("as a card that is wrong stays with what was typed, also in an old client", async () => {
    for (const send of [
      (data: Json, from: says.FromCard) => says.executed(SUBMIT, data, from),
      (data: Json, from: says.FromCard) => says.submittedByMessage({ verb: SUBMIT, ...data }, from),
    ]) {
      const house = await openTalk(isWrong);
      const { content, from } = await messageIn(house);
      await house.turn(send(filled(content, TYPED), from));
      expect(house.own()).toHaveLength(1);
      const standing = house.teams.standing(house.teams.conversationOf(ANNA.aadObjectId)).at(-1) as TeamsMessage;
      expectAgain(contentOf(standing));
    }
  });

  test("as a card in an old client gives way to what became of it", async () => {
    const house = await openTalk(isForm);
    const { content, from } = await messageIn(house);
    await house.turn(says.submittedByMessage({ verb: SUBMIT, ...filled(content, TYPED) }, from));
    expect(house.own()).toEqual(["Sent to Marta."]);
  });

  test("that can't be opened again says what was wrong", async () => {
    let isGone = false;
    const house = await openTalk((interaction) => {
      if (interaction.kind === "submission") isGone = true;
      return isGone && interaction.kind !== "submission" ? REPLIES.done : isWrong(interaction);
    });
    const data = filled(await dialogIn(house, house.inThread), TYPED);
    const body = await house.turn(says.submittedInDialog(data, house.inThread));
    expect(body).toEqual({ task: { type: "message", value: "Say what they gain." } });
  });

  test("may lead to the next form, in its dialog and in its card", async () => {
    const house = await openTalk(() => REPLIES.form);
    const data = filled(await dialogIn(house, house.inThread), TYPED);
    expect(dialogOf(await house.turn(says.submittedInDialog(data, house.inThread))).title).toBe("Spot an opportunity");
    const { content, from } = await messageIn(house);
    const body = (await house.turn(says.executed(SUBMIT, filled(content, TYPED), from))) as { type: string };
    expect(body.type).toBe(CARD_TYPE);
  });

  test("late and wrong comes back in one's own chat, with what was typed", async () => {
    const house = await openTalk((interaction) => (interaction.kind === "submission" ? held.promise : REPLIES.form), {
      patience: { invokeWithinMs: 1000 },
    });
    const held = latch();
    const data = filled(await dialogIn(house, house.inThread), TYPED);
    const { body } = await house.at.post(says.submittedInDialog(data, house.inThread));
    expect(body).toEqual({ task: { type: "message", value: LATER } });
    held.resolve(REPLIES.invalid);
    await house.at.teams.idle();
    const standing = house.teams.standing(house.teams.conversationOf(ANNA.aadObjectId)).at(-1) as TeamsMessage;
    expectAgain(contentOf(standing));
    expect(house.channel()).toEqual([]);
  });

  test.each(["in her own chat", "in a channel"])("late from a dialog opened %s draws no post over", async (where) => {
    const house = await openTalk((interaction) => (interaction.kind === "submission" ? held.promise : REPLIES.form), {
      patience: { invokeWithinMs: 1000 },
    });
    const held = latch();
    const from = where === "in a channel" ? house.inThread : house.alone;
    const data = filled(await dialogIn(house, from), TYPED);
    const sent = says.submittedInDialog(data, from);
    await house.at.post({ ...sent, replyToId: from.replyToId });
    held.resolve({ kind: "replace", card });
    await house.at.teams.idle();
    expect(house.own()).toEqual(["Northwind\nAll is well."]);
    expect(wordsOf(house.pressed())).toBe("A card");
    expect(house.teams.standing(CHANNEL)).toMatchObject([{ versions: { length: 1 } }]);
  });

  test("late with nothing to say is saved", async () => {
    const house = await openTalk((interaction) => (interaction.kind === "submission" ? held.promise : REPLIES.form), {
      patience: { invokeWithinMs: 1000 },
    });
    const held = latch();
    const data = filled(await dialogIn(house, house.inThread), TYPED);
    await house.at.post(says.submittedInDialog(data, house.inThread));
    held.resolve(REPLIES.nothing);
    await house.at.teams.idle();
    expect(house.own()).toEqual([plain(German("chat.saved"))]);
  });

  test("sent from under a channel's card, as a client can be made to do, draws nothing over there", async () => {
    const house = await openTalk(isForm);
    const { content } = await messageIn(house);
    for (const activity of [
      says.executed(SUBMIT, filled(content, TYPED), house.inThread),
      says.submittedByMessage({ verb: SUBMIT, ...filled(content, { ...TYPED, kind: "module" }) }, house.inThread),
    ])
      await house.turn(activity);
    expect(house.teams.standing(CHANNEL)[0]).toMatchObject({ versions: { length: 1 } });
    for (const words of house.channel()) expect(words).toBe(PRIVATELY);
  });

  test("sent twice has one effect", async () => {
    const house = await openTalk(isForm);
    const { content, from } = await messageIn(house);
    const data = filled(content, TYPED);
    const first = await house.turn(says.executed(SUBMIT, data, { ...from, id: "1" }));
    expect(await house.turn(says.executed(SUBMIT, data, { ...from, id: "2" }))).toEqual(first);
    expect(house.at.seen.filter(({ kind }) => kind === "submission")).toHaveLength(1);
  });

  test("opened on a private answer is told so when it is sent", async () => {
    const house = await openTalk(isForm);
    const opening = says.opens({ ...OPENING, ephemeral: true }, house.alone);
    const data = filled(dialogOf(await house.turn(opening)).content, TYPED);
    await house.turn(says.submittedInDialog(data, house.alone));
    expect(house.at.seen).toMatchObject(Array(2).fill({ place: { private: true, ephemeral: true } }));
  });

  const FALSE_ORIGINS: Readonly<Record<string, (data: Record<string, unknown>) => Json>> = {
    "with another place": (data) => ({ ...data, origin: { ...(data["origin"] as Json), c: "19:board@thread.tacv2" } }),
    "with another name of its place": (data) => ({ ...data, origin: { ...(data["origin"] as Json), n: "board" } }),
    "with a place that isn't private": (data) => ({ ...data, origin: { ...(data["origin"] as Json), p: true } }),
    "with another message": (data) => ({ ...data, origin: { ...(data["origin"] as Json), m: "19:board|1" } }),
    "with a private message for a post": (data) => ({ ...data, origin: { ...(data["origin"] as Json), e: true } }),
    "opened by another input": (data) => ({ ...data, origin: { ...(data["origin"] as Json), o: "teams:other" } }),
    "with another seal": (data) => ({ ...data, origin: { ...(data["origin"] as Json), s: "A".repeat(43) } }),
    "with an empty seal": (data) => ({ ...data, origin: { ...(data["origin"] as Json), s: "" } }),
    "without a seal": ({ origin: _origin, ...data }) => data,
    "with a seal that is none": (data) => ({ ...data, origin: "sealed" }),
    "about something else": (data) => ({ ...data, id: "019400d2-5b7a-7c31-9a52-0d8c2f6e1a02" }),
    "of another form": (data) => ({ ...data, form: "settings.channel" }),
  };
  test.each(Object.keys(FALSE_ORIGINS))("%s is out of date and changes nothing", async (how) => {
    const house = await openTalk(isForm);
    const content = await dialogIn(house, house.inThread);
    const data = FALSE_ORIGINS[how]?.(filled(content, TYPED)) ?? {};
    await house.turn(says.submittedInDialog(data, house.inThread));
    await house.turn(says.executed(SUBMIT, data, house.alone));
    await house.turn(says.submittedByMessage({ verb: SUBMIT, ...data }, house.alone));
    expect(house.at.seen.slice(1)).toMatchObject(Array(3).fill({ kind: "press", action: undefined }));
  });

  test("of another person, or of a bot with another secret, is out of date and changes nothing", async () => {
    const house = await openTalk(isForm);
    const data = filled(await dialogIn(house, house.inThread), TYPED);
    const gast = { id: "29:gast", name: "Gast", aadObjectId: "gast-object" };
    await house.turn(says.submittedInDialog(data, { ...house.inThread, who: gast }));
    expect(house.at.seen.at(-1)).toMatchObject({ kind: "press", action: undefined, sender: { user: "gast-object" } });
    const cloud = { kind: "cloud", appId: says.TEAMS_APP_ID, password: "another", tenant: TENANT } as const;
    const { createOrigins } = await import("../src/chat/teams/origin.ts");
    const carried = { form: form.name, subject: ACCOUNT, user: ANNA.aadObjectId };
    expect(createOrigins(cloud.password).open(data["origin"], carried)).toBeUndefined();
  });

  function expectAgain(content: Json): void {
    const { texts, inputs } = readCard(content);
    expect(texts).toContain("Say what they gain.");
    expect(inputs).toMatchObject([
      { id: "field:benefit", value: TYPED.benefit },
      { id: "field:kind", value: TYPED.kind },
      { id: "field:by", value: TYPED.by },
    ]);
    const body = content["body"] as Json[];
    const at = body.findIndex(({ id }) => id === "field:benefit");
    expect(JSON.stringify(body[at - 1])).toContain("Say what they gain.");
  }
});
