/// <reference lib="dom" />
/// <reference lib="dom.iterable" />
import type { Fragment } from "./wire.ts";

/** A part of the page that is made anew only when its mark changes. */
export interface Piece {
  readonly key: string;
  readonly mark: string;
  readonly make: () => HTMLElement;
}

export function toPiece({ key, mark, html }: Fragment): Piece {
  return { key, mark, make: () => parse(html) };
}

/**
 * Makes a box show these pieces, touching only those that changed: a press on what is put in anew between the
 * button's going down and up would be lost. @returns those that weren't there before
 */
export function patch(box: HTMLElement, pieces: readonly Piece[]): HTMLElement[] {
  const old = new Map(
    [...box.children].map((child) => [child instanceof HTMLElement ? child.dataset["key"] : undefined, child]),
  );
  const focused = document.activeElement instanceof HTMLElement ? document.activeElement.dataset["action"] : undefined;
  const next = pieces.map(({ key, mark, make }) => {
    const known = old.get(key);
    if (known instanceof HTMLElement && known.dataset["mark"] === mark) return known;
    const made = make();
    made.dataset["key"] = key;
    made.dataset["mark"] = mark;
    if (focused !== undefined && known?.contains(document.activeElement)) {
      setTimeout(
        () => made.querySelector<HTMLElement>(`[data-action="${CSS.escape(focused)}"]`)?.focus({ preventScroll: true }),
        0,
      );
    }
    return made;
  });
  arrange(box, next);
  return next.filter(({ dataset }) => !old.has(dataset["key"]));
}

/** What stands already isn't taken out and put in again: a box without its children forgets how far it was scrolled. */
function arrange(box: HTMLElement, wanted: readonly Element[]): void {
  wanted.forEach((child, index) => {
    const there = box.children[index];
    if (there === child) return;
    if (there && !wanted.includes(there)) there.replaceWith(child);
    else box.insertBefore(child, there ?? null);
  });
  while (box.children.length > wanted.length) box.lastElementChild?.remove();
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

export function all<E extends HTMLElement = HTMLElement>(selector: string, within: ParentNode = document): E[] {
  return [...within.querySelectorAll<E>(selector)];
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
