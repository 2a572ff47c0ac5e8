import type { Target } from "../../src/chat/platform.ts";
import { createSlackPlatform, type SlackPlatform } from "../../src/chat/slack/platform.ts";
import { wallClock } from "../../src/kernel/clock.ts";
import { createSays } from "../../src/locales/say.ts";
import { readMessage } from "./corpus.ts";
import { type Fault, type SlackMessage, startFakeSlack } from "./fake-slack.ts";
import type { Call, ChannelMaking, Mishap, PlatformHouse, StandingMessage } from "./platform-house.ts";
import { keptLog } from "./slack-request.ts";

const TEAM = "T0ACME";
const GUEST_EMAIL = "gast@customer.example";
const TOKEN = "xoxb-acme";
/** Of calls that meet silence; all others have time, however busy the machine. */
const HASTY_MS = 250;
const PATIENT_MS = 10_000;
const SILENT: ReadonlySet<Mishap["kind"]> = new Set([
  "silence",
  "silence, though it was done",
  "an answer that trickles",
]);

const METHODS: Readonly<Record<Call, string>> = {
  message: "chat.postMessage",
  "message to one alone": "chat.postEphemeral",
  redraw: "chat.update",
  "opening a conversation": "conversations.open",
  "looking for a message": "conversations.history",
  "looking up a person": "users.lookupByEmail",
  "reading a channel": "conversations.info",
};
const SHARED = {
  "with another company": "external",
  "with another company soon": "pending",
  "within the company's group": "org",
} as const;

/** Slack, spoken to over HTTP; without its windows, for these tests are about single calls. */
export async function makeSlackHouse(): Promise<PlatformHouse> {
  const slack = await startFakeSlack({ enforceRates: false });
  slack.addTeam({ id: TEAM, token: TOKEN, botUser: "U0TANDEM" });
  slack.addUser(TEAM, { id: "U0ANNA", email: "anna@acme.example", name: "Anna Berg" });
  slack.addUser(TEAM, { id: "U0GUEST", name: "Gast", guest: true, email: GUEST_EMAIL });
  slack.addUser(TEAM, { id: "U0DANA", name: "Dana", homeTeam: "T0CUSTOMER", email: "dana@customer.example" });
  slack.addUser(TEAM, { id: "U0OTHERBOT", name: "Calendar", bot: true });
  const people = ["U0ANNA", "U0GUEST", "U0DANA", "U0OTHERBOT"];
  const at = (conversation: string): Target => ({ platform: "slack", workspace: TEAM, conversation });
  let channels = 0;

  function makeChannel({ shared, archived = false, strangers = 0 }: ChannelMaking): Target {
    const id = `C0CHANNEL${String(++channels)}`;
    const more = Array.from({ length: strangers }, (_, index) => `U0MORE${String(index)}`);
    for (const user of more) slack.addUser(TEAM, { id: user });
    const kind = shared && SHARED[shared];
    const members = [...people, ...more];
    slack.addChannel(TEAM, {
      id,
      name: `channel-${String(channels)}`,
      members,
      archived,
      ...(kind && { shared: kind }),
    });
    return at(id);
  }

  function platformAt(apiUrl: string, timeoutMs = PATIENT_MS): SlackPlatform {
    return createSlackPlatform({
      token: (workspace) => (workspace === TEAM ? TOKEN : undefined),
      apiUrl,
      log: keptLog(),
      wall: wallClock,
      says: createSays(),
      timeoutMs,
    });
  }
  const conversationOf = ({ conversation }: Target): string =>
    conversation.startsWith("U") ? slack.direct(TEAM, conversation) : conversation;
  const channel = makeChannel({});
  const patient = platformAt(slack.apiUrl);
  const hasty = platformAt(slack.apiUrl, HASTY_MS);
  let isSilent = false;
  function platformNow(): SlackPlatform {
    const now = isSilent ? hasty : patient;
    isSilent = false;
    return now;
  }

  return {
    platform: {
      ...patient,
      send: (target, drawn) => platformNow().send(target, drawn),
      update: (target, ref, drawn) => platformNow().update(target, ref, drawn),
      find: (target, deliveryId, between) => platformNow().find(target, deliveryId, between),
      channelFlags: (target) => platformNow().channelFlags(target),
      channelFacts: (target) => platformNow().channelFacts(target),
      userByEmail: (workspace, email) => platformNow().userByEmail(workspace, email),
      outsiderByEmail: (workspace, email) => platformNow().outsiderByEmail(workspace, email),
      fetchFile: (workspace, address, most) => platformNow().fetchFile(workspace, address, most),
      sendFile: (target, file) => platformNow().sendFile(target, file),
    },
    unreachable: platformAt(await closedAddress()),
    channel,
    anna: { direct: at("U0ANNA"), handle: "U0ANNA", email: "anna@acme.example" },
    members: { member: "U0ANNA", guest: "U0GUEST", external: "U0DANA", bot: "U0OTHERBOT", self: "U0TANDEM" },
    nowhere: at("C0NOWHERE"),
    outsiderEmail: "dana@customer.example",
    guestEmail: GUEST_EMAIL,
    outsiderHome: "T0CUSTOMER",
    now: () => wallClock.now(),
    elsewhere: { ...channel, workspace: "T0ELSEWHERE" },
    makeChannel,
    archive: ({ conversation }) => slack.setChannel(conversation, { archived: true }),
    bar: ({ conversation }) => slack.setChannel(conversation, { withoutBot: true }),
    deactivate: ({ conversation }) => slack.addUser(TEAM, { id: conversation, deleted: true }),
    befall(call, mishap) {
      isSilent = SILENT.has(mishap.kind);
      slack.fault({ method: METHODS[call], times: 1, is: faultOf(mishap) });
    },
    standing: (target) => slack.standing(conversationOf(target)).map(asSeen),
    alone: (user) =>
      slack.ephemerals
        .filter((each) => each.user === user)
        .map(({ text, blocks }) =>
          readMessage({ text, blocks })
            .texts.map(({ letters }) => letters)
            .join("\n"),
        ),
    arrived: (call) => slack.calls.filter(({ method }) => method === METHODS[call]).length,
    files: {
      put: (bytes, giving) => slack.putFile(bytes, giving),
      asked: () => slack.fetched,
      sent: (target) =>
        slack.files
          .filter(({ channel: at }) => at === conversationOf(target))
          .map(({ name, text }) => ({ name, text })),
    },
    stop: () => slack.stop(),
  };
}

