/** Adaptive Cards 1.5, as far as Tandem writes them. */
export interface AdaptiveCard {
  readonly type: "AdaptiveCard";
  readonly version: "1.5";
  /** in which clients write {{DATE()}} and {{TIME()}} */
  readonly lang?: string;
  /** what a client shows that doesn't know the version */
  readonly fallbackText?: string;
  readonly msteams?: { readonly entities: readonly Mention[] };
  readonly body: readonly Element[];
}

/** Who is meant by `text` wherever it stands in a TextBlock of the card. */
export interface Mention {
  readonly type: "mention";
  readonly text: string;
  readonly mentioned: { readonly id: string; readonly name: string };
}

export type Element = Line | Container | ColumnSet | ActionSet | LineChart | Input;

/** Text of one line, which wraps. */
export type Line = TextBlock | RichTextBlock;

interface Placed {
  readonly spacing?: "None" | "Small" | "Medium";
  readonly separator?: true;
}

export interface Look {
  readonly size?: "Small" | "Medium";
  readonly weight?: "Bolder";
  readonly isSubtle?: true;
  readonly color?: "Attention" | "Accent";
}

export interface TextBlock extends Placed, Look {
  readonly type: "TextBlock";
  readonly style?: "heading";
  readonly fontType?: "Monospace";
  readonly text: string;
  readonly horizontalAlignment?: "Center" | "Right";
  readonly wrap: true;
}

export interface RichTextBlock extends Placed {
  readonly type: "RichTextBlock";
  readonly horizontalAlignment?: "Center" | "Right";
  readonly inlines: readonly TextRun[];
}

export interface TextRun extends Look {
  readonly type: "TextRun";
  readonly text: string;
  readonly fontType?: "Monospace";
  readonly selectAction?: { readonly type: "Action.OpenUrl"; readonly url: string };
}

export interface Container extends Placed {
  readonly type: "Container";
  readonly style: "attention" | "warning" | "good" | "emphasis";
  readonly bleed: true;
  readonly items: readonly Line[];
}

/** What stands side by side, in columns of the same width. */
export interface ColumnSet extends Placed {
  readonly type: "ColumnSet";
  readonly columns: readonly Column[];
}

export interface Column {
  readonly type: "Column";
  readonly width: "stretch";
  readonly spacing?: "None";
  readonly minHeight?: string;
  readonly verticalContentAlignment?: "Center";
  /** what a press anywhere on it does, which its title says to a screen reader */
  readonly selectAction?: Execute;
  readonly items: readonly Line[];
}

/** Teams' own, beyond 1.5: other clients show the fallback. */
export interface LineChart extends Placed {
  readonly type: "Chart.Line";
  readonly title: string;
  readonly yAxisTitle: string;
  readonly data: readonly [
    { readonly legend: string; readonly values: readonly { readonly x: string; readonly y: number }[] },
  ];
  readonly fallback: Line;
}

export interface ActionSet extends Placed {
  readonly type: "ActionSet";
  readonly actions: readonly Action[];
}

interface Titled {
  readonly title: string;
  readonly style?: "positive" | "destructive";
}

export interface Submit extends Titled {
  readonly type: "Action.Submit";
  readonly data: Readonly<Record<string, unknown>>;
  readonly associatedInputs?: "none";
}

export interface Execute extends Titled {
  readonly type: "Action.Execute";
  readonly verb: string;
  readonly data: Readonly<Record<string, unknown>>;
  readonly associatedInputs?: "none";
  readonly fallback: Submit;
}

export interface OpenUrl extends Titled {
  readonly type: "Action.OpenUrl";
  readonly url: string;
}

export interface ShowCard extends Titled {
  readonly type: "Action.ShowCard";
  readonly card: AdaptiveCard;
}

export type Action = Submit | Execute | OpenUrl | ShowCard;

interface Asked extends Placed {
  readonly id: string;
  readonly label?: string;
  readonly isRequired: boolean;
  readonly errorMessage?: string;
  readonly value?: string;
}

export interface Choice {
  readonly title: string;
  readonly value: string;
}

export type Input =
  | (Asked & { readonly type: "Input.Text"; readonly isMultiline: boolean; readonly maxLength: number })
  | (Asked & { readonly type: "Input.Date" })
  | (Asked & {
      readonly type: "Input.ChoiceSet";
      readonly style: "compact";
      readonly wrap: true;
      readonly placeholder: string;
      readonly choices: readonly Choice[];
    });
