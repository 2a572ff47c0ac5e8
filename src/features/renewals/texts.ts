import { daySpan, type PersonRef, type Text } from "../../chat/card.ts";
import type { LocalDate } from "../../kernel/business-time.ts";
import type { View } from "../../locales/say.ts";
import type { AccountRoster } from "../accounts/facts.ts";
import type { StoredRenewal } from "./store.ts";

/** A calendar day inside a sentence. */
export function dayText(day: LocalDate): Text {
  return [daySpan(day)];
}

/** Whose something is, or that it is nobody's. */
export function mentioned(person: PersonRef | undefined, say: View["say"]): Text {
  return person ? [{ mention: person }] : say("renewals.nobody");
}

/** What became of a renewal. */
export function settledText(
  { state, settledAt, dueOn, people, toldAt }: StoredRenewal,
  { name: account, stage }: Pick<AccountRoster, "name" | "stage">,
  { say }: View,
): Text {
  const at = { date: settledAt ?? toldAt ?? new Date(`${dueOn}T00:00:00Z`), style: "day" } as const;
  const who = people.settler ? [{ mention: people.settler }] : say("renewals.import");
  if (state === "over" && stage === "churned") return say("renewals.is-left", { account });
  return say(`renewals.is-${state}`, { account, at, who, due: dayText(dueOn) });
}
