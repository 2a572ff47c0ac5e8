import { type Answer, jsonAnswer } from "../fake-platform/wire.ts";
import { refuse } from "./refusals.ts";
import type { Json } from "./shapes.ts";
import { bareOf, type Channel, type Person, type World } from "./world.ts";

type Params = Readonly<Record<string, string>>;

const PAGE = { least: 50, usual: 200, most: 500 };
const TOKEN = "from:";

/** A page of the people in a conversation; the bot isn't among them. */
export function members(world: World, params: Params): Answer {
  const all = rosterOf(world, params);
  if ("status" in all) return all;
  const { pageSize = String(PAGE.usual), continuationToken = "" } = params;
  const asked = Number(pageSize);
  const from = continuationToken === "" ? 0 : placeIn(continuationToken);
  if (!Number.isInteger(asked)) return refuse("BadSyntax", "Bad format of page size");
  if (!Number.isInteger(from) || from > all.length) return refuse("BadSyntax", "Bad format of continuation token");
  const until = from + Math.min(Math.max(asked, PAGE.least), PAGE.most);
  return jsonAnswer({
    ...(until < all.length ? { continuationToken: tokenOf(until) } : {}),
    members: all.slice(from, until).map(account),
  });
}

/** One of them, by either id or by user principal name. */
export function member(world: World, params: Params): Answer {
  const all = rosterOf(world, params);
  if ("status" in all) return all;
  const { memberId = "" } = params;
  const found = all.find(
    (each) => [each.id, each.aadObjectId].includes(memberId) || principalName(each) === memberId.toLowerCase(),
  );
  return found ? jsonAnswer(account(found)) : refuse("MemberNotFoundInConversation");
}

export function channels(world: World, { teamId = "" }: Params): Answer {
  const known = channelsIn(world, teamId);
  if ("status" in known) return known;
  return jsonAnswer({
    conversations: known.map((each) => ({
      id: each.id,
      // The General channel has no name of its own.
      name: each.id === teamId ? null : each.name,
      type: typeOf(each),
    })),
  });
}

export function team(world: World, { teamId = "" }: Params): Answer {
  const known = channelsIn(world, teamId);
  if ("status" in known) return known;
  return jsonAnswer({
    id: teamId,
    name: teamId,
    type: "standard",
    tenantId: known[0]?.tenant,
    channelCount: known.length,
    memberCount: teamRoster(world, known).length,
  });
}

function channelsIn(world: World, team: string): readonly Channel[] | Answer {
  if (world.isBarred(team)) return refuse("BotNotInConversationRoster");
  const known = world.channelsOf(team);
  return known.length === 0 ? refuse("ConversationNotFound") : known;
}

function rosterOf(world: World, { conversationId = "" }: Params): readonly Person[] | Answer {
  const bare = bareOf(conversationId);
  const place = world.place(bare);
  if (world.isBarred(bare)) return refuse("BotNotInConversationRoster");
  if (place?.kind === "personal") return [place.person];
  const known = place ? [place.channel] : world.channelsOf(bare).filter((each) => typeOf(each) === "standard");
  return known.length === 0 ? refuse("ConversationNotFound") : teamRoster(world, known);
}

/** Who left isn't in it. */
function teamRoster(world: World, known: readonly Channel[]): readonly Person[] {
  const people = known.flatMap((channel) => channel.members.map((each) => world.person(each, channel.tenant)));
  return [...new Set(people)].filter((each) => each !== undefined).filter((each) => !each.deleted);
}

function typeOf(channel: Channel): "shared" | "private" | "standard" {
  return channel.shared ? "shared" : channel.private ? "private" : "standard";
}

/** A TeamsChannelAccount. */
function account(person: Person): Json {
  const [givenName = person.name, ...surname] = person.name.split(" ");
  return {
    id: person.id,
    name: person.name,
    aadObjectId: person.aadObjectId,
    objectId: person.aadObjectId,
    givenName,
    surname: surname.join(" "),
    ...(person.email === undefined ? {} : { email: person.email, userPrincipalName: principalName(person) }),
    tenantId: person.homeTenant ?? person.tenant,
    userRole: person.guest ? "guest" : "user",
  };
}

function principalName({ email = "", guest, tenant }: Person): string {
  return guest ? `${email.replace("@", "_")}#ext#@${tenant}.onmicrosoft.example` : email.toLowerCase();
}

function tokenOf(from: number): string {
  return Buffer.from(`${TOKEN}${String(from)}`).toString("base64");
}
function placeIn(token: string): number {
  return Number(Buffer.from(token, "base64").toString().replace(TOKEN, "") || NaN);
}
