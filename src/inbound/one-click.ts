const NAME = "List-Unsubscribe";
const VALUE = "One-Click";
const BOUNDARY = /;\s*boundary=(?:"([^"]{1,70})"|([^\s;]{1,70}))/i;

/** What a mail program posts for who presses its own "unsubscribe" (RFC 8058). */
export function oneClickIn(body: URLSearchParams): boolean {
  return body.get(NAME) === VALUE;
}

/**
 * The short fields of a multipart body (RFC 7578), the way in which mail programs post; files and what has another shape
 * are left out.
 */
export function partsIn(body: string, contentType: string): URLSearchParams {
  const [, quoted, bare] = BOUNDARY.exec(contentType) ?? [];
  const boundary = quoted ?? bare;
  const fields = new URLSearchParams();
  if (boundary === undefined) return fields;
  for (const part of body.split(`--${boundary}`).slice(1)) {
    const [head = "", ...rest] = part.split(/\r?\n\r?\n/);
    const name = /^content-disposition:\s*form-data;.*?\bname="([^"\r\n]{1,100})"(?!.*\bfilename)/im.exec(head)?.[1];
    if (name !== undefined) fields.append(name, rest.join("\n\n").trim());
  }
  return fields;
}
