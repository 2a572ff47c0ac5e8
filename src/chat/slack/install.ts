import { randomBytes } from "node:crypto";
import { WebAPIPlatformError } from "@slack/web-api";
import type { FastifyInstance, FastifyReply, FastifyRequest } from "fastify";
import { z } from "zod";
import type { WallClock } from "../../kernel/clock.ts";
import { never } from "../../kernel/errors.ts";
import { acceptedLocale } from "../../locales/accepted.ts";
import type { Says } from "../../locales/say.ts";
import type { Installed, InstallFor, Workspaces } from "../workspaces.ts";
import { createClient, type SlackClientParts } from "./client.ts";
import { drawPage, INSTALL_HELMET, type InstallPage } from "./install-page.ts";
import { readLink, readState, writeState } from "./install-state.ts";
import { ID } from "./payloads.ts";
import { BOT_SCOPES, LISTENING_SCOPES, OPTIONAL_BOT_SCOPES } from "./scopes.ts";

export interface InstallParts extends Pick<SlackClientParts, "apiUrl" | "log" | "timeoutMs"> {
  readonly fastify: FastifyInstance;
  readonly oauth: {
    readonly clientId: string;
    readonly clientSecret: string;
    readonly stateSecret: string;
    /** how Slack's answer finds the way back, e.g. "https://tandem.example.com" */
    readonly baseUrl: string;
  };
  /** it is the app of slack-listening.yaml */
  readonly listening?: boolean | undefined;
  readonly workspaces: Workspaces;
  readonly wall: WallClock;
  readonly says: Says;
}

const COOKIE = "tandem_install";
const COOKIE_SECONDS = 600;
const COMMAND = "npm run -s tandem -- slack install-link";
const OPTIONAL: ReadonlySet<string> = new Set(OPTIONAL_BOT_SCOPES);
const LISTENING: ReadonlySet<string> = new Set(LISTENING_SCOPES);

const ASKED = z.object({ for: z.string().optional() });
const RETURNED = z.object({
  state: z.string(),
  code: z.string().min(1).max(500).optional(),
  error: z.string().optional(),
});
/** Of Slack's answer to oauth.v2.access what Tandem keeps. A token that must be renewed isn't one it can keep. */
const ACCESS = z.object({
  ok: z.literal(true),
  access_token: z.string().min(1),
  token_type: z.literal("bot"),
  scope: z.string(),
  is_enterprise_install: z.boolean().default(false),
  team: z.object({ id: ID, name: z.string().default("") }).nullish(),
  authed_user: z.object({ id: ID }).optional(),
  expires_in: z.undefined().optional(),
});

interface Shown {
  readonly status: number;
  readonly page: InstallPage;
}

const plainPage = (status: number, name: "cancelled" | "expired" | "enterprise" | "failed"): Shown => ({
  status,
  page: { title: `install.${name}-title`, lines: [`install.${name}`] },
});
const CANCELLED = plainPage(400, "cancelled");
const EXPIRED = plainPage(400, "expired");
const ENTERPRISE = plainPage(400, "enterprise");
const FAILED = plainPage(502, "failed");
const LINK_NEEDED: Shown = {
  status: 403,
  page: { title: "install.link-title", lines: ["install.link"], values: { command: COMMAND } },
};

/**
 * Slack's OAuth v2 (docs.slack.dev/authentication/installing-with-oauth) on our own server. The state is signed, good
 * once and for ten minutes, and bound to the browser by a cookie.
 */
