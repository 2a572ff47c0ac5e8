import { describe, expect, test } from "vitest";
import type { SendOutcome } from "../../src/chat/platform.ts";
import { DELIVERY, drawnFor } from "./platform-drawn.ts";
import { type PlatformHouse, UNCLEAR, type Untold } from "./platform-house.ts";

/** A message in a channel that one of its members alone sees. */
export function aloneContract(name: string, house: () => PlatformHouse, untold: ReadonlySet<Untold>): void {
  function sendTo(user: string, more: Partial<PlatformHouse["channel"]> = {}): Promise<SendOutcome> {
    const { platform, channel } = house();
    return platform.send({ ...channel, ...more, only: user }, drawnFor(house(), "How likely are you?"));
  }

  if (untold.has("what one alone sees")) {
    describe(`${name}: what one alone should see in a channel`, () => {
      test("isn't allowed, and nothing leaves", async () => {
        expect(await sendTo(house().members.external)).toMatchObject({ kind: "not-allowed" });
        expect(house().arrived("message")).toBe(0);
        expect(house().standing(house().channel)).toEqual([]);
      });
    });
    return;
  }

  describe(`${name}: what one alone sees in a channel`, () => {
    test.each(["guest", "external"] as const)("is seen by that %s and by nobody else", async (who) => {
      const { [who]: user, member } = house().members;
      expect(await sendTo(user)).toMatchObject({ kind: "sent" });
      expect(house().alone(user)).toEqual([expect.stringContaining("How likely are you?")]);
      expect(house().alone(member)).toEqual([]);
      expect(house().standing(house().channel)).toEqual([]);
      expect(house().arrived("message") + house().arrived("opening a conversation")).toBe(0);
    });

    test("is for members: who isn't there gets nothing", async () => {
      expect(await sendTo("U0NOBODY")).toMatchObject({ kind: "not-allowed" });
      expect(house().alone("U0NOBODY")).toEqual([]);
    });

    test("can't be drawn anew, which asks nothing of the platform", async () => {
      const { platform, channel, members } = house();
      const outcome = await sendTo(members.guest);
      const ref = outcome.kind === "sent" ? outcome.ref : "";
      const again = drawnFor(house(), "Thank you");
      expect(await platform.update({ ...channel, only: members.guest }, ref, again)).toEqual({ kind: "sent", ref });
      expect(house().arrived("redraw")).toBe(0);
      expect(house().alone(members.guest)).toHaveLength(1);
    });

    test.each(UNCLEAR)("may have been seen: %s; and can't be looked up, so it isn't sent twice", async (kind) => {
      const { platform, channel, members } = house();
      const from = house().now();
      house().befall("message to one alone", { kind });
      expect(await sendTo(members.guest)).toMatchObject({ kind: "ambiguous" });
      const between = { from, to: house().now() };
      const found = await platform.find({ ...channel, only: members.guest }, DELIVERY, between);
      expect(found).toMatchObject({ kind: "unknown", again: false });
      expect(house().arrived("message to one alone")).toBe(1);
      expect(house().arrived("looking for a message")).toBe(0);
    });

    test("too fast waits as long as it was told", async () => {
      house().befall("message to one alone", { kind: "too fast", after: "7" });
      expect(await sendTo(house().members.guest)).toEqual({ kind: "slow-down", waitMs: 7000 });
    });

    test("in a channel that is archived is gone, in one the bot was sent away from isn't allowed", async () => {
      const { channel, members, elsewhere, nowhere } = house();
      expect(await sendTo(members.guest, nowhere)).toMatchObject({ kind: "address-gone" });
      expect(await sendTo(members.guest, elsewhere)).toMatchObject({ kind: "address-gone" });
      house().bar(channel);
      expect(await sendTo(members.guest)).toMatchObject({ kind: "not-allowed" });
      house().archive(channel);
      expect(await sendTo(members.guest)).toMatchObject({ kind: "address-gone" });
    });
  });
}
