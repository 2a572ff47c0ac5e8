import type { Text } from "../../../chat/card.ts";
import type { TextKey } from "../../../locales/keys.ts";
import type { View } from "../../../locales/say.ts";
import type { Cause } from "../model.ts";

const CAUSE = {
  score: "explain.cause-score",
  notice: "explain.cause-notice",
  escalation: "explain.cause-escalation",
  declared: "explain.cause-declared",
} as const satisfies Record<Cause, TextKey>;

/** Why an account is at risk, as what follows "at risk since …:". */
export function causesText(causes: readonly Cause[], view: Pick<View, "say" | "locale">): Text {
  return listed(
    causes.map((cause) => view.say(CAUSE[cause])),
    view,
  );
}

/** "one, another and a third" */
function listed(parts: readonly Text[], { locale }: Pick<View, "locale">): Text {
  const places = parts.map((_, at) => String(at));
  return new Intl.ListFormat(locale, { type: "conjunction" })
    .formatToParts(places)
    .flatMap(({ type, value }) => (type === "element" ? (parts[Number(value)] ?? []) : [value]));
}
