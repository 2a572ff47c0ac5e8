/** How we speak of customers among ourselves: of their risk and health, and of what we hope to sell them. */
const LATIN = [
  String.raw`churn\p{L}*|at[- ]risk|risks?|risky|health(?![ -]?care)|detractors?|save plays?`,
  String.raw`(?:up|cross)[ -]?s(?:ell|old)\p{L}*`,
  String.raw`\p{L}*risik(?:o|en)\p{L}*|gefährdet\p{L}*|\p{L}*abwander\p{L}*|kundengesundheit\p{L}*|gesundheits(?:wert|score)\p{L}*`,
  String.raw`zusatzverk(?:auf|äuf)\p{L}*|verkaufschancen?|detraktor\p{L}*`,
].join("|");
const HAN = "流失|风险|客户健康|健康度|健康分|健康评分|健康状况|追加销售|增购|向上销售|交叉销售|商机|贬损者";
const OURS = new RegExp(String.raw`(?<!\p{L})(?:${LATIN})(?!\p{L})|${HAN}`, "iu");

/**
 * By letters alone, in all languages at once, so it may be wrong: a customer may speak of its own risks. It is a reason to
 * look once more before they read it, not to refuse it.
 * @returns the first word of ours in a text, as it is written there; undefined: there is none
 */
export function internalWord(text: string): string | undefined {
  return OURS.exec(text.normalize("NFKC"))?.[0];
}
