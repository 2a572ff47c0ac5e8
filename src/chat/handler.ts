import type { Interaction, Reply } from "./interaction.ts";
import type { Locale } from "../kernel/directory.ts";
import type { PersonId } from "../kernel/ids.ts";

/** What the router gives back to a platform: the reply, and all that is needed to render it for its reader. */
export interface Answer {
  readonly reply: Reply;
  readonly locale: Locale;
  /** IANA time zone of the reader */
  readonly zone: string;
  /** the platform's user ids of the people whom the reply mentions */
  readonly handles: ReadonlyMap<PersonId, string>;
}

/** Decides and commits what was asked for. Errors that a person should hear are already a Reply. */
export type Handle = (interaction: Interaction) => Promise<Answer>;
