import { createHash, createHmac, timingSafeEqual } from "node:crypto";
import { z } from "zod";
import { isId, type OrganisationId } from "../../kernel/ids.ts";
import type { InstallFor } from "../workspaces.ts";

const STATE_GOOD_MS = 600_000;
const LINK_GOOD_MS = 24 * 3_600_000;
const MOST_LETTERS = 1000;

const whom = z.union([
  z.literal("only"),
  z.object({
    organisation: z
      .string()
      .refine(isId)
      .transform((id) => id as OrganisationId),
  }),
]);
const STATE = z.object({ whom, nonce: z.string().min(1), browser: z.string(), until: z.number() });
const LINK = z.object({ whom, until: z.number() });

/** What travels through Slack and back: for whom, once, for ten minutes, in one browser. */
export interface InstallState {
  readonly whom: InstallFor;
  readonly nonce: string;
}

/** @param browser the value of the browser's cookie */
export function writeState(secret: string, { whom, nonce }: InstallState, browser: string, now: Date): string {
  return signed(secret, "state", { whom, nonce, browser: digestOf(browser), until: now.getTime() + STATE_GOOD_MS });
}

/** @returns undefined for what we didn't write, wrote for another browser, or more than ten minutes ago */
export function readState(secret: string, text: string, browser: string, now: Date): InstallState | undefined {
  const state = STATE.safeParse(opened(secret, "state", text)).data;
  if (!state || state.until <= now.getTime() || state.browser !== digestOf(browser)) return undefined;
  return { whom: state.whom, nonce: state.nonce };
}

/** Whoever has the link may add a workspace to the organisation, for a day. */
export function installLink(
  { baseUrl, stateSecret }: { readonly baseUrl: string; readonly stateSecret: string },
  organisation: OrganisationId,
  now: Date,
): string {
  const link = signed(stateSecret, "link", { whom: { organisation }, until: now.getTime() + LINK_GOOD_MS });
  return `${baseUrl}/slack/install?for=${link}`;
}

/** @returns undefined for what we didn't write, or more than a day ago */
export function readLink(secret: string, text: string, now: Date): InstallFor | undefined {
  const link = LINK.safeParse(opened(secret, "link", text)).data;
  return link && link.until > now.getTime() ? link.whom : undefined;
}

function signed(secret: string, kind: "state" | "link", content: object): string {
  const body = Buffer.from(JSON.stringify(content)).toString("base64url");
  return `${body}.${signatureOf(secret, kind, body).toString("base64url")}`;
}

function opened(secret: string, kind: "state" | "link", text: string): unknown {
  const [body = "", signature = "", ...more] = text.length > MOST_LETTERS ? [] : text.split(".");
  const given = Buffer.from(signature, "base64url");
  const expected = signatureOf(secret, kind, body);
  if (more.length > 0 || given.length !== expected.length || !timingSafeEqual(given, expected)) return undefined;
  return JSON.parse(Buffer.from(body, "base64url").toString()) as unknown;
}

function signatureOf(secret: string, kind: string, body: string): Buffer {
  return createHmac("sha256", secret).update(`tandem install ${kind}\n${body}`).digest();
}

function digestOf(text: string): string {
  return createHash("sha256").update(text).digest("base64url");
}
