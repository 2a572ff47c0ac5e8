import { connect } from "node:net";

/** What came back for the bytes that were sent over one socket. */
export interface Wired {
  /** the status of every answer, in order */
  readonly statuses: readonly number[];
  readonly text: string;
  /** the server closed the connection */
  readonly closed: boolean;
}

/** Sends bytes as they are and reads until the server closes, or is quiet for a while after `answers` answers. */
export function wire(port: number, bytes: string | Buffer, { answers = 1, patienceMs = 2000 } = {}): Promise<Wired> {
  return new Promise((resolve) => {
    const chunks: Buffer[] = [];
    let closed = false;
    const socket = connect({ port, host: "127.0.0.1" }, () => socket.write(bytes));
    const timer = setTimeout(() => socket.destroy(), patienceMs);
    socket.on("data", (chunk: Buffer) => {
      chunks.push(chunk);
      if (statusesIn(textOf(chunks)).length >= answers) socket.end();
    });
    socket.on("error", () => (closed = true));
    socket.on("end", () => (closed = true));
    socket.on("close", () => {
      clearTimeout(timer);
      const text = textOf(chunks);
      resolve({ statuses: statusesIn(text), text, closed });
    });
  });
}

function textOf(chunks: readonly Buffer[]): string {
  return Buffer.concat(chunks).toString("latin1");
}

function statusesIn(text: string): number[] {
  return [...text.matchAll(/HTTP\/1\.1 (\d{3}) (?!Continue)/g)].map(([, status]) => Number(status));
}

/** A request as it stands on the wire. */
export function onWire(
  headers: readonly string[],
  body = "",
  { line = "POST /slack/events HTTP/1.1", host = "Host: 127.0.0.1" }: { line?: string; host?: string | null } = {},
): string {
  const length = headers.some((each) => /^(content-length|transfer-encoding):/i.test(each))
    ? []
    : [`Content-Length: ${String(Buffer.byteLength(body))}`];
  return [line, ...(host === null ? [] : [host]), ...headers, ...length, "", body].join("\r\n");
}
