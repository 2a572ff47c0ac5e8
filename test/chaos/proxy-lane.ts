import type { Socket } from "node:net";
import { wallClock } from "../../src/kernel/clock.ts";

/** How bad the network is now. */
export interface Weather {
  readonly latencyMs: number;
  readonly isHole: boolean;
}

/** One direction of a connection: what goes in comes out in the same order, as late as the weather wants. */
export interface Lane {
  /** @param from is paused while the other side can't take more */
  send(bytes: Buffer, from: Socket): void;
  /** passes on that nothing more will come */
  end(): void;
  /** the weather has changed for the better */
  go(): void;
}

interface Held {
  readonly bytes: Buffer | undefined;
  readonly from: Socket | undefined;
  readonly dueMs: number;
}

export function createLane(to: Socket, weather: Weather): Lane {
  const held: Held[] = [];
  let timer: NodeJS.Timeout | undefined;

  function write({ bytes, from }: Held): void {
    if (to.destroyed) return;
    if (!bytes) {
      to.end();
      return;
    }
    if (to.write(bytes) || !from) return;
    from.pause();
    to.once("drain", () => from.resume());
  }

  function go(): void {
    clearTimeout(timer);
    while (!weather.isHole) {
      const next = held[0];
      if (!next) return;
      const waitMs = next.dueMs - wallClock.monotonicMs();
      if (waitMs > 0) {
        timer = setTimeout(go, waitMs);
        return;
      }
      held.shift();
      write(next);
    }
  }

  function take(bytes: Buffer | undefined, from: Socket | undefined): void {
    const { latencyMs, isHole } = weather;
    const one = { bytes, from, dueMs: latencyMs === 0 ? 0 : wallClock.monotonicMs() + latencyMs };
    if (held.length === 0 && latencyMs === 0 && !isHole) return write(one);
    held.push(one);
    if (held.length === 1) go();
  }

  return { send: (bytes, from) => take(bytes, from), end: () => take(undefined, undefined), go };
}
