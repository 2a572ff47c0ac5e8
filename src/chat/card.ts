import type { LocalDate } from "../kernel/business-time.ts";
import type { PersonId } from "../kernel/ids.ts";

/**
 * What people see, as data. Text is always spans, so that escaping lives in one function a platform:
 * a plain string is shown letter for letter and can become no mention, link or command.
 */
export type Text = readonly Span[];
export type Span =
  | string
  | { readonly bold: Text }
  | { readonly faint: Text }
  | { readonly code: string }
  /** an address of ours that somebody copies whole */
  | { readonly address: string }
  /** what one types, e.g. "account northwind" or "tandem help"; each platform shows how it is begun there */
  | { readonly command: string }
  | { readonly mention: PersonRef }
  | { readonly date: Date; readonly style: DateStyle }
  | { readonly link: string; readonly label: string };

/**
 * day: 12 December 2026 · weekday: Saturday 12 December 2026 · day-time: 12 December, 14:05 · weekday-time: Sat, 12 Dec,
 * 14:05 · time: 14:05. In the reader's zone where the platform can; with a weekday as a card's reader has it.
 */
export type DateStyle = "day" | "weekday" | "day-time" | "weekday-time" | "time";

/** A person as a card names them: a mention where the platform knows them, else the name alone. */
export interface PersonRef {
  readonly id: PersonId;
  readonly name: string;
}

export interface Card {
  readonly title: Text;
  readonly accent?: "alert" | "warn" | "good" | "calm";
  readonly body: readonly Block[];
}

export type Block =
  | { readonly kind: "text"; readonly text: Text; readonly button?: Button }
  | { readonly kind: "list"; readonly ordered: boolean; readonly items: readonly Text[] }
  | { readonly kind: "context"; readonly text: Text }
  | { readonly kind: "buttons"; readonly elements: readonly Element[] }
  | Scale
  | Chart
  | { readonly kind: "divider" };

/** Steps from low to high, side by side, e.g. 0 to 10; a press on one of them is the answer. At most 25. It mentions nobody. */
export interface Scale {
  readonly kind: "scale";
  readonly buttons: readonly ScaleButton[];
  /** what its ends mean, each with its step, e.g. "0: not at all likely" */
  readonly low: Text;
  readonly high: Text;
}
/** A step; several of one press differ in their `choice`. */
export interface ScaleButton {
  readonly kind: "button";
  readonly label: Text;
  /** what a screen reader says, e.g. "7 of 10" */
  readonly spoken: Text;
  readonly press: Action;
}

/** A line over time, the oldest point first. Where a platform can't draw it, it is bars of letters. */
export interface Chart {
  readonly kind: "chart";
  readonly title: Text;
  /** what the line says, in a sentence: it always stands with it */
  readonly label: Text;
  /** what its values are, e.g. "EUR" or "%" */
  readonly unit: string;
  readonly points: readonly ChartPoint[];
}
export interface ChartPoint {
  readonly day: LocalDate;
  /** the day as the card's language writes it, short; no two are the same */
  readonly name: string;
  readonly value: number;
}

export type Element = Button | Menu;

/** A button does one of three things: it is pressed, it opens a form, or it leads to a page. */
export type Button = {
  readonly kind: "button";
  readonly label: Text;
  readonly look?: "primary" | "danger";
} & ({ readonly press: Action } | { readonly opens: Action } | { readonly link: string });

/** A drop-down whose choice is a press; the chosen value comes with it. */
export interface Menu {
  readonly kind: "menu";
  readonly label: Text;
  readonly press: Action;
  readonly options: readonly Option[];
}
export interface Option {
  readonly value: string;
  readonly label: Text;
}

/** Which press or form of which slice, on which subject. Opaque to platforms. */
export interface Action {
  /** "<slice>.<press>", e.g. "opportunities.claim" */
  readonly name: string;
  /** the id of what it is about; "" when there is none */
  readonly subject: string;
  /** what a press says besides, as a menu's choice does; several buttons of one press differ in it */
  readonly choice?: string;
  /** it stands on somebody's own screen, which is drawn anew once it is done */
  readonly home?: true;
}

export interface Form {
  /** "<slice>.<form>", e.g. "opportunities.spot" */
  readonly name: string;
  readonly subject: string;
  readonly title: Text;
  readonly submit: Text;
  readonly intro?: readonly Block[];
  readonly fields: readonly Field[];
}

export type Field = {
  readonly name: string;
  readonly label: Text;
  readonly hint?: Text;
  readonly optional?: boolean;
} & (
  | {
      readonly kind: "text";
      readonly multiline: boolean;
      readonly minLength?: number;
      readonly maxLength: number;
      readonly initial?: string;
    }
  | { readonly kind: "choice"; readonly options: readonly Option[]; readonly initial?: string }
  | { readonly kind: "date"; readonly initial?: string }
);

/** A question and its answers as buttons. */
export function choiceCard(question: Text, elements: readonly Button[]): Card {
  return {
    title: [],
    body: [
      { kind: "text", text: question },
      { kind: "buttons", elements },
    ],
  };
}

/** A calendar day: midnight UTC, which platforms show as that day in every zone. */
export function daySpan(day: LocalDate): Span {
  return { date: new Date(`${day}T00:00:00Z`), style: "day" };
}

/** Every person a card mentions, so that their handles can be looked up before it is rendered. */
export function mentionsOf(card: Card): PersonRef[] {
  const found = new Map<PersonId, PersonRef>();
  const walk = (text: Text): void => {
    for (const span of text) {
      if (typeof span === "string") continue;
      if ("mention" in span) found.set(span.mention.id, span.mention);
      else if ("bold" in span) walk(span.bold);
      else if ("faint" in span) walk(span.faint);
    }
  };
  walk(card.title);
  for (const block of card.body) {
    if (block.kind === "text" || block.kind === "context") walk(block.text);
    if (block.kind === "list") block.items.forEach(walk);
    if (block.kind === "chart") [block.title, block.label].forEach(walk);
  }
  return [...found.values()];
}

/** The letters of a text without any mark-up, for notifications and logs of our own. */
export function plain(text: Text): string {
  return text
    .map((span) => {
      if (typeof span === "string") return span;
      if ("bold" in span) return plain(span.bold);
      if ("faint" in span) return plain(span.faint);
      if ("code" in span) return span.code;
      if ("address" in span) return span.address;
      if ("command" in span) return `/${span.command}`;
      if ("mention" in span) return span.mention.name;
      if ("date" in span) return momentLetters(span.date, span.style);
      return span.label;
    })
    .join("");
}

function momentLetters(date: Date, style: DateStyle): string {
  const [day = "", time = ""] = date.toISOString().split("T");
  const clock = `${time.slice(0, 5)} UTC`;
  if (style === "day" || style === "weekday") return day;
  return style === "time" ? clock : `${day} ${clock}`;
}
