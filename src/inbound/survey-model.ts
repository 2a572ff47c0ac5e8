import type { Text } from "../chat/card.ts";
import type { Locale } from "../kernel/directory.ts";

/** Which question a page asks: how likely they recommend us, or how far a goal of theirs is. It has steps and words of its own. */
export type Asks = "score" | "goal";

/** What a page shows of one person's question. */
export interface SurveyView {
  readonly asks: Asks;
  /** never: it only ends the asking */
  readonly step: "score" | "answered" | "never";
  /** tells the form of this look from every other one */
  readonly nonce: string;
  /** comes with the answer, and says which words of a question were read; "": they don't change */
  readonly asked: string;
  /** the respondent's; undefined: their browser's */
  readonly locale: Locale | undefined;
  /** ours, as they know it */
  readonly company: string;
  /** who asks */
  readonly asker: string | undefined;
  /** who asks what, in the language of the page */
  readonly question: (locale: Locale) => Text;
  readonly answered:
    | {
        /** one of the steps */
        readonly score: number;
        readonly comment: string | undefined;
        readonly why: (locale: Locale) => Text;
        /** a call is promised by then */
        readonly callBy: Date | undefined;
        readonly zone: string;
      }
    | undefined;
}

export type SurveyAct =
  /** nonce, asked: of the form that was sent; "": none came with it */
  | { readonly kind: "score"; readonly typed: string; readonly nonce: string; readonly asked: string }
  | { readonly kind: "comment"; readonly text: string }
  | { readonly kind: "no-need" }
  | { readonly kind: "never" };

/** changed: the question isn't the one that was read */
export type Noted = "thanks" | "no-need" | "empty" | "too-long" | "changed";

export type SurveyMove =
  /** the page behind this token goes on */
  | { readonly kind: "onward"; readonly token: string }
  | { readonly kind: "stays"; readonly said: Noted }
  /** they won't be asked again */
  | { readonly kind: "ended"; readonly locale: Locale | undefined; readonly company: string }
  /** unknown, expired or used */
  | { readonly kind: "unknown" };

export interface SurveyDesk {
  /** writes nothing */
  look(token: string): Promise<SurveyView | undefined>;
  act(token: string, act: SurveyAct): Promise<SurveyMove>;
}
