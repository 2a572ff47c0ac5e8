import path from "node:path";
import { setTimeout } from "node:timers/promises";
import type { App } from "../../app.ts";
import type { Place, Sender } from "../../chat/interaction.ts";
import { type Config, readConfig, type TeamsConfig } from "../../config.ts";
import type { Directory } from "../../kernel/directory.ts";
import type { OrganisationId } from "../../kernel/ids.ts";
import type { Company } from "../company/company.ts";
import { type Cast, CHANNEL, MY_CHAT, playgroundFile, teamsCast } from "./cast.ts";
import { type Playground, startPlayground } from "./playground.ts";

const LOOKS = 600;
const LOOK_EVERY_MS = 50;

export interface LocalTeams {
  readonly config: TeamsConfig;
  readonly cast: Cast;
  readonly playground: Playground;
}

export interface TeamsSetUp extends LocalTeams {
  readonly app: App;
  readonly directory: Directory;
  readonly organisation: OrganisationId;
}

/** A Teams of this machine. @throws Error with a sentence when it isn't installed, or others could ask the service */
export async function startLocalTeams(
  { host, port }: Pick<Config, "host" | "port">,
  company: Pick<Company, "name" | "people">,
  folder: string,
): Promise<LocalTeams> {
  const { teams } = readConfig({ HOST: host, TEAMS_LOCAL: "1" });
  if (!teams) throw new Error("TEAMS_LOCAL connects no Teams");
  const cast = teamsCast(company.people);
  const file = playgroundFile(teams.tenant, company.name, cast);
  const botUrl = `http://${host}:${String(port)}/api/messages`;
  return {
    config: teams,
    cast,
    playground: await startPlayground({ folder: path.join(folder, "teams"), botUrl, file }),
  };
}

/**
 * The bot is added to a chat and a channel, knows the people there, and the administrator gives the channel its purpose.
 * @throws Error when the service refuses a step
 */
export async function setUpTeams(parts: TeamsSetUp): Promise<void> {
  const { app, config, playground, cast } = parts;
  for (const conversation of [MY_CHAT, CHANNEL.id]) await playground.install(conversation);
  if (!(await areKnown(parts))) throw new Error("Tandem knows nobody in the Playground.");
  const sender: Sender = { platform: "teams", workspace: config.tenant, user: cast.admin.user, home: config.tenant };
  const place: Place = { conversation: CHANNEL.id, name: CHANNEL.name, private: false };
  const typed = { sender, place, contentKey: "demo set-up: typed", replyTo: {} };
  const opened = await app.handle({ kind: "command", command: "tandem", text: "settings channel", ...typed });
  if (opened.reply.kind !== "form") throw new Error(`The channel's settings did not open: ${opened.reply.kind}.`);
  const { name: form, subject, fields } = opened.reply.form;
  const offered = fields.flatMap(({ name, initial }) => (initial === undefined ? [] : [[name, initial] as const]));
  const values = { ...Object.fromEntries(offered), purpose: "am", clearance: "commercial" };
  const sent = { sender, place, contentKey: "demo set-up: sent", replyTo: {} };
  const saved = await app.handle({ kind: "submission", form, subject, values, ...sent });
  if (saved.reply.kind !== "done") throw new Error(`The channel's settings were not taken: ${saved.reply.kind}.`);
}

/** The Playground tells of a new conversation when it likes, and people are looked up after that. */
async function areKnown({ app, directory, organisation, config, cast }: TeamsSetUp): Promise<boolean> {
  const users = [cast.me, ...cast.others].map(({ user }) => user);
  for (let look = 0; look < LOOKS; look++) {
    const known = await app.db.read(organisation, (tx) =>
      Promise.all(users.map((user) => directory.byHandle(tx, "teams", config.tenant, user))),
    );
    if (!known.includes(undefined)) return true;
    await setTimeout(LOOK_EVERY_MS);
  }
  return false;
}
