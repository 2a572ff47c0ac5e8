import { ACTION_VERSION, actionId, choiceValue, openingId } from "../action-id.ts";
import type { Action as Pressed, Button, Element as Pressable, Menu, Option } from "../card.ts";
import { cut } from "../../kernel/text.ts";
import { webAddress } from "../runs.ts";
import type { Action, ActionSet, Choice, Execute, ShowCard, Submit } from "./elements.ts";
import { lettersIn, type TeamsContext } from "./text.ts";

/** Teams moves what is more out of sight. */
const ROW = 6;
const LABEL = 75;
const OPTIONS = 100;
/** Begins the id of every menu's input. Twice the same id and a client refuses the card. */
const CHOICE = "choice:";

export function labelOf(text: Button["label"], context: TeamsContext): string {
  return cut(lettersIn(text, context) || "–", LABEL);
}

/**
 * Rows of at most six. Menus without options and links that lead nowhere are left out.
 * @param place of the row in its card; another row of the card has another
 */
export function actionRows(elements: readonly Pressable[], place: number, context: TeamsContext): ActionSet[] {
  const actions = elements.flatMap((element, at): Action[] => {
    const id = `${CHOICE}${String(place)}.${String(at)}`;
    const drawn = element.kind === "menu" ? menuOf(element, id, context) : buttonOf(element, context);
    return drawn ? [drawn] : [];
  });
  const rows: ActionSet[] = [];
  for (let at = 0; at < actions.length; at += ROW)
    rows.push({ type: "ActionSet", actions: actions.slice(at, at + ROW), ...(at > 0 ? { spacing: "Small" } : {}) });
  return rows;
}

/** @returns undefined for a link that leads to no web page */
export function buttonOf(button: Button, context: TeamsContext): Action | undefined {
  const titled = { title: labelOf(button.label, context), ...lookOf(button) };
  if ("press" in button) {
    return executed(actionId(button.press), {
      ...titled,
      data: dataOf(button.press, context),
      associatedInputs: "none",
    });
  }
  if ("opens" in button) {
    const data = { msteams: { type: "task/fetch" }, verb: openingId(button.opens), ...dataOf(button.opens, context) };
    return { type: "Action.Submit", ...titled, data, associatedInputs: "none" };
  }
  const url = webAddress(button.link);
  return url === undefined ? undefined : { type: "Action.OpenUrl", ...titled, url };
}

/** A press that has no button of its own: what is pressed says `title` to a screen reader. */
export function pressed(press: Pressed, title: Button["label"], context: TeamsContext): Execute {
  return executed(actionId(press), {
    title: labelOf(title, context),
    data: dataOf(press, context),
    associatedInputs: "none",
  });
}

/** An action that is answered in its own place; a client that can't do that sends the same by a message. */
export function executed(verb: string, action: Omit<Submit, "type">): Execute {
  const { data } = action;
  return {
    type: "Action.Execute",
    ...action,
    verb,
    fallback: { type: "Action.Submit", ...action, data: { verb, ...data } },
  };
}

/** The value of the menu's option that came with a press, for `parseChoice`; undefined when none did. */
export function choiceIn(data: Readonly<Record<string, unknown>>): string | undefined {
  const [, value] = Object.entries(data).find(([id]) => id.startsWith(CHOICE)) ?? [];
  return typeof value === "string" ? value : undefined;
}

/** A drop-down behind a button: in a card of its own no other button sends it or waits for it. */
function menuOf(menu: Menu, id: string, context: TeamsContext): ShowCard | undefined {
  const choices = choicesOf(menu.options, choiceValue, context);
  if (choices.length === 0) return undefined;
  const title = labelOf(menu.label, context);
  const choose = lettersIn(context.say("chat.choose"), context);
  return {
    type: "Action.ShowCard",
    title,
    card: {
      type: "AdaptiveCard",
      version: "1.5",
      body: [
        {
          type: "Input.ChoiceSet",
          id,
          label: title,
          style: "compact",
          wrap: true,
          placeholder: choose,
          isRequired: true,
          errorMessage: choose,
          choices,
        },
        { type: "ActionSet", actions: [executed(actionId(menu.press), { title, data: dataOf(menu.press, context) })] },
      ],
    },
  };
}

export function choicesOf(
  options: readonly Option[],
  value: (choice: string) => string,
  context: TeamsContext,
): Choice[] {
  return options
    .slice(0, OPTIONS)
    .map((option) => ({ title: labelOf(option.label, context), value: value(option.value) }));
}

function dataOf({ subject, choice, home }: Pressed, { ephemeral }: TeamsContext): Submit["data"] {
  return {
    v: ACTION_VERSION,
    id: subject,
    ...(choice !== undefined && { choice }),
    ...(home && { home }),
    ...(ephemeral && { ephemeral }),
  };
}

function lookOf({ look }: Button): { readonly style?: "positive" | "destructive" } {
  if (look === undefined) return {};
  return { style: look === "primary" ? "positive" : "destructive" };
}
