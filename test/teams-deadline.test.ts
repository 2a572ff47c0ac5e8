import { afterEach, describe, expect, onTestFinished, test, vi } from "vitest";
import { type Form, plain } from "../src/chat/card.ts";
import type { Reply } from "../src/chat/interaction.ts";
import { fieldId, SUBMIT } from "../src/chat/teams/render-form.ts";
import { createSays } from "../src/locales/say.ts";
import { readCard } from "./helpers/adaptive-cards.ts";
import { ANNA, TENANT } from "./helpers/fake-teams/acme.ts";
import type { TeamsMessage } from "./helpers/fake-teams.ts";
import * as says from "./helpers/teams-activity.ts";
import type { TeamsActivity } from "./helpers/teams-activity.ts";
import { keptConversations } from "./helpers/teams-conversations.ts";
import { openTeams } from "./helpers/teams-open.ts";
import { contentOf, dialogOf, filled, openTalk, type Talk } from "./helpers/teams-talk.ts";

const INVOKE_MS = 4000;
const MESSAGE_MS = 10_000;
const LATER = plain(createSays()("en")("teams.later"));
const GERMAN_LATER = plain(createSays()("de")("teams.later"));
const PRESS = { v: 1, id: "1" };
const DONE: Reply = { kind: "done", sentence: ["It's yours."] };
const PRIVATE: Reply = { kind: "private", card: { title: ["Northwind"], body: [] } };
const form: Form = {
  name: "settings.mine",
  subject: "",
  title: ["Your settings"],
  submit: ["Save"],
  fields: [{ name: "zone", kind: "text", label: ["Time zone"], multiline: false, maxLength: 60 }],
};

afterEach(() => void vi.useRealTimers());

/** Only the test moves time from here on. */
function stopTime(): void {
  vi.useFakeTimers({ toFake: ["setTimeout", "clearTimeout"] });
}
/** Work of so many milliseconds, or of one that is over with its test. */
function taking(ms?: number): Promise<void> {
  return new Promise((resolve) => {
    onTestFinished(() => resolve());
    if (ms !== undefined) setTimeout(resolve, ms);
  });
}
/** All that is under way and needs no time has happened. */
async function breathe(): Promise<void> {
  for (let round = 0; round < 20; round++) await new Promise((resolve) => setImmediate(resolve));
}

interface Asked {
  /** the instants at which it was looked at, and what had been answered by then */
  after(ms: number): Promise<unknown>;
}
/** Begins once the door has begun to count. */
async function ask(talk: Pick<Talk, "at">, activity: TeamsActivity): Promise<Asked> {
  let answered: unknown = "nothing yet";
  stopTime();
  void talk.at.post(activity, "Bearer a.b.c").then(({ body }) => (answered = body));
  while (vi.getTimerCount() === 0) await breathe();
  let passedMs = 0;
  return {
    async after(ms) {
      await vi.advanceTimersByTimeAsync(ms - passedMs);
      passedMs = ms;
      await breathe();
      return answered;
    },
  };
}
function bar(value: string): object {
  return { statusCode: 200, type: "application/vnd.microsoft.activity.message", value };
}

describe("a press is answered four seconds after it came at the latest", () => {
  /** A press in a conversation that the bot has never seen, while each of these takes so long. */
  async function pressed(takes: { proof?: number; noting?: number; people?: number; handler?: number }) {
    const conversations = keptConversations();
    let isProving = false;
    const at = await openTeams({
      config: { kind: "cloud", appId: says.TEAMS_APP_ID, password: "a secret of the bot", tenant: TENANT },
      cloud: {
        openIdMetadataUrl: "http://127.0.0.1:9/",
        credentials: {
          isValidAppId: () => Promise.resolve(true),
          async isAuthenticationDisabled() {
            if (!isProving) await taking(takes.proof ?? 0);
            isProving = true;
            return true;
          },
          createCredentials: () => Promise.resolve({ signRequest: (request: unknown) => request } as never),
        },
      },
      conversations: {
        ...conversations,
        async find(...where) {
          await taking(takes.noting ?? 0);
          return conversations.find(...where);
        },
      },
      arrived: () => taking(takes.people),
      async reply() {
        await taking(takes.handler ?? 0);
        return DONE;
      },
    });
    onTestFinished(() => at.close());
    const where = { kind: "personal", conversation: "a:1anna", tenant: TENANT } as const;
    const from = { who: ANNA, where, serviceUrl: "https://smba.trafficmanager.net/emea/", replyToId: "1" };
    return { at, ...(await ask({ at }, says.executed("opportunities.claim:1", PRESS, from))) };
  }

  test("however its time is spent: on the proof, on noting the place, on people, on deciding", async () => {
    const { after } = await pressed({ proof: 1500, noting: 1400, handler: 3000 });
    expect(await after(INVOKE_MS - 1)).toBe("nothing yet");
    expect(await after(INVOKE_MS)).toEqual(bar(LATER));
  });

  test("and isn't lost by it: it is decided all the same", async () => {
    const { at, after } = await pressed({ noting: 5000 });
    expect(await after(INVOKE_MS)).toEqual(bar(LATER));
    expect(at.seen).toEqual([]);
    await after(7000);
    expect(at.seen).toMatchObject([{ kind: "press", action: { name: "opportunities.claim" } }]);
  });

  test("with what came of it, when that is there in time", async () => {
    const { after } = await pressed({ proof: 500, noting: 500, people: 10_000, handler: 1999 });
    expect(await after(INVOKE_MS - 1)).toEqual(bar("It's yours."));
  });

  test("and it isn't Teams' when that can't be proved by then", async () => {
    const { at, after } = await pressed({ proof: 60_000 });
    expect(await after(INVOKE_MS - 1)).toBe("nothing yet");
    expect(await after(INVOKE_MS)).toBe("");
    expect(at.seen).toEqual([]);
  });

  test.each(["takes it at last", "never takes it"])(
    "also while Teams is slow to take the message behind it: then it %s",
    async (how) => {
      const talk = await openTalk(() => PRIVATE);
      const held = Promise.withResolvers<void>();
      onTestFinished(() => held.resolve());
      talk.teams.onCall((call, moment) =>
        call.name === "message" && moment === "arrived" ? held.promise : Promise.resolve(),
      );
      if (how === "never takes it") talk.teams.block(ANNA.aadObjectId);
      const { after } = await ask(talk, says.executed("risk.own:1", PRESS, talk.inThread));
      expect(await after(INVOKE_MS - 1)).toBe("nothing yet");
      expect(await after(INVOKE_MS)).toEqual(bar(GERMAN_LATER));
      held.resolve();
      await talk.at.teams.idle();
      const isThere = how === "takes it at last";
      expect(talk.own()).toEqual(isThere ? ["Northwind"] : []);
      expect(talk.channel()).toEqual(isThere ? [] : [plain(createSays()("de")("teams.unreachable"))]);
    },
  );
});

