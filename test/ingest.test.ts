import { createHmac } from "node:crypto";
import { afterAll, beforeAll, beforeEach, describe, expect, test } from "vitest";
import { type App, createApp } from "../src/app.ts";
import { readConfig } from "../src/config.ts";
import {
  createIngestKey,
  type KeySource,
  type NewIngestKey,
  revokeIngestKey,
  rotateIngestKey,
} from "../src/db/ingest-keys.ts";
import type { Database } from "../src/db/transaction.ts";
import { createMovableClock, wallClock } from "../src/kernel/clock.ts";
import type { OrganisationId } from "../src/kernel/ids.ts";
import { mintOrganisation, testDatabase } from "./helpers/database.ts";
import { NINE } from "./helpers/running-app.ts";
import { stillWall } from "./helpers/slack-request.ts";

const KEY = Buffer.alloc(32, 7).toString("base64");
const wall = stillWall(new Date(Math.floor(wallClock.now().getTime() / 1000) * 1000));

let db: Database;
let app: App;
let other: App;
let url = "";
let organisation: OrganisationId;
let key: NewIngestKey;
let made = 0;

beforeAll(async () => {
  ({ db } = await testDatabase());
  const config = readConfig({ PORT: "0", LOG_LEVEL: "silent", ENCRYPTION_KEY: KEY });
  const clock = createMovableClock(NINE);
  // Two replicas of one service; of the second one only the door is used.
  app = await createApp({ config, db, clock, wall });
  other = await createApp({ config, db, clock, wall });
  url = await app.start({ tick: false });
  await other.server.ready();
});
afterAll(() => app.stop());

beforeEach(async () => {
  organisation = await mintOrganisation(db);
  key = await newKey(organisation);
});

async function newKey(of: OrganisationId, source: KeySource = "csv"): Promise<NewIngestKey> {
  const name = `warehouse ${String(++made)}`;
  const created = await db.write(of, (tx) => createIngestKey(tx, app.sealer, { name, source, at: wall.now() }));
  if (!created) throw new Error("the name was taken");
  return created;
}

interface Sending {
  readonly kind?: string;
  readonly with?: NewIngestKey;
  readonly atSeconds?: number;
  readonly headers?: Record<string, string>;
}

function signed(body: string, { with: by = key, atSeconds, headers = {} }: Sending = {}): Record<string, string> {
  const timestamp = String(atSeconds ?? nowSeconds());
  const signature = createHmac("sha256", by.secret).update(`${timestamp}.${body}`).digest("hex");
  return {
    "content-type": "application/json",
    "x-tandem-key": by.keyId,
    "x-tandem-timestamp": timestamp,
    "x-tandem-signature": `v1=${signature}`,
    ...headers,
  };
}

const nowSeconds = (): number => Math.floor(wall.now().getTime() / 1000);

async function send(body: string, sending: Sending = {}) {
  const { kind = "accounts" } = sending;
  const response = await fetch(`${url}/ingest/v1/${kind}`, { method: "POST", headers: signed(body, sending), body });
  const text = await response.text();
  return { status: response.status, text, json: JSON.parse(text) as unknown, headers: response.headers };
}

const records = (...given: readonly object[]): string => JSON.stringify({ records: given });
const account = (id: string, more: object = {}): object => ({ external_id: id, name: `Customer ${id}`, ...more });

async function accountsOf(of: OrganisationId): Promise<string[]> {
  const rows = await db.read(of, (tx) => tx.rows<{ name: string }>("select name from account order by name"));
  return rows.map(({ name }) => name);
}

