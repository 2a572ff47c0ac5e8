import type { Platform, Target } from "../../src/chat/platform.ts";
import { credentialsOf } from "../../src/chat/teams/adapter.ts";
import { createConnector } from "../../src/chat/teams/connector.ts";
import { createTeamsPlatform, messageRef } from "../../src/chat/teams/platform.ts";
import { wallClock } from "../../src/kernel/clock.ts";
import { createSays } from "../../src/locales/say.ts";
import { readCard } from "./adaptive-cards.ts";
import type { TeamsCallName } from "./fake-teams/shapes.ts";
import { type Fault, type TeamsMessage, startFakeTeams } from "./fake-teams.ts";
import { openGate } from "./open-gate.ts";
import type { Call, ChannelMaking, Mishap, PlatformHouse, StandingMessage, Untold } from "./platform-house.ts";
import { keptLog } from "./slack-request.ts";
import { keptConversations } from "./teams-conversations.ts";
import { keptOffers } from "./teams-offers.ts";

const TENANT = "7d0c9ad0-1111-4222-8333-acacacacacac";
const CUSTOMER = "7d0c9ad0-1111-4222-8333-c0c0c0c0c0c0";
const ANNA = { aadObjectId: "anna-object", name: "Anna Berg", email: "Anna@acme.example" };
const GUEST = { aadObjectId: "gast-object", name: "Gast", email: "gast@customer.example", guest: true };
const DANA = { aadObjectId: "dana-object", name: "Dana", email: "dana@customer.example", homeTenant: CUSTOMER };
const TEAM = "19:general@thread.tacv2";

/** A bot in Teams hears and reads no more than this: https://learn.microsoft.com/microsoftteams/platform/bots */
export const TEAMS_UNTOLD: ReadonlySet<Untold> = new Set([
  "files",
  "what one alone sees",
  "whether a message stands",
  "zones",
  "bots",
  "sharing to come",
  "gone from never was",
]);

/** Of calls that meet silence; all others have time, however busy the machine. */
const HASTY_MS = 250;
const PATIENT_MS = 10_000;
const SILENT: ReadonlySet<Mishap["kind"]> = new Set([
  "silence",
  "silence, though it was done",
  "an answer that trickles",
]);

const CALLS: Readonly<Record<Exclude<Call, "looking for a message" | "message to one alone">, TeamsCallName>> = {
  message: "message",
  redraw: "redraw",
  "opening a conversation": "opening a conversation",
  // There is no directory: people are found in the rosters.
  "looking up a person": "reading a channel",
  "reading a channel": "reading a channel",
};

