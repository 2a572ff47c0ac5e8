import { randomBytes } from "node:crypto";
import type { IncomingMessage, ServerResponse } from "node:http";

/** How a file is given out; as it is when left out. moved: by a redirect · page: as a page to sign in */
export type Giving = "moved" | "page" | "gone" | "failing";

export interface Asked {
  readonly path: string;
  readonly authorization: string | undefined;
}

/** Files that people sent, which a bot may fetch. */
export interface Shelf {
  /** @returns its path */
  put(bytes: Uint8Array, giving?: Giving): string;
  readonly asked: readonly Asked[];
  /** @returns false for what is no file of it */
  served(request: IncomingMessage, response: ServerResponse): boolean;
}

const FOLDER = "/shelf/";

/** @param mayFetch by the Authorization header; whoever may not is led to a page to sign in */
export function createShelf(mayFetch: (authorization: string | undefined) => boolean): Shelf {
  const files = new Map<string, { readonly bytes: Uint8Array; readonly giving: Giving | undefined }>();
  const asked: Asked[] = [];
  function put(bytes: Uint8Array, giving?: Giving): string {
    const path = `${FOLDER}${randomBytes(6).toString("hex")}`;
    files.set(path, { bytes, giving });
    return path;
  }
  return {
    put,
    asked,
    served({ method, url = "", headers }, response) {
      if (method !== "GET" || !url.startsWith(FOLDER)) return false;
      asked.push({ path: url, authorization: headers.authorization });
      const file = files.get(url);
      if (!mayFetch(headers.authorization)) response.writeHead(302, { location: "/sign-in" }).end();
      else if (!file || file.giving === "gone") response.writeHead(404).end();
      else if (file.giving === "moved") response.writeHead(302, { location: put(file.bytes) }).end();
      else if (file.giving === "failing") response.writeHead(503).end();
      else if (file.giving === "page") response.writeHead(200, { "content-type": "text/html" }).end("<title>Sign in");
      else response.writeHead(200, { "content-type": "text/csv" }).end(file.bytes);
      return true;
    },
  };
}