describe("records sent with a good signature", () => {
  test("go in, as a file's rows would", async () => {
    const { status, json } = await send(records(account("1"), account("2")));
    expect([status, json]).toEqual([200, { accepted: 2, rejected: [] }]);
    expect(await accountsOf(organisation)).toEqual(["Customer 1", "Customer 2"]);
  });

  test("a bad one among them is named by its place, and the good ones go in", async () => {
    const { status, json } = await send(
      records(account("1"), { external_id: "2" }, account("3", { key_account: "x" }), account("4")),
    );
    const { accepted, rejected } = json as { accepted: number; rejected: { index: number; problem: string }[] };
    expect([status, accepted, rejected.map(({ index }) => index)]).toEqual([200, 2, [1, 2]]);
    expect(rejected.every(({ problem }) => problem.length > 10)).toBe(true);
    expect(await accountsOf(organisation)).toEqual(["Customer 1", "Customer 4"]);
  });

  test("what isn't a record at all is named too, and a field that nobody knows is listed", async () => {
    const { json } = await send(JSON.stringify({ records: [null, [], "x", account("1", { colour: "red" })] }));
    const { accepted, rejected, ignored } = json as {
      accepted: number;
      rejected: { index: number }[];
      ignored: string[];
    };
    expect([accepted, rejected.map(({ index }) => index), ignored]).toEqual([1, [0, 1, 2], ["colour"]]);
  });

  test("the problem is said in the language that the sender asks for", async () => {
    const { json } = await send(records({ external_id: "2" }), { headers: { "accept-language": "de-AT, en;q=0.5" } });
    const english = (await send(records({ external_id: "3" }))).json;
    const problemIn = (given: unknown) => (given as { rejected: { problem: string }[] }).rejected[0]?.problem;
    expect(problemIn(json)).not.toBe(problemIn(english));
  });

  test("by a key of the CRM's win over those of another key, whose program is told nothing is wrong; a new secret for it changes nothing of that", async () => {
    const crm = await newKey(organisation, "crm");
    const needs = (words: string) => records(account("1", { needs: words }));
    const stored = () =>
      db.read(organisation, (tx) =>
        tx.rows<{ value: string; source: string }>("select value, source from profile_field"),
      );
    await send(needs("as the warehouse has it"));
    expect(await stored()).toEqual([{ value: "as the warehouse has it", source: "csv" }]);
    await send(needs("as the CRM has it"), { with: crm });
    expect((await send(needs("as the warehouse has it"))).status).toBe(200);
    expect(await stored()).toEqual([{ value: "as the CRM has it", source: "crm" }]);
    const rotated = await db.write(organisation, (tx) =>
      rotateIngestKey(tx, app.sealer, { keyId: crm.keyId, at: wall.now() }),
    );
    if (rotated.kind !== "rotated") throw new Error("the key was not rotated");
    await send(needs("as the CRM has it now"), { with: rotated.key });
    expect(await stored()).toEqual([{ value: "as the CRM has it now", source: "crm" }]);
  });

  test("of two organisations stay apart, with the same records and the same second", async () => {
    const neighbour = await mintOrganisation(db);
    const theirs = await newKey(neighbour);
    await Promise.all([send(records(account("1"))), send(records(account("2")), { with: theirs })]);
    expect(await accountsOf(organisation)).toEqual(["Customer 1"]);
    expect(await accountsOf(neighbour)).toEqual(["Customer 2"]);
  });

  test("note the day on which their key was last used", async () => {
    await send(records(account("1")));
    const [row] = await db.read(organisation, (tx) =>
      tx.rows<{ day: string }>("select last_used_on::text as day from ingest_key"),
    );
    expect(row?.day).toBe(wall.now().toISOString().slice(0, 10));
  });
});

