import type { Locale } from "../../src/kernel/directory.ts";
import { TEXTS } from "../../src/locales/keys.ts";

/** What somebody was told who pressed Claim. try-again: nothing was changed. unsure: it may have been. */
export type Told =
  | { readonly kind: "yours" | "already-yours" | "try-again" | "unsure" | "gone" | "csm-refused" | "only-am" | "other" }
  | { readonly kind: "taken" | "for-another"; readonly by: string };

const KINDS = {
  "you-claimed": "yours",
  "already-yours": "already-yours",
  gone: "gone",
  "csm-refused": "csm-refused",
  "only-am": "only-am",
  "only-am-pool": "only-am",
} as const;

/** Nothing was said about who has it: one would press again. */
export function isDecided({ kind }: Told): boolean {
  return kind !== "try-again" && kind !== "unsure";
}

/** Recognises the product's own sentences, whatever the language of who was told. */
export function createReader(locale: Locale): (text: string) => Told {
  const { chat, opportunities, shell } = TEXTS[locale];
  const kinds = Object.entries(KINDS).map(
    ([key, kind]) => [patternOf(opportunities[key as keyof typeof KINDS]), kind] as const,
  );
  const named = (["taken", "for-another"] as const).map((kind) => [patternOf(opportunities[kind]), kind] as const);
  const troubles = [shell.trouble, shell.away, chat.failed].map(patternOf);
  const unsure = patternOf(shell.unsure);
  return (text) => {
    for (const [pattern, kind] of kinds) if (pattern.test(text)) return { kind };
    for (const [pattern, kind] of named) {
      const by = pattern.exec(text)?.groups?.["am"];
      if (by !== undefined) return { kind, by };
    }
    if (unsure.test(text)) return { kind: "unsure" };
    return { kind: troubles.some((pattern) => pattern.test(text)) ? "try-again" : "other" };
  };
}

/** A sentence's template as a pattern: every {{value}} may be anything. */
function patternOf(template: string): RegExp {
  const pieces = template
    .replaceAll(/\*\*|`/g, "")
    .split(/\{\{(\w+)\}\}/)
    .map((piece, at) => (at % 2 === 0 ? piece.replaceAll(/[\\^$.*+?()[\]{}|]/g, "\\$&") : `(?<${piece}>.+?)`));
  return new RegExp(`^${pieces.join("")}$`, "su");
}
