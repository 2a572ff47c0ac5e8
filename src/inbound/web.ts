import type { FastifyInstance } from "fastify";
import type { Says } from "../locales/say.ts";
import { serveHealth } from "./health.ts";
import { servePages } from "./pages.ts";
import type { SurveyDesk } from "./survey-model.ts";
import { serveSurveys } from "./survey-page.ts";

/** What browsers and machines may look at without a key: health, what this is, and a question by its link. */
export async function serveWeb(
  server: FastifyInstance,
  { ready, says, surveys }: { readonly ready: () => Promise<void>; readonly says: Says; readonly surveys: SurveyDesk },
): Promise<void> {
  serveHealth(server, ready);
  servePages(server, says);
  await serveSurveys(server, { desk: surveys, says });
}
