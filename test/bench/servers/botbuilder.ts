/** Bare botbuilder: its CloudAdapter on node:http, without an app id, and presses answered by a constant. For test/bench. */
import {
  ActivityHandler,
  CloudAdapter,
  ConfigurationBotFrameworkAuthentication,
  type Request,
  type Response,
} from "botbuilder";
import { createServer, type IncomingMessage, type ServerResponse } from "node:http";
import type { AddressInfo } from "node:net";

class Bot extends ActivityHandler {
  protected override onAdaptiveCardInvoke() {
    const value = "It's yours." as unknown as Record<string, unknown>;
    return Promise.resolve({ statusCode: 200, type: "application/vnd.microsoft.activity.message", value });
  }
}

const adapter = new CloudAdapter(new ConfigurationBotFrameworkAuthentication({}));
const bot = new Bot();

const server = createServer((request, response) => {
  const chunks: Buffer[] = [];
  request.on("data", (chunk: Buffer) => chunks.push(chunk));
  request.on("end", () => {
    const body = JSON.parse(Buffer.concat(chunks).toString()) as Record<string, unknown>;
    void adapter.process(requestOf(request, body), responseOf(response), (context) => bot.run(context));
  });
});
server.listen(0, "127.0.0.1", () => {
  console.log(JSON.stringify({ url: `http://127.0.0.1:${(server.address() as AddressInfo).port}` }));
});

function requestOf({ method = "", headers }: IncomingMessage, body: Record<string, unknown>): Request {
  return { method, headers, body };
}

/** The few words of express that the adapter says. */
function responseOf(response: ServerResponse): Response {
  return {
    socket: response.socket,
    header: (name: string, value: string) => response.setHeader(name, value),
    status: (code: number) => (response.statusCode = code),
    send(body: unknown) {
      response.setHeader("content-type", "application/json");
      response.write(JSON.stringify(body));
    },
    end: () => response.end(),
  };
}
