import { type Block, type Button, type Card, type Form, plain, type Text } from "../../chat/card.ts";
import type { TextKey } from "../../locales/keys.ts";
import type { Values, View } from "../../locales/say.ts";
import { fieldOf, type NotificationKind, type Wish, wishesFor } from "./notify-decide.ts";

const WISH: Readonly<Record<Wish, TextKey>> = {
  now: "settings.wish-now",
  digest: "settings.wish-digest",
  off: "settings.wish-off",
};

/** Each kind that somebody gets, with how they want it; what can't be turned off is named. */
export function notificationsForm(
  kinds: readonly NotificationKind[],
  wishes: ReadonlyMap<string, Wish>,
  view: View,
): Form {
  const { say } = view;
  const insistent = kinds.filter(({ direct }) => direct.insistent);
  const intro: Block[] = [
    { kind: "text", text: say("settings.notifications-intro") },
    ...(insistent.length > 0
      ? [{ kind: "context", text: say("settings.notifications-always", { kinds: listed(insistent, view) }) } as const]
      : []),
  ];
  return {
    name: "settings.notifications",
    subject: "",
    title: say("settings.notifications"),
    submit: say("settings.save"),
    intro,
    fields: kinds
      .filter(({ direct }) => !direct.insistent)
      .map((kind) => ({
        kind: "choice",
        name: fieldOf(kind),
        label: capital(say(kind.called)),
        options: wishesFor(kind).map((wish) => ({ value: wish, label: say(WISH[wish]) })),
        initial: wishes.get(kind.card) ?? "now",
      })),
  };
}

function listed(kinds: readonly NotificationKind[], { say, locale }: View): Text {
  const names = kinds.map(({ called }) => plain(say(called)));
  return [new Intl.ListFormat(locale).format(names)];
}

function capital(text: Text): Text {
  const [first, ...rest] = text;
  return typeof first === "string" ? [first.charAt(0).toUpperCase() + first.slice(1), ...rest] : text;
}

/** Why somebody got a message, and how to change that. */
export function whyCard(kind: NotificationKind, values: Values, { say }: View): Card {
  const change: Button = {
    kind: "button",
    label: say("why.change"),
    opens: { name: "settings.notifications", subject: "" },
  };
  const how: Block[] = kind.direct.insistent
    ? [{ kind: "context", text: say("why.insistent") }]
    : [{ kind: "buttons", elements: [change] }];
  return { title: [], body: [{ kind: "text", text: say(kind.direct.why, values) }, ...how] };
}
