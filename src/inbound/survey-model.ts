import type { Text } from "../chat/card.ts";
import type { Locale } from "../kernel/directory.ts";

/** What a page shows of one person's survey. */
export interface SurveyView {
  /** never: it only ends the asking */
  readonly step: "score" | "answered" | "never";
  /** tells the form of this look from every other one */
  readonly nonce: string;
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
  /** nonce: of the form that was sent; "": none came with it */
  | { readonly kind: "score"; readonly typed: string; readonly nonce: string }
  | { readonly kind: "comment"; readonly text: string }
  | { readonly kind: "no-need" }
  | { readonly kind: "never" };

export type Noted = "thanks" | "no-need" | "empty" | "too-long";

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
