import { asString } from "../../../src/demo/slack/shapes.ts";
import { postEphemeral, postMessage, remove, update } from "./chat.ts";
import { history, info, members, open } from "./conversations.ts";
import type { Json } from "./shapes.ts";
import type { Files } from "./files.ts";
import { lookupByEmail, userInfo } from "./users.ts";
import type { Views } from "./views.ts";
import { no, ok, type Team, type World } from "./world.ts";

export type Method = (world: World, team: Team, args: Json) => Json;

interface Known {
  readonly run: Method;
  /** one of these is needed; which one may depend on the conversation */
  readonly scope: string | ((world: World, args: Json) => string);
}

/** What the server can do. Anything else is Slack's `unknown_method`. */
export function methodsWith(views: Views, files: Files): ReadonlyMap<string, Known> {
  return new Map<string, Known>([
    ["auth.test", { run: authTest, scope: "" }],
    ["chat.postMessage", { run: postMessage, scope: "chat:write" }],
    ["chat.update", { run: update, scope: "chat:write" }],
    ["chat.delete", { run: remove, scope: "chat:write" }],
    ["chat.postEphemeral", { run: postEphemeral, scope: "chat:write" }],
    ["conversations.open", { run: open, scope: "im:write" }],
    ["conversations.info", { run: info, scope: scopeOf("read") }],
    ["conversations.members", { run: members, scope: scopeOf("read") }],
    ["conversations.history", { run: history, scope: scopeOf("history") }],
    ["users.info", { run: userInfo, scope: "users:read" }],
    ["users.lookupByEmail", { run: lookupByEmail, scope: "users:read.email" }],
    ["files.getUploadURLExternal", { run: files.begin, scope: "files:write" }],
    ["files.completeUploadExternal", { run: files.complete, scope: "files:write" }],
    ["views.open", { run: views.open, scope: "" }],
    ["views.push", { run: views.push, scope: "" }],
    ["views.update", { run: views.update, scope: "" }],
  ]);
}

/** @returns Slack's refusal when the team's token lacks the method's scope */
export function missingScope(world: World, { scopes }: Team, { scope }: Known, args: Json): Json | undefined {
  const needed = typeof scope === "string" ? scope : scope(world, args);
  if (!scopes || needed === "" || scopes.includes(needed)) return undefined;
  return no("missing_scope", { needed, provided: scopes.join(",") });
}

function scopeOf(what: "read" | "history"): (world: World, args: Json) => string {
  return (world, args) => {
    const channel = world.channels.get(asString(args["channel"]));
    return `${channel?.with === undefined ? (channel?.private ? "groups" : "channels") : "im"}:${what}`;
  };
}

function authTest(_world: World, team: Team): Json {
  return ok({
    url: `https://${team.id.toLowerCase()}.slack.com/`,
    team: team.name,
    team_id: team.id,
    user: "tandem",
    user_id: team.botUser,
    bot_id: `B${team.botUser.slice(1)}`,
  });
}
