/** The role slots of an account (A4). */
export const SLOTS = ["csm", "am", "sponsor", "support", "training", "product", "marketing", "sales"] as const;
export type Slot = (typeof SLOTS)[number];

export const STAGES = ["onboarding", "adoption", "value", "renewal", "churned"] as const;
/** Where no stage has a row of its own. */
export const ANY = "any";

export interface Row {
  /** lower case, a hyphen between words */
  readonly topic: string;
  readonly stage: string;
  readonly slot: Slot;
}

function everywhere(topic: string, slot: Slot): Row {
  return { topic, stage: ANY, slot };
}

/** Who is addressed with what until an organisation says otherwise. The one source of it. */
export const MATRIX: readonly Row[] = [
  everywhere("adoption", "csm"),
  everywhere("billing", "am"),
  everywhere("complaint", "am"),
  everywhere("contract", "am"),
  everywhere("feedback", "product"),
  everywhere("goals", "csm"),
  everywhere("offer", "am"),
  { topic: "offer", stage: "churned", slot: "sales" },
  everywhere("onboarding", "csm"),
  everywhere("reference", "marketing"),
  everywhere("renewal", "am"),
  { topic: "renewal", stage: "churned", slot: "sales" },
  everywhere("risk", "csm"),
  everywhere("strategy", "sponsor"),
  everywhere("technical", "support"),
  everywhere("training", "training"),
];
