import { oneLine, storable } from "../../kernel/text.ts";
import type { Shortcut } from "../interaction.ts";
import { FETCHED } from "./payloads.ts";
import { lettersSaid } from "./said.ts";

/** What an activity says by its name: it comes from the menu of a message, where the bot itself needs not be. */
export function isFromMenu(name: string | undefined): boolean {
  return name?.startsWith("composeExtension/") ?? false;
}

/** Something chosen from the menu of a message. @returns undefined where it isn't about one */
export function chosenIn(value: unknown): Pick<Shortcut, "kind" | "name" | "message"> | undefined {
  const { data } = FETCHED.safeParse(value);
  if (!data) return undefined;
  const { commandId, messagePayload } = data;
  const { body, from, createdDateTime } = messagePayload;
  const user = from?.user?.id;
  const name = storable(oneLine(from?.user?.displayName ?? from?.application?.displayName ?? ""));
  const atMs = Date.parse(createdDateTime ?? "");
  return {
    kind: "shortcut",
    name: commandId,
    message: {
      text: storable(lettersSaid(body?.content ?? "", body?.contentType ?? undefined)),
      author: { ...(user && { user }), ...(name !== "" && { name }) },
      at: Number.isNaN(atMs) ? undefined : new Date(atMs),
    },
  };
}