describe("who can't prove to have the secret", () => {
  const body = records(account("1"));
  const wrong: readonly (readonly [string, () => Sending])[] = [
    ["with a key that nobody has", () => ({ with: { ...key, keyId: `tdk_${"0".repeat(20)}` } })],
    ["with a key of another form", () => ({ with: { ...key, keyId: "' or 1=1 --" } })],
    ["with another secret", () => ({ with: { ...key, secret: "tds_guessed" } })],
    ["301 seconds late", () => ({ atSeconds: nowSeconds() - 301 })],
    ["301 seconds early", () => ({ atSeconds: nowSeconds() + 301 })],
    ["without a signature", () => ({ headers: { "x-tandem-signature": "" } })],
    ["with a signature of another version", () => ({ headers: { "x-tandem-signature": `v2=${"0".repeat(64)}` } })],
    ["with a time that is none", () => ({ headers: { "x-tandem-timestamp": "soon" } })],
    ["with a signature of another time", () => ({ headers: { "x-tandem-timestamp": String(nowSeconds() - 1) } })],
    ["with a key that was revoked", () => ({ with: revoked })],
    ["for a kind that there isn't", () => ({ kind: "planets", with: { ...key, secret: "tds_guessed" } })],
  ];
  let revoked: NewIngestKey;
  beforeEach(async () => {
    revoked = await newKey(organisation);
    await db.write(organisation, (tx) => revokeIngestKey(tx, { keyId: revoked.keyId, at: wall.now() }));
  });

  test.each(wrong)("%s gets one and the same answer, and nothing goes in", async (_how, sending) => {
    const [{ status, text }, reference] = [await send(body, sending()), await send(body, { atSeconds: 1 })];
    expect([status, text]).toEqual([401, reference.text]);
    expect(await accountsOf(organisation)).toEqual([]);
  });

  test("with a body that was changed on its way, too", async () => {
    const headers = signed(body);
    const changed = await fetch(`${url}/ingest/v1/accounts`, { method: "POST", headers, body: `${body} ` });
    expect(changed.status).toBe(401);
  });

  test("300 seconds either way is still of now", async () => {
    expect((await send(body, { atSeconds: nowSeconds() - 300 })).status).toBe(200);
    expect((await send(body, { atSeconds: nowSeconds() + 300 })).status).toBe(200);
  });
});

describe("a call that comes again", () => {
  test("is answered as it was, and has no second effect, on another replica too", async () => {
    const body = records(account("1"), { external_id: "2" });
    const headers = signed(body);
    const first = await (await fetch(`${url}/ingest/v1/accounts`, { method: "POST", headers, body })).text();
    await send(records(account("1", { name: "Renamed" })));
    const copy = await (await fetch(`${url}/ingest/v1/accounts`, { method: "POST", headers, body })).text();
    const elsewhere = await other.server.inject({ method: "POST", url: "/ingest/v1/accounts", headers, payload: body });
    expect([copy, elsewhere.body]).toEqual([first, first]);
    expect(await accountsOf(organisation)).toEqual(["Renamed"]);
  });

  test("has no effect under another kind either, which the signature doesn't name", async () => {
    const body = records({ ...account("1"), email: "a@b.example", role: "csm" });
    const headers = signed(body);
    const answers = [];
    for (const kind of ["accounts", "people"]) {
      answers.push(await (await fetch(`${url}/ingest/v1/${kind}`, { method: "POST", headers, body })).text());
    }
    expect(answers[1]).toBe(answers[0]);
    const people = await db.read(organisation, (tx) => tx.rows("select 1 from person"));
    expect(people).toEqual([]);
  });

  test("while the first is worked on, is answered the same once", async () => {
    const body = records(account("1"));
    const headers = signed(body);
    const answers = await Promise.all(
      [1, 2, 3].map(async () => (await fetch(`${url}/ingest/v1/accounts`, { method: "POST", headers, body })).text()),
    );
    expect(new Set(answers)).toEqual(new Set([JSON.stringify({ accepted: 1, rejected: [] })]));
  });

  test("whose replica died over it, is told to wait for a minute and then done", async () => {
    const body = records(account("1"));
    const headers = signed(body);
    const call = `ingest ${key.keyId} ${headers["x-tandem-signature"] ?? ""}`;
    const since = JSON.stringify({ since: wall.now().getTime() });
    await db.write(organisation, (tx) =>
      tx.rows("insert into input (organisation_id, key, at, reply) values ($1, $2, $3, $4::jsonb)", [
        organisation,
        call,
        NINE,
        since,
      ]),
    );
    const early = await fetch(`${url}/ingest/v1/accounts`, { method: "POST", headers, body });
    expect([early.status, early.headers.get("retry-after")]).toEqual([409, "5"]);
    wall.move(60_000);
    const late = await fetch(`${url}/ingest/v1/accounts`, { method: "POST", headers, body });
    expect(await late.json()).toEqual({ accepted: 1, rejected: [] });
  });
});

