import type { FieldName } from "../../kernel/permissions.ts";
import type { TextKey } from "../../locales/keys.ts";
import type { Brief } from "./decide.ts";

export type { Brief } from "./decide.ts";

/** A part of the warm brief: what it is called, and who may read it. */
export interface BriefPart {
  readonly name: keyof Brief;
  readonly field: FieldName;
  readonly said: TextKey;
  readonly asked: TextKey;
  readonly needed: boolean;
}

/** Mood and risks are what the account's own people may know; an AM of the pool reads the rest. */
export const RENEWAL_PARTS: readonly BriefPart[] = [
  { name: "goals", field: "usage", said: "renewals.part-goals", asked: "renewals.field-goals", needed: true },
  { name: "shown", field: "usage", said: "renewals.part-shown", asked: "renewals.field-shown", needed: true },
  { name: "mood", field: "internal", said: "renewals.part-mood", asked: "renewals.field-mood", needed: true },
  { name: "risks", field: "risk-notes", said: "renewals.part-risks", asked: "renewals.field-risks", needed: false },
  {
    name: "thanks",
    field: "contact-names",
    said: "renewals.part-thanks",
    asked: "renewals.field-thanks",
    needed: false,
  },
];
