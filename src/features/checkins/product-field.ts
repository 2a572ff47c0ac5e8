import type { Field, Option, Text } from "../../chat/card.ts";
import { OPPORTUNITY } from "../../kernel/defaults.ts";
import { brief } from "../../kernel/text.ts";
import type { TextKey } from "../../locales/keys.ts";
import { productIn, productKey } from "../../locales/products.ts";
import type { View } from "../../locales/say.ts";
import type { ProductChecked } from "./decide.ts";

/** as a menu holds */
const MENU = 99;

/** One of the known products is chosen, or another is typed; where none is known, it is typed. */
export function productFields(known: readonly string[], { say, locale }: View, initial?: string): Field[] {
  const text = { kind: "text", multiline: false, maxLength: OPPORTUNITY.productAtMost } as const;
  const label = say("onboarding.field-product");
  if (known.length === 0) return [{ ...text, name: "product", label, ...(initial !== undefined && { initial }) }];
  const first = known.find((name) => initial !== undefined && productKey(name) === productKey(initial));
  const listed = known.slice(0, MENU);
  const options = (first === undefined || listed.includes(first) ? listed : [first, ...listed.slice(1)]).map(
    (value): Option => ({ value, label: [productIn(value, locale)] }),
  );
  return [
    { kind: "choice", name: "product", label, options, optional: true, ...(first !== undefined && { initial: first }) },
    {
      ...text,
      name: "other",
      label: say("onboarding.field-other"),
      hint: say("onboarding.hint-other"),
      optional: true,
    },
  ];
}

/** Products that were perhaps meant, as a sentence names them. */
export function nearNames(near: readonly string[], { locale }: Pick<View, "locale">): Text {
  const names = near.map((name) => productIn(name, locale));
  return [new Intl.ListFormat(locale, { type: "disjunction" }).format(names)];
}

const PROBLEMS = {
  product: "onboarding.wrong-product",
  both: "onboarding.wrong-both",
} as const satisfies Record<string, TextKey>;

export function productProblem(
  { problem, value }: Extract<ProductChecked, { readonly kind: "wrong" }>,
  { say }: View,
): Text {
  return say(PROBLEMS[problem], { value: brief(value), most: OPPORTUNITY.productAtMost });
}

/** A product that isn't known, where known ones were perhaps meant. */
export function unknownText(product: string, near: readonly string[], view: View): Text {
  return view.say("onboarding.unknown-product", { value: brief(product), names: nearNames(near, view) });
}
