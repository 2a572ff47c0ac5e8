import type { Connector, Way } from "./connector.ts";
import type { Conversations } from "./conversations.ts";

export interface OpeningParts {
  readonly connector: Pick<Connector, "open">;
  readonly conversations: Pick<Conversations, "keep">;
}

/**
 * Opens the bot's conversation with a person, and remembers the way to it.
 * @returns undefined when Teams named none
 * @throws what the connector throws
 */
export async function openedWith(
  { connector, conversations }: OpeningParts,
  serviceUrl: string,
  tenant: string,
  user: string,
): Promise<Way | undefined> {
  const sendTo = await connector.open(serviceUrl, tenant, user);
  if (!sendTo) return undefined;
  await conversations.keep({ tenant, conversation: user, sendTo, kind: "personal", serviceUrl, team: undefined });
  return { serviceUrl, sendTo };
}
