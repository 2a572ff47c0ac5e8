import { PEERS } from "../../kernel/defaults.ts";
import type { Person } from "../../kernel/directory.ts";
import type { ContactId } from "../../kernel/ids.ts";
import { holds, leads, type Scope } from "../../kernel/permissions.ts";
import { storable, withoutUnseen } from "../../kernel/text.ts";
import { leadersReading } from "../leading.ts";
import { namesPrice } from "../priced.ts";

/** feature: one uses it well, the other has it and doesn't; goal: one has come further with it */
export type Because = "feature" | "goal";
export type Part = "learns" | "shares";
export const PARTS = ["learns", "shares"] as const satisfies readonly Part[];
/** never: they don't want to be asked again */
export type Answer = "yes" | "no" | "never";
export const HELPED = ["yes", "no", "nothing"] as const;
export type Helped = (typeof HELPED)[number];
export type EndedAs = "not-now" | "refused" | "stopped" | "lapsed" | "at-risk" | "churned" | "merged";
export type State = "asked" | "open" | "introduced" | "ended";
/** agreed: open, and both customers have said yes by somebody who is still there */
export type Phase = State | "agreed";

/** What one customer said. */
export interface Answered {
  readonly answer: Answer | undefined;
  /** who would talk there; undefined too when they have left or were erased since */
  readonly contact: unknown;
}

/** A customer who agreed by somebody who is gone is asked again. */
export function agrees({ answer, contact }: Answered): boolean {
  return answer === "yes" && contact !== undefined;
}

export function phaseOf(state: State, sides: readonly Answered[]): Phase {
  return state === "open" && sides.every(agrees) ? "agreed" : state;
}

export type Action = "ask" | "not-now" | "agree" | "refuse" | "stop" | "introduce" | "helped";

/** Where an exchange stands as somebody presses. */
export interface Pressed {
  readonly phase: Phase;
  /** of the side that it is about */
  readonly part: Part;
  readonly agrees: boolean;
  readonly helped: Helped | undefined;
  /** it was asked whether it helped */
  readonly reviewed: boolean;
}

export type Outcome =
  /** it is over, or further along: where it stands */
  | { readonly kind: "may" | "stands" | "helped-already" | "for-csm" }
  /** not before the other CSM, or both customers, have agreed */
  | { readonly kind: "early"; readonly waits: "colleague" | "customers" };

/** First what is decided already, then who may. */
export function decidePress(action: Action, pressed: Pressed, may: boolean): Outcome {
  const open = openTo(action, pressed);
  if (open !== "may") return open;
  return { kind: may ? "may" : "for-csm" };
}

function openTo(action: Action, { phase, part, agrees: yes, helped, reviewed }: Pressed): "may" | Outcome {
  const stands = { kind: "stands" } as const;
  if (phase === "ended") return stands;
  if (action === "helped") {
    if (phase !== "introduced" || !reviewed) return stands;
    return helped ? { kind: "helped-already" } : "may";
  }
  if (phase === "introduced") return stands;
  switch (action) {
    case "ask":
    case "not-now":
      return phase === "asked" && part === "shares" ? "may" : stands;
    case "agree":
      if (phase === "asked") return { kind: "early", waits: "colleague" };
      return yes ? stands : "may";
    case "refuse":
      return phase === "asked" ? { kind: "early", waits: "colleague" } : "may";
    case "introduce":
      if (phase === "asked") return { kind: "early", waits: "colleague" };
      return phase === "agreed" ? "may" : { kind: "early", waits: "customers" };
    case "stop":
      return phase === "asked" && part === "shares" ? stands : "may";
  }
}

/** The CSM of a customer asks it, who covers for them, and whoever leads. */
export function mayAsk({ id: person, covers, roles }: Pick<Person, "id" | "covers" | "roles">, scope: Scope): boolean {
  const reader = { person, covers, roles };
  return holds("csm", reader, scope) || leads(reader, scope);
}

/** Whose it is to ask a customer today: its CSM, else whoever leads there. */
export function askerOf(scope: Scope, people: readonly Person[]): Person | undefined {
  return people.find(({ id, active }) => active && id === scope.csm) ?? leadersReading("usage", scope, people)[0];
}

/** The sides that are waited for. */
export function waitsFor(
  phase: Phase,
  sides: readonly (Answered & { readonly part: Part; readonly helped: Helped | undefined })[],
  reviewed: boolean,
): Part[] {
  const parts = (of: (side: (typeof sides)[number]) => boolean): Part[] => sides.filter(of).map(({ part }) => part);
  switch (phase) {
    case "asked":
      return ["shares"];
    case "open":
      return parts((side) => !agrees(side));
    case "agreed":
      return parts(() => true);
    case "introduced":
      return reviewed ? parts(({ helped }) => helped === undefined) : [];
    case "ended":
      return [];
  }
}

export interface Problem {
  readonly field: string;
  readonly problem: "choice" | "empty" | "long" | "price" | "named";
  readonly value: string;
}
type Checked<T> =
  { readonly kind: "ok"; readonly value: T } | { readonly kind: "wrong"; readonly problems: readonly Problem[] };
type Values = Readonly<Record<string, string>>;

function written(values: Values, field: string): { readonly words: string; readonly problems: Problem[] } {
  const words = withoutUnseen(storable(values[field] ?? "")).trim();
  const price = namesPrice(words);
  return {
    words,
    problems: [
      ...(words.length > PEERS.wordsAtMost ? [{ field, problem: "long", value: String(words.length) } as const] : []),
      ...(price === undefined ? [] : [{ field, problem: "price", value: price } as const]),
    ],
  };
}

/** @param contacts who may be chosen */
export function checkAgreed(
  values: Values,
  contacts: readonly ContactId[],
): Checked<{ readonly contact: ContactId; readonly words: string }> {
  const chosen = values["contact"] ?? "";
  const contact = contacts.find((id) => id === chosen);
  const { words, problems } = written(values, "topic");
  if (!contact) problems.unshift({ field: "contact", problem: "choice", value: chosen });
  if (words === "") problems.push({ field: "topic", problem: "empty", value: "" });
  return contact && problems.length === 0 ? { kind: "ok", value: { contact, words } } : { kind: "wrong", problems };
}

export const AGAIN = ["year", "never"] as const;
export type Again = (typeof AGAIN)[number];

export function checkRefused(values: Values): Checked<{ readonly again: Again; readonly words: string }> {
  const again = AGAIN.find((each) => each === values["again"]);
  const { words, problems } = written(values, "reason");
  if (!again) problems.unshift({ field: "again", problem: "choice", value: values["again"] ?? "" });
  return again && problems.length === 0 ? { kind: "ok", value: { again, words } } : { kind: "wrong", problems };
}

/** @param account what the customer is called, whom the other CSM isn't told */
export function checkNotNow(values: Values, account: string): Checked<string> {
  const { words, problems } = written(values, "reason");
  const name = namedIn(words, account);
  if (name !== undefined) problems.push({ field: "reason", problem: "named", value: name });
  return problems.length === 0 ? { kind: "ok", value: words } : { kind: "wrong", problems };
}

const SHORT_NAME = 4;

/** The customer's name, or its first word, where words say it. */
function namedIn(words: string, account: string): string | undefined {
  const [first = account] = account.split(/\s+/);
  const names = first.length < SHORT_NAME ? [account] : [account, first];
  return names.find((name) => words.toLowerCase().includes(name.toLowerCase()));
}
