import { daysBetween, type LocalDate, localDate } from "../../kernel/business-time.ts";
import { ACCOUNT } from "../../kernel/defaults.ts";
import type { Visibility } from "../../kernel/events.ts";
import type { DocumentId } from "../../kernel/ids.ts";
import { oneLine } from "../../kernel/text.ts";
import { linkOf } from "../https-link.ts";

export { URL_AT_MOST } from "../https-link.ts";

export const DOCUMENT_TYPES = ["contract", "offer", "plan", "notes", "presentation", "security", "other"] as const;
export type DocumentType = (typeof DOCUMENT_TYPES)[number];

export interface NewDocument {
  readonly title: string;
  /** https */
  readonly url: string;
  readonly type: DocumentType;
  readonly visibility: Visibility;
  /** the day that what it says is of */
  readonly asOf: LocalDate;
}

export interface Document extends NewDocument {
  readonly id: DocumentId;
}

export interface DocumentProblem {
  readonly field: string;
  readonly problem: "title" | "url" | "choice" | "day" | "ahead" | "offer";
  readonly value: string;
}

export type CheckedDocument =
  | { readonly kind: "ok"; readonly value: NewDocument }
  | { readonly kind: "wrong"; readonly problems: readonly DocumentProblem[] };

export const TITLE_AT_MOST = 120;

/** True when it says how things were longer ago than a field may be old. */
export function isStale(asOf: LocalDate, today: LocalDate): boolean {
  return daysBetween(asOf, today) > ACCOUNT.fieldStaleDays;
}

/** @param visibilities what the person may write; an offer is commercial, for the customer's CSM doesn't sell (D9) */
export function checkDocument(
  values: Readonly<Record<string, string>>,
  visibilities: readonly Visibility[],
  today: LocalDate,
): CheckedDocument {
  const problems: DocumentProblem[] = [];
  const wrong = (field: string, problem: DocumentProblem["problem"], value: string): undefined => {
    problems.push({ field, problem, value });
  };
  const typed = (field: string): string => oneLine(values[field] ?? "");
  const title = typed("title").slice(0, TITLE_AT_MOST) || wrong("title", "title", "");
  const url = linkOf(typed("url")) ?? wrong("url", "url", typed("url"));
  const type = DOCUMENT_TYPES.find((each) => each === values["type"]) ?? wrong("type", "choice", typed("type"));
  const visibility =
    visibilities.find((each) => each === values["visibility"]) ?? wrong("visibility", "choice", typed("visibility"));
  const asOf = localDate(typed("asOf")) ?? wrong("asOf", "day", typed("asOf"));
  if (asOf && asOf > today) wrong("asOf", "ahead", asOf);
  if (type === "offer" && visibility && visibility !== "commercial") wrong("visibility", "offer", visibility);
  if (!title || !url || !type || !visibility || !asOf || problems.length > 0) return { kind: "wrong", problems };
  return { kind: "ok", value: { title, url, type, visibility, asOf } };
}
