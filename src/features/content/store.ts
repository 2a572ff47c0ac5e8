import type { PersonRef } from "../../chat/card.ts";
import type { LocalDate } from "../../kernel/business-time.ts";
import { CONTENT } from "../../kernel/defaults.ts";
import type { Tx } from "../../kernel/deps.ts";
import type { Locale } from "../../kernel/directory.ts";
import type { AccountId, ContactId, Id, PersonId } from "../../kernel/ids.ts";
import { productsSold } from "../accounts/facts.ts";
import type { Because, Kind, NewItem, ProposalState } from "./decide.ts";

export { type AuditAction, writeAudit } from "../../db/audit.ts";

export type ItemId = Id<"content-item">;
export type ProposalId = Id<"content-proposal">;

/** A piece of the library. */
export interface Item extends NewItem {
  readonly id: ItemId;
  /** what the feature is called */
  readonly featureName: string | undefined;
  readonly addedBy: PersonRef;
  readonly retiredAt: Date | undefined;
}

/** A piece for one customer. */
export interface Proposal {
  readonly id: ProposalId;
  /** the customer it is today, where it was merged into another */
  readonly account: AccountId;
  readonly item: ItemId;
  readonly because: Because;
  readonly feature: string;
  readonly csm: PersonId;
  readonly proposedAt: Date;
  readonly state: ProposalState;
  readonly decided: { readonly at: Date; readonly by: PersonRef | undefined } | undefined;
  /** days on which the feature was used, of the 28 before; undefined: not known */
  readonly usedBefore: number | undefined;
  readonly usedAfter: number | undefined;
  readonly measuredAt: Date | undefined;
}

interface ItemRow {
  id: ItemId;
  kind: Kind;
  title: string;
  link: string;
  product: string | null;
  feature: string | null;
  feature_name: string | null;
  segment: string | null;
  language: Locale | null;
  until_on: LocalDate | null;
  added_by: PersonId;
  adder: string;
  retired_at: Date | null;
}

const ITEMS = `
  select i.id, i.kind, i.title, i.link, i.product, i.feature, coalesce(m.label, m.name) as feature_name, i.segment,
         i.language, i.until_on, i.added_by, p.name as adder, i.retired_at
    from content_item i
    join person p on p.organisation_id = i.organisation_id and p.id = i.added_by
    left join metric m on m.organisation_id = i.organisation_id and m.name = i.feature`;

function itemIn(row: ItemRow): Item {
  return {
    id: row.id,
    kind: row.kind,
    title: row.title,
    link: row.link,
    product: row.product ?? undefined,
    feature: row.feature ?? undefined,
    featureName: row.feature_name ?? row.feature ?? undefined,
    segment: row.segment ?? undefined,
    language: row.language ?? undefined,
    untilOn: row.until_on ?? undefined,
    addedBy: { id: row.added_by, name: row.adder },
    retiredAt: row.retired_at ?? undefined,
  };
}

/** What may be proposed still, newest first. */
export async function openItems(tx: Tx, today: LocalDate): Promise<Item[]> {
  const rows = await tx.rows<ItemRow>(
    `${ITEMS} where i.retired_at is null and (i.until_on is null or i.until_on >= $1::date) order by i.added_at desc, i.id desc`,
    [today],
  );
  return rows.map(itemIn);
}

export async function itemById(tx: Tx, id: ItemId): Promise<Item | undefined> {
  return (await itemsById(tx, [id])).get(id);
}

export async function itemsById(tx: Tx, ids: readonly ItemId[]): Promise<Map<ItemId, Item>> {
  const rows = await tx.rows<ItemRow>(`${ITEMS} where i.id = any($1::uuid[])`, [ids]);
  return new Map(rows.map((row) => [row.id, itemIn(row)]));
}

/** Whether a piece with the same link is in the library. */
export async function isKnown(tx: Tx, link: string): Promise<boolean> {
  return (
    (await tx.rows("select 1 from content_item where link = $1 and retired_at is null limit 1", [link])).length > 0
  );
}

export function insertItem(tx: Tx, id: ItemId, made: NewItem, by: PersonId, at: Date): void {
  const { kind, title, link, product, feature, segment, language, untilOn } = made;
  tx.run(
    `insert into content_item (organisation_id, id, kind, title, link, product, feature, segment, language, until_on, added_by, added_at)
     values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12)`,
    [
      tx.organisation,
      id,
      kind,
      title,
      link,
      product ?? null,
      feature ?? null,
      segment ?? null,
      language ?? null,
      untilOn ?? null,
      by,
      at,
    ],
  );
}

/** @returns whether it was in the library until now */
export async function retireItem(tx: Tx, id: ItemId, by: PersonId, at: Date): Promise<boolean> {
  const rows = await tx.rows(
    "update content_item set retired_at = $3, retired_by = $2 where id = $1 and retired_at is null returning 1",
    [id, by, at],
  );
  return rows.length > 0;
}

export interface Choices {
  readonly products: readonly string[];
  readonly features: readonly { readonly name: string; readonly called: string }[];
  readonly segments: readonly string[];
}

const MOST = 90;

