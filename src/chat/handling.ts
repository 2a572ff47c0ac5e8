import type { Log } from "../kernel/log.ts";
import { createLru } from "../kernel/lru.ts";
import type { Says } from "../locales/say.ts";
import type { Answer, Handle } from "./handler.ts";
import type { Interaction } from "./interaction.ts";

export type Reader = Pick<Answer, "locale" | "zone" | "handles">;

export interface Handling {
  /** Decides and commits. It always has an answer. */
  handled(interaction: Interaction): Promise<Answer>;
  /** in which words to speak while the answer isn't there yet */
  readerOf(interaction: Interaction): Reader;
}

const UNKNOWN: Reader = { locale: "en", zone: "UTC", handles: new Map() };
const MOST_READERS = 5000;

/** What every platform does with an input. */
export function createHandling(parts: { readonly handle: Handle; readonly says: Says; readonly log: Log }): Handling {
  const readers = createLru<Reader>(MOST_READERS);
  const readerOf = (interaction: Interaction): Reader => readers.get(keyOf(interaction)) ?? UNKNOWN;
  return {
    readerOf,
    async handled(interaction) {
      try {
        const answer = await parts.handle(interaction);
        readers.set(keyOf(interaction), { locale: answer.locale, zone: answer.zone, handles: new Map() });
        return answer;
      } catch (error) {
        parts.log.error({ err: error, contentKey: interaction.contentKey }, "an interaction failed");
        const reader = readerOf(interaction);
        return { ...reader, reply: { kind: "done", sentence: parts.says(reader.locale)("chat.failed") } };
      }
    },
  };
}

function keyOf({ sender }: Interaction): string {
  return `${sender.workspace} ${sender.user}`;
}
