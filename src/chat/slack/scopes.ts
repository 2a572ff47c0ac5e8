/** What the app asks for, as manifests/slack.yaml does. */
export const BOT_SCOPES = [
  "commands",
  "chat:write",
  "im:write",
  "users:read",
  "users:read.email",
  "channels:read",
  "groups:read",
  "channels:history",
  "groups:history",
  "im:history",
  "files:read",
  "files:write",
] as const;

/** Those of them that whoever installs it may refuse. */
export const OPTIONAL_BOT_SCOPES = [
  "channels:history",
  "groups:history",
  "im:history",
  "files:read",
  "files:write",
] as const satisfies readonly (typeof BOT_SCOPES)[number][];

/** Those of the optional ones that an app which listens in channels can't do without; slack-listening.yaml has them so. */
export const LISTENING_SCOPES = [
  "channels:history",
  "groups:history",
] as const satisfies readonly (typeof OPTIONAL_BOT_SCOPES)[number][];
