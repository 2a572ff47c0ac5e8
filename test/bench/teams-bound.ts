import type { Limit } from "../../src/chat/pace.ts";

/** Microsoft's "Optimize your bot with rate limiting": what one bot may send to a thread, and to a tenant. */
const THREAD: readonly Limit[] = [
  { turns: 7, spanMs: 1000 },
  { turns: 8, spanMs: 2000 },
  { turns: 60, spanMs: 30_000 },
  { turns: 1800, spanMs: 3_600_000 },
];
const TENANT: readonly Limit[] = [{ turns: 30, spanMs: 1000 }];

/**
 * Milliseconds from the first call to the last when nothing but Teams' windows holds them up: always the next one that
 * may go. Before its first message each thread's members are read, which counts in the tenant's window too.
 */
export function boundMs(threads: number, messagesEach: number): number {
  const tenant: number[] = [];
  for (let read = 0; read < threads; read++) tenant.push(freeMs(tenant, TENANT));
  const sent = Array.from({ length: threads }, (): number[] => []);
  for (let left = threads * messagesEach; left > 0; left--) {
    const [next] = sent
      .filter((times) => times.length < messagesEach)
      .map((times) => ({ times, atMs: Math.max(freeMs(times, THREAD), freeMs(tenant, TENANT)) }))
      .sort((a, b) => a.atMs - b.atMs || a.times.length - b.times.length);
    next?.times.push(next.atMs);
    if (next) tenant.push(next.atMs);
  }
  return Math.max(0, ...tenant);
}

function freeMs(times: readonly number[], limits: readonly Limit[]): number {
  const latestMs = times.at(-1) ?? 0;
  return Math.max(latestMs, ...limits.map(({ turns, spanMs }) => (times.at(-turns) ?? -Infinity) + spanMs));
}
