import { expect, onTestFinished } from "vitest";
import type { Interaction, Reply } from "../../src/chat/interaction.ts";
import { fieldId } from "../../src/chat/teams/render-form.ts";
import { readCard } from "./adaptive-cards.ts";
import { ANNA, CHANNEL, TEAM, teamsOfAcme, TENANT } from "./fake-teams/acme.ts";
import type { FakeTeams, TeamsMessage } from "./fake-teams.ts";
import * as says from "./teams-activity.ts";
import type { TeamsActivity } from "./teams-activity.ts";
import { openTeams, type OpenOptions, type OpenTeams } from "./teams-open.ts";

type Json = Readonly<Record<string, unknown>>;
export type Reader = (interaction: Interaction) => Reply | Promise<Reply>;

/** Anna with the bot, alone and in a channel, where a card stands that she may press on. */
export interface Talk {
  readonly teams: FakeTeams;
  readonly at: OpenTeams;
  readonly alone: says.FromCard;
  readonly inThread: says.FromCard;
  /** one's whole turn: the answer, and all that comes after it */
  turn(activity: TeamsActivity): Promise<unknown>;
  /** what Anna's chat with the bot has come to show, the message with her card left out */
  own(): readonly string[];
  /** the same of the channel */
  channel(): readonly string[];
  /** the card that she presses on in her own chat, as it stands now */
  pressed(): TeamsMessage;
}

export async function openTalk(
  reply: Reader,
  more: Pick<OpenOptions, "patience" | "conversations" | "arrived" | "offers"> = {},
): Promise<Talk> {
  const { teams } = await teamsOfAcme();
  const config = { kind: "local", appId: says.TEAMS_APP_ID, tenant: TENANT } as const;
  const at = await openTeams({ config, reply, ...more });
  onTestFinished(() => at.close());
  const direct = teams.conversationOf(ANNA.aadObjectId);
  const who = { id: ANNA.id, name: ANNA.name, aadObjectId: ANNA.aadObjectId };
  const { serviceUrl } = teams;
  const alone = { who, serviceUrl, where: { kind: "personal", conversation: direct, tenant: TENANT } } as const;
  const inChannel = { kind: "channel", channel: CHANNEL, team: TEAM, tenant: TENANT } as const;
  // Whatever comes from her, the bot has met her then; only an installation is greeted.
  await at.post({ ...says.installed(alone), type: "typing" });
  await at.post(says.installed({ who, serviceUrl, where: inChannel }));
  const drawn = { card: { title: ["A card"], body: [] }, summary: [], handles: new Map(), locale: "de", zone: "UTC" };
  const ids: string[] = [];
  for (const conversation of [ANNA.aadObjectId, CHANNEL]) {
    const target = { platform: "teams", workspace: TENANT, conversation } as const;
    const sent = await at.teams.platform.send(target, { ...drawn, deliveryId: "1" });
    ids.push(sent.kind === "sent" ? (sent.ref.split("|")[1] ?? "") : "");
  }
  const [own = "", theirs = ""] = ids;
  const wordsIn = (conversation: string, without: string): string[] =>
    teams
      .standing(conversation)
      .filter(({ activityId }) => activityId !== without)
      .map(wordsOf);
  return {
    teams,
    at,
    alone: { ...alone, replyToId: own },
    inThread: { who, serviceUrl, where: { ...inChannel, thread: theirs }, replyToId: theirs },
    async turn(activity) {
      const { status, body } = await at.post(activity);
      expect(status).toBe(200);
      await at.teams.idle();
      return body;
    },
    own: () => wordsIn(direct, own),
    channel: () => wordsIn(CHANNEL, theirs),
    pressed: () => teams.standing(direct)[0] as TeamsMessage,
  };
}

export function contentOf({ activity }: TeamsMessage): Json {
  const [{ content }] = activity["attachments"] as [{ content: Json }];
  return content;
}
export function wordsOf(message: TeamsMessage): string {
  return lettersIn(contentOf(message));
}
export function lettersIn(content: unknown): string {
  const { texts, inputs, faults } = readCard(content);
  expect(faults).toEqual([]);
  return [...texts, ...inputs.map(({ label }) => String(label))].join("\n");
}
/** The card in the dialog that an invoke was answered with. */
export function dialogOf(body: unknown): { readonly title: string; readonly content: Json } {
  const { task } = body as { task: { type: string; value: { title: string; card: { content: Json } } } };
  expect(task.type).toBe("continue");
  return { title: task.value.title, content: task.value.card.content };
}
/** What the form's own button sends, with what was filled in. */
export function filled(content: Json, values: Readonly<Record<string, string>>): Record<string, unknown> {
  const [button] = readCard(content).buttons;
  const entered = Object.entries(values).map(([name, value]) => [fieldId(name), value]);
  return { ...(button?.["data"] as Json), ...(Object.fromEntries(entered) as Json) };
}
