import type { Reasons, ScoredFeature, Term, Theme } from "./model.ts";

/** Features that say much the same, group by group. */
export type Themes = readonly (readonly ScoredFeature[])[];

/**
 * For the expert's estimate, which has no past to tell from: pairs of one source, of which the one follows from the other.
 * Days with use and days since the last are of the same days; a champion is silent where nobody has spoken for long.
 */
export const EXPERT_THEMES: Themes = [
  ["login_days_28", "recency_days"],
  ["touch_days", "stakeholder_silent"],
];

/** Of the themes, those of which a score has two reasons or more. */
export function themesAmong(themes: Themes, said: { has(feature: ScoredFeature): boolean }): Theme[] {
  return themes
    .map((members) => ({ features: members.filter((feature) => said.has(feature)) }))
    .filter(({ features }) => features.length > 1);
}

/**
 * Reasons as people are told them, the strongest first: a theme is one, as large as its members together, in the words of
 * the strongest that points where they do. They add up to what all terms add up to.
 */
export function spoken({ terms, themes = [] }: Reasons): Term[] {
  const themeOf = new Map(themes.flatMap((theme) => theme.features.map((feature) => [feature, theme] as const)));
  return [...Map.groupBy(terms, ({ feature }) => themeOf.get(feature) ?? feature)]
    .flatMap(([theme, members]) => (typeof theme === "string" ? members : voiceOf(theme, members)))
    .sort((one, other) => Math.abs(other.c) - Math.abs(one.c));
}

function voiceOf({ unsure }: Theme, members: readonly Term[]): Term[] {
  const c = members.reduce((sum, each) => sum + each.c, 0);
  const [voice] = members.toSorted((one, other) => Math.sign(c) * (other.c - one.c));
  return voice ? [{ ...voice, c, unsure }] : [];
}
