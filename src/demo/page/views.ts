import { createElement as h } from "react";
import { isJson, type SlackView } from "../slack/shapes.ts";
import { drawBlocks, toHtml, type Drawing } from "./blocks.ts";
import type { Fragment } from "./wire.ts";

/** A form as the inside of a dialog. */
export function drawForm(view: SlackView, drawing: Drawing): Fragment {
  const html = toHtml(
    h(
      "form",
      { className: "form", "data-view": view.id, noValidate: true, "aria-labelledby": "form-title" },
      h(
        "header",
        null,
        h("h2", { id: "form-title" }, wordOf(view.title)),
        h(
          "button",
          { type: "button", className: "plain", "data-does": "close", "aria-label": drawing.words.close },
          "×",
        ),
      ),
      h("div", { className: "form-body content" }, drawBlocks(view.blocks, drawing)),
      h("p", { className: "form-problem error", role: "alert" }),
      h(
        "footer",
        null,
        h(
          "button",
          { type: "button", className: "act", "data-does": "close" },
          wordOf(view.close) || drawing.words.cancel,
        ),
        view.submit ? h("button", { type: "submit", className: "act primary" }, wordOf(view.submit)) : null,
      ),
    ),
  );
  return { key: view.id, mark: `${view.hash} ${drawing.reader.locale}`, html };
}

export function drawHome(view: SlackView | undefined, drawing: Drawing): Fragment | null {
  if (!view) return null;
  const html = toHtml(h("div", { className: "content", "data-view": view.id }, drawBlocks(view.blocks, drawing)));
  return { key: view.id, mark: `${view.hash} ${drawing.reader.locale}`, html };
}

function wordOf(text: unknown): string {
  return isJson(text) && typeof text["text"] === "string" ? text["text"] : "";
}
