import type { Answer } from "../handler.ts";
import type { Card, Text } from "../card.ts";
import type { Reply } from "../interaction.ts";
import type { Manner } from "./privately.ts";

/** What a request is answered with; `undefined` is an empty body. */
export type HttpBody = object | undefined;

/** A Reply that says something. */
export type Said = Exclude<Reply, { kind: "form" | "nothing" }>;

export function contentOf(reply: Said): Card | Text {
  if (reply.kind === "private" || reply.kind === "replace") return reply.card;
  return reply.kind === "done" ? reply.sentence : problemsOf(reply.fields);
}

/** All that is wrong with a form, as one text. */
export function problemsOf(fields: Readonly<Record<string, Text>>): Text {
  return Object.values(fields).flatMap((text, at) => (at === 0 ? text : [" ", ...text]));
}

export function mannerOf(reply: Said): Manner {
  if (reply.kind === "replace") return "replace";
  return reply.kind === "done" ? "closing" : "beside";
}

export const LATE = "late";

/** @returns LATE when the work takes longer; it goes on all the same */
export async function inTime(work: Promise<Answer>, limitMs: number): Promise<Answer | typeof LATE> {
  let timer: NodeJS.Timeout | undefined;
  const limit = new Promise<typeof LATE>((resolve) => {
    timer = setTimeout(resolve, limitMs, LATE);
  });
  try {
    return await Promise.race([work, limit]);
  } finally {
    clearTimeout(timer);
  }
}
