import type { Block, Card } from "../../chat/card.ts";
import type { Locale, Person } from "../../kernel/directory.ts";
import type { TextKey } from "../../locales/keys.ts";
import type { View } from "../../locales/say.ts";

const LANGUAGE: Readonly<Record<Locale, TextKey>> = {
  en: "settings.language-en",
  de: "settings.language-de",
  zh: "settings.language-zh",
};

/** Somebody's own screen: what is theirs, part by part, and how they have set it. @param parts none that is empty */
export function homeCard(person: Person, parts: readonly (readonly Block[])[], { say, locale }: View): Card {
  const name = (locale === "en" ? person.name.split(" ")[0] : undefined) ?? person.name;
  const nothing: Block[] = [{ kind: "text", text: say("home.nothing") }];
  const mine = { language: say(LANGUAGE[person.locale]), zone: person.calendar.zone, time: person.digestAt };
  return {
    title: say("home.title", { name }),
    body: [
      ...(parts.length === 0 ? nothing : parts.flatMap((part, at) => (at === 0 ? part : [DIVIDER, ...part]))),
      DIVIDER,
      { kind: "text", text: say("settings.mine-line", mine) },
      {
        kind: "buttons",
        elements: [
          { kind: "button", label: say("settings.mine-change"), opens: { name: "settings.mine", subject: "" } },
          {
            kind: "button",
            label: say("settings.notifications"),
            opens: { name: "settings.notifications", subject: "" },
          },
        ],
      },
    ],
  };
}

const DIVIDER: Block = { kind: "divider" };
