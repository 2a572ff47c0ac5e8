import { createHash } from "node:crypto";
import { createElement as h, type ReactNode } from "react";
import type { Locale } from "../../kernel/directory.ts";
import type { Seen, SeenFile } from "../slack/read.ts";
import { drawBlocks, drawText, toHtml, type Drawing } from "./blocks.ts";
import { clockTime, dayOf, longDay } from "./dates.ts";
import type { Fragment } from "./wire.ts";

export interface MessageDrawing extends Drawing {
  readonly channel: string;
  readonly botUserId: string;
  readonly botName: string;
  /** what the menu of a message offers */
  readonly shortcuts: readonly { readonly name: string; readonly title: string }[];
}

/** One of the app's shortcuts, as each client calls it. */
export interface ShortcutHint {
  readonly name: string;
  readonly title: Readonly<Record<Locale, string>>;
}

/** A conversation as pieces of the page, a line between days. */
export function drawMessages(messages: readonly Seen[], drawing: MessageDrawing, kept: Kept): Fragment[] {
  const fragments: Fragment[] = [];
  let day = "";
  for (const message of messages) {
    const next = dayOf(message.at, drawing.reader.zone);
    if (next !== day) fragments.push(dayLine(message.at, next, drawing));
    day = next;
    fragments.push(kept(message, drawing));
  }
  return fragments;
}

/** Draws a message, or gives back what was drawn when nothing about it has changed. */
export type Kept = (message: Seen, drawing: MessageDrawing) => Fragment;

const MOST_KEPT = 2000;

export function keepDrawn(): Kept {
  const drawn = new Map<string, Fragment>();
  return (message, drawing) => {
    const { reader, channel } = drawing;
    const drawnFrom = JSON.stringify([
      message,
      reader.locale,
      reader.zone,
      dayOf(reader.now, reader.zone),
      drawing.shortcuts,
    ]);
    const mark = createHash("sha256").update(drawnFrom).digest("base64url");
    const key = `${channel} ${message.ts} ${reader.zone} ${reader.locale}`;
    const known = drawn.get(key);
    if (known?.mark === mark) return known;
    const fragment = { key: message.ts, mark, html: toHtml(drawMessage(message, drawing)) };
    drawn.delete(key);
    drawn.set(key, fragment);
    for (const oldest of drawn.keys()) {
      if (drawn.size <= MOST_KEPT) break;
      drawn.delete(oldest);
    }
    return fragment;
  };
}

function drawMessage(message: Seen, drawing: MessageDrawing): ReactNode {
  const { author, ephemeral, ts, at } = message;
  const { words } = drawing;
  const fromApp = author === drawing.botUserId;
  const name = fromApp ? drawing.botName : (drawing.people.find((one) => one.id === author)?.name ?? author);
  return h(
    "article",
    {
      className: ephemeral ? "message private" : "message",
      "data-channel": drawing.channel,
      "data-ts": ts,
      "aria-label": name,
    },
    avatar(name, fromApp),
    ephemeral || drawing.shortcuts.length === 0 ? null : menuOf(drawing),
    h(
      "div",
      { className: "message-body" },
      ephemeral
        ? h("p", { className: "only-you" }, h("span", { "aria-hidden": true, className: "eye" }), words.onlyYou)
        : null,
      h(
        "header",
        { className: "byline" },
        h("strong", null, name),
        fromApp ? h("span", { className: "badge" }, words.app) : null,
        h("time", { dateTime: at.toISOString() }, clockTime(at, drawing.reader)),
        message.edited ? h("span", { className: "faint" }, `(${words.edited})`) : null,
      ),
      h(
        "div",
        { className: "content" },
        message.files.length > 0
          ? message.files.map(drawFile)
          : message.blocks.length > 0
            ? drawBlocks(message.blocks, drawing)
            : drawText(message.text, drawing),
      ),
      message.replies.length === 0
        ? null
        : h(
            "section",
            { className: "replies", "aria-label": words.replies },
            message.replies.map((reply) => h("div", { key: reply.ts }, drawMessage(reply, drawing))),
          ),
    ),
  );
}

function menuOf({ shortcuts, words }: MessageDrawing): ReactNode {
  return h(
    "details",
    { className: "more" },
    h("summary", { "aria-label": words.more, title: words.more }, "⋯"),
    h(
      "div",
      { className: "more-list" },
      shortcuts.map(({ name, title }) =>
        h("button", { key: name, type: "button", "data-does": "shortcut", "data-shortcut": name }, title),
      ),
    ),
  );
}

function drawFile({ id, name, bytes }: SeenFile): ReactNode {
  return h(
    "a",
    { key: id, className: "file", href: `/demo/files/${id}`, download: name },
    h("span", { "aria-hidden": true }, "📄"),
    h("strong", null, name),
    h("span", { className: "faint" }, `${String(Math.max(1, Math.round(bytes / 1024)))} KB`),
  );
}

function avatar(name: string, fromApp: boolean): ReactNode {
  if (fromApp) return h("img", { className: "avatar", src: "/demo/logo.svg", alt: "", width: 36, height: 36 });
  return h("span", { className: `avatar tint-${tintOf(name)}`, "aria-hidden": true }, initialsOf(name));
}

export function initialsOf(name: string): string {
  const words = name.split(/\s+/).filter((word) => word !== "");
  const letters = [words[0], words.length > 1 ? words.at(-1) : undefined].map((word) => [...(word ?? "")][0] ?? "");
  return letters.join("").toUpperCase();
}

function tintOf(name: string): number {
  let sum = 0;
  for (const letter of name) sum = (sum * 31 + (letter.codePointAt(0) ?? 0)) % 8191;
  return sum % 6;
}

function dayLine(at: Date, day: string, { reader, words }: Drawing): Fragment {
  const said = day === dayOf(reader.now, reader.zone) ? words.today : longDay(at, reader);
  const html = toHtml(h("div", { className: "day" }, h("span", null, said)));
  return { key: `day ${day}`, mark: said, html };
}
