import { randomUUID } from "node:crypto";
import autocannon from "autocannon";
import { wallClock } from "../../src/kernel/clock.ts";
import { signedRequest } from "../helpers/slack-request.ts";
import { type Measures, quantile } from "./harness.ts";
import { BENCH_WORKSPACE } from "./services.ts";

export interface Load {
  readonly url: string;
  /** the command of the nth request and who types it */
  readonly command: (n: number) => Typed;
  readonly seconds: number;
  /** letters that every answer has, so that a server that is fast at refusing doesn't win */
  readonly expect: string;
}

export interface Typed {
  readonly user: string;
  readonly command: string;
  readonly text: string;
}

const CONNECTIONS = 16;
const FORM = "application/x-www-form-urlencoded";

/** Slash commands as Slack sends them, each with a trigger and a signature of its own, over 16 connections. */
export async function slashCommands({ url, command, seconds, expect }: Load): Promise<Measures> {
  const durationsMs: number[] = [];
  const run = randomUUID();
  let made = 0;
  let wrong: string | undefined;
  const result = await new Promise<autocannon.Result>((resolve, reject) => {
    const tracker = autocannon(
      {
        url,
        connections: CONNECTIONS,
        duration: seconds,
        requests: [
          {
            method: "POST",
            path: "/slack/events",
            setupRequest: (request) => ({ ...request, ...signed(command(made), `${run}.${made++}`) }),
          },
        ],
        verifyBody: (body) => {
          const isRight = String(body).includes(expect);
          if (!isRight) wrong ??= String(body);
          return isRight;
        },
      },
      (error: Error | null, done) => (error ? reject(error) : resolve(done)),
    );
    tracker.on("response", (_client, _status, _bytes, durationMs) => durationsMs.push(durationMs));
  });
  if (wrong !== undefined || result.non2xx > 0 || result.errors > 0) {
    throw new Error(`${url}: ${result.errors} lost, ${result.non2xx} refused, instead of "${expect}": ${wrong ?? ""}`);
  }
  return {
    "req/s": durationsMs.length / result.duration,
    "p50 ms": quantile(durationsMs, 0.5),
    "p99 ms": quantile(durationsMs, 0.99),
  };
}

/** One such command, by itself. @returns the answer's body */
export async function slashCommand(url: string, typed: Typed): Promise<string> {
  const { headers, body } = signed(typed, randomUUID());
  const response = await fetch(`${url}/slack/events`, { method: "POST", headers, body });
  return response.text();
}

function signed(
  { user, command, text }: Typed,
  trigger: string,
): { readonly headers: Record<string, string>; readonly body: string } {
  const form = new URLSearchParams({
    token: "gIkuvaNzQIHg97ATvDxqgjtO",
    team_id: BENCH_WORKSPACE,
    team_domain: "bench",
    channel_id: "C0BENCH",
    channel_name: "csm",
    user_id: user,
    user_name: "somebody",
    command,
    text,
    api_app_id: "A0TANDEM1",
    is_enterprise_install: "false",
    response_url: `https://hooks.slack.com/commands/${BENCH_WORKSPACE}/8100000000001/abcDEF`,
    trigger_id: trigger,
  });
  const { payload, headers } = signedRequest(form.toString(), { contentType: FORM, at: wallClock.now() });
  return { body: payload, headers };
}