export function registerInstall(parts: InstallParts): void {
  const { fastify, oauth, workspaces, wall, says, log } = parts;
  const redirectUri = `${oauth.baseUrl}/slack/oauth_redirect`;

  async function ask(request: FastifyRequest, reply: FastifyReply): Promise<FastifyReply> {
    const link = ASKED.safeParse(request.query).data?.for;
    const whom = link === undefined ? "only" : readLink(oauth.stateSecret, link, wall.now());
    const may = whom && (await workspaces.mayInstall(whom));
    if (!whom || !may || may === "ask-for-link") return show(request, reply, LINK_NEEDED);
    const browser = browserOf(request) ?? randomBytes(32).toString("base64url");
    const secure = oauth.baseUrl.startsWith("https:") ? "; Secure" : "";
    void reply.header(
      "set-cookie",
      `${COOKIE}=${browser}; Path=/slack; Max-Age=${String(COOKIE_SECONDS)}; HttpOnly; SameSite=Lax${secure}`,
    );
    const { name } = may;
    return show(request, reply, {
      status: 200,
      page: {
        title: "install.add-title",
        lines: [name === undefined ? "install.add-here" : "install.add-to", "install.add-next"],
        values: { organisation: name ?? "" },
        next: { label: "install.add", address: consentAddress(whom, browser) },
      },
    });
  }

  function consentAddress(whom: InstallFor, browser: string): string {
    const nonce = randomBytes(16).toString("base64url");
    const address = new URL("/oauth/v2/authorize", parts.apiUrl ?? "https://slack.com");
    address.search = new URLSearchParams({
      client_id: oauth.clientId,
      scope: BOT_SCOPES.join(","),
      redirect_uri: redirectUri,
      state: writeState(oauth.stateSecret, { whom, nonce }, browser, wall.now()),
    }).toString();
    return address.href;
  }

  async function comeBack(request: FastifyRequest): Promise<Shown> {
    const returned = RETURNED.safeParse(request.query).data;
    const browser = browserOf(request);
    const state =
      returned && browser !== undefined ? readState(oauth.stateSecret, returned.state, browser, wall.now()) : undefined;
    if (!returned || !state || !(await workspaces.useOnce(state.nonce))) return EXPIRED;
    if (returned.error === "access_denied") return CANCELLED;
    if (returned.code === undefined) return FAILED;
    const access = await exchange(returned.code);
    if (!access) return FAILED;
    if (access.is_enterprise_install || !access.team) return ENTERPRISE;
    const scopes = access.scope.split(",");
    const isNeeded = (scope: string): boolean =>
      !OPTIONAL.has(scope) || (parts.listening === true && LISTENING.has(scope));
    const lacking = BOT_SCOPES.filter((scope) => isNeeded(scope) && !scopes.includes(scope));
    if (lacking.length > 0) {
      const values = { scopes: lacking.join(", ") };
      return { status: 400, page: { title: "install.scopes-title", lines: ["install.scopes"], values } };
    }
    const { id, name } = access.team;
    return keep(
      {
        workspace: id,
        workspaceName: name || id,
        token: access.access_token,
        scopes,
        installedBy: access.authed_user?.id,
      },
      state.whom,
    );
  }

  async function exchange(code: string): Promise<z.output<typeof ACCESS> | undefined> {
    try {
      const answer = await createClient(undefined, parts).oauth.v2.access({
        client_id: oauth.clientId,
        client_secret: oauth.clientSecret,
        code,
        redirect_uri: redirectUri,
      });
      const access = ACCESS.safeParse(answer);
      if (access.success) return access.data;
      log.error(
        { wrong: access.error.issues.map(({ path }) => path.join(".")) },
        "Slack's answer to an installation is none that can be kept; is token rotation on?",
      );
    } catch (error) {
      const code = error instanceof WebAPIPlatformError ? error.data.error : undefined;
      log.error({ code, problem: error instanceof Error ? error.name : "unknown" }, "Slack refused an installation");
    }
    return undefined;
  }

  async function keep(installed: Installed, whom: InstallFor): Promise<Shown> {
    const outcome = await workspaces.install(installed, whom);
    const values = { workspace: installed.workspaceName };
    switch (outcome) {
      case "installed":
        return { status: 200, page: { title: "install.done-title", lines: ["install.done"], values } };
      case "elsewhere":
        return { status: 409, page: { title: "install.elsewhere-title", lines: ["install.elsewhere"], values } };
      case "ask-for-link":
        return LINK_NEEDED;
      default:
        return never(outcome);
    }
  }

  function show(request: FastifyRequest, reply: FastifyReply, { status, page }: Shown): FastifyReply {
    const locale = acceptedLocale(request.headers["accept-language"]);
    return reply
      .code(status)
      .header("content-type", "text/html; charset=utf-8")
      .header("cache-control", "no-store")
      .header("vary", "accept-language")
      .send(drawPage(says, locale, page));
  }

  async function shown(
    request: FastifyRequest,
    reply: FastifyReply,
    answer: () => Promise<FastifyReply>,
  ): Promise<FastifyReply> {
    try {
      return await answer();
    } catch (error) {
      log.error({ err: error }, "an installation failed");
      return show(request, reply, { ...FAILED, status: 500 });
    }
  }

  const route = { helmet: INSTALL_HELMET, exposeHeadRoute: false };
  fastify.get("/slack/install", route, (request, reply) => shown(request, reply, () => ask(request, reply)));
  fastify.get("/slack/oauth_redirect", route, (request, reply) =>
    shown(request, reply, async () => show(request, reply, await comeBack(request))),
  );
}

/** The value of the browser's cookie; undefined when it has none of ours. */
function browserOf(request: FastifyRequest): string | undefined {
  const cookies = (request.headers.cookie ?? "").split(";").map((each) => each.trim());
  const value = cookies.find((each) => each.startsWith(`${COOKIE}=`))?.slice(COOKIE.length + 1);
  return value !== undefined && /^[A-Za-z0-9_-]{43}$/.test(value) ? value : undefined;
}
