import { OPPORTUNITY, RISK } from "../../kernel/defaults.ts";
import type { AccountId, OpportunityId, PersonId } from "../../kernel/ids.ts";
import { FOUND_PRODUCT } from "../../kernel/products.ts";
import { productKeys } from "../../locales/products.ts";
import type { Evidence, Found } from "./gate-stored.ts";

/** What a rule finds at an account. */
export interface Candidate {
  readonly account: AccountId;
  readonly csm: PersonId;
  readonly found: Found;
}

/** An opportunity there that is open, or ended not long ago. */
export interface Known {
  readonly id: OpportunityId;
  readonly account: AccountId;
  readonly product: string;
  readonly isOpen: boolean;
  /** sold, by whatever it is called */
  readonly isWon: boolean;
  /** the rules found it, and its CSM hasn't answered yet */
  readonly isUnanswered: boolean;
  readonly evidence: readonly Evidence[];
}

export type Finding =
  | { readonly kind: "spot"; readonly candidate: Candidate }
  | { readonly kind: "join"; readonly candidate: Candidate; readonly known: Known };

const DAY_MS = 24 * 3_600_000;

/** What ended after this is left alone for now, sold or declined. */
export function quietSince(now: Date): Date {
  return new Date(now.getTime() - OPPORTUNITY.quietAfterDays * DAY_MS);
}

/** What is stored; whoever reads it reads it in their own language. */
export function nameOf(found: Found): string {
  if (found.rule === "seats") return FOUND_PRODUCT.seats;
  return found.rule === "limit" ? `${FOUND_PRODUCT.limit}${found.metric}` : found.module;
}

/** It is the same thing: called so, or found by the same rule before, whatever a CSM or the customer called it. */
export function isSame({ product, evidence }: Pick<Known, "product" | "evidence">, found: Found): boolean {
  return isCalled(product, found) || evidence.some((each) => each.source === "usage" && isOfKind(each.found, found));
}

function isOfKind(one: Found, other: Found): boolean {
  if (one.rule === "limit") return other.rule === "limit" && one.metric === other.metric;
  if (one.rule === "module") return other.rule === "module" && one.module.toLowerCase() === other.module.toLowerCase();
  return one.rule === other.rule;
}

/** What is called so is one product, whoever named it in whichever language. */
export function isCalled(product: string, found: Found): boolean {
  return productKeys(nameOf(found)).includes(product.toLowerCase());
}

const ORDER: readonly Found["rule"][] = ["seats", "limit", "module"];

/**
 * What becomes of what the rules find in a night (D1): it joins what is open for the same product, once a rule; it is
 * left alone where such a one ended not long ago, where another one there waits for an answer, and where its CSM has
 * enough to answer.
 * @param unanswered how much waits for each CSM
 */
export function decideFindings(
  candidates: readonly Candidate[],
  known: readonly Known[],
  unanswered: ReadonlyMap<PersonId, number>,
): Finding[] {
  const waiting = new Map(unanswered);
  const asked = new Set(known.filter(({ isUnanswered }) => isUnanswered).map(({ account }) => account));
  return [...candidates].toSorted(inOrder).flatMap((candidate): Finding[] => {
    const { account, csm, found } = candidate;
    const same = known.filter((each) => each.account === account && isSame(each, found));
    const open = same.find(({ isOpen }) => isOpen);
    if (open) return saysSo(open, found) ? [] : [{ kind: "join", candidate, known: open }];
    const waits = waiting.get(csm) ?? 0;
    if (same.length > 0 || asked.has(account) || waits >= OPPORTUNITY.unansweredAtMost) return [];
    asked.add(account);
    waiting.set(csm, waits + 1);
    return [{ kind: "spot", candidate }];
  });
}

function inOrder(one: Candidate, other: Candidate): number {
  if (one.account !== other.account) return one.account < other.account ? -1 : 1;
  return ORDER.indexOf(one.found.rule) - ORDER.indexOf(other.found.rule) || shareOf(other.found) - shareOf(one.found);
}

function shareOf(found: Found): number {
  if (found.rule === "seats") return found.used / found.seats;
  return found.rule === "limit" ? found.used / found.limit : found.using / found.peers;
}

function saysSo({ evidence }: Known, { rule }: Found): boolean {
  return evidence.some((each) => each.source === "usage" && each.found.rule === rule);
}

/** Of a segment's customers: how many there are, and how many have and use each module well. */
export interface Peers {
  readonly customers: number;
  readonly using: ReadonlyMap<string, number>;
}

/** By segment, as organisations call theirs. */
export type PeerTable = ReadonlyMap<string, Peers>;

export function together(one: PeerTable, other: PeerTable): PeerTable {
  const all = new Map(one);
  for (const [segment, peers] of other) {
    const before = all.get(segment);
    const using = new Map(before?.using);
    for (const [module, count] of peers.using) using.set(module, (using.get(module) ?? 0) + count);
    all.set(segment, { customers: (before?.customers ?? 0) + peers.customers, using });
  }
  return all;
}

type Packed = readonly (readonly [segment: string, customers: number, using: readonly (readonly [string, number])[]])[];

/** For the data of a job. */
export function packed(table: PeerTable): string {
  const rows: Packed = [...table].map(([segment, { customers, using }]) => [segment, customers, [...using]]);
  return JSON.stringify(rows);
}

export function unpacked(text: string | undefined): PeerTable {
  const rows = text === undefined ? [] : (JSON.parse(text) as Packed);
  return new Map(rows.map(([segment, customers, using]) => [segment, { customers, using: new Map(using) }]));
}

/** The modules that at least half of the other customers of a segment have and use well, where those are enough. */
export function modulesFor({ customers, using }: Peers, bought: readonly string[]): Found[] {
  const peers = customers - 1;
  if (peers < RISK.peersAtLeast) return [];
  const has = new Set(bought.map((module) => module.toLowerCase()));
  return [...using].flatMap(([module, count]): Found[] =>
    !has.has(module.toLowerCase()) && count >= OPPORTUNITY.peersAdoption * peers
      ? [{ rule: "module", module, using: count, peers }]
      : [],
  );
}
