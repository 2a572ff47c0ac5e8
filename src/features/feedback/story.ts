import { localDateOf } from "../../kernel/business-time.ts";
import type { AccountId } from "../../kernel/ids.ts";
import { type AccountFacts, accountsById } from "../accounts/facts.ts";
import type { Acting, Context } from "../feature.ts";
import { settingsOf } from "../settings/facts.ts";
import { productPeople } from "./around-store.ts";
import { mayDecide, type ProductPeople } from "./decide.ts";
import { type Item, itemById, type ItemId, type Piece, pieceById, type PieceId, piecesOf } from "./store.ts";
import { type Tell, tellById, type TellId, tellsOf } from "./tell-store.ts";

/** A customer behind an item, with what was passed on for it, newest first. */
export interface Behind {
  readonly account: Pick<AccountFacts, "id" | "name" | "stage" | "scope" | "arr" | "csm">;
  readonly pieces: readonly Piece[];
}

/** All that cards about one item say. */
export interface ItemStory {
  readonly item: Item;
  /** who said it last comes first */
  readonly behind: readonly Behind[];
  readonly tells: readonly Pick<Tell, "account" | "closed">[];
  readonly product: ProductPeople;
}

/** Several at once, in the order of the items. */
export async function storiesOf({ tx, now }: Context, items: readonly Item[]): Promise<ItemStory[]> {
  const ids = items.map(({ id }) => id);
  const pieces = await piecesOf(tx, ids);
  const accounts = [...new Set(pieces.map(({ account }) => account))];
  const today = localDateOf(now, (await settingsOf(tx)).zone);
  const known = accounts.length > 0 ? await accountsById(tx, accounts, today) : new Map<AccountId, AccountFacts>();
  const tells = await tellsOf(tx, ids);
  const product = await productPeople(tx, accounts);
  return items.map((item) => {
    const theirs = pieces.filter((piece) => piece.item === item.id);
    const behind = [...new Set(theirs.map(({ account }) => account))].flatMap((id): Behind[] => {
      const account = known.get(id);
      return account ? [{ account, pieces: theirs.filter((piece) => piece.account === id) }] : [];
    });
    return { item, behind, tells: tells.filter((tell) => tell.item === item.id), product };
  });
}

export async function storyOf(context: Context, id: string): Promise<ItemStory | undefined> {
  const item = await itemById(context.tx, id as ItemId);
  return item && (await storiesOf(context, [item]))[0];
}

/** One customer's part of an item: what is to be told to them. */
export interface TellStory {
  readonly tell: Tell;
  readonly item: Item;
  readonly behind: Behind;
  readonly product: ProductPeople;
}

export async function tellStory(context: Context, id: string): Promise<TellStory | undefined> {
  const tell = await tellById(context.tx, id as TellId);
  const story = tell && (await storyOf(context, tell.item));
  const behind = story?.behind.find(({ account }) => account.id === tell?.account);
  return tell && story && behind ? { tell, item: story.item, behind, product: story.product } : undefined;
}

/** The same of what won't be done, by what one customer said last. */
export interface PieceStory {
  readonly item: Item;
  readonly behind: Behind;
}

export async function pieceStory(context: Context, id: string): Promise<PieceStory | undefined> {
  const piece = await pieceById(context.tx, id as PieceId);
  const story = piece && (await storyOf(context, piece.item));
  const behind = story?.behind.find(({ account }) => account.id === piece?.account);
  return story && behind ? { item: story.item, behind } : undefined;
}

/** One piece of an item, as somebody passed it on. */
export interface JoinedStory extends PieceStory {
  readonly piece: Piece;
  readonly product: ProductPeople;
}

export async function joinedStory(context: Context, id: string): Promise<JoinedStory | undefined> {
  const piece = await pieceById(context.tx, id as PieceId);
  const story = piece && (await storyOf(context, piece.item));
  const behind = story?.behind.find(({ account }) => account.id === piece?.account);
  return piece && story && behind ? { item: story.item, behind, piece, product: story.product } : undefined;
}

/** Whether the presser says what becomes of it. */
export async function decides(acting: Acting, { behind, product }: ItemStory): Promise<boolean> {
  const scopes = behind.map(({ account }) => account.scope);
  return mayDecide(acting.person, scopes, product, await isInProductChannel(acting));
}

async function isInProductChannel({ tx, directory, via, workspace, place }: Acting): Promise<boolean> {
  if (place.private) return false;
  return (await directory.channels(tx)).some(
    (channel) =>
      channel.purpose === "product" &&
      channel.platform === via &&
      channel.workspace === workspace &&
      channel.conversation === place.conversation,
  );
}
