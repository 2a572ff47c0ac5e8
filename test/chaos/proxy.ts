import { createServer, type AddressInfo, connect, type Server, type Socket } from "node:net";
import { createLane, type Lane } from "./proxy-lane.ts";
import { createCutter, READY, sqlOf } from "./pg-wire.ts";

/**
 * What is to happen to a statement. cut-reply: it reaches the server and is done, its reply is dropped and the
 * connection reset. reset: it never reaches the server.
 */
export type Verdict = "pass" | "cut-reply" | "reset" | { readonly delayMs: number };

export interface Statement {
  readonly sql: string;
  /** counts from 1 over all watched statements that came by this proxy */
  readonly number: number;
  /** found in what the client sent on this connection since its last watched statement, each once */
  readonly marks: readonly string[];
}

/** Which statements of PostgreSQL's clients are looked at, and what happens then. */
export interface Watch {
  /** e.g. /^commit$/i; simple queries as well as prepared ones are tried */
  readonly statements: RegExp;
  /** bytes to look out for in all that a client sends, e.g. ids with a prefix of their own */
  readonly marks?: { readonly prefix: string; readonly length: number };
  /** The statement is here and not yet passed on; waited for. Whoever is killed here has sent it in vain. */
  before?(statement: Statement): Verdict | undefined | Promise<Verdict | undefined>;
  /** Its reply is here and not yet passed on; waited for. Whoever is killed here never hears that it was done. */
  after?(statement: Statement): void | Promise<void>;
}

export interface ProxyOptions {
  readonly to: { readonly host: string; readonly port: number };
  /** only in front of PostgreSQL; without it any protocol passes, e.g. HTTP */
  readonly watch?: Watch | undefined;
}

/** Stands in front of a server and makes its network bad. */
export interface Proxy {
  /** on 127.0.0.1 */
  readonly port: number;
  /** connections that are open now */
  readonly open: number;
  /** holds everything that comes from now on for so long, each way */
  setLatency(latencyMs: number): void;
  /** true: nothing passes and nobody is told. false: what was held back passes. */
  setBlackHole(isHole: boolean): void;
  /** resets every open connection */
  reset(): void;
  stop(): Promise<void>;
}

export async function startProxy({ to, watch }: ProxyOptions): Promise<Proxy> {
  const weather = { latencyMs: 0, isHole: false };
  const pairs = new Set<Pair>();
  let watched = 0;

  function accept(client: Socket): void {
    const server = connect(to);
    for (const socket of [client, server]) socket.setNoDelay(true);
    const pair: Pair = {
      toServer: createLane(server, weather),
      toClient: createLane(client, weather),
      end() {
        if (!pairs.delete(pair)) return;
        // A reset after an orderly end would leave Node with a handle that never closes.
        if (client.writableEnded) client.destroy();
        else client.resetAndDestroy();
        server.destroy();
      },
    };
    pairs.add(pair);
    for (const socket of [client, server]) {
      socket.on("error", () => pair.end());
      socket.on("close", () => pair.end());
    }
    if (!watch) {
      pass(client, pair.toServer);
      pass(server, pair.toClient);
      return;
    }
    watchPair({ client, server, pair, watch, count: () => ++watched });
  }

  const door: Server = createServer({ noDelay: true }, accept);
  await new Promise<void>((resolve) => door.listen(0, "127.0.0.1", resolve));
  return {
    port: (door.address() as AddressInfo).port,
    get open() {
      return pairs.size;
    },
    setLatency(latencyMs) {
      weather.latencyMs = latencyMs;
    },
    setBlackHole(isHole) {
      weather.isHole = isHole;
      if (!isHole) for (const { toServer, toClient } of pairs) for (const lane of [toServer, toClient]) lane.go();
    },
    reset() {
      for (const pair of pairs) pair.end();
    },
    async stop() {
      for (const pair of pairs) pair.end();
      await new Promise((resolve) => door.close(resolve));
    },
  };
}

interface Pair {
  readonly toServer: Lane;
  readonly toClient: Lane;
  end(): void;
}

function pass(from: Socket, lane: Lane): void {
  from.on("data", (chunk: Buffer) => lane.send(chunk, from));
  from.on("end", () => lane.end());
}

interface Watched {
  readonly client: Socket;
  readonly server: Socket;
  readonly pair: Pair;
  readonly watch: Watch;
  readonly count: () => number;
}

/** Of the two streams only what is needed is read: a client's messages, and a server's after a watched statement. */
function watchPair({ client, server, pair, watch, count }: Watched): void {
  const { toServer, toClient } = pair;
  const asked = createCutter(true);
  const marks = new Set<string>();
  let awaited: { statement: Statement; cut: boolean; replied: ReturnType<typeof createCutter> } | undefined;
  let busy = false;

  async function read(): Promise<void> {
    const passing: Buffer[] = [];
    const flush = (): void => {
      if (passing.length > 0) toServer.send(Buffer.concat(passing.splice(0)), client);
    };
    for (let message = asked.next(); message; message = asked.next()) {
      collect(message.bytes);
      const sql = sqlOf(message);
      if (sql === undefined || !watch.statements.test(sql)) {
        passing.push(message.bytes);
        continue;
      }
      flush();
      const statement = { sql, number: count(), marks: [...marks] };
      marks.clear();
      const verdict = (await watch.before?.(statement)) ?? "pass";
      if (verdict === "reset") return pair.end();
      if (typeof verdict === "object") await new Promise((resolve) => setTimeout(resolve, verdict.delayMs));
      awaited = { statement, cut: verdict === "cut-reply", replied: createCutter(false) };
      toServer.send(message.bytes, client);
    }
    flush();
  }

  function collect(bytes: Buffer): void {
    if (!watch.marks) return;
    const { prefix, length } = watch.marks;
    for (let at = bytes.indexOf(prefix, 0, "latin1"); at >= 0; at = bytes.indexOf(prefix, at + length, "latin1")) {
      marks.add(bytes.toString("latin1", at, at + length));
    }
  }

  client.on("data", (chunk: Buffer) => {
    asked.push(chunk);
    if (busy) return;
    busy = true;
    void read().then(
      () => {
        busy = false;
      },
      () => pair.end(),
    );
  });
  client.on("end", () => toServer.end());

  let held: Promise<void> | undefined;
  server.on("data", (chunk: Buffer) => {
    if (held) {
      held = held.then(() => toClient.send(chunk, server));
      return;
    }
    if (!awaited) return toClient.send(chunk, server);
    awaited.replied.push(chunk);
    let isReady = false;
    for (let message = awaited.replied.next(); message; message = awaited.replied.next()) {
      isReady ||= message.type === READY;
    }
    if (!isReady) {
      if (!awaited.cut) toClient.send(chunk, server);
      return;
    }
    const { statement, cut } = awaited;
    awaited = undefined;
    const told = watch.after?.(statement);
    if (!told) {
      if (cut) pair.end();
      else toClient.send(chunk, server);
      return;
    }
    const mine = told.then(
      () => {
        if (cut) pair.end();
        else toClient.send(chunk, server);
        if (held === mine) held = undefined;
      },
      () => pair.end(),
    );
    held = mine;
  });
  server.on("end", () => toClient.end());
}
