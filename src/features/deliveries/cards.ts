import { type Block, type Button, type Card, plain, type PersonRef, type Text } from "../../chat/card.ts";
import type { Audience } from "../../kernel/permissions.ts";
import type { TextKey } from "../../locales/keys.ts";
import type { View } from "../../locales/say.ts";
import type { Drawing } from "../feature.ts";
import { codeOf, type Line, type Trouble } from "./decide.ts";

/** Where a line's posts were to go. */
export type Place =
  /** as its people call it, e.g. "#am" */
  | { readonly kind: "channel"; readonly name: string }
  | { readonly kind: "person"; readonly person: PersonRef }
  /** somebody of a customer's, whose name is no administrator's business */
  | { readonly kind: "customer" }
  | { readonly kind: "unknown" }
  | { readonly kind: "many"; readonly count: number };

export interface OpenLine extends Line {
  readonly place: Place;
  /** what the posts are, in the words of the slices they come from */
  readonly called: readonly TextKey[];
}

/** What did not arrive, as it is now. */
export interface Open {
  readonly lines: readonly OpenLine[];
  readonly count: number;
  /** posts that no line shows */
  readonly more: number;
}

const WHY: Readonly<Record<Trouble, TextKey>> = {
  unknown: "deliveries.why-unknown",
  unread: "deliveries.why-unread",
  archived: "deliveries.why-archived",
  shut: "deliveries.why-shut",
  person: "deliveries.why-person",
  "cut-off": "deliveries.why-cut-off",
  ours: "deliveries.why-ours",
  refused: "deliveries.why-refused",
  down: "deliveries.why-down",
};

/** Who is no administrator any more reads nothing of it. */
export function drawOpen(open: Open, view: View): Drawing {
  const card = openCard(isAdmin(view.audience) ? open : { lines: [], count: 0, more: 0 }, view);
  return { card, summary: card.title };
}

/** @param said what the press that led here did */
export function openCard({ lines, count, more }: Open, view: View, said?: Text): Card {
  const { say } = view;
  const intro: Block[] = said ? [{ kind: "text", text: said }] : [];
  if (lines.length === 0) {
    const body: Block[] = said ? intro : [{ kind: "text", text: say("deliveries.clear") }];
    return { title: say("deliveries.clear-title"), accent: "good", body };
  }
  const doubtful = lines.some(({ trouble }) => trouble === "unknown" || trouble === "unread");
  const mayAct = isAdmin(view.audience);
  return {
    title: say(doubtful ? "deliveries.title-unknown" : "deliveries.title-failed", { count }),
    accent: "warn",
    body: [
      ...intro,
      ...lines.flatMap((line): Block[] => [
        { kind: "text", text: lineText(line, view) },
        ...(mayAct ? [{ kind: "buttons", elements: buttonsOf(line, view) } as const] : []),
      ]),
      ...(more > 0 ? [{ kind: "context", text: say("deliveries.more", { count: more }) } as const] : []),
      { kind: "context", text: say("deliveries.foot") },
    ],
  };
}

function lineText({ place, posts, called, trouble }: OpenLine, { say, locale }: View): Text {
  const last = posts.at(-1);
  if (!last) return [];
  const what = new Intl.ListFormat(locale).format(called.map((key) => plain(say(key))));
  return say(posts.length > 1 ? "deliveries.line-many" : "deliveries.line", {
    where: placeText(place, say),
    messages: say("deliveries.messages", { count: posts.length }),
    what,
    at: { date: last.dueAt, style: "day-time" },
    why: say(WHY[trouble], { code: codeOf(last.reason) }),
  });
}

function placeText(place: Place, say: View["say"]): Text {
  switch (place.kind) {
    case "channel":
      return [place.name];
    case "person":
      return [{ mention: place.person }];
    case "customer":
      return say("deliveries.place-customer");
    case "many":
      return say("deliveries.places", { count: place.count });
    case "unknown":
      return say("deliveries.place-unknown");
  }
}

/** Sending our own faults again would only repeat them. */
function buttonsOf({ id, wide, trouble }: OpenLine, { say }: View): readonly Button[] {
  const many = wide ? "-all" : "";
  const again: Button = {
    kind: "button",
    label: say("deliveries.again"),
    press: { name: `deliveries.again${many}`, subject: id },
  };
  const fine: Button = {
    kind: "button",
    label: say("deliveries.fine"),
    press: { name: `deliveries.fine${many}`, subject: id },
  };
  return trouble === "ours" ? [fine] : [again, fine];
}

function isAdmin(audience: Audience): boolean {
  return audience.kind === "person" && audience.reader.roles.includes("admin");
}
