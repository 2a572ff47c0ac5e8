import { createElement as h, type ReactNode } from "react";
import type { Locale } from "../../kernel/directory.ts";
import type { LocalSlack } from "../slack/server.ts";
import { toHtml } from "./blocks.ts";
import { WORDS, type Words } from "./texts.ts";
import type { Step } from "./wire.ts";

const EN = WORDS.en;
const STEPS: readonly Step[] = ["hour", "morning", "week"];

export interface CommandHint {
  readonly text: string;
  readonly hint: Readonly<Record<Locale, string>>;
}

/** The page before its script fills it. It is in English until the script knows who reads it. */
export function drawShell(slack: LocalSlack, commands: readonly CommandHint[], homeTab: boolean): string {
  const page = h(
    "html",
    { lang: "en" },
    h(
      "head",
      null,
      h("meta", { charSet: "utf-8" }),
      h("meta", { name: "viewport", content: "width=device-width, initial-scale=1" }),
      h("title", null, EN.title),
      h("link", { rel: "icon", href: "/demo/logo.svg", type: "image/svg+xml" }),
      h("link", { rel: "stylesheet", href: "/demo/blocks.css" }),
      h("link", { rel: "stylesheet", href: "/demo/style.css" }),
      h("script", { type: "module", src: "/demo/client.ts" }),
    ),
    h(
      "body",
      { "data-home-tab": homeTab },
      header(),
      h(
        "nav",
        { id: "side", ...labelled("menu") },
        h(
          "label",
          { className: "who" },
          h("span", worded("you"), EN.you),
          h("select", { id: "me" }, peopleOptions(slack)),
        ),
        h("div", { id: "me-about", className: "me-about" }),
        h("div", { id: "channels" }),
      ),
      h(
        "main",
        null,
        h("header", { id: "channel-head" }),
        h("div", { id: "timeline", tabIndex: 0, role: "log", "aria-live": "polite" }),
        h("div", { id: "home", hidden: true }),
        h("button", { id: "newer", type: "button", hidden: true, ...worded("newMessages") }, EN.newMessages),
        composer(commands),
      ),
      h("dialog", { id: "dialog" }),
      h("dialog", { id: "confirm" }),
      h("div", { id: "toast", role: "status", hidden: true }),
      h("script", { type: "application/json", id: "words", dangerouslySetInnerHTML: { __html: safeJson(WORDS) } }),
    ),
  );
  return `<!doctype html>${toHtml(page)}`;
}

function header(): ReactNode {
  return h(
    "header",
    { id: "top" },
    h("button", { id: "menu", type: "button", className: "plain", ...labelled("menu"), "aria-expanded": false }, "☰"),
    h("img", { src: "/demo/logo.svg", alt: "", width: 24, height: 24 }),
    h("strong", worded("title"), EN.title),
    h(
      "div",
      { id: "clock", role: "group", ...labelled("clock") },
      h("span", { id: "clock-label", role: "status" }),
      STEPS.map((step) => h("button", { key: step, type: "button", "data-step": step, ...worded(step) }, EN[step])),
    ),
  );
}

function composer(commands: readonly CommandHint[]): ReactNode {
  return h(
    "form",
    { id: "composer", autoComplete: "off" },
    h(
      "ul",
      { id: "hints", hidden: true, role: "listbox", ...labelled("composer") },
      commands.map(({ text, hint }, index) =>
        h(
          "li",
          { key: text, id: `hint-${index}`, role: "option", "aria-selected": false, "data-text": text },
          h("code", null, text.trim()),
          h("span", { "data-hint": JSON.stringify(hint) }, hint.en),
        ),
      ),
    ),
    h("button", { id: "attach", type: "button", className: "plain", hidden: true, ...labelled("attach") }, "📎"),
    h("input", { id: "files", type: "file", multiple: true, hidden: true, ...labelled("attach") }),
    h("input", {
      id: "line",
      type: "text",
      maxLength: 2000,
      placeholder: EN.composer,
      disabled: true,
      ...labelled("composer"),
      role: "combobox",
      "aria-controls": "hints",
      "aria-expanded": false,
      enterKeyHint: "send",
    }),
    h("button", { type: "submit", className: "act primary", ...worded("send") }, EN.send),
  );
}

function peopleOptions(slack: LocalSlack): ReactNode {
  const groups = new Map<string, ReactNode[]>();
  for (const [id, person] of slack.people) {
    const group = person.role ?? EN.ungrouped;
    const option = h("option", { key: id, value: id, "data-slug": person.email }, person.name);
    groups.set(group, [...(groups.get(group) ?? []), option]);
  }
  return [...groups].map(([label, options]) => h("optgroup", { key: label, label }, options));
}

/** The script puts the reader's word in its place. */
function worded(word: keyof Words) {
  return { "data-word": word };
}

function labelled(word: keyof Words) {
  return { "data-label": word, "aria-label": EN[word] };
}

function safeJson(value: unknown): string {
  return JSON.stringify(value).replaceAll("<", "\\u003c");
}
