import type { PersonRef } from "../../../chat/card.ts";
import type { ContactId, Id, PersonId } from "../../../kernel/ids.ts";
import type { AccountRoster } from "../../accounts/facts.ts";

export type MeetingSeenId = Id<"meeting-seen">;

/** Somebody at a customer who was invited. */
export interface Invited {
  readonly id: ContactId;
  readonly name: string;
}

/** A meeting that somebody's own calendar has. */
export interface Seen {
  readonly id: MeetingSeenId;
  readonly person: PersonId;
  /** one line, "" where it has none */
  readonly title: string;
  readonly from: Date;
  /** on a card since */
  readonly askedAt: Date | undefined;
}

/** A customer that it may have been with, and who of theirs. */
export interface Choice {
  readonly account: AccountRoster;
  readonly contacts: readonly [Invited, ...Invited[]];
}

/** A meeting with the customers that it may have been with, the likeliest first. */
export interface Suggestion {
  readonly seen: Seen;
  readonly choices: readonly [Choice, ...Choice[]];
}

/** What somebody's card of them says. */
export interface Suggestions {
  readonly person: PersonRef["id"];
  readonly asked: readonly Suggestion[];
  /** that come once these are answered */
  readonly waiting: number;
}
