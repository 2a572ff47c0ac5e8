import type { Action, Form } from "../../src/chat/card.ts";
import type { Interaction, Reply } from "../../src/chat/interaction.ts";

export type Replying = (interaction: Interaction) => Reply | Promise<Reply>;

/** Anna types a command, presses a button of a card, or opens a form from it, each in a channel. */
export type Asking = "typed" | "pressed" | "opened";

/** A platform's door and the server behind it, with Anna in a channel where a card stands. Its readers speak German. */
export interface AnswerHouse {
  /** what came to the handler, in order */
  readonly seen: readonly Interaction[];
  /** the channel that Anna asks in */
  readonly channel: string;
  /** Resolves when the platform has its answer. @param input the same number is the same input, delivered again */
  ask(how: Asking, input?: number): Promise<void>;
  /** fills in the form that Anna sees, and sends it */
  send(values: Readonly<Record<string, string>>, input?: number): Promise<void>;
  /** Resolves when all that was to come has come. */
  settle(): Promise<void>;
  /** all that Anna alone was ever shown, without forms */
  anna(): string;
  /** all that everybody in the channel was ever shown, without the card */
  everybody(): string;
  /** the letters of the form that Anna sees, with what is wrong with it; undefined while she sees none */
  form(): string | undefined;
  stop(): Promise<void>;
}

export interface AnswerHouseOptions {
  readonly reply: Replying;
  /** how long an input waits for its Reply; what the design says when left out */
  readonly answerWithinMs?: number;
}

export const SUBJECT = "019400d2-5b7a-7c31-9a52-0d8c2f6e1a01";
export const PRESSED: Action = { name: "risk.own", subject: SUBJECT };
export const FORM: Form = {
  name: "opportunities.spot",
  subject: SUBJECT,
  title: ["Spot an opportunity"],
  submit: ["Send"],
  fields: [
    { name: "benefit", kind: "text", label: ["Benefit"], multiline: true, maxLength: 600 },
    {
      name: "kind",
      kind: "choice",
      label: ["Kind"],
      options: ["seats", "module"].map((value) => ({ value, label: [value] })),
    },
    { name: "by", kind: "date", label: ["By"], optional: true },
  ],
};
