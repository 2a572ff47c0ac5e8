import { ConnectorClient, MicrosoftAppCredentials } from "botframework-connector";
import { expect, onTestFinished } from "vitest";
import { CARD_TYPE } from "../../../src/chat/teams/render.ts";
import { startFakeTeams } from "../fake-teams.ts";
import { stillWall } from "../slack-request.ts";

export const TENANT = "tenant-acme";
export const CHANNEL = "19:csm@thread.tacv2";
export const TEAM = "19:general@thread.tacv2";
export const GROUP = "19:group@thread.v2";
export const ANNA = { aadObjectId: "anna-object", id: "29:anna", name: "Anna Berg", email: "Anna@acme.example" };

/** A company with Anna, a guest and another company's Dana, on a clock that stands still; it stops with its test. */
export async function teamsOfAcme(options: { enforceRates?: boolean; token?: string } = {}) {
  const wall = stillWall();
  const teams = await startFakeTeams({ wall, enforceRates: false, ...options });
  onTestFinished(() => teams.stop());
  teams.addTenant({ id: TENANT });
  teams.addUser(TENANT, ANNA);
  teams.addUser(TENANT, { aadObjectId: "gast-object", name: "Gast", email: "g@customer.example", guest: true });
  teams.addUser(TENANT, { aadObjectId: "dana-object", name: "Dana", homeTenant: "tenant-customer" });
  const members = ["29:anna", "gast-object"];
  teams.addChannel(TENANT, { id: TEAM, name: "General", team: TEAM, members });
  teams.addChannel(TENANT, { id: CHANNEL, name: "csm", team: TEAM, members });
  teams.addChannel(TENANT, { id: GROUP, name: "group", members });
  const { conversations } = clientAt(teams.serviceUrl);
  return { teams, wall, conversations };
}

/** The SDK's client without its own second tries and redirects, which `noRetryPolicy` leaves in. */
function clientAt(baseUri: string): ConnectorClient {
  const client = new ConnectorClient(MicrosoftAppCredentials.Empty, { baseUri, noRetryPolicy: true });
  const { pipeline } = (client as unknown as { client: { pipeline: Pipeline } }).client;
  for (const name of ["defaultRetryPolicy", "redirectPolicy"]) pipeline.removePolicy({ name });
  return client;
}
interface Pipeline {
  removePolicy(which: { name: string }): void;
}
export type Activity = Parameters<ConnectorClient["conversations"]["sendToConversation"]>[1];
type Opening = Parameters<ConnectorClient["conversations"]["createConversation"]>[0];

export function message(words: string, more: object = {}): Activity {
  const body = [{ type: "TextBlock", text: words }];
  const content = { type: "AdaptiveCard", version: "1.5", body };
  return { type: "message", attachments: [{ contentType: CARD_TYPE, content }], ...more };
}
export function withAnna(more: object = {}): Opening {
  return { isGroup: false, members: [{ id: ANNA.aadObjectId }], tenantId: TENANT, ...more } as never;
}
export function threadIn(channel: string, activity: Activity | undefined): Opening {
  return { isGroup: true, tenantId: TENANT, channelData: { channel: { id: channel } }, activity } as never;
}
export function wordsOf(activity: Readonly<Record<string, unknown>>): string {
  const [{ content }] = activity["attachments"] as [{ content: { body: [{ text: string }] } }];
  return content.body[0].text;
}
/** As the SDK's client tells it. */
export function refused(statusCode: number, code: string) {
  return expect.objectContaining({ statusCode, code, message: expect.stringMatching(/./) as string }) as unknown;
}
