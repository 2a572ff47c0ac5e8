import type { Card, Form, Text } from "../../chat/card.ts";
import type { PersonRef } from "../../chat/card.ts";
import { never } from "../../kernel/errors.ts";
import type { AccountId } from "../../kernel/ids.ts";
import type { TextKey } from "../../locales/keys.ts";
import type { View } from "../../locales/say.ts";
import type { Addressee } from "./decide.ts";
import { ANY, type Row, type Slot, SLOTS, STAGES } from "./defaults.ts";

const SLOT: Readonly<Record<Slot | "manager", TextKey>> = {
  csm: "responsibilities.slot-csm",
  am: "responsibilities.slot-am",
  sponsor: "responsibilities.slot-sponsor",
  support: "responsibilities.slot-support",
  training: "responsibilities.slot-training",
  product: "responsibilities.slot-product",
  marketing: "responsibilities.slot-marketing",
  sales: "responsibilities.slot-sales",
  manager: "responsibilities.slot-manager",
};

const STAGE: Readonly<Record<string, TextKey>> = {
  [ANY]: "responsibilities.stage-any",
  onboarding: "accounts.stage-onboarding",
  adoption: "accounts.stage-adoption",
  value: "accounts.stage-value",
  renewal: "accounts.stage-renewal",
  churned: "accounts.stage-churned",
};

const TOPIC: Readonly<Record<string, TextKey>> = {
  adoption: "responsibilities.topic-adoption",
  billing: "responsibilities.topic-billing",
  complaint: "responsibilities.topic-complaint",
  contract: "responsibilities.topic-contract",
  feedback: "responsibilities.topic-feedback",
  goals: "responsibilities.topic-goals",
  offer: "responsibilities.topic-offer",
  onboarding: "responsibilities.topic-onboarding",
  reference: "responsibilities.topic-reference",
  renewal: "responsibilities.topic-renewal",
  risk: "responsibilities.topic-risk",
  strategy: "responsibilities.topic-strategy",
  technical: "responsibilities.topic-technical",
  training: "responsibilities.topic-training",
};

/** What nothing is in: the form then takes the topic that is typed. */
export const OTHER = "-";
const TOPIC_AT_MOST = 40;
const PERSON_AT_MOST = 200;
/** Slack's menus hold no more. */
const MOST_CHOICES = 99;

export function slotText(slot: Slot | "manager", { say }: View): Text {
  return say(SLOT[slot]);
}

/** The organisation's own topics are called as they were typed. */
export function topicText(topic: string, { say }: View): Text {
  const key = Object.hasOwn(TOPIC, topic) ? TOPIC[topic] : undefined;
  return key ? say(key) : [topic.replaceAll("-", " ")];
}

function stageText(stage: string, { say }: View): Text {
  const key = Object.hasOwn(STAGE, stage) ? STAGE[stage] : undefined;
  return key ? say(key) : [stage];
}

/** Whom to ask about a topic, in one sentence. */
export function whoText(account: string, topic: string, addressee: Addressee, view: View): Text {
  const said = { account, topic: topicText(topic, view), slot: slotText(addressee.slot, view) };
  switch (addressee.kind) {
    case "holder":
      return view.say("responsibilities.who", { ...said, person: { mention: addressee.person } });
    case "instead":
      return view.say("responsibilities.who-instead", {
        ...said,
        person: { mention: addressee.person },
        as: slotText(addressee.as, view),
      });
    case "nobody":
      return view.say("responsibilities.who-nobody", said);
    default:
      return never(addressee);
  }
}

/** Every topic of an account with whom to ask. @param unknown what was typed and is no topic */
export function topicsCard(
  account: string,
  lines: readonly { readonly topic: string; readonly addressee: Addressee }[],
  unknown: string | undefined,
  view: View,
): Card {
  const items = lines.map(({ topic, addressee }) =>
    view.say("responsibilities.topic-line", { topic: topicText(topic, view), who: briefWho(addressee, view) }),
  );
  return {
    title: view.say("responsibilities.topics-title", { account }),
    body: [
      ...(unknown
        ? [{ kind: "text" as const, text: view.say("responsibilities.unknown-topic", { words: unknown }) }]
        : []),
      { kind: "list", ordered: false, items },
      { kind: "context", text: view.say("responsibilities.topics-foot") },
    ],
  };
}

