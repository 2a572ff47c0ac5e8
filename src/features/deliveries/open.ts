import type { ChannelId, PersonId } from "../../kernel/ids.ts";
import type { TextKey } from "../../locales/keys.ts";
import type { Address, Context, UnsettledPost } from "../feature.ts";
import { channelNames } from "../settings/facts.ts";
import type { Open, Place } from "./cards.ts";
import { type Line, linesOf, LISTED_DAYS } from "./decide.ts";

/** The one card that tells of others is told of by none. */
export const OWN_CARD = "deliveries.open";

const DAY_MS = 86_400_000;

/** "<slice>.<card>" → what one calls it; "untold": it is its addressee's alone, and nobody else hears of it */
export type Called = ReadonlyMap<string, TextKey | "untold">;

/** Whether administrators hear of a card that didn't arrive. */
export function isTold(card: string, called: Called): boolean {
  return card !== OWN_CARD && called.get(card) !== "untold";
}

/** What is unsettled and may be told. */
export async function unsettledPosts({ posts, now }: Context, called: Called): Promise<UnsettledPost[]> {
  const all = await posts.unsettled(new Date(now.getTime() - LISTED_DAYS * DAY_MS));
  return all.filter(({ card }) => isTold(card, called));
}

/** What did not arrive, with the names of the places it was for. */
export async function loadOpen(context: Context, called: Called): Promise<Open> {
  const posts = await unsettledPosts(context, called);
  const { lines, more } = linesOf(posts);
  const places = await placesOf(context, lines);
  return {
    count: posts.length,
    more,
    lines: lines.map((line) => ({
      ...line,
      place: line.wide
        ? { kind: "many", count: new Set(line.posts.map(({ address }) => address)).size }
        : (places.get(line.id) ?? { kind: "unknown" }),
      called: [...new Set(line.posts.map(({ card }) => nameOf(card, called)))],
    })),
  };
}

function nameOf(card: string, called: Called): TextKey {
  const name = called.get(card) ?? "untold";
  return name === "untold" ? "deliveries.called-other" : name;
}

async function placesOf(context: Context, lines: readonly Line[]): Promise<ReadonlyMap<string, Place>> {
  const channels = await channelNames(
    context.tx,
    lines.flatMap((line) => idAt(line, "channel:") as ChannelId[]),
  );
  const places = new Map<string, Place>();
  for (const line of lines) {
    const [channel] = idAt(line, "channel:") as ChannelId[];
    const name = channel && channels.get(channel);
    if (name !== undefined) places.set(line.id, { kind: "channel", name });
    const [id] = [...idAt(line, "person:"), ...idAt(line, "mail:person:")] as PersonId[];
    const person = id && (await context.directory.person(context.tx, id));
    if (person) places.set(line.id, { kind: "person", person: { id: person.id, name: person.name } });
    if (idAt(line, "contact:").length > 0 || idAt(line, "mail:contact:").length > 0)
      places.set(line.id, { kind: "customer" });
  }
  return places;
}

type Kind = "channel:" | "person:" | "contact:" | "mail:contact:" | "mail:person:";

/** The id behind the address of a line that is for one address of that kind. */
function idAt({ wide, posts: [first] }: Line, kind: Kind): string[] {
  const address: Address | undefined = wide ? undefined : first?.address;
  return address?.startsWith(kind) ? [address.slice(kind.length)] : [];
}
