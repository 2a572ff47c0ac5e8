import type { LocalDate } from "../../../kernel/business-time.ts";
import type { Reasons, ScoredFeature, Term } from "../model.ts";

/** A score as a night kept it. */
export interface Kept {
  readonly day: LocalDate;
  /** the version of the fitted model; undefined: the expert's */
  readonly model: number | undefined;
  readonly reasons: Reasons;
}

/** How much a reason moved the log odds: c now − c then. */
export interface Moved {
  readonly feature: ScoredFeature;
  readonly by: number;
  /** as it is told: today's, or what it was where nothing is known of it now */
  readonly term: Term;
  readonly gone: boolean;
}

export type Changed =
  /** no score of about four weeks ago is kept */
  | { readonly kind: "new" }
  /** another model then: their parts can't be compared */
  | { readonly kind: "other-model"; readonly since: LocalDate }
  | {
      readonly kind: "changed";
      readonly since: LocalDate;
      /** strongest first */
      readonly moved: readonly Moved[];
      /** of what all are counted from, the average customer */
      readonly average: number;
      /** of the log odds; all of the above add up to it */
      readonly total: number;
    };

/** What changed between two scores, reason by reason. */
export function changedSince(now: Kept, then: Kept | undefined): Changed {
  if (!then) return { kind: "new" };
  if (now.model !== then.model) return { kind: "other-model", since: then.day };
  const before = new Map(then.reasons.terms.map((term) => [term.feature, term]));
  const moved = now.reasons.terms.map((term): Moved => {
    const was = before.get(term.feature)?.c ?? 0;
    before.delete(term.feature);
    return { feature: term.feature, by: term.c - was, term, gone: false };
  });
  for (const term of before.values()) moved.push({ feature: term.feature, by: -term.c, term, gone: true });
  return {
    kind: "changed",
    since: then.day,
    moved: moved.toSorted((one, other) => Math.abs(other.by) - Math.abs(one.by)),
    average: now.reasons.intercept - then.reasons.intercept,
    total: logOddsOf(now.reasons) - logOddsOf(then.reasons),
  };
}

function logOddsOf({ intercept, terms }: Reasons): number {
  return terms.reduce((sum, { c }) => sum + c, intercept);
}

export interface Shown {
  readonly moved: readonly (Moved & { readonly rounded: number })[];
  /** everything else, so that what is shown adds up to what is shown */
  readonly rest: number;
  readonly total: number;
}

/** The strongest changes to two digits, and the rest. */
export function shownOf({ moved, total }: Extract<Changed, { kind: "changed" }>, most: number): Shown {
  const shown = moved
    .slice(0, most)
    .map((each) => ({ ...each, rounded: Math.round(100 * each.by) }))
    .filter(({ rounded }) => rounded !== 0);
  const all = Math.round(100 * total);
  const rest = shown.reduce((left, { rounded }) => left - rounded, all);
  return {
    moved: shown.map((each) => ({ ...each, rounded: each.rounded / 100 })),
    rest: rest / 100,
    total: all / 100,
  };
}
