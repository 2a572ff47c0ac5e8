import type { Json, TeamsCallName } from "./shapes.ts";

/** What a call asks for; several share a name where only their address differs. */
export type Action = "create" | "send" | "update" | "remove" | "members" | "member" | "channels" | "team";

export interface Route {
  readonly action: Action;
  readonly name: TeamsCallName;
  readonly params: Readonly<Record<string, string>>;
}

const ROUTES: readonly { method: string; path: readonly string[]; action: Action; name: TeamsCallName }[] = [
  route("POST v3/conversations", "create", "opening a conversation"),
  route("POST v3/conversations/:conversationId/activities", "send", "message"),
  route("POST v3/conversations/:conversationId/activities/:activityId", "send", "message"),
  route("PUT v3/conversations/:conversationId/activities/:activityId", "update", "redraw"),
  route("DELETE v3/conversations/:conversationId/activities/:activityId", "remove", "removing a message"),
  route("GET v3/conversations/:conversationId/pagedmembers", "members", "reading a channel"),
  route("GET v3/conversations/:conversationId/members/:memberId", "member", "looking up a person"),
  route("GET v3/teams/:teamId/conversations", "channels", "reading a channel"),
  route("GET v3/teams/:teamId", "team", "reading a channel"),
];

/** @param path what follows serviceUrl, with its query */
export function routeOf(method: string, path: string, body: Json): Route | undefined {
  const [before = "", query] = path.split("?");
  const parts = before.split("/");
  const found = ROUTES.find((each) => each.method === method && fits(each.path, parts));
  if (!found) return undefined;
  const named = found.path.flatMap((part, at) =>
    part.startsWith(":") ? [[part.slice(1), decodeURIComponent(parts[at] ?? "")]] : [],
  );
  const params = Object.fromEntries([...named, ...new URLSearchParams(query)]) as Record<string, string>;
  const name = found.action === "create" && body["activity"] !== undefined ? "message" : found.name;
  return { action: found.action, name, params };
}

function route(line: string, action: Action, name: TeamsCallName) {
  const [method = "", path = ""] = line.split(" ");
  return { method, path: path.split("/"), action, name };
}

function fits(pattern: readonly string[], parts: readonly string[]): boolean {
  return pattern.length === parts.length && pattern.every((part, at) => part.startsWith(":") || part === parts[at]);
}
