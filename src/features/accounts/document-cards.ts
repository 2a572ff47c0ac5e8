import { type Block, type Card, daySpan, type Form, type Text } from "../../chat/card.ts";
import type { LocalDate } from "../../kernel/business-time.ts";
import type { Visibility } from "../../kernel/events.ts";
import { cut } from "../../kernel/text.ts";
import type { TextKey } from "../../locales/keys.ts";
import type { View } from "../../locales/say.ts";
import type { Named } from "./decide.ts";
import {
  type Document,
  DOCUMENT_TYPES,
  type DocumentProblem,
  type DocumentType,
  isStale,
  TITLE_AT_MOST,
  URL_AT_MOST,
} from "./document-decide.ts";
import { visibilityField } from "./log-cards.ts";

/** what a card holds on every platform */
const MOST_SHOWN = 30;
const LABEL_AT_MOST = 60;

const TYPE: Readonly<Record<DocumentType, TextKey>> = {
  contract: "documents.type-contract",
  offer: "documents.type-offer",
  plan: "documents.type-plan",
  notes: "documents.type-notes",
  presentation: "documents.type-presentation",
  security: "documents.type-security",
  other: "documents.type-other",
};

export interface DocumentList {
  readonly account: Named;
  readonly documents: readonly Document[];
  /** of which kinds the reader may add and remove */
  readonly writable: readonly Visibility[];
  readonly today: LocalDate;
}

export function documentsCard({ account, documents, writable, today }: DocumentList, view: View): Card {
  const { say } = view;
  const shown = documents.slice(0, MOST_SHOWN);
  const body: Block[] = shown.map((document) => ({
    kind: "text",
    text: documentText(document, today, view),
    button: { kind: "button", label: say("documents.open"), link: document.url },
  }));
  if (shown.length === 0) body.push({ kind: "text", text: say("documents.none") });
  if (documents.length > shown.length) {
    body.push({ kind: "context", text: say("documents.more", { count: documents.length - shown.length }) });
  }
  if (writable.length > 0) {
    const add = { name: "accounts.document-add", subject: account.id };
    const remove = { name: "accounts.document-remove", subject: account.id };
    const options = shown
      .filter(({ visibility }) => writable.includes(visibility))
      .map(({ id, title }) => ({ value: id, label: [cut(title, LABEL_AT_MOST)] }));
    const menu = { kind: "menu", label: say("documents.remove"), press: remove, options } as const;
    body.push({
      kind: "buttons",
      elements: [{ kind: "button", label: say("documents.add"), opens: add }, ...(options.length > 0 ? [menu] : [])],
    });
  }
  return { title: say("documents.title", { account: account.name }), body };
}

function documentText({ title, type, asOf, visibility }: Document, today: LocalDate, { say }: View): Text {
  const facts: Text[] = [[{ bold: [title] }], say(TYPE[type]), say("accounts.as-of", { date: daySpan(asOf) })];
  if (isStale(asOf, today)) facts.push(say("accounts.stale"));
  if (visibility === "commercial") facts.push(say("timeline.is-commercial"));
  if (visibility === "customer") facts.push(say("timeline.is-customer"));
  return facts.flatMap((fact, at) => (at === 0 ? fact : [" · ", ...fact]));
}

export function documentForm(account: Named, visibilities: readonly Visibility[], today: LocalDate, view: View): Form {
  const { say } = view;
  return {
    name: "accounts.document-add",
    subject: account.id,
    title: say("documents.add-title"),
    submit: say("accounts.save"),
    intro: [{ kind: "text", text: say("documents.add-intro", { account: account.name }) }],
    fields: [
      {
        kind: "text",
        name: "title",
        label: say("documents.field-title"),
        multiline: false,
        maxLength: TITLE_AT_MOST,
      },
      {
        kind: "text",
        name: "url",
        label: say("documents.field-url"),
        hint: say("documents.hint-url"),
        multiline: false,
        maxLength: URL_AT_MOST,
      },
      {
        kind: "choice",
        name: "type",
        label: say("documents.field-type"),
        options: DOCUMENT_TYPES.map((value) => ({ value, label: say(TYPE[value]) })),
      },
      visibilityField(visibilities, view),
      { kind: "date", name: "asOf", label: say("documents.field-as-of"), initial: today },
    ],
  };
}

const PROBLEMS: Readonly<Record<DocumentProblem["problem"], TextKey>> = {
  title: "documents.title-needed",
  url: "documents.url-wrong",
  choice: "contacts.choice-wrong",
  day: "contacts.day-wrong",
  ahead: "contacts.day-ahead",
  offer: "documents.offer-commercial",
};

export function documentProblemTexts(
  problems: readonly DocumentProblem[],
  { say }: View,
): Readonly<Record<string, Text>> {
  return Object.fromEntries(
    problems.map(({ field, problem, value }) => [
      field,
      say(value === "" && problem === "choice" ? "contacts.choice-needed" : PROBLEMS[problem], {
        value: cut(value, LABEL_AT_MOST),
      }),
    ]),
  );
}
