import type { WallClock } from "../../kernel/clock.ts";
import { createBriefLru } from "../../kernel/lru.ts";
import type { ChannelFacts, Outsider, Platform, PlatformUser, Target } from "../platform.ts";
import type { Connector, Way } from "./connector.ts";
import type { Conversations, Met } from "./conversations.ts";
import { isSentAway, outcomeOf } from "./outcome.ts";
import { membersIn, type TeamsMember } from "./people.ts";

export interface RosterParts {
  readonly connector: Connector;
  readonly conversations: Conversations;
  readonly wall: WallClock;
  /** the way to a conversation; undefined where the bot may not write */
  readonly wayTo: (target: Target) => Promise<Way | undefined>;
}

const KNOWN_MS = 60_000;
/** Long enough for a look-up of everybody. */
const GATHERED_MS = 2000;
const MOST_PAGES = 200;
const MOST_ROSTERS = 5000;

export interface Rosters extends Pick<Platform, "channelFlags" | "channelFacts" | "userByEmail" | "outsiderByEmail"> {
  /** The bot was met in a new conversation: whoever is looked up from now on may be there. */
  forgetPeople(tenant: string): void;
}

/** Reads who stands in a conversation, and finds people by it: a bot has no other directory. @throws when Teams fails */
export function createRosters({ connector, conversations, wall, wayTo }: RosterParts): Rosters {
  const rosters = createBriefLru<readonly TeamsMember[]>(MOST_ROSTERS, KNOWN_MS, wall);
  const gathered = createBriefLru<People>(1, GATHERED_MS, wall);

  /** how often the bot was met in a new conversation: what was gathered meanwhile may lack its people */
  let meetings = 0;

  async function read(way: Way, tenant: string): Promise<readonly TeamsMember[]> {
    const found = new Map<string, TeamsMember>();
    let page: string | undefined;
    for (let pages = 1; ; pages++) {
      const { members, next } = await connector.members(way, page);
      for (const member of membersIn(members, tenant)) found.set(member.user, member);
      if (!next) return [...found.values()];
      if (next === page || pages === MOST_PAGES) throw new Error("Teams names members without an end.");
      page = next;
    }
  }

  /** One conversation that can't be read for good doesn't hide the people of all others. */
  async function readOrLeave(met: Met): Promise<readonly TeamsMember[]> {
    try {
      return await read(met, met.tenant);
    } catch (error) {
      const outcome = outcomeOf(error);
      if (isSentAway(outcome)) await conversations.leave(met.tenant, met.conversation);
      else if (outcome.kind !== "address-gone" && outcome.kind !== "not-allowed") throw unread(error);
      return [];
    }
  }

  /** The people in all conversations, by e-mail. */
  async function gather(tenant: string): Promise<People> {
    const found = { colleagues: new Map<string, TeamsMember>(), outsiders: new Map<string, TeamsMember>() };
    for (const met of await conversations.all(tenant)) {
      const members = rosters.get(met.conversation) ?? (await readOrLeave(met));
      rosters.set(met.conversation, members);
      for (const member of members.filter(isKnown)) {
        const those = member.kind === "member" ? found.colleagues : found.outsiders;
        for (const email of member.emails) those.set(email, member);
      }
    }
    return found;
  }

  async function peopleOf(tenant: string): Promise<People> {
    const before = meetings;
    const people = gathered.get(tenant) ?? (await gather(tenant));
    if (before === meetings) gathered.set(tenant, people);
    return people;
  }

  async function facts(target: Target): Promise<ChannelFacts> {
    const way = await wayTo(target);
    if (!way) return { external: false, archived: true, members: [] };
    try {
      const members = await read(way, target.workspace);
      return {
        external: members.some(({ kind }) => kind === "external"),
        archived: false,
        members: members.map(({ user, kind }) => ({ user, kind })),
      };
    } catch (error) {
      // A conversation that is no more says so only by that.
      if (outcomeOf(error).kind === "address-gone") return { external: false, archived: true, members: [] };
      throw unread(error);
    }
  }

  return {
    channelFacts: facts,
    channelFlags: facts,
    forgetPeople(tenant) {
      meetings += 1;
      gathered.delete(tenant);
    },
    async userByEmail(workspace, email): Promise<PlatformUser | undefined> {
      const wanted = email.toLowerCase();
      const found = (await peopleOf(workspace)).colleagues.get(wanted);
      return found && { user: found.user, email: wanted, name: found.name, zone: undefined };
    },
    async outsiderByEmail(workspace, email): Promise<Outsider | undefined> {
      const found = (await peopleOf(workspace)).outsiders.get(email.toLowerCase());
      return found?.home === undefined ? undefined : { user: found.user, home: found.home };
    },
  };
}

/** In small letters. */
interface People {
  readonly colleagues: ReadonlyMap<string, TeamsMember>;
  readonly outsiders: ReadonlyMap<string, TeamsMember>;
}

/** Somebody whom Microsoft Entra knows; only such an id is the one that comes with a press. */
function isKnown({ user }: TeamsMember): boolean {
  return !user.includes(":");
}

/** The client's own error has the whole answer in it, with everybody's names and addresses. */
function unread(error: unknown): Error {
  const outcome = outcomeOf(error);
  const problem = "problem" in outcome ? outcome.problem : "too fast";
  return new Error(`The members of a conversation can't be read: ${outcome.kind}, ${problem}.`);
}
