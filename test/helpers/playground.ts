import { randomUUID } from "node:crypto";
import type { Browser, Locator, Page, WebSocketRoute } from "playwright-core";
import { z } from "zod";
import { CHANNEL, type TeamsPerson } from "../../src/demo/teams/cast.ts";
import type { LocalTeams } from "../../src/demo/teams/set-up.ts";
import { wallClock } from "../../src/kernel/clock.ts";

/** The Playground's screen, at which one person sits. */
export interface PlaygroundScreen {
  readonly page: Page;
  /** Opens a channel. A form in a chat that is opened after that sends what stood in it at first, a Playground's fault. */
  go(channel: string): Promise<void>;
  /** Types to the bot where one is. */
  type(line: string): Promise<void>;
  /** The newest of the bot's cards that says this. */
  card(words: string): Locator;
  /** From now on the screen learns nothing new, until `release`: as for somebody whose network is slow. */
  hold(): void;
  release(): void;
  /** What a button of the newest message with these words in it sends. */
  action(words: string, title: string): SentAction;
}

export interface SentAction {
  readonly message: string;
  readonly verb: string;
  readonly data: unknown;
}

const SENT = z.object({
  message: z.object({ messageId: z.string(), attachments: z.array(z.object({ content: z.unknown() })) }),
});
const EXECUTE = z.object({
  type: z.literal("Action.Execute"),
  title: z.string(),
  verb: z.string(),
  data: z.unknown(),
});

/** Sits down at the Playground, whose fonts would come from the internet. */
export async function sitInTeams(browser: Browser, url: string): Promise<PlaygroundScreen> {
  const page = await browser.newPage({ viewport: { width: 1280, height: 1000 }, timezoneId: "Europe/Berlin" });
  await page.route(
    (address) => address.hostname !== "127.0.0.1",
    (route) => route.abort(),
  );
  const arrived: z.output<typeof SENT>["message"][] = [];
  const held: (() => void)[] = [];
  let holding = false;
  await page.routeWebSocket(/_ws_conversation/, (socket: WebSocketRoute) => {
    socket.connectToServer().onMessage((frame) => {
      const { data } = SENT.safeParse(JSON.parse(String(frame)));
      if (data) arrived.push(data.message);
      const pass = (): void => socket.send(frame);
      if (holding) held.push(pass);
      else pass();
    });
  });
  await page.goto(url);
  const line = page.locator("[role=textbox][contenteditable=true]").first();
  await line.waitFor();
  await page.getByTitle("Hide log panel").click();
  return {
    page,
    async go(channel) {
      await page.getByRole("treeitem").filter({ hasText: channel }).click();
      await page.getByRole("button", { name: "Post", exact: true }).waitFor();
    },
    async type(text) {
      await line.fill(text);
      await line.press("Enter");
    },
    card: (words) => page.locator(".ac-adaptiveCard").filter({ hasText: words }).last(),
    hold() {
      holding = true;
    },
    release() {
      holding = false;
      for (const pass of held.splice(0)) pass();
    },
    action(words, title) {
      for (const { messageId, attachments } of arrived.toReversed()) {
        if (!JSON.stringify(attachments).includes(words)) continue;
        const found = attachments.flatMap(({ content }) => executesIn(content)).find((each) => each.title === title);
        if (found) return { message: messageId, verb: found.verb, data: found.data };
      }
      throw new Error(`no message with "${words}" has a button "${title}"`);
    },
  };
}

function executesIn(content: unknown): z.output<typeof EXECUTE>[] {
  if (typeof content !== "object" || content === null) return [];
  const { data } = EXECUTE.safeParse(content);
  return [...(data ? [data] : []), ...Object.values(content).flatMap(executesIn)];
}

/** Somebody else of the team presses a button in the channel, on a screen that nobody sees. */
export async function pressElsewhere(
  { playground, config }: LocalTeams,
  { user, name }: TeamsPerson,
  { message, verb, data }: SentAction,
): Promise<void> {
  const id = `${CHANNEL.id};messageid=${message}`;
  const response = await fetch(`${playground.url}/_internal/v1/customActivities`, {
    method: "POST",
    headers: { "content-type": "application/json" },
    body: JSON.stringify({
      type: "invoke",
      name: "adaptiveCard/action",
      id: randomUUID(),
      timestamp: wallClock.now().toISOString(),
      channelId: "msteams",
      serviceUrl: `${playground.url}/_connector`,
      from: { id: user, aadObjectId: user, name },
      recipient: { id: "28:tandem", name: "Tandem" },
      conversation: { id, conversationType: "channel", isGroup: true, tenantId: config.tenant },
      channelData: { tenant: { id: config.tenant }, channel: { id: CHANNEL.id } },
      replyToId: message,
      value: { action: { type: "Action.Execute", verb, data } },
    }),
  });
  if (!response.ok) throw new Error(`the Playground took no activity: ${String(response.status)}`);
}