/** What a piece may be for. */
export async function choices(tx: Tx): Promise<Choices> {
  const products = await productsSold(tx, MOST);
  const features = await tx.rows<{ name: string; called: string }>(
    "select name, coalesce(label, name) as called from metric where kind = 'feature' order by 2, 1 limit $1",
    [MOST],
  );
  const segments = await tx.rows<{ name: string }>(
    "select distinct segment as name from account where btrim(coalesce(segment, '')) <> '' order by 1 limit $1",
    [MOST],
  );
  return { products, features, segments: segments.map(({ name }) => name) };
}

/** Whether one of these holds a slot by which they work on what customers learn from. */
export async function holdsTeachingSlot(tx: Tx, people: readonly PersonId[]): Promise<boolean> {
  const rows = await tx.rows(
    "select 1 from slot where slot in ('product', 'training', 'marketing') and person_id = any($1::uuid[]) limit 1",
    [people],
  );
  return rows.length > 0;
}

interface ProposalRow {
  id: ProposalId;
  account_id: AccountId;
  item_id: ItemId;
  because: Because;
  feature: string;
  csm_id: PersonId;
  proposed_at: Date;
  state: ProposalState;
  decided_at: Date | null;
  decided_by: PersonId | null;
  decider: string | null;
  used_before: number | null;
  used_after: number | null;
  measured_at: Date | null;
}

const PROPOSALS = `
  select r.id, coalesce(a.merged_into, a.id) as account_id, r.item_id, r.because, r.feature, r.csm_id, r.proposed_at,
         r.state, r.decided_at, r.decided_by, p.name as decider, r.used_before, r.used_after, r.measured_at
    from content_proposal r
    join account a on a.organisation_id = r.organisation_id and a.id = r.account_id
    left join person p on p.organisation_id = r.organisation_id and p.id = r.decided_by`;

function proposalIn(row: ProposalRow): Proposal {
  const { decided_at: at, decided_by: by } = row;
  return {
    id: row.id,
    account: row.account_id,
    item: row.item_id,
    because: row.because,
    feature: row.feature,
    csm: row.csm_id,
    proposedAt: row.proposed_at,
    state: row.state,
    decided: at ? { at, by: by ? { id: by, name: row.decider ?? "" } : undefined } : undefined,
    usedBefore: row.used_before ?? undefined,
    usedAfter: row.used_after ?? undefined,
    measuredAt: row.measured_at ?? undefined,
  };
}

export async function proposalById(tx: Tx, id: ProposalId): Promise<Proposal | undefined> {
  return (await tx.rows<ProposalRow>(`${PROPOSALS} where r.id = $1`, [id])).map(proposalIn)[0];
}

/** The proposal, held until the transaction ends. */
export async function holdProposal(tx: Tx, id: ProposalId): Promise<Proposal | undefined> {
  await tx.rows("select 1 from content_proposal where id = $1 for update", [id]);
  return proposalById(tx, id);
}

/** What was proposed for a customer, newest first. */
export async function proposalsAt(tx: Tx, account: AccountId): Promise<Proposal[]> {
  const rows = await tx.rows<ProposalRow>(
    `${PROPOSALS} where coalesce(a.merged_into, a.id) = $1 order by r.proposed_at desc, r.id desc limit $2`,
    [account, CONTENT.listedAtMost],
  );
  return rows.map(proposalIn);
}

export function insertProposal(
  tx: Tx,
  made: Pick<Proposal, "id" | "account" | "item" | "because" | "feature" | "csm" | "proposedAt">,
): void {
  tx.run(
    `insert into content_proposal (organisation_id, id, account_id, item_id, because, feature, csm_id, proposed_at)
     values ($1, $2, $3, $4, $5, $6, $7, $8) on conflict (organisation_id, account_id, item_id) do nothing`,
    [tx.organisation, made.id, made.account, made.item, made.because, made.feature, made.csm, made.proposedAt],
  );
}

export function saveDecided(
  tx: Tx,
  id: ProposalId,
  to: {
    readonly state: Exclude<ProposalState, "proposed">;
    readonly at: Date;
    readonly by: PersonId | undefined;
    readonly contact?: ContactId | undefined;
    readonly usedBefore?: number | undefined;
  },
): void {
  tx.run(
    "update content_proposal set state = $2, decided_at = $3, decided_by = $4, contact_id = $5, used_before = $6 where id = $1",
    [id, to.state, to.at, to.by ?? null, to.contact ?? null, to.usedBefore ?? null],
  );
}

export function saveMeasured(tx: Tx, id: ProposalId, usedAfter: number | undefined, at: Date): void {
  tx.run("update content_proposal set used_after = $2, measured_at = $3 where id = $1", [id, usedAfter ?? null, at]);
}

/** Who is there at the customer, by name; as many as a menu holds. */
export async function peopleAt(
  tx: Tx,
  account: AccountId,
): Promise<{ readonly id: ContactId; readonly name: string }[]> {
  return tx.rows<{ id: ContactId; name: string }>(
    "select id, name from contact where account_id = $1 and left_on is null order by name, id limit 98",
    [account],
  );
}

/** What the customer wants to reach with a feature, where it isn't reached. */
export async function goalWith(tx: Tx, account: AccountId, feature: string): Promise<string | undefined> {
  const [row] = await tx.rows<{ name: string }>(
    "select name from goal where account_id = $1 and metric = $2 and met_on is null order by id limit 1",
    [account, feature],
  );
  return row?.name;
}
