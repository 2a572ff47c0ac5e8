/// <reference lib="dom" />
/// <reference lib="dom.iterable" />
import { all, find } from "./client-dom.ts";
import type { ActFile } from "./wire.ts";

/** The command box with its suggestions, and the paper clip beside it. */
export function startComposer(send: (text: string) => void, attach: (files: readonly ActFile[]) => void): void {
  const form = find<HTMLFormElement>("#composer");
  const line = find<HTMLInputElement>("#line");
  const hints = find("#hints");
  const items = all<HTMLElement>("#hints li");
  let picked = -1;

  function offer(): void {
    const typed = line.value;
    const fitting = items.filter((item) => typed.startsWith("/") && (item.dataset["text"] ?? "").startsWith(typed));
    for (const item of items) item.hidden = !fitting.includes(item);
    const isExact = fitting.every((item) => item.dataset["text"]?.trim() === typed.trim());
    hints.hidden = fitting.length === 0 || isExact;
    mark(-1);
  }
  function shown(): HTMLElement[] {
    return hints.hidden ? [] : items.filter((item) => !item.hidden);
  }
  function mark(index: number): void {
    picked = index;
    shown().forEach((item, position) => item.setAttribute("aria-selected", String(position === index)));
    const item = shown()[index];
    if (item) line.setAttribute("aria-activedescendant", item.id);
    else line.removeAttribute("aria-activedescendant");
    line.setAttribute("aria-expanded", String(!hints.hidden));
  }
  function take(item: HTMLElement): void {
    line.value = item.dataset["text"] ?? "";
    hints.hidden = true;
    mark(-1);
    line.focus();
  }

  const chosen = find<HTMLInputElement>("#files");
  find("#attach").addEventListener("click", () => chosen.click());
  chosen.addEventListener("change", () => {
    const files = [...(chosen.files ?? [])];
    void Promise.all(files.map(read)).then((all) => attach(all));
    chosen.value = "";
  });
  line.addEventListener("input", offer);
  line.addEventListener("keydown", (event) => {
    const list = shown();
    const item = list[picked];
    if (event.key === "ArrowDown" && list.length > 0) mark((picked + 1) % list.length);
    else if (event.key === "ArrowUp" && list.length > 0) mark(((picked + list.length) % (list.length + 1)) - 1);
    else if (event.key === "Tab" && list[0]) take(item ?? list[0]);
    else if (event.key === "Enter" && item) take(item);
    else if (event.key === "Escape") hints.hidden = true;
    else return;
    event.preventDefault();
  });
  hints.addEventListener("mousedown", (event) => {
    const item = event.target instanceof Element ? event.target.closest<HTMLElement>("li") : null;
    event.preventDefault();
    if (item) take(item);
  });
  form.addEventListener("submit", (event) => {
    event.preventDefault();
    if (line.value.trim() === "") return;
    send(line.value);
    line.value = "";
    offer();
  });
}

function read(file: File): Promise<ActFile> {
  return new Promise((resolve, reject) => {
    const reader = new FileReader();
    reader.onload = () => {
      const read = typeof reader.result === "string" ? reader.result : "";
      resolve({ name: file.name, base64: read.replace(/^[^,]*,?/, "") });
    };
    reader.onerror = () => reject(new Error("the file can't be read"));
    reader.readAsDataURL(file);
  });
}
