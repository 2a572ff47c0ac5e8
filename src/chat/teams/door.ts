import type { Activity } from "botbuilder";
import type { FastifyError, FastifyInstance, FastifyReply, FastifyRequest } from "fastify";
import type { z } from "zod";
import type { Log } from "../../kernel/log.ts";
import { type Deadline, deadlineIn } from "../../kernel/within.ts";
import type { Adapter, TurnAnswer } from "./adapter.ts";
import { ACTIVITY, ENVELOPE, type Received } from "./payloads.ts";
import { isServiceUrl } from "./service-url.ts";

export interface DoorParts {
  readonly fastify: FastifyInstance;
  readonly adapter: Adapter;
  /** the only tenant that Tandem speaks to, in lower case */
  readonly tenant: string;
  readonly local: boolean;
  readonly log: Log;
  /** Teams gives up on an invoke after 5 s, on all else after 15 s, its way here and back included */
  readonly patience: { readonly invokeWithinMs: number; readonly messageWithinMs: number };
  /** what an authenticated activity of that tenant is answered with, by the deadline at the latest */
  readonly answer: (received: Received, deadline: Deadline) => Promise<TurnAnswer>;
}

const BODY_LIMIT_BYTES = 1024 * 1024;

/**
 * Teams' door on our own server: POST /api/messages. Who can't prove to be Teams gets 401, another tenant or an address
 * that isn't Teams' 403, what is over 1 MiB 413; what Tandem doesn't listen to 200.
 */
export function openDoor({ fastify, adapter, tenant, local, log, patience, answer }: DoorParts): void {
  async function receive(request: FastifyRequest, reply: FastifyReply): Promise<FastifyReply> {
    // The channel is looked at first: of others' tokens botbuilder would believe more.
    const envelope = ENVELOPE.safeParse(request.body);
    if (!envelope.success) return reply.code(401).send();
    const { type } = envelope.data;
    const deadline = deadlineIn(type === "invoke" ? patience.invokeWithinMs : patience.messageWithinMs);
    try {
      return await admit(envelope.data, request, reply, deadline);
    } finally {
      deadline.end();
    }
  }

  async function admit(
    envelope: z.output<typeof ENVELOPE>,
    request: FastifyRequest,
    reply: FastifyReply,
    deadline: Deadline,
  ): Promise<FastifyReply> {
    const activity = envelope as unknown as Activity;
    const who = await adapter.authenticate(activity, request.headers.authorization ?? "", deadline);
    if (!who) return reply.code(401).send();
    const { data: received } = ACTIVITY.safeParse(request.body);
    if (!isServiceUrl(envelope.serviceUrl, local)) {
      log.warn({}, "an activity asks to be answered elsewhere than at Teams");
      return reply.code(403).send();
    }
    if (!received) {
      log.warn({ type: envelope.type }, "an activity of Teams could not be read");
      return reply.code(200).send();
    }
    if (tenantOf(received) !== tenant) return reply.code(403).send();
    const { status, body } = await adapter.run(who, activity, () => answer(received, deadline));
    return reply.code(status).send(body);
  }

  void fastify.register((scope, _options, done) => {
    // What can't even be read is nobody's, and a stranger is told nothing more.
    scope.setErrorHandler((error: FastifyError, _request, reply) => {
      const { statusCode = 500 } = error;
      if (statusCode >= 500) log.error({ err: error }, "a request to Teams' door failed");
      return reply.code(statusCode < 500 && statusCode !== 413 ? 401 : statusCode).send();
    });
    scope.post("/api/messages", { bodyLimit: BODY_LIMIT_BYTES, helmet: false }, receive);
    done();
  });
}

/** The conversation's tenant; in a channel that is shared with another company the sender's may be another one. */
function tenantOf({ conversation, channelData }: Received): string | undefined {
  return (conversation.tenantId ?? channelData?.tenant?.id)?.toLowerCase();
}
