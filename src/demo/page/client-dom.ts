/// <reference lib="dom" />
/// <reference lib="dom.iterable" />
import type { Fragment } from "./wire.ts";

export type Words = Readonly<Record<string, string>>;

/** Makes a box show these pieces, touching only those that changed. @returns whether one came at the end */
export function patch(box: HTMLElement, fragments: readonly Fragment[]): boolean {
  const old = new Map(
    [...box.children].map((child) => [child instanceof HTMLElement ? child.dataset["key"] : undefined, child]),
  );
  const focused = document.activeElement instanceof HTMLElement ? document.activeElement.dataset["action"] : undefined;
  const next = fragments.map(({ key, mark, html }) => {
    const known = old.get(key);
    if (known instanceof HTMLElement && known.dataset["mark"] === mark) return known;
    const made = parse(html);
    made.dataset["key"] = key;
    made.dataset["mark"] = mark;
    if (focused !== undefined && known?.contains(document.activeElement)) {
      setTimeout(() => made.querySelector<HTMLElement>(`[data-action="${CSS.escape(focused)}"]`)?.focus(), 0);
    }
    return made;
  });
  const isSame = next.length === box.children.length && next.every((child, index) => box.children[index] === child);
  if (!isSame) box.replaceChildren(...next);
  const last = fragments.at(-1)?.key;
  return last !== undefined && !old.has(last);
}

export function parse(html: string): HTMLFormElement {
  const template = document.createElement("template");
  template.innerHTML = html;
  return template.content.firstElementChild as HTMLFormElement;
}

export function element(
  tag: string,
  attributes: Readonly<Record<string, string>>,
  ...children: (Node | string)[]
): HTMLElement {
  const made = document.createElement(tag);
  for (const [name, value] of Object.entries(attributes)) made.setAttribute(name, value);
  made.append(...children);
  return made;
}

export function find<E extends HTMLElement = HTMLElement>(selector: string): E {
  const found = document.querySelector<E>(selector);
  if (!found) throw new Error(`nothing at ${selector}`);
  return found;
}

export function all<E extends HTMLElement = HTMLElement>(selector: string): E[] {
  return [...document.querySelectorAll<E>(selector)];
}

/** A line at the foot of the page that goes by itself; "lost" stays until the connection is back. */
export function notice(text: string, kind: "passing" | "lost" = "passing"): void {
  const box = find("#toast");
  if (text === "" && box.dataset["kind"] !== "lost") return;
  box.textContent = text;
  box.dataset["kind"] = kind;
  box.hidden = text === "";
  if (kind === "passing" && text !== "") {
    setTimeout(() => {
      if (box.textContent === text) box.hidden = true;
    }, 8000);
  }
}
