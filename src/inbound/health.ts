import type { FastifyInstance } from "fastify";

/** Whether the process runs, and whether it can work. @param ready throws when it can't */
export function serveHealth(server: FastifyInstance, ready: () => Promise<void>): void {
  server.get("/healthz", () => ({ ok: true }));
  server.get("/readyz", async () => {
    await ready();
    return { ok: true };
  });
}
