import type { Text } from "../chat/card.ts";
import type { LocalDate } from "../kernel/business-time.ts";
import type { PersonId } from "../kernel/ids.ts";
import type { TextKey } from "../locales/keys.ts";
import type { View } from "../locales/say.ts";
import type { AccountRoster } from "./accounts/facts.ts";
import type { Context } from "./context.ts";

/** Whose agenda it is: one CSM's, or those of several who meet at once, with their AM. */
export interface Between {
  readonly csms: readonly PersonId[];
  readonly am: PersonId;
  /** the customers that they share */
  readonly accounts: readonly AccountRoster[];
  /** where the AM is */
  readonly today: LocalDate;
}

/** A line of an agenda as an audience reads it. */
export interface AgendaLine {
  /** the same as long as it says the same: what was taken out comes back once it has another; ≤ 100 letters */
  readonly key: string;
  /** what the line is called where it is only named */
  readonly name: Text;
  readonly text: Text;
}

/** A part of the agenda of a CSM and an AM that another slice owns (F2). It is drawn from what is there by then. */
export interface AgendaSection<State> {
  readonly surface: "agenda";
  /** one of its own among all; the keys of its lines begin with it */
  readonly name: string;
  readonly order: number;
  readonly heading: TextKey;
  /** undefined, or an empty list: there is nothing to say */
  load(context: Context, between: Between): Promise<State | undefined>;
  /** the most urgent first; what the audience may not read is left out */
  draw(state: State, view: View): readonly AgendaLine[];
}

/** A part whose state only its own slice knows. Built by `agendaSection()`. */
export interface AnyAgendaSection extends Omit<AgendaSection<never>, "load" | "draw"> {
  prepare(context: Context, between: Between): Promise<((view: View) => readonly AgendaLine[]) | undefined>;
}

export function agendaSection<State>(kind: AgendaSection<State>): AnyAgendaSection {
  const { surface, name, order, heading } = kind;
  return {
    ...{ surface, name, order, heading },
    async prepare(context, between) {
      const state = await kind.load(context, between);
      const isNothing = state === undefined || (Array.isArray(state) && state.length === 0);
      return isNothing ? undefined : (view) => kind.draw(state, view);
    },
  };
}
