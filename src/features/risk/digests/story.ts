import type { PersonRef } from "../../../chat/card.ts";
import type { AccountId, EditionId, PersonId } from "../../../kernel/ids.ts";
import type { Scope } from "../../../kernel/permissions.ts";
import { type AccountFacts, accountsById } from "../../accounts/facts.ts";
import type { Standing as CardStanding, Context } from "../../feature.ts";
import { organisationDay } from "../calendar.ts";
import type { Standing } from "../decide.ts";
import type { Person } from "../../../kernel/directory.ts";
import type { Edition, Item, PersonalEdition, RiskEdition, TeamEdition } from "./edition.ts";
import { editionOfDay, type StoredEdition } from "./edition-store.ts";
import { type Case, newestCases } from "../case-store.ts";
import { standingsOf } from "../store.ts";
import { type DigestSections, type Part, prepare, sectionsFor } from "./sections.ts";

/** What became of an item since the morning. */
export type Became =
  | { readonly kind: "unowned" }
  | { readonly kind: "owned"; readonly owner: PersonRef; readonly at: Date }
  /** somebody closed its case, and it is still at risk */
  | { readonly kind: "judged"; readonly by: PersonRef; readonly at: Date }
  | { readonly kind: "over" };

/** An item of the morning with its account and its present state. */
export interface Entry {
  readonly item: Item;
  readonly account: { readonly id: AccountId; readonly name: string };
  readonly scope: Scope;
  readonly csm: PersonRef | undefined;
  readonly became: Became;
  /** its newest case */
  readonly found: Pick<Case, "id" | "state" | "causes" | "snoozedUntil" | "snoozes"> | undefined;
  /** something became of it since the morning */
  readonly isTouched: boolean;
}

interface Story<E extends Edition> {
  readonly id: EditionId;
  readonly edition: E;
  readonly entries: readonly Entry[];
  /** when an item changed for the last time since the morning */
  readonly updatedAt: Date | undefined;
}
export interface TeamStory extends Story<TeamEdition> {
  /** names of the other accounts and the people that the edition speaks of */
  readonly accounts: ReadonlyMap<AccountId, string>;
  readonly people: ReadonlyMap<PersonId, string>;
}
/** A person's own morning; only a CSM's has entries. */
export interface PersonalStory extends Story<PersonalEdition> {
  readonly parts: readonly Part[];
  /** whose day it is */
  readonly reader: PersonRef;
  /** who reads it in their stead when chat can't reach them */
  readonly manager: PersonId | undefined;
}

/** A morning's figures stay that morning's, whenever it is drawn. */
type Slot = Pick<CardStanding, "slot">;

export async function loadTeam(context: Context, subject: string, { slot }: Slot): Promise<TeamStory | "gone"> {
  const stored = await editionOfDay(context.tx, "team", subject, slot);
  return stored ? teamStory(context, stored) : "gone";
}

/** A person's digest of one morning. */
export async function loadPersonal(
  context: Context,
  kind: PersonalEdition["kind"],
  subject: string,
  { slot }: Slot,
  sections: DigestSections,
): Promise<PersonalStory | "gone"> {
  const stored = await editionOfDay(context.tx, kind, subject, slot);
  const whose = stored && (await context.directory.person(context.tx, subject as PersonId));
  return stored && whose ? personalStory(context, stored, whose, sections) : "gone";
}

/** Any morning, for the private list of all of it. */
export async function loadEdition(
  context: Context,
  stored: StoredEdition,
  sections: DigestSections,
): Promise<TeamStory | PersonalStory | undefined> {
  const { edition, owner } = stored;
  if (edition.kind === "team") return teamStory(context, { ...stored, edition });
  const whose = await context.directory.person(context.tx, owner as PersonId);
  return whose && personalStory(context, { ...stored, edition }, whose, sections);
}

async function teamStory(context: Context, stored: StoredEdition<"team">): Promise<TeamStory> {
  const { tx, now, directory } = context;
  const { edition, createdAt, id } = stored;
  const others = [...edition.orphans, ...(edition.next ? [edition.next.account] : [])];
  const { entries, changes } = await entriesOf(context, edition, createdAt);
  const accounts = await accountsById(tx, others, await organisationDay(tx, now));
  const people = await directory.people(tx);
  return {
    id,
    edition,
    entries,
    accounts: new Map([...accounts.values()].map((account) => [account.id, account.name])),
    people: new Map(people.map((person) => [person.id, person.name])),
    updatedAt: newestAfter(createdAt, changes),
  };
}

async function personalStory(
  context: Context,
  { id, edition, createdAt }: StoredEdition<PersonalEdition["kind"]>,
  whose: Person,
  sections: DigestSections,
): Promise<PersonalStory> {
  const risks = edition.kind === "mine" ? await entriesOf(context, edition, createdAt) : { entries: [], changes: [] };
  const kind = edition.kind === "mine" ? "csm" : edition.kind;
  const { parts, changes } = await prepare(context, sectionsFor(sections, kind), edition.sections, whose);
  return {
    id,
    edition,
    entries: risks.entries,
    parts,
    updatedAt: newestAfter(createdAt, [...risks.changes, ...changes]),
    reader: { id: whose.id, name: whose.name },
    manager: whose.manager,
  };
}

/** The risks of a morning with what became of them, and when. */
async function entriesOf(
  { tx, now }: Context,
  { items }: RiskEdition,
  since: Date,
): Promise<{ readonly entries: Entry[]; readonly changes: readonly Date[] }> {
  const ids = items.map(({ account }) => account);
  const accounts = await accountsById(tx, ids, await organisationDay(tx, now));
  const cases = await newestCases(tx, ids);
  const standings = await standingsOf(tx, ids);
  const entries = items.flatMap((item): Entry[] => {
    const account = accounts.get(item.account);
    const found = account && cases.get(account.id);
    const isTouched = newestAfter(since, changesOf(found)) !== undefined;
    return account ? [entryOf(item, account, found, becameOf(found, standings.get(account.id)), isTouched)] : [];
  });
  return { entries, changes: [...cases.values()].flatMap(changesOf) };
}

function changesOf(found: Case | undefined): Date[] {
  return [found?.owner?.at, found?.closedAt].filter((at) => at !== undefined);
}

function newestAfter(since: Date, changes: readonly Date[]): Date | undefined {
  const later = changes.map((at) => at.getTime()).filter((at) => at > since.getTime());
  return later.length > 0 ? new Date(Math.max(...later)) : undefined;
}

function entryOf(
  item: Item,
  { id, name, scope, csm }: AccountFacts,
  found: Case | undefined,
  became: Became,
  isTouched: boolean,
): Entry {
  return { item, account: { id, name }, scope, csm, found, became, isTouched };
}

export function becameOf(found: Case | undefined, standing: Standing | undefined): Became {
  if (!standing || standing.state === "ok" || standing.state === "recovering") return { kind: "over" };
  if (found?.state === "open" && found.owner) {
    return { kind: "owned", owner: { id: found.owner.id, name: found.owner.name }, at: found.owner.at };
  }
  const { closed } = found ?? {};
  if (closed?.by && closed.at.getTime() >= standing.since.getTime()) {
    return { kind: "judged", by: closed.by, at: closed.at };
  }
  return { kind: "unowned" };
}
