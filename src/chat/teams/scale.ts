import type { Scale, Text } from "../card.ts";
import type { Run } from "../runs.ts";
import { pressed } from "./actions.ts";
import type { Column, ColumnSet, Line } from "./elements.ts";
import { lettersIn, lineOf, runsOf, type TeamsContext } from "./text.ts";

/** A finger's height; columns with a style of their own would be too wide for eleven of them. */
const STEP = { type: "Column", width: "stretch", spacing: "None", minHeight: "40px" } as const;
const MOST_STEPS = 25;

/**
 * A scale as columns that are pressed, its ends named below: eleven buttons would be two rows and more.
 * @returns nothing for a scale without steps
 */
export function scaleElements({ buttons, low, high }: Scale, context: TeamsContext): ColumnSet[] {
  const columns = buttons.slice(0, MOST_STEPS).map(({ label, spoken, press }): Column => ({
    ...STEP,
    verticalContentAlignment: "Center",
    selectAction: pressed(press, spoken, context),
    items: stepOf(label, context),
  }));
  if (columns.length === 0) return [];
  const ends = [endOf(low, "left", context), endOf(high, "right", context)].flat();
  const named: ColumnSet[] = ends.length === 0 ? [] : [{ type: "ColumnSet", spacing: "None", columns: ends }];
  return [{ type: "ColumnSet", spacing: "Small", columns }, ...named];
}

function stepOf(label: Text, context: TeamsContext): Line[] {
  const line = lineOf(lettersRuns(label, context), { weight: "Bolder", color: "Accent" }, new Map());
  return line ? [{ ...line, horizontalAlignment: "Center" }] : [];
}

function endOf(words: Text, side: "left" | "right", context: TeamsContext): Column[] {
  const line = lineOf(lettersRuns(words, context), { size: "Small", isSubtle: true }, new Map());
  if (!line) return [];
  const items = [side === "right" ? { ...line, horizontalAlignment: "Right" as const } : line];
  return [{ type: "Column", width: "stretch", items }];
}

function lettersRuns(text: Text, context: TeamsContext): Run[] {
  return runsOf([lettersIn(text, context)], context);
}
