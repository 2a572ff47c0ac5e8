import type { Card, Form, Text } from "./card.ts";
import type { Reply } from "./interaction.ts";

/** A Reply that says something. */
export type Said = Exclude<Reply, { kind: "form" | "nothing" }>;

export function contentOf(reply: Said): Card | Text {
  if (reply.kind === "private" || reply.kind === "replace") return reply.card;
  return reply.kind === "done" ? reply.sentence : problemsOf(reply.fields);
}

/** What a Reply says, as a card. */
export function cardOf(reply: Said): Card {
  const content = contentOf(reply);
  return "body" in content ? content : { title: [], body: [{ kind: "text", text: content }] };
}

/** All that is wrong with a form, as one text. */
export function problemsOf(fields: Readonly<Record<string, Text>>): Text {
  return Object.values(fields).flatMap((text, at) => (at === 0 ? text : [" ", ...text]));
}

/** A form that can be opened, or what is said instead. */
export type Opened = Form | Exclude<Reply, { kind: "form" | "invalid" }>;

export function asReply(opened: Opened): Reply {
  return "kind" in opened ? opened : { kind: "form", form: opened };
}

/** A Reply of one sentence. */
export type Done = Extract<Reply, { kind: "done" }>;

export function done(sentence: Text): Done {
  return { kind: "done", sentence };
}
