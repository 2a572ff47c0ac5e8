import { once } from "node:events";
import { type AddressInfo, connect, createServer, type Socket } from "node:net";
import { afterEach, expect, test, vi } from "vitest";
import { type Proxy, type Statement, startProxy, type Verdict, type Watch } from "./proxy.ts";

const endings: (() => Promise<unknown> | void)[] = [];
afterEach(async () => {
  for (const end of endings.splice(0).toReversed()) await end();
});

function message(type: string, body: string): Buffer {
  const length = Buffer.alloc(4);
  length.writeInt32BE(body.length + 5);
  return Buffer.concat([Buffer.from(type), length, Buffer.from(`${body}\0`)]);
}
const START_UP = message("", "user").subarray(0);
const COMMIT = message("Q", "commit");
const READY = Buffer.from([0x5a, 0, 0, 0, 5, 0x49]);

/** A server that answers a start-up, a sync and a COMMIT with "ready" each, and remembers what it was sent. */
async function startServer(): Promise<{ port: number; heard: () => string }> {
  let heard = "";
  const sockets = new Set<Socket>();
  const server = createServer((socket) => {
    sockets.add(socket);
    socket.on("error", () => undefined);
    socket.on("data", (chunk: Buffer) => {
      const said = chunk.toString("latin1");
      heard += said;
      for (const _ of said.matchAll(/user|synced|commit/g)) socket.write(READY);
    });
  });
  server.listen(0, "127.0.0.1");
  await once(server, "listening");
  endings.push(() => {
    for (const socket of sockets) socket.destroy();
    server.close();
  });
  return { port: (server.address() as AddressInfo).port, heard: () => heard };
}

async function connected(watch?: Watch): Promise<{ client: Socket; proxy: Proxy; heard: () => string }> {
  const { port, heard } = await startServer();
  const proxy = await startProxy({ to: { host: "127.0.0.1", port }, watch });
  endings.push(() => proxy.stop());
  const client = connect({ host: "127.0.0.1", port: proxy.port });
  client.on("error", () => undefined);
  endings.push(() => void client.destroy());
  await once(client, "connect");
  const started = reply(client);
  client.write(START_UP);
  await started;
  return { client, proxy, heard };
}

/** @returns what came until the connection ended or "ready" came */
async function reply(client: Socket): Promise<string> {
  return new Promise((resolve) => {
    client.once("data", (chunk: Buffer) => resolve(chunk.equals(READY) ? "ready" : chunk.toString("latin1")));
    client.once("close", () => resolve("closed"));
  });
}

test("a COMMIT passes, and is told with the marks of its transaction, though it comes in pieces", async () => {
  const seen: Statement[] = [];
  const { client, heard } = await connected({
    statements: /^commit$/i,
    marks: { prefix: "race-", length: 7 },
    before: (statement) => void seen.push(statement),
  });
  const all = Buffer.concat([message("P", "s\0update race-01"), message("B", "race-02 race-01"), COMMIT]);
  const answered = reply(client);
  client.write(all.subarray(0, 9));
  await new Promise((resolve) => setImmediate(resolve));
  client.write(all.subarray(9));
  expect(await answered).toBe("ready");
  expect(seen).toMatchObject([{ sql: "commit", number: 1, marks: ["race-01", "race-02"] }]);
  expect(heard()).toContain("commit");
});

test.each<[Verdict, string, boolean]>([
  ["pass", "ready", true],
  ["cut-reply", "closed", true],
  ["reset", "closed", false],
  [{ delayMs: 1 }, "ready", true],
])("%j: the client sees %s, and whether the server heard of it is %s", async (verdict, seen, isHeard) => {
  const { client, heard } = await connected({ statements: /^commit$/i, before: () => verdict });
  const answered = reply(client);
  client.write(COMMIT);
  expect(await answered).toBe(seen);
  expect(heard().includes("commit")).toBe(isHeard);
});

test("the reply to a COMMIT is its own, whatever is still unanswered before it", async () => {
  const got: Buffer[] = [];
  let before = "";
  const { client } = await connected({
    statements: /^commit$/i,
    async after() {
      for (let turn = 0; turn < 5; turn++) await new Promise((resolve) => setImmediate(resolve));
      before = Buffer.concat(got).toString("latin1");
    },
  });
  client.on("data", (chunk: Buffer) => got.push(chunk));
  client.write(Buffer.concat([message("P", "s\0update"), message("S", "synced"), COMMIT]));
  await vi.waitFor(() => expect(Buffer.concat(got)).toEqual(Buffer.concat([READY, READY])));
  expect(before).toBe(READY.toString("latin1"));
});

test("whoever is told after a COMMIT is waited for before its reply passes on", async () => {
  let told = "";
  const { client } = await connected({
    statements: /^commit$/i,
    async after({ sql }) {
      await new Promise((resolve) => setImmediate(resolve));
      told = sql;
    },
  });
  const answered = reply(client);
  client.write(COMMIT);
  expect(await answered).toBe("ready");
  expect(told).toBe("commit");
});

test("in a black hole nothing passes, and after it everything does", async () => {
  const { client, proxy, heard } = await connected();
  proxy.setBlackHole(true);
  client.write("first ");
  await new Promise((resolve) => client.write("commit", resolve));
  // What was written on the loopback is read in the next turn, and would be passed on in the one after.
  for (let turn = 0; turn < 5; turn++) await new Promise((resolve) => setImmediate(resolve));
  expect(heard()).not.toContain("first");
  const answered = reply(client);
  proxy.setBlackHole(false);
  expect(await answered).toBe("ready");
  expect(heard()).toContain("first commit");
});

test("latency keeps the order", async () => {
  const { client, proxy, heard } = await connected();
  proxy.setLatency(5);
  const answered = reply(client);
  for (const word of ["one ", "two ", "commit"]) client.write(word);
  expect(await answered).toBe("ready");
  expect(heard()).toContain("one two commit");
});

test("a reset ends every connection", async () => {
  const { client, proxy } = await connected();
  const first = reply(client);
  client.write("commit");
  expect(await first).toBe("ready");
  const second = reply(client);
  proxy.reset();
  expect(await second).toBe("closed");
  expect(proxy.open).toBe(0);
});
