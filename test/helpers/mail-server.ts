import type { AddressInfo } from "node:net";
import { SMTPServer, type SMTPServerOptions } from "smtp-server";

/** A message as its reader's program shows it. */
export interface Received {
  readonly from: string;
  readonly to: readonly string[];
  readonly secure: boolean;
  /** lower-case names; folded lines are one, encoded words are letters */
  readonly headers: ReadonlyMap<string, string>;
  /** by type, decoded; "text/plain", "text/html", "text/calendar" */
  readonly parts: ReadonlyMap<string, string>;
  readonly raw: string;
}

/** What the server says of a message in place of taking it; "drop": it takes it, and hangs up before it says so. */
export type MailFault =
  { readonly at: "recipient" | "data" | "sender"; readonly code: number; readonly says?: string } | "drop";

export interface MailServer {
  readonly url: string;
  readonly received: Received[];
  /** what the next messages meet, first to last */
  fault(...faults: MailFault[]): void;
  stop(): Promise<void>;
}

/** A real SMTP server in this process. */
export async function startMailServer(options: SMTPServerOptions = {}, port = 0): Promise<MailServer> {
  const received: Received[] = [];
  const faults: MailFault[] = [];
  const refusal = (at: "recipient" | "data" | "sender"): Error | undefined => {
    const [next] = faults;
    if (next === undefined || next === "drop" || next.at !== at) return undefined;
    faults.shift();
    return Object.assign(new Error(next.says ?? "no"), { responseCode: next.code });
  };
  const server = new SMTPServer({
    authOptional: true,
    logger: false,
    closeTimeout: 200,
    ...options,
    onMailFrom: (_address, _session, callback) => callback(refusal("sender")),
    onRcptTo: (_address, _session, callback) => callback(refusal("recipient")),
    onData(stream, session, callback) {
      const chunks: Buffer[] = [];
      stream.on("data", (chunk: Buffer) => chunks.push(chunk));
      stream.on("end", () => {
        const refused = refusal("data");
        if (refused) return callback(refused);
        const { mailFrom, rcptTo } = session.envelope;
        received.push({
          from: mailFrom ? mailFrom.address : "",
          to: rcptTo.map(({ address }) => address),
          secure: session.secure,
          ...readMessage(Buffer.concat(chunks).toString("utf8")),
        });
        if (faults[0] !== "drop") return callback();
        faults.shift();
        for (const connection of server.connections as Set<{ _socket: { destroy(): void } }>)
          connection._socket.destroy();
        return undefined;
      });
    },
  });
  server.on("error", () => undefined);
  await new Promise<void>((resolve) => server.listen(port, "127.0.0.1", resolve));
  const { port: listens } = server.server.address() as AddressInfo;
  return {
    url: `smtp://127.0.0.1:${String(listens)}`,
    received,
    fault: (...more) => void faults.push(...more),
    stop: () => new Promise((resolve) => server.close(() => resolve())),
  };
}

function readMessage(raw: string): Pick<Received, "headers" | "parts" | "raw"> {
  const { headers, body } = entity(raw);
  const parts = new Map<string, string>();
  collect(headers, body, parts);
  return { raw, parts, headers };
}

function entity(text: string): { readonly headers: Map<string, string>; readonly body: string } {
  const [head = "", ...rest] = text.split("\r\n\r\n");
  const lines = head.replace(/\r\n[ \t]+/g, " ").split("\r\n");
  const headers = new Map<string, string>();
  for (const line of lines) {
    const [, name = "", value = ""] = /^([^:]+):\s*(.*)$/.exec(line) ?? [];
    if (headers.has(name.toLowerCase())) throw new Error(`the header ${name} stands twice`);
    if (name !== "") headers.set(name.toLowerCase(), wordsIn(value));
  }
  return { headers, body: rest.join("\r\n\r\n") };
}

function collect(headers: ReadonlyMap<string, string>, body: string, into: Map<string, string>): void {
  const type = headers.get("content-type") ?? "text/plain";
  const boundary = /boundary="?([^";]+)"?/.exec(type)?.[1];
  if (boundary === undefined) {
    const kind = /^[^;]+/.exec(type)?.[0] ?? "";
    if (!into.has(kind)) into.set(kind, decoded(body, headers.get("content-transfer-encoding") ?? "7bit"));
    return;
  }
  for (const part of body.split(`--${boundary}`).slice(1, -1)) {
    const inner = entity(part.replace(/^\r\n/, "").replace(/\r\n$/, ""));
    collect(inner.headers, inner.body, into);
  }
}

function decoded(body: string, encoding: string): string {
  if (encoding === "base64") return Buffer.from(body, "base64").toString("utf8");
  if (encoding !== "quoted-printable") return body;
  return quoted(body.replace(/=\r\n/g, ""));
}

function quoted(text: string): string {
  const bytes = text.replace(/=([0-9A-F]{2})/g, (_all, hex: string) => String.fromCharCode(parseInt(hex, 16)));
  return Buffer.from(bytes, "latin1").toString("utf8");
}

function wordsIn(value: string): string {
  return value
    .replace(/\?=\s+=\?/g, "?==?")
    .replace(/=\?utf-8\?([qb])\?([^?]*)\?=/gi, (_all, how: string, word: string) =>
      how.toLowerCase() === "b" ? Buffer.from(word, "base64").toString("utf8") : quoted(word.replaceAll("_", " ")),
    );
}
