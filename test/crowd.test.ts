import { setImmediate as turn } from "node:timers/promises";
import { describe, expect, test } from "vitest";
import { ConnectionLost } from "../src/db/lost.ts";
import { createCrowds } from "../src/inbound/crowd.ts";

/** A desk that keeps what it was asked together, and answers when it is let. */
function desk({ most = 50, refuses, breaks = false }: { most?: number; refuses?: string; breaks?: boolean } = {}) {
  const rounds: string[][] = [];
  const apart: unknown[] = [];
  let open = (): void => undefined;
  let gate = new Promise<void>((resolve) => (open = resolve));
  const ask = createCrowds<string, string>({
    async decide(asks) {
      rounds.push([...asks]);
      await gate;
      if (breaks && asks.length > 1) throw new ConnectionLost(true, undefined);
      if (refuses !== undefined && asks.includes(refuses)) throw new Error(`${refuses} is refused`);
      return asks.map((each) => `${each}: done`);
    },
    isApart(error) {
      apart.push(error);
      return !(error instanceof ConnectionLost);
    },
    most,
  });
  return {
    ask,
    rounds,
    apart,
    letGo: () => open(),
    hold() {
      gate = new Promise((resolve) => (open = resolve));
    },
  };
}

describe("those who press one thing at once", () => {
  test("are decided one after the other: the first at once, and together whoever came meanwhile", async () => {
    const { ask, rounds, letGo } = desk();
    const answers = Promise.all(["ben", "cleo", "dora"].map((who) => ask("acme", who)));
    await turn();
    expect(rounds).toEqual([["ben"]]);
    letGo();
    expect(await answers).toEqual(["ben: done", "cleo: done", "dora: done"]);
    expect(rounds).toEqual([["ben"], ["cleo", "dora"]]);
  });

  test("don't wait for those who press something else", async () => {
    const { ask, rounds } = desk();
    void ask("acme", "ben");
    void ask("contoso", "cleo");
    await turn();
    expect(rounds).toEqual([["ben"], ["cleo"]]);
  });

  test("come in rounds, of which none is larger than allowed, and none is empty", async () => {
    const { ask, rounds, letGo } = desk({ most: 2 });
    const answers = Promise.all(["a", "b", "c", "d"].map((who) => ask("acme", who)));
    letGo();
    await answers;
    expect(rounds).toEqual([["a"], ["b", "c"], ["d"]]);
  });

  test("are each decided alone where one of them can't be, who alone hears why", async () => {
    const { ask, rounds, apart, letGo } = desk({ refuses: "mallory" });
    const answers = Promise.allSettled(["ben", "cleo", "mallory", "dora"].map((who) => ask("acme", who)));
    letGo();
    expect(await answers).toEqual([
      { status: "fulfilled", value: "ben: done" },
      { status: "fulfilled", value: "cleo: done" },
      { status: "rejected", reason: new Error("mallory is refused") },
      { status: "fulfilled", value: "dora: done" },
    ]);
    expect(rounds).toEqual([["ben"], ["cleo", "mallory", "dora"], ["cleo"], ["mallory"], ["dora"]]);
    expect(apart).toEqual([new Error("mallory is refused")]);
  });

  test("all hear it when the connection broke under them, so that each knows that it may stand", async () => {
    const { ask, rounds, letGo } = desk({ breaks: true });
    const answers = Promise.allSettled(["ben", "cleo", "dora"].map((who) => ask("acme", who)));
    letGo();
    const lost = { status: "rejected", reason: expect.objectContaining({ committing: true }) as object };
    expect(await answers).toEqual([{ status: "fulfilled", value: "ben: done" }, lost, lost]);
    expect(rounds).toEqual([["ben"], ["cleo", "dora"]]);
  });

  test("leave nothing behind: who comes later is decided at once again", async () => {
    const { ask, rounds, letGo, hold } = desk({ refuses: "mallory" });
    letGo();
    await Promise.allSettled([ask("acme", "mallory"), ask("acme", "ben")]);
    hold();
    void ask("acme", "cleo");
    await turn();
    expect(rounds.at(-1)).toEqual(["cleo"]);
  });
});
