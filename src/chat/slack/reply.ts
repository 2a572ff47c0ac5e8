import type { Said } from "../reply.ts";
import type { Manner } from "./privately.ts";

/** What a request is answered with; `undefined` is an empty body. */
export type HttpBody = object | undefined;

export function mannerOf(reply: Said): Manner {
  if (reply.kind === "replace") return "replace";
  return reply.kind === "done" ? "closing" : "beside";
}