function asSeen(message: SlackMessage): StandingMessage {
  const { texts, live, faults } = readMessage(message);
  const payload = message.metadata?.["event_payload"] as Record<string, string> | undefined;
  const isMention = (each: string): boolean => /^@[UW]/.test(each);
  return {
    ref: `${message.channel}:${message.ts}`,
    letters: texts.map(({ letters }) => letters).join("\n"),
    mentions: live.filter(isMention).map((each) => each.slice(1)),
    links: live.filter((each) => each.startsWith("link:")).map((each) => each.slice(5)),
    odd: [...live.filter((each) => !isMention(each) && !each.startsWith("link:")), ...faults],
    deliveryId: payload?.["delivery_id"],
    versions: message.versions.length,
  };
}

/** An address that somebody has just left. */
async function closedAddress(): Promise<string> {
  const gone = await startFakeSlack();
  await gone.stop();
  return gone.apiUrl;
}

function faultOf(mishap: Mishap): Fault {
  switch (mishap.kind) {
    case "the reply is lost":
      return { kind: "reply-lost" };
    case "the line breaks before it arrives":
      return { kind: "never-arrived" };
    case "a page in place of an answer":
      return { kind: "html", done: true };
    case "half an answer":
      return { kind: "cut-json" };
    case "an empty answer":
      return { kind: "empty" };
    case "silence, though it was done":
      return { kind: "hang", done: true };
    case "silence":
      return { kind: "hang", done: false };
    case "an answer that trickles":
      return { kind: "drip", bytesPerSecond: 20 };
    case "the server fails":
      return { kind: "status", status: 500, done: true };
    case "too fast":
      return { kind: "rate-limited", ...(mishap.after === undefined ? {} : { retryAfter: mishap.after }) };
  }
}
