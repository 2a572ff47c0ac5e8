import { Duplex } from "node:stream";
import type { Embedded } from "./embedded.ts";

const TERMINATE = 0x58;
const ERROR_RESPONSE = 0x45;

/** The one session outlives the connections to it, so each begins by clearing what the last left. */
const PREAMBLE: readonly Buffer[] = [
  Buffer.from([0x53, 0, 0, 0, 4]),
  simpleQuery("ROLLBACK"),
  simpleQuery("DISCARD ALL"),
  simpleQuery("SET SESSION AUTHORIZATION tandem_owner"),
  simpleQuery("SET TIME ZONE 'UTC'"),
];

/** A socket as `pg` wants it, with the embedded database at its other end. */
export function embeddedStream(embedded: Embedded): Duplex {
  let pending: Buffer = Buffer.alloc(0);
  let started = false;

  function send(chunk: Buffer, done: (error?: Error | null) => void): void {
    pending = pending.length === 0 ? chunk : Buffer.concat([pending, chunk]);
    const whole = wholeMessages(pending, started);
    if (whole === 0) {
      done();
      return;
    }
    const bytes = pending.subarray(0, whole);
    pending = pending.subarray(whole);
    if (started && bytes[0] === TERMINATE) {
      stream.push(null);
      done();
      return;
    }
    started = true;
    embedded.exchange(bytes).then(
      (answer) => {
        if (answer.length > 0 && !stream.destroyed)
          stream.push(Buffer.from(answer.buffer, answer.byteOffset, answer.length));
        done();
      },
      (error: unknown) => done(error instanceof Error ? error : new Error(String(error))),
    );
  }

  const stream = new Duplex({
    read: () => undefined,
    write: (chunk: Buffer, _encoding, done) => send(chunk, done),
    writev: (chunks, done) => send(Buffer.concat(chunks.map(({ chunk }) => chunk as Buffer)), done),
  });
  return Object.assign(stream, {
    connect() {
      clearSession(embedded).then(
        () => stream.emit("connect"),
        (error: unknown) => stream.destroy(error instanceof Error ? error : new Error(String(error))),
      );
      return stream;
    },
    setNoDelay: () => stream,
    setKeepAlive: () => stream,
    ref: () => stream,
    unref: () => stream,
  });
}

async function clearSession(embedded: Embedded): Promise<void> {
  for (const message of PREAMBLE) {
    const answer = await embedded.exchange(message);
    if (answer[0] === ERROR_RESPONSE) throw new Error("the embedded database's session could not be cleared");
  }
}

/** How many bytes at the start are whole messages; a message may come in several pieces. */
function wholeMessages(bytes: Buffer, started: boolean): number {
  let end = 0;
  let typed = started;
  for (;;) {
    const header = typed ? 5 : 4;
    if (end + header > bytes.length) return end;
    const next = end + (typed ? 1 : 0) + bytes.readUInt32BE(end + header - 4);
    if (next > bytes.length) return end;
    end = next;
    typed = true;
  }
}

function simpleQuery(sql: string): Buffer {
  const text = Buffer.from(`${sql}\0`);
  const header = Buffer.alloc(5);
  header.write("Q");
  header.writeUInt32BE(text.length + 4, 1);
  return Buffer.concat([header, text]);
}
