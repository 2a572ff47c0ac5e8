import { type Block, type Card, daySpan, type Form, type PersonRef, type Text } from "../../chat/card.ts";
import type { LocalDate } from "../../kernel/business-time.ts";
import type { Person } from "../../kernel/directory.ts";
import type { TextKey } from "../../locales/keys.ts";
import type { Say, View } from "../../locales/say.ts";
import type { Drawing } from "../feature.ts";
import type { Cover, CoverProblem } from "./decide.ts";

/** A cover with the names of its people. */
export interface NamedCover {
  readonly cover: Cover;
  readonly person: PersonRef;
  readonly by: PersonRef;
}

/** Covers that are not over: those one may end, the others for knowledge. */
export function coversCard(covers: readonly (NamedCover & { readonly mayEnd: boolean })[], { say }: View): Card {
  const body: Block[] = covers.map(({ cover, person, by, mayEnd }) => ({
    kind: "text",
    text: say("covers.line", { person: { mention: person }, cover: { mention: by }, ...days(cover) }),
    ...(mayEnd
      ? {
          button: {
            kind: "button",
            label: say("covers.end"),
            press: { name: "covers.end", subject: cover.id },
          } as const,
        }
      : {}),
  }));
  if (covers.length === 0) body.push({ kind: "text", text: say("covers.none") });
  body.push({
    kind: "buttons",
    elements: [
      { kind: "button", label: say("covers.name-one"), opens: { name: "covers.name", subject: "" }, look: "primary" },
    ],
  });
  return { title: say("covers.title"), body };
}

/** What the one who stands in is told; when it is over, the same message says so. */
export function drawNotice({ cover, person }: NamedCover, { say }: View): Drawing {
  const who = { person: { mention: person }, ...days(cover) };
  const title = say(cover.ended ? "covers.over-title" : "covers.notice-title", { person: person.name });
  const text = say(cover.ended ? "covers.over" : "covers.notice", who);
  const end: Block = {
    kind: "buttons",
    elements: [{ kind: "button", label: say("covers.end"), press: { name: "covers.end", subject: cover.id } }],
  };
  return { card: { title, body: [{ kind: "text", text }, ...(cover.ended ? [] : [end])] }, summary: title };
}

/** @param leads somebody to arrange it for, besides oneself */
export function coverForm(leads: boolean, today: LocalDate, { say }: View): Form {
  const name = { kind: "text", multiline: false, maxLength: 200, hint: say("covers.hint-name") } as const;
  return {
    name: "covers.name",
    subject: "",
    title: say("covers.form-title"),
    submit: say("covers.submit"),
    intro: [{ kind: "context", text: say("covers.intro") }],
    fields: [
      ...(leads
        ? [
            {
              ...name,
              name: "person",
              label: say("covers.field-person"),
              hint: say("covers.hint-person"),
              optional: true,
            },
          ]
        : []),
      { ...name, name: "cover", label: say("covers.field-cover") },
      { kind: "date", name: "from", label: say("covers.field-from"), initial: today },
      { kind: "date", name: "until", label: say("covers.field-until") },
    ],
  };
}

export function savedSentence(
  away: Person,
  cover: Person,
  span: Pick<Cover, "from" | "until">,
  isOwn: boolean,
  say: Say,
): Text {
  const values = { cover: { mention: cover }, person: away.name, ...days(span) };
  return say(isOwn ? "covers.saved" : "covers.saved-for", values);
}

function days({ from, until }: Pick<Cover, "from" | "until">) {
  return { from: daySpan(from), until: daySpan(until) };
}

const SENTENCES: Readonly<Record<CoverProblem["kind"], TextKey>> = {
  unknown: "covers.unknown",
  several: "covers.several",
  "not-yours": "covers.not-yours",
  same: "covers.same",
  "other-role": "covers.other-role",
  "away-too": "covers.away-too",
  "no-day": "covers.no-day",
  past: "covers.past",
  before: "covers.before",
  "too-long": "covers.too-long",
  covered: "covers.covered",
  "stands-in": "covers.stands-in",
};

/** @param nameOf who covers already, or is covered */
export function problemTexts(
  problems: readonly CoverProblem[],
  nameOf: (problem: Extract<CoverProblem, { by: unknown }>) => string,
  { say, locale }: View,
): Readonly<Record<string, Text>> {
  return Object.fromEntries(
    problems.map((problem) => [problem.field, say(SENTENCES[problem.kind], valuesOf(problem, nameOf, locale))]),
  );
}

function valuesOf(
  problem: CoverProblem,
  nameOf: (problem: Extract<CoverProblem, { by: unknown }>) => string,
  locale: string,
): Readonly<Record<string, string | number>> {
  switch (problem.kind) {
    case "unknown":
    case "no-day":
      return { typed: problem.typed };
    case "several":
      return {
        typed: problem.typed,
        names: new Intl.ListFormat(locale, { type: "disjunction" }).format(problem.names),
      };
    case "not-yours":
    case "away-too":
      return { name: problem.name };
    case "other-role":
      return { name: problem.name, away: problem.away };
    case "too-long":
      return { days: problem.days };
    case "covered":
    case "stands-in":
      return { name: nameOf(problem) };
    case "same":
    case "past":
    case "before":
      return {};
  }
}
