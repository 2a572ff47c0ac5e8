import type { PersonRef } from "../../../chat/card.ts";
import type { AccountId, EditionId, PersonId } from "../../../kernel/ids.ts";
import type { Scope } from "../../../kernel/permissions.ts";
import { type AccountFacts, accountsById } from "../../accounts/facts.ts";
import type { Standing as CardStanding, Context } from "../../feature.ts";
import { organisationDay } from "../calendar.ts";
import type { Standing } from "../decide.ts";
import type { Edition, Item, MyEdition, TeamEdition } from "./edition.ts";
import { editionById, editionOfDay, type StoredEdition } from "./edition-store.ts";
import { type Case, newestCases } from "../case-store.ts";
import { standingsOf } from "../store.ts";

/** What became of an item since the morning. */
export type Became =
  | { readonly kind: "unowned" }
  | { readonly kind: "owned"; readonly owner: PersonRef; readonly at: Date }
  | { readonly kind: "over" };

/** An item of the morning with its account and its present state. */
export interface Entry {
  readonly item: Item;
  readonly account: { readonly id: AccountId; readonly name: string };
  readonly scope: Scope;
  readonly csm: PersonRef | undefined;
  readonly became: Became;
}

interface Story<E extends Edition> {
  readonly id: EditionId;
  readonly edition: E;
  readonly entries: readonly Entry[];
  /** names of the other accounts and the people that the edition speaks of */
  readonly accounts: ReadonlyMap<AccountId, string>;
  readonly people: ReadonlyMap<PersonId, string>;
  /** when an item changed for the last time since the morning */
  readonly updatedAt: Date | undefined;
}
export type TeamStory = Story<TeamEdition>;
export interface MyStory extends Story<MyEdition> {
  /** whose day it is */
  readonly reader: PersonRef;
  /** who reads it in their stead when chat can't reach them */
  readonly manager: PersonId | undefined;
}

/** A morning's figures stay that morning's, whenever it is drawn. */
type Slot = Pick<CardStanding, "slot">;

export async function loadTeam(context: Context, subject: string, { slot }: Slot): Promise<TeamStory | "gone"> {
  const stored = await editionOfDay(context.tx, "team", subject, slot);
  const story = stored && (await storyOf(context, stored));
  return story && isTeam(story) ? story : "gone";
}

export async function loadMine(context: Context, subject: string, { slot }: Slot): Promise<MyStory | "gone"> {
  const stored = await editionOfDay(context.tx, "mine", subject, slot);
  const story = stored && (await storyOf(context, stored));
  const reader = await context.directory.person(context.tx, subject as PersonId);
  return story && reader && isMine(story)
    ? { ...story, reader: { id: reader.id, name: reader.name }, manager: reader.manager }
    : "gone";
}

/** The entries of any morning, for the private list of all of them. */
export async function loadEntries(context: Context, subject: string): Promise<Story<Edition> | undefined> {
  const stored = await editionById(context.tx, subject as EditionId);
  return stored && storyOf(context, stored);
}

function isTeam(story: Story<Edition>): story is TeamStory {
  return story.edition.kind === "team";
}
function isMine(story: Story<Edition>): story is Story<MyEdition> {
  return story.edition.kind === "mine";
}

async function storyOf(
  { tx, now, directory }: Context,
  { id, edition, createdAt }: StoredEdition,
): Promise<Story<Edition>> {
  const items = edition.items.map(({ account }) => account);
  const accounts = await accountsById(
    tx,
    [...new Set([...items, ...otherAccounts(edition)])],
    await organisationDay(tx, now),
  );
  const cases = await newestCases(tx, items);
  const standings = await standingsOf(tx, items);
  const entries = edition.items.flatMap((item): Entry[] => {
    const account = accounts.get(item.account);
    return account ? [entryOf(item, account, cases.get(account.id), standings.get(account.id))] : [];
  });
  const changes = [...cases.values()]
    .flatMap(({ owner, closedAt }) => [owner?.at, closedAt])
    .flatMap((at) => (at && at.getTime() > createdAt.getTime() ? [at.getTime()] : []));
  const people = edition.kind === "team" ? await directory.people(tx) : [];
  return {
    id,
    edition,
    entries,
    accounts: new Map([...accounts.values()].map((account) => [account.id, account.name])),
    people: new Map(people.map((person) => [person.id, person.name])),
    updatedAt: changes.length > 0 ? new Date(Math.max(...changes)) : undefined,
  };
}

function otherAccounts(edition: Edition): AccountId[] {
  if (edition.kind === "team") return [...edition.orphans, ...(edition.next ? [edition.next.account] : [])];
  return [...edition.renewals, ...edition.growing].map(({ account }) => account);
}

function entryOf(item: Item, account: AccountFacts, found: Case | undefined, standing: Standing | undefined): Entry {
  const { id, name, scope, csm } = account;
  return { item, account: { id, name }, scope, csm, became: becameOf(found, standing) };
}

export function becameOf(found: Case | undefined, standing: Standing | undefined): Became {
  if (!standing || standing.state === "ok" || standing.state === "recovering") return { kind: "over" };
  if (found?.state === "open" && found.owner) {
    return { kind: "owned", owner: { id: found.owner.id, name: found.owner.name }, at: found.owner.at };
  }
  return { kind: "unowned" };
}
