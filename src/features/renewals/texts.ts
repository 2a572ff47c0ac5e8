import { daySpan, type Text } from "../../chat/card.ts";
import type { LocalDate } from "../../kernel/business-time.ts";
import { never } from "../../kernel/errors.ts";
import type { View } from "../../locales/say.ts";
import type { StoredRenewal } from "./store.ts";

/** A calendar day inside a sentence. */
export function dayText(day: LocalDate): Text {
  return [daySpan(day)];
}

/** What became of a renewal. */
export function settledText(
  { state, settledAt, dueOn, people, toldAt }: StoredRenewal,
  account: string,
  { say }: View,
): Text {
  const at = { date: settledAt ?? toldAt ?? new Date(`${dueOn}T00:00:00Z`), style: "day" } as const;
  const who = people.settler ? [{ mention: people.settler }] : say("renewals.import");
  const said = { account, at, who, due: dayText(dueOn) };
  switch (state) {
    case "open":
      return say("renewals.is-open", said);
    case "signed":
      return say("renewals.is-signed", said);
    case "notice":
      return say("renewals.is-notice", said);
    case "not-renewing":
      return say("renewals.is-not-renewing", said);
    case "renewed":
      return say("renewals.is-renewed", said);
    case "reviewed":
      return say("renewals.is-reviewed", said);
    case "over":
      return say("renewals.is-over", said);
    default:
      return never(state);
  }
}
