/// <reference lib="dom" />
/// <reference lib="dom.iterable" />
import { createHands, post } from "./client-acts.ts";
import { startComposer } from "./client-composer.ts";
import { all, find, notice } from "./client-dom.ts";
import { channelSlug, createScreen, type Tab } from "./client-screen.ts";
import { createSpeaker } from "./client-words.ts";
import type { PageState } from "./wire.ts";

function start(): void {
  const speaker = createSpeaker();
  const me = find<HTMLSelectElement>("#me");
  const timeline = find("#timeline");
  const dialog = find<HTMLDialogElement>("#dialog");
  const newer = find<HTMLButtonElement>("#newer");
  const screen = createScreen(speaker);
  const hands = createHands(
    speaker.say,
    () => me.value,
    () => void refresh(),
  );
  let state: PageState | undefined;
  let at = "";
  let tab: Tab = "messages";
  let isReading = false;
  let isStale = false;
  let source: EventSource | undefined;

  async function refresh(): Promise<void> {
    isStale = isReading;
    if (isReading) return;
    isReading = true;
    const who = me.value;
    const where = at;
    const seen = document.visibilityState === "visible" && tab === "messages" ? "1" : "0";
    try {
      const response = await fetch(`/demo/state?${new URLSearchParams({ as: who, at: where, seen }).toString()}`);
      const next = response.ok ? ((await response.json()) as PageState) : undefined;
      if (next && me.value === who && at === where) show(next);
      notice("");
    } catch {
      notice(speaker.say("lost"), "lost");
    }
    isReading = false;
    if (isStale) void refresh();
  }

  function show(next: PageState): void {
    const isOther = state?.at.id !== next.at.id || state.me.id !== next.me.id;
    state = next;
    at = next.at.id;
    if (next.at.kind !== "direct") tab = "messages";
    history.replaceState(null, "", `#${me.selectedOptions[0]?.dataset["slug"] ?? ""}/${channelSlug(next.at)}`);
    screen.show(next, tab, isOther);
  }

  function go(channel: string): void {
    at = channel;
    tab = "messages";
    openMenu(false);
    void refresh();
  }

  async function moveClock(step: string): Promise<void> {
    const outcome = await post("/demo/clock", { step });
    if (outcome.kind === "failed") notice(`${speaker.say("noAnswer")} ${outcome.because}`);
    void refresh();
  }

  function turnTo(next: Tab): void {
    tab = next;
    if (next === "home") void hands.act({ kind: "home" });
    if (state) show(state);
  }

  function openMenu(isOpen: boolean): void {
    document.body.classList.toggle("menu-open", isOpen);
    find("#menu").setAttribute("aria-expanded", String(isOpen));
  }

  function listen(): void {
    source?.close();
    source = new EventSource(`/demo/changes?${new URLSearchParams({ as: me.value }).toString()}`);
    source.onmessage = () => void refresh();
    source.onerror = () => notice(speaker.say("lost"), "lost");
  }

  function closeForm(): void {
    const view = dialog.querySelector("form")?.dataset["view"];
    if (view !== undefined) void hands.act({ kind: "close", view });
  }

  document.addEventListener("click", (event) => {
    for (const menu of all<HTMLDetailsElement>("details.more[open]"))
      if (!(event.target instanceof Node && menu.contains(event.target))) menu.open = false;
    const target = event.target instanceof Element ? event.target.closest<HTMLElement>("button, a") : null;
    if (!target) return;
    const { does, channelId, step, tab: wanted } = target.dataset;
    if (does === "press") void hands.press(target);
    if (does === "shortcut") void hands.shortcut(target);
    if (does === "close") closeForm();
    if (channelId !== undefined) go(channelId);
    if (step !== undefined) void moveClock(step);
    if (wanted === "messages" || wanted === "home") turnTo(wanted);
    if (target === newer) timeline.scrollTop = timeline.scrollHeight;
    if (target.id === "menu") openMenu(!document.body.classList.contains("menu-open"));
  });
  document.addEventListener("change", (event) => {
    const { target } = event;
    if (!(target instanceof HTMLSelectElement || target instanceof HTMLInputElement)) return;
    if (target === me) {
      at = "";
      tab = "messages";
      screen.leave();
      listen();
      void refresh();
    } else if (target.dataset["does"] === "choose" || target.closest("[data-does='choose-group']")) {
      void hands.choose(target);
    }
  });
  dialog.addEventListener("submit", (event) => {
    event.preventDefault();
    if (event.target instanceof HTMLFormElement) void hands.submit(event.target);
  });
  dialog.addEventListener("cancel", (event) => {
    event.preventDefault();
    closeForm();
  });
  timeline.addEventListener("scroll", () => {
    if (timeline.scrollHeight - timeline.scrollTop - timeline.clientHeight < 60) newer.hidden = true;
  });
  document.addEventListener("visibilitychange", () => void refresh());
  startComposer(
    (text) => {
      timeline.scrollTop = timeline.scrollHeight;
      void hands.act({ kind: "command", channel: at, text });
    },
    (files) => {
      timeline.scrollTop = timeline.scrollHeight;
      if (files.length > 0) void hands.act({ kind: "attach", channel: at, files });
    },
  );

  const [who, where] = decodeURIComponent(location.hash.slice(1)).split("/");
  const known = [...me.options].find((option) => option.dataset["slug"] === who);
  if (known) me.value = known.value;
  void refresh().then(() => {
    const there = state?.channels.find((channel) => channelSlug(channel) === where);
    if (there) go(there.id);
    listen();
  });
}

start();
