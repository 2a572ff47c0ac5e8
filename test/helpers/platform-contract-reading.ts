import { describe, expect, test } from "vitest";
import type { ChannelMaking, PlatformHouse, Untold } from "./platform-house.ts";

/** What a platform says of its channels and people. */
export function readingContract(name: string, house: () => PlatformHouse, untold: ReadonlySet<Untold>): void {
  const isTold = (what: Untold): boolean => !untold.has(what);

  describe(`${name}: a channel`, () => {
    const kinds: [ChannelMaking, boolean][] = [
      [{}, false],
      [{ shared: "with another company" }, true],
      [{ shared: "with another company soon" }, isTold("sharing to come")],
      [{ shared: "within the company's group" }, isTold("sharing to come")],
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
      const { bot, self, ...people } = house().members;
      const all = isTold("bots") ? { ...people, bot, self } : people;
      expect(Object.fromEntries(members.map(({ kind, user }) => [kind, user]))).toEqual(all);
    });

    test("whose flags come with its members has the same ones as when they are asked for", async () => {
      const { channelFlags, channelFacts } = house().platform;
      const { members } = await channelFlags(house().channel);
      if (members) expect(members).toEqual((await channelFacts(house().channel)).members);
      else expect(isTold("bots"), "without members, a platform has a directory").toBe(true);
    });

    test("with 1,100 strangers in it has them all, each once", async () => {
      const few = await house().platform.channelFacts(house().makeChannel({}));
      const { members } = await house().platform.channelFacts(house().makeChannel({ strangers: 1100 }));
      expect(members).toHaveLength(few.members.length + 1100);
      expect(new Set(members.map(({ user }) => user)).size).toBe(members.length);
    });

    test("that can't be read is not guessed at", async () => {
      const { nowhere } = house();
      if (isTold("gone from never was")) {
        await expect(house().platform.channelFlags(nowhere)).rejects.toThrow();
        await expect(house().platform.channelFacts(nowhere)).rejects.toThrow();
      } else {
        expect(await house().platform.channelFlags(nowhere)).toMatchObject({ archived: true });
        expect(await house().platform.channelFacts(nowhere)).toMatchObject({ archived: true, members: [] });
      }
      house().befall("reading a channel", { kind: "a page in place of an answer" });
      await expect(house().platform.channelFlags(house().channel)).rejects.toThrow();
    });
  });

  describe(`${name}: a person`, () => {
    const byEmail = (email: string) => house().platform.userByEmail(house().channel.workspace, email);

    test("is found by e-mail, whatever its case", async () => {
      const { email, handle } = house().anna;
      const zone = isTold("zones") ? (expect.any(String) as unknown) : undefined;
      expect(await byEmail(email)).toMatchObject({ user: handle, email, zone });
      expect(await byEmail(email.toUpperCase())).toMatchObject({ user: handle });
    });

    test("nobody has heard of, or of another company, is nobody", async () => {
      expect(await byEmail("nobody@acme.example")).toBeUndefined();
      expect(await byEmail(house().outsiderEmail)).toBeUndefined();
    });

    test("who is none of ours is found as such: a guest here, another company's at home, if at all", async () => {
      const { platform, channel, members, guestEmail, outsiderEmail, anna } = house();
      const outsider = (email: string) => platform.outsiderByEmail(channel.workspace, email);
      house().befall("looking up a person", { kind: "the server fails" });
      await expect(outsider(guestEmail)).rejects.toThrow();
      const guest = { user: members.guest, home: channel.workspace };
      expect(await outsider(guestEmail)).toEqual(guest);
      expect(await outsider(guestEmail.toUpperCase())).toEqual(guest);
      const other = await outsider(outsiderEmail);
      if (other) expect(other).toEqual({ user: members.external, home: house().outsiderHome });
      expect(await outsider(anna.email)).toBeUndefined();
      expect(await outsider("nobody@acme.example")).toBeUndefined();
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
