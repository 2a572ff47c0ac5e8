import type { Block, Card, Element, Text } from "../card.ts";
import { barsOf } from "../chart.ts";
import { escaped } from "../html-page.ts";
import { flatten, type Habits, lettersOf, type RenderContext, type Run, toLetters, webAddress } from "../runs.ts";

/** A card as an e-mail has it, twice. */
export interface Body {
  readonly text: string;
  readonly html: string;
}

/** Nobody is mentioned in a mailbox. */
const MAIL: Habits = { handle: /^(?!)/, typed: (command) => `/${command}` };

const PAGE = "margin:0;padding:24px 16px;font:16px/1.5 system-ui,sans-serif;color:#1f2a37;background:#ffffff";
const BUTTON =
  "display:inline-block;padding:10px 18px;border-radius:8px;background:#1f3a5f;color:#ffffff;text-decoration:none";
const SMALL = "font-size:14px;color:#4a5563";

/**
 * What can be read: buttons that lead to a page are links, and what is pressed in chat is left out. No picture, no script,
 * nothing that is fetched from anywhere.
 * @param locale of the words, for whatever reads them aloud
 */
export function bodyOf({ title, body }: Card, context: RenderContext, locale: string): Body {
  const runs = (text: Text): Run[] => flatten(text, context, MAIL);
  const parts = body.map((block) => partOf(block, runs)).filter(({ text }) => text !== "");
  const head = toLetters(runs(title)).replaceAll("\n", " ");
  return {
    text: `${[head, ...parts.map(({ text }) => text)].filter((part) => part !== "").join("\n\n")}\n`,
    html: [
      `<!doctype html><html lang="${escaped(locale)}"><head><meta charset="utf-8"><title>${escaped(head)}</title></head>`,
      `<body style="${PAGE}"><h1 style="font-size:20px;line-height:1.35;margin:0 0 16px">${escaped(head)}</h1>`,
      ...parts.map(({ html }) => html),
      "</body></html>\n",
    ].join("\n"),
  };
}

const NOTHING: Body = { text: "", html: "" };

function partOf(block: Block, runs: (text: Text) => Run[]): Body {
  switch (block.kind) {
    case "text": {
      const said = paragraph(runs(block.text), "");
      const links = block.button ? linksOf([block.button], runs) : NOTHING;
      return links.text === "" ? said : { text: `${said.text}\n${links.text}`, html: `${said.html}\n${links.html}` };
    }
    case "context":
      return paragraph(runs(block.text), SMALL);
    case "list": {
      const tag = block.ordered ? "ol" : "ul";
      const items = block.items.map(runs);
      return {
        text: items.map((item, at) => `${block.ordered ? `${String(at + 1)}.` : "-"} ${written(item)}`).join("\n"),
        html: `<${tag}>${items.map((item) => `<li>${marked(item)}</li>`).join("")}</${tag}>`,
      };
    }
    case "buttons":
      return linksOf(block.elements, runs);
    case "chart":
      return paragraph(runs([...barsOf(block), "\n", ...block.label]), "");
    case "scale":
    case "divider":
      return NOTHING;
  }
}

function paragraph(runs: readonly Run[], style: string): Body {
  const styled = style === "" ? "" : ` style="${style}"`;
  return { text: written(runs).trim(), html: `<p${styled}>${marked(runs)}</p>` };
}

/** A link of its own has its address in letters too: text has no other. */
function linksOf(elements: readonly Element[], runs: (text: Text) => Run[]): Body {
  const links = elements.flatMap((element) => {
    const address = element.kind === "button" && "link" in element ? webAddress(element.link) : undefined;
    if (address === undefined) return [];
    const isMain = element.kind === "button" && element.look === "primary";
    return [{ address, isMain, label: toLetters(runs(element.label)) }];
  });
  return {
    text: links.map(({ address, label }) => `${label}:\n${address}`).join("\n\n"),
    html: links
      .map(({ address, label, isMain }) => {
        return `<p><a href="${escaped(address)}"${isMain ? ` style="${BUTTON}"` : ""}>${escaped(label)}</a></p>`;
      })
      .join("\n"),
  };
}

function written(runs: readonly Run[]): string {
  return runs.map((run) => (run.kind === "link" ? `${run.label} (${run.url})` : lettersOf(run))).join("");
}

function marked(runs: readonly Run[]): string {
  return runs
    .map((run) => {
      const letters = escaped(lettersOf(run)).replaceAll("\n", "<br>");
      const inner = run.kind === "link" ? `<a href="${escaped(run.url)}">${letters}</a>` : letters;
      return run.bold ? `<strong>${inner}</strong>` : inner;
    })
    .join("");
}