describe("what can't be taken", () => {
  test("more than 1 MiB is refused before it is read", async () => {
    const body = JSON.stringify({ records: [], filler: "x".repeat(1024 * 1024) });
    const { status, json } = await send(body);
    expect([status, json]).toEqual([413, { problem: expect.stringContaining("1 MiB") }]);
  });

  test("more than a thousand records are refused as a whole, a thousand are taken", async () => {
    const many = (count: number) => records(...Array.from({ length: count }, (_, at) => account(String(at))));
    const { status, json } = await send(many(1001));
    expect([status, json]).toEqual([413, { problem: expect.stringContaining("1,001 records") }]);
    expect(await accountsOf(organisation)).toEqual([]);
    expect((await send(many(1000))).json).toEqual({ accepted: 1000, rejected: [] });
  });

  test.each(["", "{", "[]", '{"records": {}}', "null", '{"records": [1'])(
    "%j is refused with what is expected",
    async (body) => {
      const { status, json } = await send(body);
      expect([status, json]).toEqual([400, { problem: expect.stringContaining('{ "records": [{ … }, …] }') }]);
    },
  );

  test("an unknown kind is answered with the kinds that there are", async () => {
    const { status, json } = await send(records(), { kind: "planets" });
    expect(status).toBe(404);
    expect((json as { kinds: string[] }).kinds).toEqual(expect.arrayContaining(["people", "accounts", "usage"]));
  });

  test("a key that calls more than 300 times in a minute waits, and others don't", async () => {
    const [first] = await Promise.all([send(records())]);
    expect(first.status).toBe(200);
    await db.system.rows(`update pace set recent = array_fill($2::timestamptz, array[300]) where "window" = $1`, [
      `ingest ${key.keyId}`,
      wall.now(),
    ]);
    wall.move(20_000);
    const body = records(account("1"));
    const { status, headers } = await send(body);
    expect([status, headers.get("retry-after")]).toEqual([429, "40"]);
    expect((await send(records(), { with: await newKey(organisation) })).status).toBe(200);
    wall.move(39_999);
    expect((await send(body)).status).toBe(429);
    wall.move(1);
    expect((await send(body)).json).toEqual({ accepted: 1, rejected: [] });
  });
});

describe("a rotated key", () => {
  test("is good for 24 hours more, beside the new one", async () => {
    const rotated = await db.write(organisation, (tx) =>
      rotateIngestKey(tx, app.sealer, { keyId: key.keyId, at: wall.now() }),
    );
    if (rotated.kind !== "rotated") throw new Error("not rotated");
    wall.move(24 * 3_600_000 - 1);
    expect((await send(records(account("1")))).status).toBe(200);
    wall.move(1);
    expect((await send(records(account("2")))).status).toBe(401);
    expect((await send(records(account("3")), { with: rotated.key })).status).toBe(200);
  });

  test("can't be rotated again, nor by another organisation", async () => {
    const rotate = (of: OrganisationId) =>
      db.write(of, (tx) => rotateIngestKey(tx, app.sealer, { keyId: key.keyId, at: wall.now() }));
    expect((await rotate(await mintOrganisation(db))).kind).toBe("unknown");
    expect((await rotate(organisation)).kind).toBe("rotated");
    expect((await rotate(organisation)).kind).toBe("over");
  });
});
