import type { WallClock } from "../../kernel/clock.ts";
import { createBriefLru } from "../../kernel/lru.ts";
import type { ChannelFacts, Platform, PlatformUser, Target } from "../platform.ts";
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
const MOST_PAGES = 200;

/** Reads who stands in a conversation, and finds people by it: a bot has no other directory. @throws when Teams fails */
export function createRosters({
  connector,
  conversations,
  wall,
  wayTo,
}: RosterParts): Pick<Platform, "channelFlags" | "channelFacts" | "userByEmail"> {
  const rosters = createBriefLru<readonly TeamsMember[]>(1000, KNOWN_MS, wall);

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

  /** One conversation that the bot was sent away from doesn't hide the people of all others. */
  async function readOrLeave(met: Met): Promise<readonly TeamsMember[]> {
    try {
      return await read(met, met.tenant);
    } catch (error) {
      if (!isSentAway(outcomeOf(error))) throw error;
      await conversations.leave(met.tenant, met.conversation);
      return [];
    }
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
      throw error;
    }
  }

  return {
    channelFacts: facts,
    async channelFlags(target) {
      const { external, archived } = await facts(target);
      return { external, archived };
    },
    async userByEmail(workspace, email): Promise<PlatformUser | undefined> {
      const wanted = email.toLowerCase();
      for (const met of await conversations.all(workspace)) {
        const key = `${met.tenant} ${met.conversation}`;
        const members = rosters.get(key) ?? (await readOrLeave(met));
        rosters.set(key, members);
        const found = members.find((member) => member.kind === "member" && member.emails.includes(wanted));
        if (found) return { user: found.user, email: wanted, name: found.name, zone: undefined };
      }
      return undefined;
    },
  };
}
