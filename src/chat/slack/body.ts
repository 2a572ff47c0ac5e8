/** What a signed request turned out to be. */
export type Body =
  | { readonly kind: "input"; readonly input: Readonly<Record<string, unknown>> }
  | { readonly kind: "ssl-check" }
  | { readonly kind: "challenge"; readonly challenge: string }
  | { readonly kind: "malformed" };

const MALFORMED: Body = { kind: "malformed" };

/**
 * Reads a raw body: a JSON object; a form with exactly one `payload` that is a JSON object; or a slash command's form.
 * `ssl_check=1` wins over everything beside it, so nothing can be smuggled in with it.
 */
export function readBody(contentType: string | undefined, raw: Uint8Array): Body {
  let text: string;
  try {
    text = new TextDecoder("utf-8", { fatal: true }).decode(raw);
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
  const form = new URLSearchParams(text);
  if (form.getAll("ssl_check").includes("1")) return { kind: "ssl-check" };
  const payloads = form.getAll("payload");
  if (payloads.length === 1 && !form.has("command")) return fromJson(payloads[0] ?? "");
  if (payloads.length > 0 || form.getAll("command").length !== 1) return MALFORMED;
  const names = [...form.keys()];
  return new Set(names).size === names.length ? { kind: "input", input: Object.fromEntries(form) } : MALFORMED;
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
