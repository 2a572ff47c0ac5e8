import { parse } from "node:querystring";

/** What a signed request turned out to be. */
export type Body =
  | { readonly kind: "input"; readonly input: Readonly<Record<string, unknown>> }
  | { readonly kind: "ssl-check" }
  | { readonly kind: "challenge"; readonly challenge: string }
  | { readonly kind: "malformed" };

const MALFORMED: Body = { kind: "malformed" };
const UTF8 = new TextDecoder("utf-8", { fatal: true });

/**
 * Reads a raw body: a JSON object; a form with exactly one `payload` that is a JSON object; or a slash command's form.
 * `ssl_check=1` wins over everything beside it, so nothing can be smuggled in with it.
 */
export function readBody(contentType: string | undefined, raw: Uint8Array): Body {
  let text: string;
  try {
    text = UTF8.decode(raw);
  } catch {
    return MALFORMED;
  }
  const type = contentType?.split(";")[0]?.trim().toLowerCase();
  if (type === "application/json") return fromJson(text);
  if (type === "application/x-www-form-urlencoded") return fromForm(text);
  if (type === undefined || type === "") return text.trimStart().startsWith("{") ? fromJson(text) : fromForm(text);
  return MALFORMED;
}

function fromForm(text: string): Body {
  const form: Readonly<Record<string, string | readonly string[] | undefined>> = parse(text, "&", "=", { maxKeys: 0 });
  const { ssl_check, payload, command } = form;
  if ([ssl_check].flat().includes("1")) return { kind: "ssl-check" };
  if (typeof payload === "string" && command === undefined) return fromJson(payload);
  if (payload !== undefined || typeof command !== "string") return MALFORMED;
  const isEachOnce = Object.values(form).every((value) => typeof value === "string");
  return isEachOnce ? { kind: "input", input: form } : MALFORMED;
}

function fromJson(text: string): Body {
  let json: unknown;
  try {
    json = JSON.parse(text);
  } catch {
    return MALFORMED;
  }
  if (!isPlainObject(json)) return MALFORMED;
  if (json["ssl_check"] === "1" || json["ssl_check"] === 1) return { kind: "ssl-check" };
  if (json["type"] !== "url_verification") return { kind: "input", input: json };
  const challenge = json["challenge"];
  return typeof challenge === "string" ? { kind: "challenge", challenge } : MALFORMED;
}

function isPlainObject(value: unknown): value is Record<string, unknown> {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}
