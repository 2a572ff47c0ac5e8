import { createElement as h, Fragment, type ReactNode } from "react";
import { renderToStaticMarkup } from "react-dom/server";
import { Message, type Block } from "slack-blocks-to-jsx";
import { isJson, toBlocks, toElements, type SlackBlock } from "../slack/shapes.ts";
import { slackDate, type Reader } from "./dates.ts";
import { actingElement, inputElement, safeUrl, type Around } from "./elements.ts";

export interface Drawing extends Around {
  readonly reader: Reader;
  readonly channels: Around["people"];
}

/** Blocks as the reader's client shows them, with controls that our page can operate. */
export function drawBlocks(blocks: unknown, drawing: Drawing): ReactNode {
  return toBlocks(blocks).map((block, index) => h(Fragment, { key: index }, drawBlock(block, drawing)));
}

/** A message without blocks: its text in Slack's mark-up. */
export function drawText(text: string, drawing: Drawing): ReactNode {
  return text === "" ? null : still({ type: "section", block_id: "", text: { type: "mrkdwn", text } }, drawing);
}

/** Static markup without what would break on a page of many messages: repeated ids, inline styles, preloads. */
export function toHtml(node: ReactNode): string {
  return renderToStaticMarkup(node).replace(
    / (?:id="slack_blocks_to_jsx"|style="[^"]*")|<link rel="preload"[^>]*>/g,
    "",
  );
}

function drawBlock(block: SlackBlock, drawing: Drawing): ReactNode {
  switch (block.type) {
    case "header":
      return h("h3", { className: "heading" }, isJson(block.text) ? String(block.text["text"]) : "");
    case "divider":
      return h("hr", { className: "rule" });
    case "actions":
      return h(
        "div",
        { className: "acts" },
        toElements(block).map((element, index) => h(Fragment, { key: index }, actingElement(element, drawing))),
      );
    case "section": {
      const { accessory, ...rest } = block;
      if (!accessory || accessory.type === "image") return still(block, drawing);
      const text = h("div", { className: "beside-text" }, still(rest, drawing));
      return h("div", { className: "beside" }, text, actingElement(accessory, drawing));
    }
    case "input":
      return field(block, drawing);
    default:
      return still(block, drawing);
  }
}

function still({ block_id: _repeated, ...block }: SlackBlock, { reader, people, channels }: Drawing): ReactNode {
  return h(Message, {
    // The renderer's own types are narrower than the blocks that Slack takes; it skips what it doesn't know.
    blocks: [block as unknown as Block],
    logo: "",
    name: "",
    theme: "light",
    withoutWrapper: true,
    data: { users: [...people], channels: [...channels] },
    hooks: {
      date: ({ timestamp, format, link }) => {
        const text = slackDate(format, Number(timestamp), reader);
        const url = safeUrl(link ?? undefined);
        return url === undefined
          ? h("time", null, text)
          : h("a", { href: url, target: "_blank", rel: "noreferrer" }, text);
      },
      link: ({ href, children, className }) => {
        const url = safeUrl(href);
        if (url === undefined) return h("span", null, children);
        return h("a", { href: url, className, target: "_blank", rel: "noreferrer" }, children);
      },
    },
  });
}

/** An input with its label, hint and the place for what is wrong with it. */
function field(block: SlackBlock, drawing: Drawing): ReactNode {
  const { element, label, hint, block_id: name } = block;
  if (!element) return null;
  const id = `field-${name}`;
  const grouped = /^(radio_buttons|checkboxes|multi_static_select)$/.test(element.type);
  const optional =
    block.optional === true ? h("span", { className: "optional" }, ` (${drawing.words.optional})`) : null;
  const props = { id, name, required: block.optional !== true, describedBy: `hint-${name} error-${name}` };
  return h(
    "div",
    { className: "field", "data-field": name },
    h(
      grouped ? "span" : "label",
      { className: "label", ...(grouped ? {} : { htmlFor: id }) },
      label?.text ?? "",
      optional,
    ),
    inputElement(element, props, drawing),
    h("p", { className: "hint", id: `hint-${name}` }, hint?.text ?? ""),
    h("p", { className: "error", id: `error-${name}`, role: "alert" }),
  );
}
