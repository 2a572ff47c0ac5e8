import { createHmac, timingSafeEqual } from "node:crypto";
import type { IncomingHttpHeaders } from "node:http";
import type { FastifyError, FastifyInstance, FastifyReply, FastifyRequest } from "fastify";
import { z } from "zod";
import { plain } from "../chat/card.ts";
import { claimCall, countCall, dropClaim, keepAnswer } from "../db/ingest-calls.ts";
import { findIngestKey, type IngestKey, type KeySource, noteUse } from "../db/ingest-keys.ts";
import { ConnectionLost } from "../db/lost.ts";
import type { Sealer } from "../db/seal.ts";
import type { Database } from "../db/transaction.ts";
import type { Clock, WallClock } from "../kernel/clock.ts";
import type { Ids, OrganisationId } from "../kernel/ids.ts";
import type { Log } from "../kernel/log.ts";
import { acceptedLocale } from "../locales/accepted.ts";
import type { TextKey } from "../locales/keys.ts";
import type { Say, Says, Values } from "../locales/say.ts";

/** What came of the records of one call. A record with several problems stands there for each. */
export interface Imported {
  readonly accepted: number;
  readonly rejected: readonly { readonly index: number; readonly problem: string }[];
  /** problems beyond those */
  readonly unlisted: number;
  /** names of fields that the kind doesn't have */
  readonly ignored: readonly string[];
}

export interface IngestParts {
  readonly fastify: FastifyInstance;
  readonly db: Database;
  readonly sealer: Sealer;
  readonly clock: Clock;
  readonly wall: WallClock;
  readonly ids: Ids;
  readonly log: Log;
  readonly says: Says;
  readonly kinds: readonly string[];
  /** @param kind one of `kinds` */
  readonly importRecords: (
    organisation: OrganisationId,
    sent: { readonly kind: string; readonly records: readonly unknown[]; readonly source: KeySource },
    say: Say,
  ) => Promise<Imported>;
  /** of one key; 300 calls a minute when left out */
  readonly limit?: { readonly most: number; readonly spanMs: number };
}

const BODY_LIMIT_BYTES = 1024 * 1024;
const MOST_RECORDS = 1000;
const MOST_SECONDS_APART = 300;
const LIMIT = { most: 300, spanMs: 60_000 };
const AGAIN_AFTER_SECONDS = 5;
const BODY = z.object({ records: z.array(z.unknown()) });
const UTF8 = new TextDecoder("utf-8", { fatal: true });
/** In place of the secret of a key that nobody has, so that it takes as long to find out. */
const NO_SECRET = "tds_";

interface Answered {
  readonly status: number;
  /** JSON */
  readonly body: string;
  readonly retryAfterSeconds?: number;
}

/**
 * POST /ingest/v1/:kind: records with the CSV's field names, signed with a key of the organisation's. Who can't prove
 * to have the secret gets one and the same 401. A call that comes again within the time its signature is good for is
 * answered as it was the first time and has no second effect, on whichever replica.
 */
