/** A complete message of PostgreSQL's wire protocol. The first of a client has no type. */
export interface WireMessage {
  readonly type: string;
  readonly bytes: Buffer;
}

const INT32 = 4;

/** Cuts a stream of bytes into the protocol's messages. */
export interface Cutter {
  push(chunk: Buffer): void;
  /** the next complete message; undefined when its rest isn't there yet */
  next(): WireMessage | undefined;
}

/** @param startsUntyped a client's first message (start-up, cancel) has a length but no type */
export function createCutter(startsUntyped: boolean): Cutter {
  let rest: Buffer = Buffer.alloc(0);
  let isFirst = startsUntyped;
  return {
    push(chunk) {
      rest = rest.length === 0 ? chunk : Buffer.concat([rest, chunk]);
    },
    next() {
      const head = isFirst ? 0 : 1;
      if (rest.length < head + INT32) return undefined;
      const length = head + rest.readInt32BE(head);
      if (rest.length < length) return undefined;
      const bytes = rest.subarray(0, length);
      rest = rest.subarray(length);
      const type = isFirst ? "" : String.fromCharCode(bytes[0] ?? 0);
      isFirst = false;
      return { type, bytes };
    },
  };
}

/** The SQL of a simple query (Q) or of a parse (P); undefined for other messages. */
export function sqlOf({ type, bytes }: WireMessage): string | undefined {
  if (type === "Q") return bytes.toString("utf8", 1 + INT32, bytes.length - 1);
  if (type !== "P") return undefined;
  const start = bytes.indexOf(0, 1 + INT32) + 1;
  return bytes.toString("utf8", start, bytes.indexOf(0, start));
}

/** True for what a server answers with a "ready for query" in the end: a simple query and a sync. */
export function endsInReady({ type }: WireMessage): boolean {
  return type === "Q" || type === "S";
}

/** The server's "ready for query": the reply to a statement has ended. */
export const READY = "Z";
