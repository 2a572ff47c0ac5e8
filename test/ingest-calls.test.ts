import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { type CallClaim, claimCall, dropClaim, keepAnswer } from "../src/db/ingest-calls.ts";
import type { Tx } from "../src/kernel/deps.ts";
import { mintOrganisation, testDatabase, type TestDatabase } from "./helpers/database.ts";

const CALL = "ingest key v1=signature";
const AT = Date.parse("2026-11-20T08:00:00Z");
const GIVEN_UP_MS = 60_000;

let database: TestDatabase;
beforeAll(async () => {
  database = await testDatabase();
});
afterAll(() => database.close());

async function calls() {
  const organisation = await mintOrganisation(database.db);
  const change = <T>(work: (tx: Tx) => T | Promise<T>): Promise<T> =>
    database.db.write(organisation, async (tx) => work(tx));
  return {
    claim: (atMs: number): Promise<CallClaim> => change((tx) => claimCall(tx, CALL, new Date(AT), new Date(atMs))),
    drop: (since: number) => change((tx) => dropClaim(tx, CALL, since)),
    answer: (words: string) => change((tx) => keepAnswer(tx, CALL, words)),
  };
}

describe("a call that somebody has claimed", () => {
  test("is nobody else's until a minute is over, and then the next one's", async () => {
    const { claim } = await calls();
    expect(await claim(AT)).toEqual({ kind: "first", since: AT });
    expect(await claim(AT + GIVEN_UP_MS - 1)).toEqual({ kind: "running" });
    expect(await claim(AT + GIVEN_UP_MS)).toEqual({ kind: "first", since: AT + GIVEN_UP_MS });
  });

  test("and let go may be claimed again at once", async () => {
    const { claim, drop } = await calls();
    await claim(AT);
    await drop(AT);
    expect(await claim(AT + 1)).toEqual({ kind: "first", since: AT + 1 });
  });

  test("that was taken over isn't let go by who had it before", async () => {
    const { claim, drop } = await calls();
    await claim(AT);
    await claim(AT + GIVEN_UP_MS);
    await drop(AT);
    expect(await claim(AT + GIVEN_UP_MS + 1)).toEqual({ kind: "running" });
  });

  test("and answered keeps its answer, whoever lets go of it", async () => {
    const { claim, drop, answer } = await calls();
    await claim(AT);
    await answer("done");
    await drop(AT);
    expect(await claim(AT + GIVEN_UP_MS)).toEqual({ kind: "answered", answer: "done" });
  });
});
