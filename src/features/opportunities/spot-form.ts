import type { Block, Form, Text } from "../../chat/card.ts";
import { OPPORTUNITY } from "../../kernel/defaults.ts";
import { cut } from "../../kernel/text.ts";
import { productIn } from "../../locales/products.ts";
import { sentences } from "../../locales/sentences.ts";
import type { View } from "../../locales/say.ts";
import { causesText, type Risk } from "../risk/facts.ts";
import { namesPrice } from "../priced.ts";
import type { Parked } from "./decide.ts";
import { benefitField } from "./forms.ts";
import { type Gate, verdictOf } from "./gate.ts";
import type { Evidence } from "./gate-stored.ts";
import { evidenceTexts, legTexts } from "./gate-texts.ts";

/** What the CSM has said of it elsewhere already; a benefit is words of any length. */
export interface SpotDraft {
  readonly product: string | undefined;
  readonly benefit: string;
}

/** What is known of an account before a CSM spots something there. */
export interface SpotKnown {
  /** as it stands now; its benefit isn't written yet */
  readonly gate: Gate;
  readonly held: Parked | undefined;
  readonly causes: Risk["causes"];
  /** what the figures say that they may need */
  readonly found: { readonly product: string; readonly evidence: readonly Evidence[] } | undefined;
  readonly draft?: SpotDraft | undefined;
}

/** The form a CSM fills in, with what would hold it or refuse it said beforehand. */
export function spotForm(account: { readonly id: string; readonly name: string }, known: SpotKnown, view: View): Form {
  const { say, locale } = view;
  const { found, draft } = known;
  const product = draft?.product ?? found?.product;
  const benefit = draft?.benefit ?? "";
  const isPriced = namesPrice(benefit) !== undefined;
  return {
    name: "opportunities.spot",
    subject: account.id,
    title: say("opportunities.form-title"),
    submit: say("opportunities.form-submit"),
    intro: [
      ...introOf(account.name, known, view),
      ...(isPriced ? [{ kind: "text", text: say("opportunities.form-priced") } as const] : []),
    ],
    fields: [
      {
        kind: "text",
        name: "product",
        label: say("opportunities.field-product"),
        hint: say("opportunities.hint-product"),
        multiline: false,
        maxLength: OPPORTUNITY.productAtMost,
        ...(product !== undefined && { initial: productIn(product, locale) }),
      },
      benefitField(say, isPriced ? "" : cut(benefit, OPPORTUNITY.benefitAtMost)),
      {
        kind: "choice",
        name: "word",
        label: say("opportunities.field-word"),
        hint: say("opportunities.hint-word"),
        options: [
          { value: "yes", label: say("opportunities.word-yes") },
          { value: "no", label: say("opportunities.word-no") },
        ],
      },
    ],
  };
}

function introOf(account: string, { gate, held, causes, found }: SpotKnown, view: View): Block[] {
  const { say } = view;
  const written: Gate = { ...gate, benefit: { ...gate.benefit, state: "passed" } };
  const text = (said: Text): Block => ({ kind: "text", text: said });
  const list = (items: readonly Text[]): Block[] => (items.length > 0 ? [{ kind: "list", ordered: false, items }] : []);
  return [
    text(say("opportunities.form-intro", { account })),
    ...(found
      ? [text(say("opportunities.form-found")), ...list(evidenceTexts(found.evidence, found.product, view))]
      : []),
    text(say("opportunities.form-gate")),
    ...list(legTexts(written, "all", view)),
    text(say(`opportunities.form-gate-${verdictOf(written)}`)),
    ...(held ? [text(heldText(account, held, causes, verdictOf(written) !== "failed", view))] : []),
  ];
}

/** @param isKept it would be on hold; what the gate refuses isn't */
function heldText(
  account: string,
  { because, since }: Parked,
  causes: Risk["causes"],
  isKept: boolean,
  view: View,
): Text {
  const { say } = view;
  const day = { date: since, style: "day" } as const;
  const why =
    because === "at-risk"
      ? say("opportunities.form-at-risk", { account, since: day, causes: causesText(causes, view) })
      : say("opportunities.form-detractor", { account, since: day });
  return isKept ? sentences(why, say("opportunities.form-held")) : why;
}
