import { afterEach, beforeEach, describe, expect, test } from "vitest";
import type { Card } from "../../src/chat/card.ts";
import type { Drawn, SendOutcome } from "../../src/chat/platform.ts";
import { aloneContract } from "./platform-contract-alone.ts";
import { filesContract } from "./platform-contract-files.ts";
import { findingContract, untellableContract } from "./platform-contract-finding.ts";
import { paceContract } from "./platform-contract-pace.ts";
import { readingContract } from "./platform-contract-reading.ts";
import { wordsContract } from "./platform-contract-words.ts";
import { DELIVERY, drawnFor, postedIn } from "./platform-drawn.ts";
import { type PlatformHouse, UNCLEAR, type Untold } from "./platform-house.ts";

const LONGEST_WAIT_MS = 3_600_000;

/**
 * What every chat platform must do, whoever makes it.
 * @param untold what this one can't tell; of that alone less is asked
 */
export function platformContract(
  name: string,
  make: () => Promise<PlatformHouse>,
  untold: ReadonlySet<Untold> = new Set(),
): void {
  /** by which a message is looked for, where it can be */
  const carried = untold.has("whether a message stands") ? undefined : DELIVERY;
  let house: PlatformHouse;
  beforeEach(async () => {
    house = await make();
  });
  afterEach(() => house.stop());

  const drawn = (words: string, more: Partial<Drawn> = {}): Drawn => drawnFor(house, words, more);
  const carded = (card: Card, summary: Drawn["summary"] = ["Summary"]): Drawn => drawn("", { card, summary });
  const words = () => house.standing(house.channel).map((message) => message.letters);
  const posted = (target = house.channel, what = drawn("Northwind is at risk")): Promise<string> =>
    postedIn(house, target, what);

  describe(`${name}: a message`, () => {
    test("stands once, under the reference that came back, with its delivery id", async () => {
      const ref = await posted();
      expect(house.standing(house.channel)).toMatchObject([{ ref, deliveryId: carried, versions: 1 }]);
      expect(words()[0]).toContain("Northwind is at risk");
      expect(house.arrived("message")).toBe(1);
    });

    test("is drawn anew where it stands, and can still be told by its delivery id", async () => {
      const ref = await posted();
      const again = drawn("Northwind is well", { deliveryId: "019400d2-5b7a-7c31-9a52-0d8c2f6e1d02" });
      expect(await house.platform.update(house.channel, ref, again)).toEqual({ kind: "sent", ref });
      expect(house.standing(house.channel)).toMatchObject([{ ref, versions: 2, deliveryId: carried }]);
      expect(words()[0]).toContain("Northwind is well");
    });

    test("to a person goes to their own conversation, which is opened once", async () => {
      const refs = [await posted(house.anna.direct), await posted(house.anna.direct)];
      expect(house.standing(house.anna.direct).map((message) => message.ref)).toEqual(refs);
      expect(house.arrived("opening a conversation")).toBe(1);
      expect(words()).toEqual([]);
    });

    test("to a person is drawn anew by its reference", async () => {
      const ref = await posted(house.anna.direct);
      expect(await house.platform.update(house.anna.direct, ref, drawn("Again"))).toEqual({ kind: "sent", ref });
      expect(house.standing(house.anna.direct)).toMatchObject([{ ref, versions: 2 }]);
    });

    test("that is longer than anything is taken all the same, or refused without being sent", async () => {
      const line = { kind: "text", text: ["word ".repeat(2000)] } as const;
      const outcome = await house.platform.send(
        house.channel,
        carded({ title: ["Long"], body: Array(200).fill(line) }),
      );
      expect(["sent", "not-allowed"]).toContain(outcome.kind);
      expect(words()).toHaveLength(outcome.kind === "sent" ? 1 : 0);
    });

    test("without a word in it stands as well", async () => {
      await posted(house.channel, carded({ title: [], body: [] }, []));
      expect(words()).toHaveLength(1);
    });
  });

  describe(`${name}: when something befalls it`, () => {
    test.each(UNCLEAR)("a message may have been posted: %s", async (kind) => {
      house.befall("message", { kind });
      expect(await house.platform.send(house.channel, drawn("Perhaps"))).toMatchObject({ kind: "ambiguous" });
      expect(house.arrived("message")).toBe(1);
      const isThere = kind !== "silence" && kind !== "the line breaks before it arrives";
      expect(house.standing(house.channel)).toHaveLength(isThere ? 1 : 0);
    });

    test.each(UNCLEAR)("a redraw may have been done, and the next one is: %s", async (kind) => {
      const ref = await posted();
      house.befall("redraw", { kind });
      expect(await house.platform.update(house.channel, ref, drawn("Perhaps"))).toMatchObject({ kind: "ambiguous" });
      expect(await house.platform.update(house.channel, ref, drawn("For sure"))).toEqual({ kind: "sent", ref });
      expect(words()).toEqual([expect.stringContaining("For sure")]);
    });

    test.each(UNCLEAR)("opening a conversation posts nothing, so a message is only late: %s", async (kind) => {
      house.befall("opening a conversation", { kind });
      expect(await house.platform.send(house.anna.direct, drawn("Hello"))).toMatchObject({ kind: "passing" });
      await posted(house.anna.direct);
      expect(house.standing(house.anna.direct)).toHaveLength(1);
    });

    test("nobody listening is passing: nothing can have arrived", async () => {
      const { unreachable, channel } = house;
      expect(await unreachable.send(channel, drawn("Hello"))).toMatchObject({ kind: "passing" });
      expect(await unreachable.update(channel, await posted(), drawn("Hello"))).toMatchObject({ kind: "passing" });
    });

    test.each(["message", "redraw", "opening a conversation"] as const)(
      "too fast a %s waits as long as it was told",
      async (call) => {
        house.befall(call, { kind: "too fast", after: "7" });
        expect(await attempt(call)).toEqual({ kind: "slow-down", waitMs: 7000 });
      },
    );

    test.each(["", "soon", "-1", "0", "1e9", "7, 8", "999999999999", undefined])(
      "a wait that is no wait (%s) is one all the same, of an hour at most",
      async (after) => {
        house.befall("message", { kind: "too fast", after });
        const outcome = await house.platform.send(house.channel, drawn("Hello"));
        expect(outcome).toMatchObject({ kind: "slow-down" });
        const waitMs = outcome.kind === "slow-down" ? outcome.waitMs : 0;
        expect(waitMs).toBeGreaterThanOrEqual(1000);
        expect(waitMs).toBeLessThanOrEqual(LONGEST_WAIT_MS);
        expect(words()).toEqual([]);
      },
    );

    async function attempt(call: "message" | "redraw" | "opening a conversation"): Promise<SendOutcome> {
      if (call === "redraw") return house.platform.update(house.channel, await posted(), drawn("Again"));
      return house.platform.send(call === "message" ? house.channel : house.anna.direct, drawn("Hello"));
    }
  });

  describe(`${name}: an address`, () => {
    test("that was archived is gone, for messages and for redraws", async () => {
      const ref = await posted();
      house.archive(house.channel);
      expect(await house.platform.send(house.channel, drawn("Hello"))).toMatchObject({ kind: "address-gone" });
      expect(await house.platform.update(house.channel, ref, drawn("Hello"))).toMatchObject({ kind: "address-gone" });
    });

    test("that nobody knows is gone", async () => {
      expect(await house.platform.send(house.nowhere, drawn("Hello"))).toMatchObject({ kind: "address-gone" });
    });

    test("in a workspace without the bot is gone, and nothing leaves", async () => {
      expect(await house.platform.send(house.elsewhere, drawn("Hello"))).toMatchObject({ kind: "address-gone" });
      expect(
        await house.platform.send({ ...house.elsewhere, conversation: house.anna.direct.conversation }, drawn("")),
      ).toMatchObject({ kind: "address-gone" });
      expect(house.arrived("message") + house.arrived("opening a conversation")).toBe(0);
    });

    test("that the bot was sent away from doesn't allow it", async () => {
      house.bar(house.channel);
      expect(await house.platform.send(house.channel, drawn("Hello"))).toMatchObject({ kind: "not-allowed" });
    });

    test("of a person who left is gone", async () => {
      house.deactivate(house.anna.direct);
      expect(await house.platform.send(house.anna.direct, drawn("Hello"))).toMatchObject({ kind: "address-gone" });
    });

    test.each(["", "no reference", "C0:1:2", ":", "C0NOWHERE:1.2", "|", "19:x|1|2", "19:nowhere@thread.tacv2|1"])(
      "%j is no message that could be drawn anew",
      async (ref) => {
        expect(await house.platform.update(house.channel, ref, drawn("Hello"))).toMatchObject({ kind: "address-gone" });
      },
    );
  });

  wordsContract(name, () => house);
  const finding = untold.has("whether a message stands") ? untellableContract : findingContract;
  finding(name, () => house);
  aloneContract(name, () => house, untold);
  filesContract(name, () => house, !untold.has("files"));
  readingContract(name, () => house, untold);
  paceContract(name, () => house);
}