/** Teams, spoken to over HTTP; without its windows, for these tests are about single calls. */
export async function makeTeamsHouse(): Promise<PlatformHouse> {
  const teams = await startFakeTeams({ enforceRates: false });
  teams.addTenant({ id: TENANT });
  for (const user of [ANNA, GUEST, DANA]) teams.addUser(TENANT, user);
  const at = (conversation: string): Target => ({ platform: "teams", workspace: TENANT, conversation });
  const isPerson = ({ conversation }: Target): boolean => !conversation.includes(":");
  let channels = 0;

  function makeChannel({ shared, archived = false, strangers = 0 }: ChannelMaking): Target {
    const id = `19:channel${String(++channels)}@thread.tacv2`;
    const more = Array.from({ length: strangers }, (_, index) => `stranger-${String(index)}`);
    for (const aadObjectId of more) teams.addUser(TENANT, { aadObjectId, name: aadObjectId });
    const outsiders = shared === "with another company" ? [DANA.aadObjectId] : [];
    const members = [ANNA.aadObjectId, GUEST.aadObjectId, ...outsiders, ...more];
    const isShared = shared !== undefined;
    teams.addChannel(TENANT, { id, name: id, team: TEAM, members, shared: isShared, deleted: archived });
    return at(id);
  }

  const channel = makeChannel({ shared: "with another company" });
  function platformAt(serviceUrl: string, timeoutMs = PATIENT_MS): Platform {
    const met = { tenant: TENANT, conversation: channel.conversation, sendTo: channel.conversation, serviceUrl };
    return createTeamsPlatform({
      connector: createConnector({
        credentials: credentialsOf({ appId: "", password: "", tenant: TENANT }),
        appId: undefined,
        local: true,
        timeoutMs,
        gate: openGate,
      }),
      conversations: keptConversations([{ ...met, kind: "channel", team: TEAM }]),
      offers: keptOffers(),
      tenant: TENANT,
      local: true,
      says: createSays(),
      wall: wallClock,
      log: keptLog(),
    });
  }
  const patient = platformAt(teams.serviceUrl);
  const hasty = platformAt(teams.serviceUrl, HASTY_MS);
  let isSilent = false;
  function platformNow(): Platform {
    const now = isSilent ? hasty : patient;
    isSilent = false;
    return now;
  }
  function called(call: Call): TeamsCallName | undefined {
    return call === "looking for a message" || call === "message to one alone" ? undefined : CALLS[call];
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
      sendFile: async (target, file) =>
        (await platformNow().sendFile?.(target, file)) ?? { kind: "not-allowed", problem: "no file" },
    },
    unreachable: platformAt(await closedAddress()),
    channel,
    anna: { direct: at(ANNA.aadObjectId), handle: ANNA.aadObjectId, email: ANNA.email.toLowerCase() },
    members: {
      member: ANNA.aadObjectId,
      guest: GUEST.aadObjectId,
      external: DANA.aadObjectId,
      bot: "28:calendar",
      self: "28:tandem",
    },
    nowhere: at("19:nowhere@thread.tacv2"),
    outsiderEmail: DANA.email,
    guestEmail: GUEST.email,
    outsiderHome: CUSTOMER,
    now: () => wallClock.now(),
    elsewhere: { ...channel, workspace: CUSTOMER },
    makeChannel,
    archive: ({ conversation }) => teams.setChannel(conversation, { deleted: true }),
    bar: ({ conversation }) => void teams.bar(conversation),
    deactivate: () => teams.addUser(TENANT, { ...ANNA, deleted: true }),
    befall(call, mishap) {
      isSilent = SILENT.has(mishap.kind);
      const name = called(call);
      if (name === undefined) throw new Error(`${call} is no call of Teams'.`);
      teams.fault({ call: name, times: 1, is: faultOf(mishap) });
    },
    standing: (target) =>
      teams.standing(isPerson(target) ? teams.conversationOf(target.conversation) : target.conversation).map(asSeen),
    alone: () => [],
    arrived: (call) => teams.calls.filter(({ name }) => name !== undefined && name === called(call)).length,
    files: {
      put: (bytes, giving) => teams.putFile(bytes, giving),
      asked: () => teams.fetched,
      sent: () => [],
    },
    stop: () => teams.stop(),
  };
}

function asSeen(message: TeamsMessage): StandingMessage {
  const [{ content }] = message.activity["attachments"] as [{ content: object }];
  const { texts, live, faults, buttons, inputs } = readCard(content);
  const people = new Map<string, string>();
  const { entities = [] } = (content as { msteams?: { entities: Entity[] } }).msteams ?? {};
  for (const { text, mentioned } of entities) people.set(text, mentioned.id);
  const isLink = (each: string): boolean => /^https?:/.test(each);
  return {
    ref: messageRef(message.conversation, message.activityId),
    letters: [...texts, ...buttons.map(({ title }) => String(title)), ...inputs.map(({ label }) => String(label))].join(
      "\n",
    ),
    mentions: live.flatMap((each) => people.get(each) ?? []),
    links: [...live.filter(isLink), ...buttons.flatMap(({ url }) => (typeof url === "string" ? url : []))],
    odd: [...live.filter((each) => !people.has(each) && !isLink(each)), ...faults],
    // A message of Teams' has no place for one that a bot could read again.
    deliveryId: undefined,
    versions: message.versions.length,
  };
}

interface Entity {
  readonly text: string;
  readonly mentioned: { readonly id: string };
}

/** An address that somebody has just left. */
async function closedAddress(): Promise<string> {
  const gone = await startFakeTeams();
  await gone.stop();
  return gone.serviceUrl;
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