describe("a form that is wrong", () => {
  const wrong: Reply = { kind: "invalid", fields: { zone: ["Mars is no time zone."] } };

  test.each(["in its dialog", "as a card"])(
    "%s is answered in time though it takes long to open again, and comes back with what was typed",
    async (how) => {
      let opened = 0;
      const held = Promise.withResolvers<void>();
      onTestFinished(() => held.resolve());
      const talk = await openTalk(async ({ kind }) => {
        if (kind === "submission") return wrong;
        if (++opened > 1) await held.promise;
        return { kind: "form", form };
      });
      const opening = says.opens({ verb: "open:settings.mine:", v: 1, id: "" }, talk.alone);
      const data = filled(dialogOf(await talk.turn(opening)).content, { zone: "Mars" });
      const isDialog = how === "in its dialog";
      const sent = isDialog ? says.submittedInDialog(data, talk.alone) : says.executed(SUBMIT, data, talk.alone);
      const { after } = await ask(talk, sent);
      expect(await after(INVOKE_MS - 1)).toBe("nothing yet");
      expect(await after(INVOKE_MS)).toEqual(
        isDialog ? { task: { type: "message", value: GERMAN_LATER } } : bar(GERMAN_LATER),
      );
      held.resolve();
      await talk.at.teams.idle();
      expect(opened).toBe(2);
      const standing = talk.teams.standing(talk.teams.conversationOf(ANNA.aadObjectId));
      expect(standing).toHaveLength(isDialog ? 2 : 1);
      const { texts, inputs } = readCard(contentOf(standing.at(-1) as TeamsMessage));
      expect(texts).toContain("Mars is no time zone.");
      expect(inputs).toMatchObject([{ id: fieldId("zone"), value: "Mars" }]);
    },
  );
});

test("words to the bot are heard ten seconds after they came at the latest, and answered when it can", async () => {
  const held = Promise.withResolvers<Reply>();
  onTestFinished(() => held.resolve(PRIVATE));
  const talk = await openTalk(() => held.promise);
  const { after } = await ask(talk, says.typed("account Northwind", talk.alone));
  expect(await after(MESSAGE_MS - 1)).toBe("nothing yet");
  expect(await after(MESSAGE_MS)).toBe("");
  held.resolve(PRIVATE);
  await talk.at.teams.idle();
  expect(talk.own()).toEqual(["Northwind"]);
});

test("stopping waits for people who are still being looked for", async () => {
  const looking = Promise.withResolvers<void>();
  onTestFinished(() => looking.resolve());
  const conversations = keptConversations();
  let isLooking = false;
  const talk = await openTalk(() => DONE, {
    conversations,
    arrived: () => (isLooking ? looking.promise : Promise.resolve()),
  });
  isLooking = true;
  const { alone } = talk;
  const where = { kind: "groupChat", conversation: "19:new@thread.v2", tenant: TENANT } as const;
  const { after } = await ask(talk, says.installed({ who: alone.who, serviceUrl: alone.serviceUrl, where }));
  expect(await after(2000)).toBe("");
  let isIdle = false;
  const idle = talk.at.teams.idle().then(() => (isIdle = true));
  await breathe();
  expect(isIdle).toBe(false);
  looking.resolve();
  await idle;
});

test("people who can't be looked for are no reason not to stop, and a line in the log says so", async () => {
  const talk = await openTalk(() => DONE, { arrived: () => Promise.reject(new Error("the database is away")) });
  await talk.at.teams.idle();
  const message = "people could not be matched where the bot was met";
  expect(talk.at.log.lines).toMatchObject([{ level: "error", message }, { message }]);
});
