import { createServer, type IncomingMessage, type ServerResponse } from "node:http";
import type { AddressInfo } from "node:net";

export interface LocalServer {
  /** e.g. "http://127.0.0.1:1234" */
  readonly origin: string;
  /** aborted when the server stops */
  readonly stopped: AbortSignal;
  /** lets go of whoever is still on the line */
  stop(): Promise<void>;
}

/** A real HTTP server on 127.0.0.1 and a free port. */
export async function serveLocally(
  serve: (request: IncomingMessage, response: ServerResponse) => Promise<void>,
): Promise<LocalServer> {
  const stopped = new AbortController();
  const server = createServer((request, response) => {
    // Whoever called may be gone at any moment; that is what many tests are about.
    serve(request, response).catch(() => response.destroy());
  });
  server.keepAliveTimeout = 60_000;
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  return {
    origin: `http://127.0.0.1:${String((server.address() as AddressInfo).port)}`,
    stopped: stopped.signal,
    async stop() {
      stopped.abort();
      server.closeAllConnections();
      await new Promise((resolve) => server.close(resolve));
    },
  };
}
