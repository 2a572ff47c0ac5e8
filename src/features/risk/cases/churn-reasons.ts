/** Why a customer leaves (B9): a closed list of two levels. Ours are told to the department that can change them. */
const CHURN_REASONS = {
  customer: ["budget", "insolvent", "merged", "strategy", "champion-left"],
  competitor: ["price", "features", "bundle"],
  market: ["demand", "regulation"],
  product: ["missing-feature", "quality", "integration"],
  service: ["support", "downtime", "response"],
  price: ["too-high", "model"],
  onboarding: ["too-slow", "no-value", "no-training"],
  people: ["changes", "no-contact", "trust"],
} as const;

export type ChurnGroup = keyof typeof CHURN_REASONS;
type ReasonOf<G extends ChurnGroup> = `${G}/${(typeof CHURN_REASONS)[G][number]}`;
/** "<group>/<reason>" */
export type ChurnReason = { [G in ChurnGroup]: ReasonOf<G> }[ChurnGroup];

export const CHURN_CODES: readonly ChurnReason[] = Object.entries(CHURN_REASONS).flatMap(([group, reasons]) =>
  reasons.map((reason) => `${group}/${reason}` as ChurnReason),
);

export function churnReason(text: string): ChurnReason | undefined {
  return CHURN_CODES.find((each) => each === text);
}

/** What an import may say instead: the first of the two levels alone. */
export function churnGroup(text: string): ChurnGroup | undefined {
  return CHURN_CODES.map(groupOf).find((each) => each === text);
}

export function groupOf(reason: ChurnReason): ChurnGroup {
  return reason.split("/")[0] as ChurnGroup;
}

/** Our own faults, and the topic of the responsibility matrix whose slot hears of them. */
const TOPIC: Readonly<Partial<Record<ChurnGroup, string>>> = {
  product: "feedback",
  service: "technical",
  price: "offer",
  onboarding: "training",
  people: "strategy",
};

/** @returns undefined where it wasn't ours */
export function topicAtFault(reason: ChurnReason): string | undefined {
  return TOPIC[groupOf(reason)];
}
