import type { Block, Button, Form, Text } from "../../../chat/card.ts";
import type { Say, View } from "../../../locales/say.ts";
import type { Drawing } from "../../feature.ts";
import { hidden } from "../cards.ts";
import type { Choice, Suggestion, Suggestions } from "./model.ts";

/** What a menu sends for none of the customers. */
export const NONE = "none";

/** Meetings in somebody's own calendar: they alone read it. */
export function drawSeen({ person, asked, waiting }: Suggestions, view: View): Drawing {
  const { say, audience } = view;
  if (audience.kind !== "person" || audience.reader.person !== person) return hidden(view);
  const title = say("cadence.seen-title");
  const body: Block[] =
    asked.length === 0
      ? [{ kind: "text", text: say("cadence.seen-done") }]
      : [
          { kind: "context", text: say("cadence.seen-intro") },
          ...asked.flatMap((each): Block[] => [
            { kind: "text", text: rowText(each, view) },
            { kind: "buttons", elements: rowButtons(each, say) },
          ]),
        ];
  if (waiting > 0) body.push({ kind: "context", text: say("cadence.seen-more", { count: waiting }) });
  return { card: { title, accent: "calm", body }, summary: title };
}

function rowText({ seen, choices: [{ account, contacts }] }: Suggestion, { say, locale }: View): Text {
  const who = namesOf(contacts, locale);
  const said = { at: { date: seen.from, style: "day-time" }, account: account.name, who } as const;
  return seen.title === ""
    ? say("cadence.seen-untitled", said)
    : say("cadence.seen-row", { ...said, title: seen.title });
}

export function namesOf(contacts: readonly { readonly name: string }[], locale: string): string {
  return new Intl.ListFormat(locale).format(contacts.map(({ name }) => name));
}

/** What is kept is what stood on the card. */
function rowButtons({ seen: { id: subject }, choices }: Suggestion, say: Say): Button[] {
  const { account } = choices[0];
  const label = say("cadence.seen-other");
  return [
    {
      kind: "button",
      label: say("cadence.seen-keep"),
      look: "primary",
      press: { name: "cadence.seen-keep", subject, choice: account.id },
    },
    choices.length > 1
      ? { kind: "button", label, opens: { name: "cadence.seen-other", subject } }
      : { kind: "button", label, press: { name: "cadence.seen-none", subject } },
    { kind: "button", label: say("cadence.seen-private"), press: { name: "cadence.seen-private", subject } },
  ];
}

/** Which other customer it was with. */
export function otherForm({ seen, choices }: Suggestion, view: View): Form {
  const { say } = view;
  const [first, ...others] = choices;
  return {
    name: "cadence.seen-other",
    subject: seen.id,
    title: say("cadence.seen-other-title"),
    submit: say("onboarding.save"),
    intro: [{ kind: "text", text: rowText({ seen, choices: [first] }, view) }],
    fields: [
      {
        kind: "choice",
        name: "account",
        label: say("cadence.seen-field-account"),
        options: [...others.map(optionOf), { value: NONE, label: say("cadence.seen-no-customer") }],
      },
    ],
  };
}

function optionOf({ account }: Choice): { readonly value: string; readonly label: Text } {
  return { value: account.id, label: [account.name] };
}

/** The consent to it: what is read, and what never is. */
export function consentForm(suggests: boolean, { say }: View): Form {
  return {
    name: "cadence.suggest",
    subject: "",
    title: say("cadence.suggest-title"),
    submit: say("onboarding.save"),
    intro: [
      { kind: "text", text: say("cadence.suggest-reads") },
      { kind: "text", text: say("cadence.suggest-never") },
      { kind: "text", text: say("cadence.suggest-keeps") },
    ],
    fields: [
      {
        kind: "choice",
        name: "suggest",
        label: say("cadence.suggest-field"),
        options: [
          { value: "no", label: say("cadence.suggest-no") },
          { value: "yes", label: say("cadence.suggest-yes") },
        ],
        initial: suggests ? "yes" : "no",
      },
    ],
  };
}

/** How it stands, on somebody's own list. */
export function consentBlocks(suggests: boolean, { say }: View): Block[] {
  return [
    {
      kind: "text",
      text: say(suggests ? "cadence.suggests" : "cadence.suggests-not"),
      button: { kind: "button", label: say("cadence.suggest-open"), opens: { name: "cadence.suggest", subject: "" } },
    },
  ];
}
