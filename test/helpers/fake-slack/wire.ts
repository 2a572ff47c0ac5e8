import type { IncomingMessage } from "node:http";
import { isJson, unpack } from "../../../src/demo/slack/shapes.ts";
import type { Json } from "./shapes.ts";

const STRUCTURED = ["blocks", "metadata", "view", "attachments", "errors"];

/** A call's arguments, sent as a form or as JSON; what can't be read stays a string. */
export function argsOf(body: string, contentType: string): Json {
  if (contentType.startsWith("application/json")) {
    const read = unpack(body);
    return isJson(read) ? read : {};
  }
  const args: Record<string, unknown> = Object.fromEntries(new URLSearchParams(body));
  for (const name of STRUCTURED) if (name in args) args[name] = unpack(args[name]);
  return args;
}

export function tokenOf(request: IncomingMessage, args: Json): string {
  const bearer = /^Bearer\s+(.+)$/i.exec(request.headers.authorization ?? "")?.[1]?.trim();
  return bearer ?? (typeof args["token"] === "string" ? args["token"] : "");
}
