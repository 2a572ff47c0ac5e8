import type { Locale } from "../../kernel/directory.ts";
import type { WallClock } from "../../kernel/clock.ts";
import type { Log } from "../../kernel/log.ts";
import type { Says } from "../../locales/say.ts";
import type { Drawn, Platform, SendOutcome, Target } from "../platform.ts";
import type { Connector, Sent, Way } from "./connector.ts";
import type { Conversations } from "./conversations.ts";
import { consentTo, createFetchFile } from "./files.ts";
import type { Offers } from "./offers.ts";
import { openedWith } from "./opening.ts";
import { type Failure, isSentAway, outcomeOf } from "./outcome.ts";
import { teamsWindows } from "./pace.ts";
import { CARD_TYPE, renderMessage, type Message } from "./render.ts";
import { createRosters, type Rosters } from "./rosters.ts";
import { bytesOf, MESSAGE_BYTES } from "./size.ts";

export interface TeamsPlatformParts {
  readonly connector: Connector;
  readonly conversations: Conversations;
  readonly offers: Offers;
  /** the only tenant that Tandem speaks to */
  readonly tenant: string;
  /** files lie on this machine */
  readonly local?: boolean;
  readonly says: Says;
  readonly wall: WallClock;
  readonly log: Log;
}

/** Separates a conversation's id from its message's, neither of which has it. */
const REF = "|";

/** A message's reference: the same words that `send` gives back. */
export function messageRef(conversation: string, activityId: string): string {
  return `${conversation}${REF}${activityId}`;
}

/** A message of one card: with text beside it Teams would make two of it, and name neither. */
export function activityOf({ summary, content }: Message): Sent {
  return { type: "message", summary, attachments: [{ contentType: CARD_TYPE, content }] };
}

/** Teams as one of the platforms. Every send is one call and ends in one of the outcomes. */
export function createTeamsPlatform(parts: TeamsPlatformParts): Platform & Pick<Rosters, "forgetPeople"> {
  const { connector, conversations, offers, tenant, log } = parts;

  async function wayTo({ workspace, conversation }: Target): Promise<Way | Failure> {
    if (workspace !== tenant) return { kind: "address-gone", problem: "another tenant" };
    const met = await conversations.find(tenant, conversation);
    if (met?.gone) return { kind: "address-gone", problem: "the bot was sent away" };
    if (met) return { serviceUrl: met.serviceUrl, sendTo: met.sendTo };
    const [latest] = await conversations.all(tenant);
    if (!latest) return { kind: "address-gone", problem: "nobody has added the bot yet" };
    const { serviceUrl } = latest;
    if (!isPerson(conversation)) return { serviceUrl, sendTo: conversation };
    try {
      return (
        (await openedWith(parts, serviceUrl, tenant, conversation)) ?? {
          kind: "passing",
          problem: "no answer of Teams'",
        }
      );
    } catch (error) {
      const outcome = outcomeOf(error);
      // Opening posts nothing, so a lost answer is only a delay. What is refused is the person: they have left.
      if (outcome.kind === "ambiguous") return { kind: "passing", problem: outcome.problem };
      return outcome.kind === "not-allowed" ? { kind: "address-gone", problem: outcome.problem } : outcome;
    }
  }

  function rendered({ card, summary, handles, locale, zone, deliveryId }: Drawn): Sent | Failure {
    const message = renderMessage(card, { handles, zone, locale, say: parts.says(locale as Locale) }, summary);
    const activity = activityOf(message);
    const bytes = bytesOf(activity);
    if (bytes <= MESSAGE_BYTES) return activity;
    log.error({ bytes, deliveryId }, "a card is beyond Teams' limits");
    return { kind: "not-allowed", problem: `limits: ${String(bytes)} bytes` };
  }

  async function settled(target: Target, outcome: SendOutcome): Promise<SendOutcome> {
    if (isSentAway(outcome)) await conversations.leave(target.workspace, target.conversation);
    return outcome;
  }

  async function call(target: Target, work: () => Promise<string | undefined>, sendTo: string): Promise<SendOutcome> {
    try {
      const id = await work();
      if (!id) return { kind: "ambiguous", problem: "no answer of Teams'" };
      return { kind: "sent", ref: messageRef(sendTo, id) };
    } catch (error) {
      return settled(target, outcomeOf(error));
    }
  }

  return {
    name: "teams",
    windows: teamsWindows,
    async send(target, drawn) {
      if (target.only !== undefined) return { kind: "not-allowed", problem: "everybody sees a channel's messages" };
      const activity = rendered(drawn);
      if ("kind" in activity) return activity;
      const way = await wayTo(target);
      if ("kind" in way) return settled(target, way);
      return call(target, () => connector.post(way, activity), way.sendTo);
    },
    async update(target, ref, drawn) {
      const activity = rendered(drawn);
      if ("kind" in activity) return activity;
      const [sendTo, id, ...rest] = ref.split(REF);
      if (!sendTo || !id || rest.length > 0) return { kind: "address-gone", problem: "no reference of Teams'" };
      const way = await wayTo(target);
      if ("kind" in way) return settled(target, way);
      const outcome = await call(target, () => connector.redraw({ ...way, sendTo }, id, activity), sendTo);
      return outcome.kind === "sent" ? { kind: "sent", ref } : outcome;
    },
    fetchFile: createFetchFile(parts.local ?? false),
    async sendFile(target, { name, title, bytes, locale, reader, own }) {
      if (!isPerson(target.conversation)) return { kind: "not-allowed", problem: "files go to one person alone" };
      const way = await wayTo(target);
      if ("kind" in way) return settled(target, way);
      const offer = { user: target.conversation, person: reader, name, locale, bytes, ...(own && { own }) };
      const id = await offers.keep(tenant, offer);
      if (id === undefined) return { kind: "address-gone", problem: "nobody's tenant" };
      const activity = consentTo({ name, title, bytes }, id);
      const outcome = await call(target, () => connector.post(way, activity), way.sendTo);
      if (outcome.kind === "sent") return { kind: "offered" };
      if (outcome.kind === "ambiguous") {
        // Where the question stands, it can be answered, and must be.
        log.warn({ problem: outcome.problem }, "nobody knows whether a file was offered");
        return { kind: "offered" };
      }
      await offers.drop(tenant, id);
      return outcome;
    },
    // A bot can't read what stands in a conversation.
    find: () => Promise.resolve({ kind: "unknown", problem: "Teams can't be asked", again: false }),
    ...createRosters({
      connector,
      conversations,
      wall: parts.wall,
      async wayTo(target) {
        const way = await wayTo(target);
        if (!("kind" in way)) return way;
        if (way.kind === "address-gone") return undefined;
        throw new Error(`The conversation can't be read: ${way.kind}.`);
      },
    }),
  };
}

/** Conversations' ids have a colon, people's don't. */
function isPerson(conversation: string): boolean {
  return !conversation.includes(":");
}
