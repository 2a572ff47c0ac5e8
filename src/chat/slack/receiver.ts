import type { App, Receiver, ReceiverEvent } from "@slack/bolt";
import type { FastifyError, FastifyInstance, FastifyReply, FastifyRequest } from "fastify";
import type { WallClock } from "../../kernel/clock.ts";
import type { Log } from "../../kernel/log.ts";
import { within } from "../../kernel/within.ts";
import { readBody } from "./body.ts";
import { createReplays, type Written } from "../replays.ts";
import { verifiedSignature } from "./signature.ts";

export interface ReceiverParts {
  readonly fastify: FastifyInstance;
  readonly signingSecret: string;
  readonly wall: WallClock;
  readonly log: Log;
  /** after this a request gets an empty 200 though its work goes on; below Slack's 3 s */
  readonly giveUpMs: number;
}

const BODY_LIMIT_BYTES = 4 * 1024 * 1024;

/**
 * Bolt's door on our own server: POST /slack/events. What is not signed gets 401, what is no object 400, what is
 * over 4 MiB 413; everything else 200 in time, known or not, for Slack switches off an app that fails too often.
 */
export function createReceiver({ fastify, signingSecret, wall, log, giveUpMs }: ReceiverParts): Receiver {
  const replays = createReplays(wall);
  let app: App | undefined;

  async function receive(request: FastifyRequest, reply: FastifyReply): Promise<FastifyReply> {
    const raw = Buffer.isBuffer(request.body) ? request.body : Buffer.alloc(0);
    const signature = verifiedSignature(signingSecret, request.headers, raw, wall.now());
    if (signature === undefined) return reply.code(401).send();
    const body = readBody(request.headers["content-type"], raw);
    if (body.kind === "malformed") return reply.code(400).send();
    if (body.kind === "ssl-check") return reply.code(200).send();
    if (body.kind === "challenge") return reply.code(200).send({ challenge: body.challenge });
    const retryNum = Number(request.headers["x-slack-retry-num"]);
    const answer = await replays.once(signature, () =>
      answerOf(body.input, Number.isInteger(retryNum) ? retryNum : undefined),
    );
    if (answer !== "") void reply.header("content-type", "application/json; charset=utf-8");
    return reply.code(200).send(answer);
  }

  async function answerOf(input: Record<string, unknown>, retryNum: number | undefined): Promise<Written> {
    return (await within(giveUpMs, process(input, retryNum))) ?? "";
  }

  async function process(body: Record<string, unknown>, retryNum: number | undefined): Promise<Written> {
    let answer: Written = "";
    const event: ReceiverEvent = {
      body,
      ack: (response: unknown) => {
        if (typeof response === "object" && response !== null) answer ||= JSON.stringify(response);
        return Promise.resolve();
      },
      ...(retryNum === undefined ? {} : { retryNum }),
    };
    try {
      await app?.processEvent(event);
    } catch (error) {
      log.warn({ err: error }, "a signed Slack request could not be read");
    }
    return answer;
  }

  void fastify.register((scope, _options, done) => {
    scope.removeAllContentTypeParsers();
    scope.addContentTypeParser("*", { parseAs: "buffer", bodyLimit: BODY_LIMIT_BYTES }, (_request, raw, parsed) => {
      parsed(null, raw);
    });
    // What can't even be read isn't signed, and a stranger is told nothing more.
    scope.setErrorHandler((error: FastifyError, _request, reply) => {
      const { statusCode = 500 } = error;
      if (statusCode >= 500) log.error({ err: error }, "a request to Slack's door failed");
      return reply.code(statusCode < 500 && statusCode !== 413 ? 401 : statusCode).send();
    });
    // Headers for browsers say nothing to Slack's servers.
    scope.post("/slack/events", { bodyLimit: BODY_LIMIT_BYTES, helmet: false }, receive);
    done();
  });

  return {
    init(initialised) {
      app = initialised;
    },
    start: () => Promise.resolve(),
    stop: () => Promise.resolve(),
  };
}
