import { readFile } from "node:fs/promises";
import { createRequire } from "node:module";
import type { Page } from "playwright-core";

/** Colours, sizes and distances near those of Teams' light theme. */
const HOST = {
  fontFamily: 'Inter, "Noto Sans CJK SC", sans-serif',
  fontSizes: { small: 12, default: 14, medium: 16, large: 20, extraLarge: 24 },
  fontWeights: { lighter: 400, default: 400, bolder: 600 },
  spacing: { small: 6, default: 10, medium: 16, large: 20, extraLarge: 32, padding: 16 },
  separator: { lineThickness: 1, lineColor: "#e1dfdd" },
  supportsInteractivity: true,
  actions: {
    maxActions: 6,
    buttonSpacing: 8,
    actionAlignment: "left",
    showCard: { actionMode: "inline", inlineTopMargin: 8 },
  },
  containerStyles: {
    default: { foregroundColors: colours("#242424", "#616161") },
    emphasis: { backgroundColor: "#f5f5f5", foregroundColors: colours("#242424", "#616161") },
    good: { backgroundColor: "#f1faf1", foregroundColors: colours("#242424", "#616161") },
    warning: { backgroundColor: "#fff9f5", foregroundColors: colours("#242424", "#616161") },
    attention: { backgroundColor: "#fdf3f4", foregroundColors: colours("#242424", "#616161") },
  },
};

function colours(plain: string, faint: string): object {
  return {
    default: { default: plain, subtle: faint },
    accent: { default: "#5b5fc7", subtle: "#5b5fc7" },
    attention: { default: "#c4314b", subtle: "#c4314b" },
  };
}

const STYLE = `
  body { margin: 16px; background: #f5f5f5; font-family: Inter, "Noto Sans CJK SC", sans-serif; width: fit-content }
  #card { background: #fff; border: 1px solid #e1dfdd; border-radius: 6px; overflow: hidden }
  .ac-pushButton { font: 600 14px Inter, sans-serif; padding: 5px 12px; border: 1px solid #d1d1d1; border-radius: 4px; background: #fff; color: #242424 }
  .ac-pushButton.style-positive { background: #5b5fc7; color: #fff; border-color: #5b5fc7 }
  .ac-pushButton.style-destructive { background: #fff; color: #c4314b; border-color: #c4314b }
  .ac-pushButton.expandable::after { content: " ⌄" }
  .ac-actionSet { flex-wrap: wrap; row-gap: 8px }
  .ac-input { font: 14px Inter, sans-serif; padding: 6px 8px; border: 1px solid #d1d1d1; border-radius: 4px; box-sizing: border-box; width: 100% }
  .at, a { color: #5b5fc7; text-decoration: none }
`;

/** What Teams reads in a TextBlock: our marks of markdown, and mentions. */
const DRAW = `
  (content, host) => {
    AdaptiveCards.AdaptiveCard.onProcessMarkdown = (text, result) => {
      const html = (letters) => letters.replaceAll("&", "&amp;").replaceAll("<", "&lt;");
      const TOKEN = /\\\\([!-/:-@[-\`{-~])|<at>(.*?)<\\/at>|\\[((?:\\\\.|[^\\]\\\\])*)\\]\\(([^)]*)\\)|(\\*\\*)|([^\\\\<[*]+|.)/gs;
      let bold = false;
      const seen = (whole, escaped, at, label, url, strong, rest) => {
        if (escaped) return html(escaped);
        if (at) return '<span class="at">' + html(at) + "</span>";
        if (label) return '<a href="' + html(url) + '">' + html(label.replaceAll(/\\\\(.)/g, "$1")) + "</a>";
        if (strong) return (bold = !bold) ? "<b>" : "</b>";
        return html(rest);
      };
      result.outputHtml = text.replaceAll(TOKEN, seen);
      result.didProcess = true;
    };
    const card = new AdaptiveCards.AdaptiveCard();
    card.hostConfig = new AdaptiveCards.HostConfig(host);
    card.parse(content);
    document.getElementById("card").replaceChildren(card.render());
  }
`;

/** Draws a card as Teams would, as wide as it stands in a channel (or on a phone). */
export async function showTeamsCard(page: Page, content: unknown, widthPx: number): Promise<void> {
  const bundle = createRequire(import.meta.url).resolve("adaptivecards/dist/adaptivecards.min.js");
  await page.setContent(
    `<!doctype html><meta charset="utf-8"><style>${STYLE} #card { width: ${String(widthPx)}px }</style><div id="card"></div>`,
  );
  await page.addScriptTag({ content: await readFile(bundle, "utf8") });
  await page.evaluate(`(${DRAW})(${JSON.stringify(content)}, ${JSON.stringify(HOST)})`);
}
