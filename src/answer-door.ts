import type { Door } from "./features/door-store.ts";
import type { Context } from "./features/feature.ts";
import type { SurveyView } from "./inbound/survey-model.ts";
import type { Locale } from "./kernel/directory.ts";
import type { Says } from "./locales/say.ts";

/** A kind of question behind a door. Each `id` is the question's. */
export interface Behind {
  /** @returns undefined where there is nothing to answer any more */
  look(context: Context, id: string, kind: Door["kind"], says: Says): Promise<SurveyView | undefined>;
  /** what was chosen is a step of this question */
  isStep(typed: string): boolean;
  /** Holds the question until the transaction ends. @param asked of the form; "": none came with it */
  isOther(context: Context, id: string, asked: string): Promise<boolean>;
  /** @returns until when it could be answered; undefined: it is closed, and nothing was kept */
  choose(context: Context, id: string, typed: string): Promise<Date | undefined>;
  comment(context: Context, id: string, text: string): Promise<"kept" | "empty" | "too-long" | "closed">;
  /** @returns false where nothing of this kind was promised */
  noNeed(context: Context, id: string): Promise<boolean>;
  /** @param may the door lets them say so; who said so before is told the same again @returns undefined where it does nothing */
  never(context: Context, id: string, may: boolean): Promise<Ended | undefined>;
}

export interface Ended {
  readonly locale: Locale | undefined;
  readonly company: string;
}

export const STEPS = { link: "score", answered: "answered", never: "never" } as const;