function briefWho(addressee: Addressee, view: View): Text {
  if (addressee.kind === "nobody") return view.say("responsibilities.nobody");
  const as = addressee.kind === "holder" ? addressee.slot : addressee.as;
  return view.say("responsibilities.person-as", { person: { mention: addressee.person }, slot: slotText(as, view) });
}

/** The matrix as its administrator reads it. */
export function matrixCard(rows: readonly Row[], view: View): Card {
  const topics = Map.groupBy(rows, ({ topic }) => topic);
  const items = [...topics].map(([topic, all]) =>
    view.say("responsibilities.matrix-line", {
      topic: topicText(topic, view),
      slots: all.flatMap(({ stage, slot }, at): Text => [
        ...(at > 0 ? [" · "] : []),
        ...(stage === ANY
          ? slotText(slot, view)
          : view.say("responsibilities.in-stage", { stage: stageText(stage, view), slot: slotText(slot, view) })),
      ]),
    }),
  );
  return {
    title: view.say("responsibilities.matrix-title"),
    body: [
      { kind: "text", text: view.say("responsibilities.matrix-intro") },
      { kind: "list", ordered: false, items },
      {
        kind: "buttons",
        elements: [
          {
            kind: "button",
            label: view.say("responsibilities.change-row"),
            opens: { name: "responsibilities.row", subject: "" },
          },
        ],
      },
    ],
  };
}

export function rowForm(topics: readonly string[], view: View): Form {
  const { say } = view;
  return {
    name: "responsibilities.row",
    subject: "",
    title: say("responsibilities.row-title"),
    submit: say("responsibilities.save"),
    fields: [
      {
        kind: "choice",
        name: "topic",
        label: say("responsibilities.field-topic"),
        options: [
          ...topics.slice(0, MOST_CHOICES).map((topic) => ({ value: topic, label: topicText(topic, view) })),
          { value: OTHER, label: say("responsibilities.other-topic") },
        ],
      },
      {
        kind: "text",
        name: "other",
        label: say("responsibilities.field-other"),
        hint: say("responsibilities.hint-other"),
        optional: true,
        multiline: false,
        maxLength: TOPIC_AT_MOST,
      },
      {
        kind: "choice",
        name: "stage",
        label: say("responsibilities.field-stage"),
        options: [ANY, ...STAGES].map((stage) => ({ value: stage, label: stageText(stage, view) })),
        initial: ANY,
      },
      slotField(view),
    ],
  };
}

function slotField(view: View): Form["fields"][number] {
  return {
    kind: "choice",
    name: "slot",
    label: view.say("responsibilities.field-slot"),
    options: SLOTS.map((slot) => ({ value: slot, label: slotText(slot, view) })),
  };
}

export function holderForm(
  account: { readonly id: AccountId; readonly name: string },
  holders: ReadonlyMap<Slot, PersonRef>,
  view: View,
): Form {
  const { say } = view;
  const items = SLOTS.map((slot) => {
    const person = holders.get(slot);
    return say("responsibilities.topic-line", {
      topic: slotText(slot, view),
      who: person ? [person.name] : say("responsibilities.nobody"),
    });
  });
  return {
    name: "responsibilities.holder",
    subject: account.id,
    title: say("responsibilities.holder-title"),
    submit: say("responsibilities.save"),
    intro: [
      { kind: "text", text: say("responsibilities.holder-intro", { account: account.name }) },
      { kind: "list", ordered: false, items },
    ],
    fields: [
      slotField(view),
      {
        kind: "text",
        name: "person",
        label: say("responsibilities.field-person"),
        hint: say("responsibilities.hint-person"),
        optional: true,
        multiline: false,
        maxLength: PERSON_AT_MOST,
      },
    ],
  };
}
