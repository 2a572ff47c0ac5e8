import { describe, expect, test } from "vitest";
import type { ChannelMaking, PlatformHouse } from "./platform-house.ts";

/** What a platform says of its channels and people. */
export function readingContract(name: string, house: () => PlatformHouse): void {
  describe(`${name}: a channel`, () => {
    const kinds: [ChannelMaking, boolean][] = [
      [{}, false],
      [{ shared: "with another company" }, true],
      [{ shared: "with another company soon" }, true],
      [{ shared: "within the company's group" }, true],
    ];
    test.each(kinds)("%j: outsiders may read it: %j", async (making, external) => {
      const channel = house().makeChannel(making);
      expect(await house().platform.channelFlags(channel)).toMatchObject({ external, archived: false });
      expect(await house().platform.channelFacts(channel)).toMatchObject({ external, archived: false });
    });

    test("that is archived says so", async () => {
      const channel = house().makeChannel({ archived: true });
      expect(await house().platform.channelFlags(channel)).toMatchObject({ archived: true });
    });

    test("tells members, guests, outsiders, bots and itself apart", async () => {
      const { members } = await house().platform.channelFacts(house().channel);
      expect(Object.fromEntries(members.map(({ kind, user }) => [kind, user]))).toEqual(house().members);
    });

    test("of 450 has them all, each once", async () => {
      const { members } = await house().platform.channelFacts(house().makeChannel({ strangers: 445 }));
      expect(new Set(members.map(({ user }) => user)).size).toBe(450);
      expect(members).toHaveLength(450);
    });

    test("that can't be read is not guessed at", async () => {
      const nowhere = { ...house().channel, conversation: "C0NOWHERE" };
      await expect(house().platform.channelFlags(nowhere)).rejects.toThrow();
      await expect(house().platform.channelFacts(nowhere)).rejects.toThrow();
      house().befall("reading a channel", { kind: "a page in place of an answer" });
      await expect(house().platform.channelFlags(house().channel)).rejects.toThrow();
    });
  });

  describe(`${name}: a person`, () => {
    const byEmail = (email: string) => house().platform.userByEmail(house().channel.workspace, email);

    test("is found by e-mail, whatever its case", async () => {
      const { email, handle } = house().anna;
      expect(await byEmail(email)).toMatchObject({ user: handle, email, zone: expect.any(String) });
      expect(await byEmail(email.toUpperCase())).toMatchObject({ user: handle });
    });

    test("nobody has heard of, or of another company, is nobody", async () => {
      expect(await byEmail("nobody@acme.example")).toBeUndefined();
      expect(await byEmail(house().outsiderEmail)).toBeUndefined();
    });

    test("who can't be looked up isn't taken for nobody", async () => {
      for (const kind of ["the reply is lost", "a page in place of an answer", "the server fails"] as const) {
        house().befall("looking up a person", { kind });
        await expect(byEmail(house().anna.email)).rejects.toThrow();
      }
      expect(await byEmail(house().anna.email)).toMatchObject({ user: house().anna.handle });
    });
  });
}
