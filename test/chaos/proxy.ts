import { createServer, type AddressInfo, connect, type Server, type Socket } from "node:net";
import { createLane, type Lane } from "./proxy-lane.ts";
import { createCutter, endsInReady, READY, sqlOf } from "./pg-wire.ts";

/**
 * What is to happen to a statement. cut-reply: it reaches the server and is done, its reply is dropped and the
 * connection reset. reset: it never reaches the server.
 */
export type Verdict = "pass" | "cut-reply" | "reset" | { readonly delayMs: number };

export interface Statement {
  readonly sql: string;
  /** the same for all statements of one connection */
  readonly connection: object;
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

/** A watched statement whose reply is still to come. */
interface Awaited {
  readonly statement: Statement;
  readonly cut: boolean;
  /** its reply ends with the connection's so manieth "ready for query": statements before it may still be unanswered */
  readonly ready: number;
  readonly reply: Buffer[];
}

function watchPair(watched: Watched): void {
  const { client, server, pair } = watched;
  const awaited: Awaited[] = [];
  const hear = replies(watched, awaited);
  const ask = asking(watched, awaited);
  client.on("data", ask);
  client.on("end", () => pair.toServer.end());
  server.on("data", hear);
  server.on("end", () => pair.toClient.end());
}

function asking({ client, pair, watch, count }: Watched, awaited: Awaited[]): (chunk: Buffer) => void {
  const asked = createCutter(true);
  const marks = new Set<string>();
  let busy = false;
  /** how many "ready for query" are the replies to what was passed on; the start-up has one too */
  let readies = 1;

  async function read(): Promise<void> {
    const passing: Buffer[] = [];
    const flush = (): void => {
      if (passing.length > 0) pair.toServer.send(Buffer.concat(passing.splice(0)), client);
    };
    for (let message = asked.next(); message; message = asked.next()) {
      collect(message.bytes);
      const sql = sqlOf(message);
      if (sql !== undefined && watch.statements.test(sql)) {
        flush();
        const statement = { sql, connection: pair, number: count(), marks: [...marks] };
        marks.clear();
        const verdict = (await watch.before?.(statement)) ?? "pass";
        if (verdict === "reset") return pair.end();
        if (typeof verdict === "object") await new Promise((resolve) => setTimeout(resolve, verdict.delayMs));
        awaited.push({ statement, cut: verdict === "cut-reply", ready: readies + 1, reply: [] });
      }
      if (endsInReady(message)) readies += 1;
      passing.push(message.bytes);
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

  return function ask(chunk) {
    asked.push(chunk);
    if (busy) return;
    busy = true;
    void read().then(
      () => {
        busy = false;
      },
      () => pair.end(),
    );
  };
}

/** Every reply is passed on whole; what comes after one that somebody waits for is held back with it. */
function replies({ server, pair, watch }: Watched, awaited: Awaited[]): (chunk: Buffer) => void {
  const answered = createCutter(false);
  let readies = 0;
  let held: Promise<void> | undefined;

  function pass(bytes: Buffer): void {
    if (held) held = held.then(() => pair.toClient.send(bytes, server));
    else pair.toClient.send(bytes, server);
  }

  function end({ statement, cut, reply }: Awaited): void {
    const go = (): void => {
      if (cut) pair.end();
      else pair.toClient.send(Buffer.concat(reply), server);
    };
    const told = async (): Promise<void> => {
      await watch.after?.(statement);
      go();
    };
    if (held) held = held.then(told);
    else if (watch.after) held = told();
    else return go();
    const mine = held;
    void mine.then(
      () => {
        if (held === mine) held = undefined;
      },
      () => pair.end(),
    );
  }

  return function hear(chunk) {
    answered.push(chunk);
    const passing: Buffer[] = [];
    const flush = (): void => {
      if (passing.length > 0) pass(Buffer.concat(passing.splice(0)));
    };
    for (let message = answered.next(); message; message = answered.next()) {
      const [first] = awaited;
      const isAwaited = first?.ready === readies + 1;
      (isAwaited ? first.reply : passing).push(message.bytes);
      if (message.type !== READY) continue;
      readies += 1;
      if (!isAwaited) continue;
      flush();
      awaited.shift();
      end(first);
    }
    flush();
  };
}
