/// <reference lib="dom" />
/// <reference lib="dom.iterable" />
import { element, find, notice } from "./client-dom.ts";
import type { Say } from "./client-words.ts";
import type { Act, ActOutcome, ActPlace } from "./wire.ts";

export interface Hands {
  act(what: Act, from?: HTMLElement): Promise<ActOutcome>;
  press(button: HTMLElement): Promise<void>;
  shortcut(item: HTMLElement): Promise<void>;
  choose(control: HTMLSelectElement | HTMLInputElement): Promise<void>;
  submit(form: HTMLFormElement): Promise<void>;
}

/** What the person at the page does: each act is one request, after which the page is read anew. */
export function createHands(say: Say, user: () => string, refresh: () => void): Hands {
  async function act(what: Act, from?: HTMLElement): Promise<ActOutcome> {
    from?.setAttribute("aria-busy", "true");
    try {
      const outcome = await post(`/demo/act?${new URLSearchParams({ as: user() }).toString()}`, what);
      if (outcome.kind === "refused") notice(`${say("noWay")} (${outcome.because})`);
      if (outcome.kind === "failed") notice(`${say("noAnswer")} ${outcome.because}`);
      return outcome;
    } finally {
      from?.removeAttribute("aria-busy");
      refresh();
    }
  }

  async function press(button: HTMLElement): Promise<void> {
    const place = placeOf(button);
    if (!place || button.getAttribute("aria-busy") === "true" || !(await agreed(button))) return;
    const value = button.dataset["value"];
    const action = button.dataset["action"] ?? "";
    await act({ kind: "press", place, action, ...(value === undefined ? {} : { value }) }, button);
  }

  async function shortcut(item: HTMLElement): Promise<void> {
    const place = placeOf(item);
    item.closest("details")?.removeAttribute("open");
    if (place && "ts" in place) await act({ kind: "shortcut", ...place, name: item.dataset["shortcut"] ?? "" });
  }

  async function choose(control: HTMLSelectElement | HTMLInputElement): Promise<void> {
    const group = control.closest<HTMLElement>("[data-does='choose-group']");
    const from = group ?? control;
    const place = placeOf(from);
    const chosen = group ? checked(group) : [control.value];
    const isHalfTyped = control.type === "date" && Number(control.value.slice(0, 4)) < 2000;
    if (!place || isHalfTyped || (!group && control.value === "")) return;
    if (await agreed(from)) await act({ kind: "choose", place, action: from.dataset["action"] ?? "", chosen }, from);
    if (control instanceof HTMLSelectElement) control.selectedIndex = initialIndex(control);
  }

  async function submit(form: HTMLFormElement): Promise<void> {
    const send = form.querySelector<HTMLButtonElement>("[type='submit']");
    if (send?.disabled) return;
    if (send) send.disabled = true;
    const outcome = await act({ kind: "submit", view: form.dataset["view"] ?? "", values: valuesOf(form) });
    if (send) send.disabled = false;
    const errors = outcome.kind === "errors" ? outcome.errors : {};
    for (const field of form.querySelectorAll<HTMLElement>("[data-field]")) {
      const error = errors[field.dataset["field"] ?? ""] ?? "";
      field.querySelector(".error")?.replaceChildren(error);
      field.querySelector("input, textarea, select")?.setAttribute("aria-invalid", String(error !== ""));
    }
    const problem =
      outcome.kind === "failed" || outcome.kind === "refused" ? `${say("noAnswer")} ${outcome.because}` : "";
    form.querySelector(".form-problem")?.replaceChildren(problem);
    form.querySelector<HTMLElement>("[aria-invalid='true']")?.focus();
  }

  /** Asks what a confirm object asks. */
  function agreed(from: HTMLElement): Promise<boolean> {
    const asked = from.dataset["confirm"];
    if (asked === undefined) return Promise.resolve(true);
    const { title, text, confirm, deny } = JSON.parse(asked) as Record<"title" | "text" | "confirm" | "deny", string>;
    const box = find<HTMLDialogElement>("#confirm");
    const yes = element("button", { value: "yes", class: "act danger" }, confirm);
    const no = element("button", { value: "no", class: "act" }, deny);
    box.replaceChildren(
      element(
        "form",
        { method: "dialog" },
        element("h2", {}, title),
        element("p", {}, text),
        element("footer", {}, no, yes),
      ),
    );
    box.returnValue = "no";
    box.showModal();
    return new Promise((resolve) => {
      box.addEventListener("close", () => resolve(box.returnValue === "yes"), { once: true });
    });
  }

  return { act, press, shortcut, choose, submit };
}

function placeOf(from: HTMLElement): ActPlace | undefined {
  const view = from.closest<HTMLElement>("[data-view]")?.dataset["view"];
  if (view !== undefined) return { view };
  const { channel, ts } = from.closest<HTMLElement>("[data-ts]")?.dataset ?? {};
  return channel === undefined || ts === undefined ? undefined : { channel, ts };
}

export function valuesOf(form: HTMLFormElement): Record<string, string[]> {
  const values: Record<string, string[]> = {};
  const data = new FormData(form);
  for (const field of form.querySelectorAll<HTMLElement>("[data-field]")) {
    const name = field.dataset["field"] ?? "";
    values[name] = data.getAll(name).map(String);
    if (values[name].length === 0) values[name] = [""];
  }
  return values;
}

function checked(group: HTMLElement): string[] {
  return [...group.querySelectorAll<HTMLInputElement>("input:checked")].map((box) => box.value);
}

function initialIndex(select: HTMLSelectElement): number {
  return Math.max(
    0,
    [...select.options].findIndex((option) => option.defaultSelected),
  );
}

export async function post(url: string, body: unknown): Promise<ActOutcome> {
  try {
    const response = await fetch(url, {
      method: "POST",
      headers: { "content-type": "application/json" },
      body: JSON.stringify(body),
    });
    return (await response.json()) as ActOutcome;
  } catch {
    return { kind: "failed", because: "no connection" };
  }
}
