/// <reference lib="dom" />
/// <reference lib="dom.iterable" />
import { all, element, find, parse, patch, toPiece } from "./client-dom.ts";
import { valuesOf } from "./client-acts.ts";
import type { Speaker } from "./client-words.ts";
import type { ChannelState, Fragment, PageState } from "./wire.ts";

export type Tab = "messages" | "home";

export interface Screen {
  /** draws what changed; `isOther` when it is another conversation or person than before */
  show(state: PageState, tab: Tab, isOther: boolean): void;
  /** takes away what one person sees before another does; nothing can be typed until then */
  leave(): void;
}

export function createScreen({ say, speak }: Speaker): Screen {
  const timeline = find("#timeline");
  const home = find("#home");
  const dialog = find<HTMLDialogElement>("#dialog");
  const newer = find<HTMLButtonElement>("#newer");
  const line = find<HTMLInputElement>("#line");

  function show(state: PageState, tab: Tab, isOther: boolean): void {
    speak(state.me.language);
    find("#me-about").textContent = state.me.about;
    showClock(state);
    showChannels(state);
    showHead(state.at, tab, state.me.language);
    showTimeline(state.messages, isOther);
    if (tab === "home") newer.hidden = true;
    showHome(state.home);
    showForm(state.view);
    line.disabled = false;
    find("#attach").hidden = state.at.kind !== "direct";
  }

  function leave(): void {
    for (const box of ["#me-about", "#channels", "#channel-head"]) find(box).replaceChildren();
    for (const box of [timeline, home]) box.replaceChildren();
    line.disabled = true;
    find("#attach").hidden = true;
  }

  function showClock({ clock }: PageState): void {
    find("#clock-label").textContent = clock.label;
    find("#clock").toggleAttribute("aria-busy", clock.moving !== null);
    for (const button of all<HTMLButtonElement>("[data-step]")) {
      button.disabled = clock.moving !== null;
      button.classList.toggle("moving", button.dataset["step"] === clock.moving);
    }
  }

  function showChannels({ me, channels, at }: PageState): void {
    const groups = (["channels", "direct"] as const)
      .map((title) => ({ title, list: channels.filter(({ kind }) => (kind === "direct") === (title === "direct")) }))
      .filter(({ list }) => list.length > 0);
    const box = find("#channels");
    patch(
      box,
      groups.flatMap(({ title }) => [
        { key: title, mark: me.language, make: () => element("h2", {}, say(title)) },
        { key: `${title}-list`, mark: "", make: () => element("ul", {}) },
      ]),
    );
    all("ul", box).forEach((ul, index) => {
      const list = groups[index]?.list ?? [];
      patch(
        ul,
        list.map((channel) => ({
          key: channel.id,
          mark: JSON.stringify([channel, channel.id === at.id, me.language]),
          make: () => channelItem(channel, at.id),
        })),
      );
    });
  }

  function channelItem(channel: ChannelState, at: string): HTMLElement {
    const dot = channel.unread ? [element("span", { class: "dot", role: "img", "aria-label": say("unread") })] : [];
    const isHere = channel.id === at;
    const link = element(
      "button",
      {
        type: "button",
        "data-channel-id": channel.id,
        class: channel.unread && !isHere ? "channel unread" : "channel",
      },
      element("span", { class: `mark ${channel.kind}`, "aria-hidden": "true" }),
      element("span", { class: "name" }, channel.name),
      ...(isHere ? [] : dot),
    );
    if (isHere) link.setAttribute("aria-current", "page");
    return element("li", {}, link);
  }

  function showHead(channel: ChannelState, tab: Tab, language: string): void {
    patch(find("#channel-head"), [
      { key: channel.id, mark: JSON.stringify([channel, tab, language]), make: () => head(channel, tab) },
    ]);
    timeline.hidden = tab === "home";
    home.hidden = tab !== "home";
    find("#composer").hidden = tab === "home";
  }

  function head(channel: ChannelState, tab: Tab): HTMLElement {
    const parts: Node[] = [
      element("h1", {}, element("span", { class: `mark ${channel.kind}`, "aria-hidden": "true" }), channel.name),
    ];
    if (channel.kind === "private") parts.push(element("span", { class: "badge" }, say("privateChannel")));
    if (channel.shared) parts.push(element("span", { class: "badge warn" }, say("shared")));
    if (channel.topic !== "") parts.push(element("p", { class: "topic" }, channel.topic));
    if (channel.kind === "direct" && document.body.dataset["homeTab"] === "true") {
      const tabs = (["messages", "home"] as const).map((name) =>
        element("button", { type: "button", "data-tab": name, "aria-pressed": String(name === tab) }, say(name)),
      );
      parts.push(element("div", { class: "tabs" }, ...tabs));
    }
    return element("div", { class: "head" }, ...parts);
  }

  function showTimeline(fragments: readonly Fragment[], isOther: boolean): void {
    const wasAtEnd = timeline.scrollHeight - timeline.scrollTop - timeline.clientHeight < 60;
    timeline.toggleAttribute("aria-busy", isOther);
    const come = patch(timeline, fragments.map(toPiece));
    const isMore = come.length > 0 && come.at(-1) === timeline.lastElementChild;
    if (fragments.length === 0) timeline.append(element("p", { class: "empty" }, say("channelEmpty")));
    if (isOther || wasAtEnd) timeline.scrollTop = timeline.scrollHeight;
    newer.hidden = isOther || wasAtEnd || (!isMore && newer.hidden);
    // What only they can see answers something they did here just now.
    const reply = come.findLast((one) => one.classList.contains("private"));
    if (!isOther && !wasAtEnd) reply?.scrollIntoView({ block: "nearest" });
    timeline.removeAttribute("aria-busy");
  }

  function showHome(fragment: Fragment | null): void {
    if (fragment) patch(home, [toPiece(fragment)]);
    else home.replaceChildren(element("p", { class: "empty" }, say("homeEmpty")));
  }

  function showForm(fragment: Fragment | null): void {
    if (!fragment) {
      if (dialog.open) dialog.close();
      dialog.replaceChildren();
      return;
    }
    const old = dialog.querySelector("form");
    if (old?.dataset["view"] === fragment.key && old.dataset["mark"] === fragment.mark) return;
    const typed = old?.dataset["view"] === fragment.key ? valuesOf(old) : {};
    const form = parse(fragment.html);
    form.dataset["mark"] = fragment.mark;
    dialog.replaceChildren(form);
    for (const field of form.querySelectorAll<HTMLInputElement>("input, textarea, select")) {
      const [value] = typed[field.name] ?? [];
      if (value !== undefined && field.type !== "checkbox" && field.type !== "radio") field.value = value;
    }
    if (!dialog.open) dialog.showModal();
    form.querySelector<HTMLElement>(".field input, .field textarea, .field select")?.focus();
  }

  return { show, leave };
}

/** How a conversation is called in the page's address. */
export function channelSlug({ kind, name }: ChannelState): string {
  return kind === "direct" ? `@${name}` : name;
}
