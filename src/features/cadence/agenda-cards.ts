import { type Block, daySpan, type Menu, type Option, type Text } from "../../chat/card.ts";
import { CADENCE } from "../../kernel/defaults-cadence.ts";
import type { CadencePairId, PersonId } from "../../kernel/ids.ts";
import type { Audience } from "../../kernel/permissions.ts";
import type { View } from "../../locales/say.ts";
import type { AgendaLine } from "../agenda-section.ts";
import type { Agenda, ItemLine } from "./agenda.ts";

export const ITEM = "item:";

/** One of them, or who stands in for one. */
export function isParty(audience: Audience, parties: readonly PersonId[]): boolean {
  if (audience.kind !== "person") return false;
  const { person, covers } = audience.reader;
  return parties.some((id) => id === person || covers.includes(id));
}

/** What a reader sees of an agenda, part by part. */
export function agendaLines(
  agenda: Agenda,
  view: View,
): { readonly heading: Text; readonly lines: readonly AgendaLine[] }[] {
  const { say } = view;
  const seen = agenda.items.filter(({ between }) => isParty(view.audience, between));
  const itemLines = (kind: "point" | "action"): AgendaLine[] =>
    seen
      .filter(({ item }) => item.kind === kind)
      .map((line) => ({
        key: `${ITEM}${line.item.id}`,
        name: [line.item.text],
        text: itemText(line, view),
      }));
  return [
    ...agenda.parts.map(({ heading, lines }) => ({ heading: say(heading), lines: lines(view) })),
    { heading: say("cadence.heading-actions"), lines: itemLines("action") },
    { heading: say("cadence.heading-points"), lines: itemLines("point") },
  ].filter(({ lines }) => lines.length > 0);
}

export function itemText({ item, by, owner }: ItemLine, { say }: View): Text {
  const { text, dueOn } = item;
  if (item.kind === "point") return say("cadence.line-point", { who: { mention: by }, text });
  const who = owner ? { mention: owner } : say("checkins.nobody");
  return dueOn
    ? say("cadence.line-action-by", { who, text, by: daySpan(dueOn) })
    : say("cadence.line-action", { who, text });
}

export function agendaBlocks(agenda: Agenda, view: View): Block[] {
  const { say } = view;
  const parts = agendaLines(agenda, view);
  if (parts.length === 0) return [{ kind: "text", text: say("cadence.agenda-empty") }];
  return parts.flatMap(({ heading, lines }): Block[] => {
    const more = lines.length - CADENCE.linesAtMost;
    return [
      { kind: "text", text: heading },
      { kind: "list", ordered: false, items: lines.slice(0, CADENCE.linesAtMost).map(({ text }) => text) },
      ...(more > 0 ? [{ kind: "context", text: say("cadence.more", { count: more }) } as const] : []),
    ];
  });
}

/** What one does with an agenda; nothing of it is for others. */
export function agendaButtons(
  agenda: Agenda,
  pair: CadencePairId,
  view: View,
): (Menu | Extract<Block, { kind: "buttons" }>["elements"][number])[] {
  const { say } = view;
  const options = agendaLines(agenda, view)
    .flatMap(({ heading, lines }) => lines.map(({ key, name }) => ({ key, heading, name })))
    .slice(0, CADENCE.openAtMost)
    .map(({ key, heading, name }): Option => ({ value: key, label: say("cadence.remove-which", { heading, name }) }));
  return [
    { kind: "button", label: say("cadence.add"), opens: { name: "cadence.point", subject: pair } },
    ...(options.length > 0
      ? [
          {
            kind: "menu",
            label: say("cadence.remove"),
            press: { name: "cadence.remove", subject: pair },
            options,
          } as const,
        ]
      : []),
  ];
}
