import type { Block, Card, Element, ScaleButton, Text } from "../../chat/card.ts";
import type { Locale, Person } from "../../kernel/directory.ts";
import type { TextKey } from "../../locales/keys.ts";
import type { View } from "../../locales/say.ts";
import type { TodayLine } from "../feature.ts";

const LANGUAGE: Readonly<Record<Locale, TextKey>> = {
  en: "settings.language-en",
  de: "settings.language-de",
  zh: "settings.language-zh",
};

/** Somebody's own screen: what is theirs, part by part, and how they have set it. @param parts none that is empty @param said what was just done there */
export function homeCard(
  person: Person,
  parts: readonly (readonly Block[])[],
  { say, locale }: View,
  said?: Text,
): Card {
  const name = (locale === "en" ? person.name.split(" ")[0] : undefined) ?? person.name;
  const nothing: Block[] = [{ kind: "text", text: say("home.nothing") }];
  const mine = { language: say(LANGUAGE[person.locale]), zone: person.calendar.zone, time: person.digestAt };
  return {
    title: say("home.title", { name }),
    body: [
      ...(said ? [{ kind: "text", text: said } as const, DIVIDER] : []),
      ...(parts.length === 0 ? nothing : parts.flatMap((part, at) => (at === 0 ? part : [DIVIDER, ...part]))).map(
        atHome,
      ),
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

const LINES_AT_MOST = 20;

/** What of somebody's day: a line each, with what one does about it. */
export function todayCard(person: Person, lines: readonly TodayLine[], { say, locale }: View): Card {
  const name = (locale === "en" ? person.name.split(" ")[0] : undefined) ?? person.name;
  const nothing: Block = { kind: "text", text: say("today.nothing") };
  const more = lines.length - LINES_AT_MOST;
  return {
    title: say("today.title", { name }),
    body: [
      ...(lines.length === 0 ? [nothing] : []),
      ...lines
        .slice(0, LINES_AT_MOST)
        .map(({ text, button }): Block => ({ kind: "text", text, ...(button && { button }) })),
      ...(more > 0 ? [{ kind: "context", text: say("today.more", { count: more }) } as const] : []),
    ],
  };
}

/** What is pressed here is done here. */
function atHome(block: Block): Block {
  if (block.kind === "text" && block.button) return { ...block, button: marked(block.button) };
  if (block.kind === "scale") return { ...block, buttons: block.buttons.map(marked) };
  return block.kind === "buttons" ? { ...block, elements: block.elements.map(marked) } : block;
}

function marked<E extends Element | ScaleButton>(element: E): E {
  return "press" in element ? { ...element, press: { ...element.press, home: true } } : element;
}

const DIVIDER: Block = { kind: "divider" };