export function registerIngest(parts: IngestParts): void {
  const { db, sealer, clock, wall, log, says, kinds } = parts;
  const limit = parts.limit ?? LIMIT;
  const running = new Map<string, Promise<Answered>>();

  async function receive(request: FastifyRequest<{ Params: { kind: string } }>): Promise<Answered> {
    const say = sayTo(request);
    const raw = Buffer.isBuffer(request.body) ? request.body : Buffer.alloc(0);
    const signed = await authenticated(request.headers, raw);
    if (!signed) return refusal(401, say, "ingest.unauthorised");
    const { key, signature } = signed;
    const waitMs = await countCall(db.system, key.keyId, limit, wall.now());
    if (waitMs !== undefined) {
      const again = { retryAfterSeconds: Math.ceil(waitMs / 1000) };
      return { ...refusal(429, say, "ingest.too-often", { most: limit.most }), ...again };
    }
    const { kind } = request.params;
    if (!kinds.includes(kind)) {
      return refusal(404, say, "ingest.unknown-kind", { kind, kinds: kinds.join(", ") }, { kinds });
    }
    const records = recordsIn(raw);
    if (!records) return refusal(400, say, "ingest.malformed");
    if (records.length > MOST_RECORDS) {
      return refusal(413, say, "ingest.too-many", { count: records.length, most: MOST_RECORDS });
    }
    const call = `ingest ${key.keyId} ${signature}`;
    const known = running.get(call);
    if (known) return known;
    const answer = answerOnce(call, key, kind, records, say).finally(() => running.delete(call));
    running.set(call, answer);
    return answer;
  }

  async function authenticated(
    headers: IncomingHttpHeaders,
    raw: Buffer,
  ): Promise<{ readonly key: IngestKey; readonly signature: string } | undefined> {
    const keyId = headers["x-tandem-key"];
    const timestamp = headers["x-tandem-timestamp"];
    const signature = headers["x-tandem-signature"];
    // A header given twice arrives joined by a comma and is of a wrong form.
    if (typeof keyId !== "string") return undefined;
    if (typeof timestamp !== "string" || !/^\d{1,12}$/.test(timestamp)) return undefined;
    if (typeof signature !== "string" || !/^v1=[0-9a-f]{64}$/.test(signature)) return undefined;
    const now = wall.now();
    if (Math.abs(now.getTime() / 1000 - Number(timestamp)) > MOST_SECONDS_APART) return undefined;
    const key = await findIngestKey(db, sealer, keyId, now);
    const expected = createHmac("sha256", key?.secret ?? NO_SECRET)
      .update(`${timestamp}.`)
      .update(raw)
      .digest();
    const isRight = timingSafeEqual(expected, Buffer.from(signature.slice(3), "hex"));
    return key && isRight ? { key, signature } : undefined;
  }

  async function answerOnce(
    call: string,
    { organisation, keyId, source, lastUsedOn }: IngestKey,
    kind: string,
    records: readonly unknown[],
    say: Say,
  ): Promise<Answered> {
    const wallNow = wall.now();
    const today = wallNow.toISOString().slice(0, 10);
    const claim = await db.write(organisation, async (tx) => {
      if (lastUsedOn !== today) await noteUse(tx, keyId, today);
      return claimCall(tx, call, clock.now(), wallNow);
    });
    if (claim.kind === "answered") return { status: 200, body: claim.answer };
    if (claim.kind === "running") {
      return { ...refusal(409, say, "ingest.busy"), retryAfterSeconds: AGAIN_AFTER_SECONDS };
    }
    try {
      const { accepted, rejected, unlisted, ignored } = await parts.importRecords(
        organisation,
        { kind, records, source },
        say,
      );
      const body = JSON.stringify({
        accepted,
        rejected,
        ...(unlisted > 0 ? { unlisted } : {}),
        ...(ignored.length > 0 ? { ignored } : {}),
      });
      await db.write(organisation, (tx) => keepAnswer(tx, call, body));
      return { status: 200, body };
    } catch (error) {
      await db.write(organisation, (tx) => dropClaim(tx, call, claim.since)).catch(() => undefined);
      throw error;
    }
  }

  function troubleOf(error: unknown, say: Say): Answered {
    if (error instanceof ConnectionLost) {
      log.error({ err: error }, "records could not reach the database");
      return { ...refusal(503, say, "ingest.away"), retryAfterSeconds: AGAIN_AFTER_SECONDS };
    }
    const code = parts.ids.next().slice(-6);
    log.error({ err: error, code }, "records could not be taken");
    return refusal(500, say, "ingest.trouble", { code });
  }

  const sayTo = (request: FastifyRequest): Say => says(acceptedLocale(request.headers["accept-language"]));

  void parts.fastify.register((scope, _options, done) => {
    scope.removeAllContentTypeParsers();
    scope.addContentTypeParser("*", { parseAs: "buffer", bodyLimit: BODY_LIMIT_BYTES }, (_request, raw, parsed) => {
      parsed(null, raw);
    });
    scope.setErrorHandler((error: FastifyError, request, reply) => {
      const { statusCode = 500 } = error;
      if (statusCode === 413) return answer(reply, refusal(413, sayTo(request), "ingest.too-large"));
      // What can't even be read isn't signed, and a stranger is told nothing more.
      if (statusCode < 500) return answer(reply, refusal(401, sayTo(request), "ingest.unauthorised"));
      return answer(reply, troubleOf(error, sayTo(request)));
    });
    scope.post<{ Params: { kind: string } }>(
      "/ingest/v1/:kind",
      { bodyLimit: BODY_LIMIT_BYTES, helmet: false },
      async (request, reply) => {
        try {
          return await answer(reply, await receive(request));
        } catch (error) {
          return answer(reply, troubleOf(error, sayTo(request)));
        }
      },
    );
    done();
  });
}

function answer(reply: FastifyReply, { status, body, retryAfterSeconds }: Answered): FastifyReply {
  if (retryAfterSeconds !== undefined) void reply.header("retry-after", String(retryAfterSeconds));
  return reply.code(status).header("content-type", "application/json; charset=utf-8").send(body);
}

function refusal(status: number, say: Say, key: TextKey, values: Values = {}, more: object = {}): Answered {
  return { status, body: JSON.stringify({ problem: plain(say(key, values)), ...more }) };
}

/** @returns undefined for what isn't UTF-8, JSON, or of the form */
function recordsIn(raw: Buffer): readonly unknown[] | undefined {
  try {
    return BODY.safeParse(JSON.parse(UTF8.decode(raw))).data?.records;
  } catch {
    return undefined;
  }
}
