import rateLimit from "@fastify/rate-limit";
import type { FastifyInstance, FastifyReply, FastifyRequest } from "fastify";
import { acceptedLocale } from "../locales/accepted.ts";
import type { Says } from "../locales/say.ts";
import { oneClickIn, partsIn } from "./one-click.ts";
import {
  answeredPage,
  busyPage,
  neverPage,
  refusalPage,
  SURVEY_POLICY,
  scorePage,
  unknownPage,
} from "./survey-html.ts";
import type { Noted, SurveyAct, SurveyDesk, SurveyView } from "./survey-model.ts";

/** Whatever stands behind /s/, also what is too long for a token. */
interface Asked {
  readonly Params: { readonly "*": string };
}

/** Requests a minute from one address; a person needs five. */
const MOST_A_MINUTE = 60;
const TOO_MANY = 429;
class TooMany extends Error {}
const BODY_LIMIT = 64 * 1024;

/**
 * GET and POST /s/:token. GET records nothing, because scanners follow links. Unknown, expired and used tokens get one
 * and the same page.
 */
export async function serveSurveys(
  server: FastifyInstance,
  { desk, says, most = MOST_A_MINUTE }: { readonly desk: SurveyDesk; readonly says: Says; readonly most?: number },
): Promise<void> {
  await server.register(async (scope) => {
    await scope.register(rateLimit, {
      max: most,
      timeWindow: "1 minute",
      errorResponseBuilder: () => new TooMany(),
    });
    scope.setErrorHandler((error, request, reply) => {
      if (!(error instanceof TooMany)) throw error;
      const locale = acceptedLocale(request.headers["accept-language"]);
      return page(reply, TOO_MANY, busyPage(locale, says(locale)));
    });
    scope.addContentTypeParser(
      "application/x-www-form-urlencoded",
      { parseAs: "string", bodyLimit: BODY_LIMIT },
      (_request, body, done) => done(null, new URLSearchParams(String(body))),
    );
    scope.addContentTypeParser(
      "multipart/form-data",
      { parseAs: "string", bodyLimit: BODY_LIMIT },
      (request, body, done) => done(null, partsIn(String(body), request.headers["content-type"] ?? "")),
    );

    scope.get<Asked>("/s/*", async (request, reply) => {
      const token = request.params["*"];
      const view = await desk.look(token);
      return view ? page(reply, 200, drawn(view, token, noted(request.query), request)) : gone(request, reply);
    });

    scope.post<Asked>("/s/*", { bodyLimit: BODY_LIMIT }, async (request, reply) => {
      const token = request.params["*"];
      const act = actIn(request.body);
      if (act === "nothing-chosen") {
        const view = await desk.look(token);
        return view ? page(reply, 422, drawn(view, token, "empty", request)) : gone(request, reply);
      }
      const move = act && (await desk.act(token, act));
      if (!move || move.kind === "unknown") return gone(request, reply);
      if (move.kind === "ended") {
        const locale = move.locale ?? acceptedLocale(request.headers["accept-language"]);
        return page(reply, 200, neverPage(move.company, locale, says(locale)));
      }
      if (move.kind === "onward") return reply.redirect(`/s/${move.token}`, 303);
      return move.said === "empty" || move.said === "too-long" || move.said === "changed"
        ? again(request, reply, token, move.said)
        : reply.redirect(`/s/${token}?said=${move.said}`, 303);
    });

    async function again(request: FastifyRequest, reply: FastifyReply, token: string, said: Noted) {
      const view = await desk.look(token);
      return view ? page(reply, 422, drawn(view, token, said, request)) : gone(request, reply);
    }

    function drawn(view: SurveyView, token: string, said: Noted | undefined, request: FastifyRequest): string {
      const locale = view.locale ?? acceptedLocale(request.headers["accept-language"]);
      return PAGES[view.step]({ view, path: `/s/${token}`, said, locale, say: says(locale) });
    }

    function gone(request: FastifyRequest, reply: FastifyReply): FastifyReply {
      const locale = acceptedLocale(request.headers["accept-language"]);
      return page(reply, 404, unknownPage(locale, says(locale)));
    }
  });
}

const PAGES = { score: scorePage, answered: answeredPage, never: refusalPage } as const;

/** @returns undefined for what neither a page of ours nor a mail program sends */
function actIn(body: unknown): SurveyAct | "nothing-chosen" | undefined {
  if (!(body instanceof URLSearchParams)) return undefined;
  if (oneClickIn(body)) return { kind: "never" };
  switch (body.get("do")) {
    case "score": {
      const typed = body.getAll("score");
      if (typed.length === 0) return "nothing-chosen";
      const [score = ""] = typed;
      if (typed.length > 1) return undefined;
      return { kind: "score", typed: score, nonce: body.get("nonce") ?? "", asked: body.get("asked") ?? "" };
    }
    case "comment":
      return { kind: "comment", text: body.get("comment") ?? "" };
    case "no-need":
      return { kind: "no-need" };
    case "never":
      return { kind: "never" };
    default:
      return undefined;
  }
}

function noted(query: unknown): Noted | undefined {
  const said = (query as Readonly<Record<string, unknown>>)["said"];
  return said === "thanks" || said === "no-need" ? said : undefined;
}

function page(reply: FastifyReply, status: number, html: string): FastifyReply {
  return reply
    .status(status)
    .headers({
      "content-type": "text/html; charset=utf-8",
      "content-security-policy": SURVEY_POLICY,
      "cache-control": "no-store",
      "referrer-policy": "no-referrer",
      "x-robots-tag": "noindex, nofollow",
    })
    .send(html);
}
