import { isJson, unpack } from "../../../src/demo/slack/shapes.ts";
import { type Answer, jsonAnswer } from "../fake-platform/wire.ts";
import { contentOf } from "./chat.ts";
import type { Json } from "./shapes.ts";
import { newHash, no, type World } from "./world.ts";

const MOST_USES = 5;
const LIFE_MS = 30 * 60_000;

export interface ResponseUrls {
  give(at?: { readonly channel: string; readonly ts: string }): string;
  take(token: string, body: string): Answer;
}

/** The addresses that Slack gives with a press or a command: five uses within half an hour. */
export function createResponseUrls(world: World): ResponseUrls {
  const given = new Map<string, { readonly madeMs: number; readonly message: string | undefined; uses: number }>();

  function replace(
    key: string,
    content: { text: string; blocks: readonly unknown[]; metadata: Json | undefined },
  ): void {
    const message = world.messages.get(key);
    if (message) world.redraw(message, { ...content, metadata: content.metadata ?? message.metadata });
  }

  return {
    give(at) {
      const token = newHash();
      const message = at && `${at.channel}:${at.ts}`;
      given.set(token, { madeMs: world.wall.monotonicMs(), message, uses: 0 });
      return token;
    },
    take(token, text) {
      const address = given.get(token);
      if (!address) return jsonAnswer(no("not_found"), 404);
      if (world.wall.monotonicMs() - address.madeMs > LIFE_MS) return jsonAnswer(no("expired_url"), 404);
      if (address.uses >= MOST_USES) return jsonAnswer(no("used_url"), 404);
      const body = unpack(text);
      if (!isJson(body)) return jsonAnswer(no("invalid_payload"), 400);
      const removes = body["delete_original"] === true;
      const content = removes ? undefined : contentOf(body);
      if (content && "ok" in content) return jsonAnswer(content, 400);
      address.uses += 1;
      world.replies.push({ token, body, atMs: world.wall.now().getTime(), use: address.uses });
      if (address.message !== undefined) {
        if (removes) world.messages.delete(address.message);
        else if (content && body["replace_original"] === true) replace(address.message, content);
      }
      return { status: 200, type: "text/plain", body: "ok" };
    },
  };
}
