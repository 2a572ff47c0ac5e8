import { localDate, type LocalDate } from "../../kernel/business-time.ts";
import { CONTENT } from "../../kernel/defaults.ts";
import type { Locale, Person } from "../../kernel/directory.ts";
import type { PersonId } from "../../kernel/ids.ts";
import { holds, leads, type Scope } from "../../kernel/permissions.ts";
import { oneLine, storable, withoutUnseen } from "../../kernel/text.ts";
import { linkOf } from "../https-link.ts";
import { namesPrice } from "../priced.ts";

export const KINDS = ["training", "article", "community", "event"] as const;
export type Kind = (typeof KINDS)[number];
export const LANGUAGES = ["en", "de", "zh"] as const satisfies readonly Locale[];
/** What a menu sends for what fits all. */
export const ANY = "-";

/** unused: nobody there uses the feature; goal: they have a goal with it */
export type Because = "unused" | "goal";
export type ProposalState = "proposed" | "sent" | "declined" | "lapsed";

/** Something customers may learn from; undefined fits all. */
export interface NewItem {
  readonly kind: Kind;
  readonly title: string;
  /** https */
  readonly link: string;
  readonly product: string | undefined;
  /** a metric's name */
  readonly feature: string | undefined;
  readonly segment: string | undefined;
  readonly language: Locale | undefined;
  /** the last day on which it is of use */
  readonly untilOn: LocalDate | undefined;
}

type Values = Readonly<Record<string, string>>;

export interface Problem {
  readonly field: string;
  readonly problem: "choice" | "empty" | "long" | "link" | "day" | "past" | "price";
  readonly value: string;
}
type Checked<T> =
  { readonly kind: "ok"; readonly value: T } | { readonly kind: "wrong"; readonly problems: readonly Problem[] };

export interface Offered {
  readonly products: readonly string[];
  readonly features: readonly string[];
  readonly segments: readonly string[];
  readonly today: LocalDate;
}

export function checkItem(values: Values, { products, features, segments, today }: Offered): Checked<NewItem> {
  const problems: Problem[] = [];
  const typed = (field: string): string => oneLine(values[field] ?? "");
  const wrong = (field: string, problem: Problem["problem"], value: string): undefined => {
    problems.push({ field, problem, value });
  };
  const oneOf = <T extends string>(field: string, of: readonly T[]): T | undefined => {
    const value = typed(field) || ANY;
    return value === ANY ? undefined : (of.find((each) => each === value) ?? wrong(field, "choice", value));
  };
  const kind = KINDS.find((each) => each === values["kind"]) ?? wrong("kind", "choice", typed("kind"));
  const title = typed("title") || wrong("title", "empty", "");
  if (title && title.length > CONTENT.titleAtMost) wrong("title", "long", String(title.length));
  const link = linkOf(typed("link")) ?? wrong("link", "link", typed("link"));
  const product = oneOf("product", products);
  const feature = oneOf("feature", features);
  const segment = oneOf("segment", segments);
  const language = oneOf("language", LANGUAGES);
  const until = typed("until");
  const untilOn = until === "" ? undefined : (localDate(until) ?? wrong("until", "day", until));
  if (untilOn && untilOn < today) wrong("until", "past", untilOn);
  if (!kind || !title || !link || problems.length > 0) return { kind: "wrong", problems };
  return { kind: "ok", value: { kind, title, link, product, feature, segment, language, untilOn } };
}

export const WAYS = ["email", "message", "call", "meeting", "on-site"] as const;
export type Way = (typeof WAYS)[number];
/** What a menu sends for somebody who isn't listed. */
export const UNLISTED = "unlisted";

export interface Sent {
  /** undefined: somebody who isn't listed */
  readonly contact: string | undefined;
  readonly way: Way;
  readonly said: string;
}

/** @param keepsPrices who writes reads prices, who reads it needn't */
export function checkSent(values: Values, contacts: readonly string[], keepsPrices: boolean): Checked<Sent> {
  const chosen = values["contact"] ?? "";
  const contact = contacts.find((id) => id === chosen);
  const way = WAYS.find((each) => each === values["way"]);
  const said = withoutUnseen(storable(values["said"] ?? "")).trim();
  const price = keepsPrices ? namesPrice(said) : undefined;
  const problems: Problem[] = [
    ...(contact || chosen === UNLISTED ? [] : [{ field: "contact", problem: "choice", value: chosen } as const]),
    ...(way ? [] : [{ field: "way", problem: "choice", value: values["way"] ?? "" } as const]),
    ...(said === "" ? [{ field: "said", problem: "empty", value: "" } as const] : []),
    ...(said.length > CONTENT.textAtMost
      ? [{ field: "said", problem: "long", value: String(said.length) } as const]
      : []),
    ...(price === undefined ? [] : [{ field: "said", problem: "price", value: price } as const]),
  ];
  if (!way || problems.length > 0) return { kind: "wrong", problems };
  return { kind: "ok", value: { contact, way, said } };
}

/** Administrators, managers, and colleagues of product, training or marketing keep the library. */
export function mayKeep({ roles }: Pick<Person, "roles">, hasSlot: boolean): boolean {
  return roles.includes("admin") || roles.includes("manager") || (roles.includes("colleague") && hasSlot);
}

/** The CSM sends it or not, who covers for them, and whoever leads. */
export function maySend({ id: person, covers, roles }: Pick<Person, "id" | "covers" | "roles">, scope: Scope): boolean {
  const reader = { person, covers, roles };
  return holds("csm", reader, scope) || leads(reader, scope);
}

export type Outcome =
  { readonly kind: "may" } | { readonly kind: "over"; readonly state: ProposalState } | { readonly kind: "for-csm" };

/** First what is decided already, then who may. */
export function decidePress(state: ProposalState, may: boolean): Outcome {
  if (state !== "proposed") return { kind: "over", state };
  return may ? { kind: "may" } : { kind: "for-csm" };
}

export interface Candidate {
  readonly account: string;
  readonly csm: PersonId;
}

/** No more a CSM in one night than they can look at. @param had what each was put before in the same night */
export function withinNight<C extends Candidate>(found: readonly C[], had: ReadonlyMap<PersonId, number>): C[] {
  const counts = new Map(had);
  return found.filter(({ csm }) => {
    const count = counts.get(csm) ?? 0;
    counts.set(csm, count + 1);
    return count < CONTENT.aNight;
  });
}
