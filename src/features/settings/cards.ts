import type { Block, Card, Field, Form, Option, Text } from "../../chat/card.ts";
import { calledChannel, type Channel, type ChannelPurpose, type Locale, type Person } from "../../kernel/directory.ts";
import type { Clearance } from "../../kernel/permissions.ts";
import type { TextKey } from "../../locales/keys.ts";
import type { Say, View } from "../../locales/say.ts";
import { CLEARANCES, type ForWhom, forWhomValue, LOCALES, PURPOSES, type Wrong } from "./decide.ts";
import type { Settings } from "./facts.ts";

/** what a menu can hold on every platform */
const MOST_OPTIONS = 100;

const LANGUAGE: Readonly<Record<Locale, TextKey>> = {
  en: "settings.language-en",
  de: "settings.language-de",
  zh: "settings.language-zh",
};
export const PURPOSE: Readonly<Record<ChannelPurpose, TextKey>> = {
  csm: "settings.purpose-csm",
  am: "settings.purpose-am",
  product: "settings.purpose-product",
  customer: "settings.purpose-customer",
};
export const CLEARANCE: Readonly<Record<Clearance, TextKey>> = {
  commercial: "settings.clearance-commercial",
  operations: "settings.clearance-operations",
  none: "settings.clearance-none",
};

/** What is set, for the person and, for an admin, for everyone. */
export function settingsCard(person: Person, settings: Settings, channels: readonly Channel[], view: View): Card {
  const { say } = view;
  const admin = person.roles.includes("admin");
  const mine = { language: say(LANGUAGE[person.locale]), zone: person.calendar.zone, time: person.digestAt };
  const { zone, opens: from, closes: until, digestAt: time } = settings;
  const ours = { language: say(LANGUAGE[settings.locale]), zone, time, from, until };
  const body: Block[] = [
    { kind: "text", text: say("settings.mine-line", mine) },
    {
      kind: "buttons",
      elements: [
        opens(say("settings.mine-change"), "settings.mine"),
        opens(say("settings.notifications"), "settings.notifications"),
      ],
    },
    adminLine(say("settings.org-line", ours), admin, say),
    { kind: "text", text: say("settings.channels") },
  ];
  if (channels.length === 0) body.push({ kind: "text", text: say("settings.channels-none") });
  else body.push({ kind: "list", ordered: false, items: channels.map((channel) => channelLine(channel, say)) });
  if (admin && channels.length > 0) body.push({ kind: "context", text: say("settings.channel-how") });
  return { title: say("settings.title"), body };
}

function adminLine(text: Text, admin: boolean, say: Say): Block {
  return admin
    ? { kind: "text", text, button: opens(say("settings.org-change"), "settings.defaults") }
    : { kind: "text", text };
}

function opens(label: Text, form: string) {
  return { kind: "button", label, opens: { name: form, subject: "" } } as const;
}

function channelLine(channel: Channel, say: Say): Text {
  return say("settings.channel-line", {
    name: calledChannel(channel),
    purpose: say(PURPOSE[channel.purpose]),
    clearance: say(CLEARANCE[channel.clearance]),
    language: say(LANGUAGE[channel.locale]),
    time: channel.digestAt,
  });
}

interface Initial {
  readonly locale: Locale;
  readonly zone: string;
  readonly digestAt: string;
}

export function preferencesForm(initial: Initial, { say }: View): Form {
  return {
    name: "settings.mine",
    subject: "",
    title: say("settings.mine-title"),
    submit: say("settings.save"),
    fields: [languageField(initial.locale, say), zoneField(initial.zone, say), digestField(initial.digestAt, say)],
  };
}

export function channelForm(
  current: Channel | undefined,
  choices: readonly ForWhom[],
  defaults: { locale: Locale; digestAt: string },
  { say }: View,
): Form {
  return {
    name: "settings.channel",
    subject: "",
    title: say("settings.channel-title"),
    submit: say("settings.save"),
    fields: [
      choice(
        "purpose",
        say("settings.field-purpose"),
        PURPOSES.map((value) => ({ value, label: say(PURPOSE[value]) })),
        PURPOSES.find((each) => each === current?.purpose),
      ),
      {
        ...choice(
          "forWhom",
          say("settings.field-for-whom"),
          choices.slice(0, MOST_OPTIONS).map((each) => ({ value: forWhomValue(each), label: forWhomText(each, say) })),
          currentForWhom(current),
        ),
        hint: say("settings.hint-for-whom"),
      },
      {
        ...choice(
          "clearance",
          say("settings.field-clearance"),
          CLEARANCES.map((value) => ({ value, label: say(CLEARANCE[value]) })),
          current?.clearance,
        ),
        hint: say("settings.hint-clearance"),
      },
      languageField(current?.locale ?? defaults.locale, say),
      digestField(current?.digestAt ?? defaults.digestAt, say),
    ],
  };
}

function forWhomText(forWhom: ForWhom, say: Say): Text {
  switch (forWhom.kind) {
    case "everyone":
      return say("settings.for-everyone");
    case "team":
      return say("settings.for-team", { manager: forWhom.name });
    case "region":
      return say("settings.for-region", { region: forWhom.region });
  }
}

function currentForWhom(channel: Channel | undefined): string {
  if (channel?.manager) return `team:${channel.manager}`;
  return channel?.region ? `region:${channel.region}` : "everyone";
}

export function zoneField(initial: string, say: Say): Field {
  return {
    kind: "text",
    name: "zone",
    label: say("settings.field-zone"),
    hint: say("settings.hint-zone"),
    multiline: false,
    maxLength: 64,
    initial,
  };
}

export function languageField(initial: Locale, say: Say): Field {
  return choice(
    "locale",
    say("settings.field-language"),
    LOCALES.map((value) => ({ value, label: say(LANGUAGE[value]) })),
    initial,
  );
}

export function digestField(initial: string, say: Say): Field {
  return {
    kind: "text",
    name: "digestAt",
    label: say("settings.field-digest"),
    hint: say("settings.hint-digest"),
    multiline: false,
    maxLength: 5,
    initial,
  };
}

function choice(name: string, label: Text, options: readonly Option[], initial: string | undefined): Field {
  return { kind: "choice", name, label, options, ...(initial === undefined ? {} : { initial }) };
}

const SENTENCES: Readonly<Record<Wrong["takes"], TextKey>> = {
  choice: "settings.choice-wrong",
  zone: "settings.zone-unknown",
  time: "settings.time-wrong",
};

export function wrongTexts(wrong: readonly Wrong[], { say }: View): Readonly<Record<string, Text>> {
  return Object.fromEntries(wrong.map((each) => [each.field, say(SENTENCES[each.takes], { value: each.value })]));
}
