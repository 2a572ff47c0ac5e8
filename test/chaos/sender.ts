import { Agent, request } from "node:http";
import { wallClock } from "../../src/kernel/clock.ts";
import { actionId, actionValue } from "../../src/chat/action-id.ts";
import type { Action } from "../../src/chat/card.ts";
import { type Replay, signedReplay, SIGNING_SECRET } from "../helpers/slack-request.ts";
import type { ServiceProcess } from "./service-process.ts";

/** What a person did in Slack, as often as Slack may send it. */
export interface Payload {
  readonly body: Replay;
  /** whose answer comes to which response_url */
  readonly token: string;
}

export interface PressedBy {
  readonly workspace: string;
  readonly user: string;
  readonly channel: string;
  /** of the pressed message; one that we never sent is as good as an old one */
  readonly message: string;
  readonly action: Action;
  /** Slack's seconds and six digits; a second click of the same person has another */
  readonly actionTs: string;
  readonly response: { readonly url: string; readonly token: string };
}

/** A press on a button of a message. */
export function pressOf({ workspace, user, channel, message, action, actionTs, response }: PressedBy): Payload {
  const body = {
    type: "block_actions",
    user: { id: user, username: user, name: user, team_id: workspace },
    api_app_id: "A0TANDEM1",
    token: "gIkuvaNzQIHg97ATvDxqgjtO",
    container: { type: "message", message_ts: message, channel_id: channel, is_ephemeral: false },
    trigger_id: `${actionTs}.${user}`,
    team: { id: workspace, domain: "chaos" },
    enterprise: null,
    is_enterprise_install: false,
    channel: { id: channel, name: "am" },
    message: { user: "U0TANDEMB", type: "message", ts: message, bot_id: "B0TANDEM1", text: "", team: workspace },
    state: { values: {} },
    response_url: response.url,
    actions: [
      {
        action_id: actionId(action),
        block_id: "b1",
        text: { type: "plain_text", text: "Claim", emoji: true },
        value: actionValue(action),
        style: "primary",
        type: "button",
        action_ts: actionTs,
      },
    ],
  };
  return { body: { as: "payload", body }, token: response.token };
}

export interface TypedBy {
  readonly workspace: string;
  readonly user: string;
  readonly channel: string;
  /** e.g. "/account northwind" */
  readonly line: string;
  readonly triggerId: string;
  readonly response: { readonly url: string; readonly token: string };
}

/** A slash command. */
export function commandOf({ workspace, user, channel, line, triggerId, response }: TypedBy): Payload {
  const [command = "", ...rest] = line.split(" ");
  const body = {
    token: "gIkuvaNzQIHg97ATvDxqgjtO",
    team_id: workspace,
    team_domain: "chaos",
    channel_id: channel,
    channel_name: "am",
    user_id: user,
    user_name: user,
    command,
    text: rest.join(" "),
    api_app_id: "A0TANDEM1",
    is_enterprise_install: "false",
    response_url: response.url,
    trigger_id: triggerId,
  };
  return { body: { as: "command", body }, token: response.token };
}

/** One delivery of a payload: to whom, when, and how its HTTP request ended. Times are monotonic milliseconds. */
export interface Sent {
  readonly to: string;
  readonly token: string;
  /** what X-Slack-Retry-Num said */
  readonly retry: number | undefined;
  readonly fromMs: number;
  readonly untilMs: number;
  /** 0: there was no answer; `text` then says why */
  readonly status: number;
  readonly text: string;
}

export interface Sender {
  /** Signs it as of now and sends it. Never throws: a lost request is a result. */
  send(payload: Payload, to: ServiceProcess, retry?: number): Promise<Sent>;
  stop(): void;
}

/** Real HTTP on connections that stay open, as Slack's are. @param patienceMs after which Slack gives up */
export function createSender(patienceMs = 3000): Sender {
  const agent = new Agent({ keepAlive: true, maxSockets: 256 });
  return {
    send({ body, token }, service, retry) {
      const now = wallClock.now();
      const signed = signedReplay(body, now, SIGNING_SECRET);
      const headers = {
        ...signed.headers,
        "content-length": Buffer.byteLength(signed.payload),
        ...(retry === undefined ? {} : { "x-slack-retry-num": retry, "x-slack-retry-reason": "http_timeout" }),
      };
      const fromMs = wallClock.monotonicMs();
      return new Promise((resolve) => {
        const patience = setTimeout(() => {
          asked.destroy(new Error(`no answer in ${patienceMs} ms`));
        }, patienceMs);
        function end(status: number, text: string): void {
          clearTimeout(patience);
          resolve({ to: service.name, token, retry, fromMs, untilMs: wallClock.monotonicMs(), status, text });
        }
        const asked = request(`${service.url}${signed.url}`, { agent, method: signed.method, headers }, (response) => {
          const chunks: Buffer[] = [];
          response.on("data", (chunk: Buffer) => chunks.push(chunk));
          response.once("end", () => end(response.statusCode ?? 0, Buffer.concat(chunks).toString()));
          response.once("error", (error) => end(0, error.message));
        });
        asked.once("error", (error) => end(0, error.message));
        asked.end(signed.payload);
      });
    },
    stop: () => agent.destroy(),
  };
}
