import { describe, expect, test } from "vitest";
import type { FindOutcome, Target } from "../../src/chat/platform.ts";
import { DELIVERY, drawnFor, postedIn } from "./platform-drawn.ts";
import { type PlatformHouse, UNCLEAR } from "./platform-house.ts";

const OTHER = "019400d2-5b7a-7c31-9a52-0d8c2f6e1d02";

/** Whether a message that may have been posted stands there. */
export function findingContract(name: string, house: () => PlatformHouse): void {
  const drawn = (deliveryId: string) => drawnFor(house(), "Perhaps", { deliveryId });

  /** Looks for what happened while `meanwhile` did. */
  async function lookAfter(target: Target, meanwhile: () => Promise<unknown>): Promise<FindOutcome> {
    const from = house().now();
    await meanwhile();
    return house().platform.find(target, DELIVERY, { from, to: house().now() });
  }
  const nothing = () => Promise.resolve();

  describe(`${name}: a message that may have been posted`, () => {
    test("is found when it was, in a channel and in a direct conversation", async () => {
      for (const target of [house().channel, house().anna.direct]) {
        const found = await lookAfter(target, async () => {
          await postedIn(house(), target, drawn(OTHER));
          house().befall("message", { kind: "the reply is lost" });
          expect(await house().platform.send(target, drawn(DELIVERY))).toMatchObject({ kind: "ambiguous" });
        });
        const standing = house().standing(target);
        expect(found).toEqual({ kind: "found", ref: standing[1]?.ref });
        expect(standing).toHaveLength(2);
      }
    });

    test("is found though it was drawn anew, and can be drawn anew once more", async () => {
      const { platform, channel } = house();
      const found = await lookAfter(channel, async () => {
        const ref = await postedIn(house(), channel, drawn(DELIVERY));
        await platform.update(channel, ref, drawn(OTHER));
      });
      expect(found).toMatchObject({ kind: "found" });
      const ref = found.kind === "found" ? found.ref : "";
      expect(await platform.update(channel, ref, drawn(OTHER))).toEqual({ kind: "sent", ref });
      expect(house().standing(channel)).toMatchObject([{ ref, versions: 3 }]);
    });

    test("is absent when it never arrived, whatever else was posted", async () => {
      const { platform, channel } = house();
      const found = await lookAfter(channel, async () => {
        house().befall("message", { kind: "the line breaks before it arrives" });
        await platform.send(channel, drawn(DELIVERY));
        await postedIn(house(), channel, drawn(OTHER));
      });
      expect(found).toEqual({ kind: "absent" });
    });

    test("isn't said to be absent where not everything can be looked through", async () => {
      const found = await lookAfter(house().channel, async () => {
        for (const id of [DELIVERY, ...Array<string>(40).fill(OTHER)])
          await postedIn(house(), house().channel, drawn(id));
      });
      expect(["found", "unknown"]).toContain(found.kind);
    });

    test("is looked for without posting anything", async () => {
      const { channel, anna } = house();
      for (const target of [channel, anna.direct]) expect(await lookAfter(target, nothing)).toEqual({ kind: "absent" });
      expect(house().arrived("message") + house().arrived("redraw")).toBe(0);
    });
  });

  describe(`${name}: a look`, () => {
    test.each(UNCLEAR)("tells nothing, so there may be another: %s", async (kind) => {
      house().befall("looking for a message", { kind });
      expect(await lookAfter(house().channel, nothing)).toMatchObject({ kind: "unknown", again: true });
      expect(house().arrived("looking for a message")).toBe(1);
    });

    test("tells nothing while nobody listens", async () => {
      const between = { from: house().now(), to: house().now() };
      const found = await house().unreachable.find(house().channel, DELIVERY, between);
      expect(found).toMatchObject({ kind: "unknown", again: true });
    });

    test("that comes too fast waits as long as it was told, an hour at most", async () => {
      for (const [after, waitMs] of [
        ["7", 7000],
        ["999999999999", 3_600_000],
      ] as const) {
        house().befall("looking for a message", { kind: "too fast", after });
        expect(await lookAfter(house().channel, nothing)).toEqual({ kind: "slow-down", waitMs });
      }
    });

    test("where the bot may not read, or nobody knows the place, isn't worth another", async () => {
      const { channel, elsewhere, nowhere } = house();
      for (const place of [nowhere, elsewhere]) {
        expect(await lookAfter(place, nothing)).toMatchObject({ kind: "unknown", again: false });
      }
      house().bar(channel);
      expect(await lookAfter(channel, nothing)).toMatchObject({ kind: "unknown", again: false });
    });
  });
}

/** Where a platform can't be asked whether a message stands. */
export function untellableContract(name: string, house: () => PlatformHouse): void {
  describe(`${name}: a message that may have been posted`, () => {
    test("is neither found nor absent, wherever it was, and isn't worth a look", async () => {
      const { platform, channel, anna, elsewhere, nowhere } = house();
      const from = house().now();
      house().befall("message", { kind: "the reply is lost" });
      expect(await platform.send(channel, drawnFor(house(), "Perhaps"))).toMatchObject({ kind: "ambiguous" });
      for (const target of [channel, anna.direct, elsewhere, nowhere]) {
        const found = await platform.find(target, DELIVERY, { from, to: house().now() });
        expect(found).toMatchObject({ kind: "unknown", again: false });
      }
      expect(house().arrived("message")).toBe(1);
      expect(house().arrived("opening a conversation") + house().arrived("redraw")).toBe(0);
    });
  });
}
