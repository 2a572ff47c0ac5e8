import type { FastifyReply } from "fastify";
import type { LocalSlack } from "../slack/server.ts";

const MOST = 40;
const GATHER_MS = 120;
const ALIVE_MS = 20_000;

/** Open pages, which are told that something on their screen has changed; they then ask what. */
export interface Streams {
  add(user: string, reply: FastifyReply): void;
  /** every page */
  tell(): void;
  close(): void;
}

export function createStreams(slack: LocalSlack): Streams {
  const open = new Set<{ user: string; reply: FastifyReply }>();
  const due = new Set<string>();
  let timer: NodeJS.Timeout | undefined;
  const alive = setInterval(() => open.forEach(({ reply }) => reply.raw.write(": still here\n\n")), ALIVE_MS).unref();

  function tell(user?: string): void {
    due.add(user ?? "");
    timer ??= setTimeout(() => {
      timer = undefined;
      for (const page of open) if (due.has("") || due.has(page.user)) page.reply.raw.write("data: changed\n\n");
      due.clear();
    }, GATHER_MS);
  }

  const unsubscribe = slack.subscribe((change) => tell("user" in change ? change.user : undefined));

  return {
    add(user, reply) {
      const [oldest] = open;
      if (open.size >= MOST && oldest) oldest.reply.raw.end();
      reply.hijack();
      reply.raw.writeHead(200, {
        "content-type": "text/event-stream",
        "cache-control": "no-store",
        "x-accel-buffering": "no",
      });
      reply.raw.write("retry: 1000\ndata: changed\n\n");
      const page = { user, reply };
      open.add(page);
      reply.raw.on("close", () => open.delete(page));
    },
    tell: () => tell(),
    close() {
      clearInterval(alive);
      clearTimeout(timer);
      unsubscribe();
      open.forEach(({ reply }) => reply.raw.end());
      open.clear();
    },
  };
}
